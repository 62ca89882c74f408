"""The decision at the end of a phase."""
