"""Forms of a workshop and its log."""
