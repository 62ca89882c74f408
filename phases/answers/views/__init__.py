"""The page of a phase, and what is written on it."""
