"""Pages of a workshop and its log."""
