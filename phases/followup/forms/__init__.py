"""The forms of themes and of feedback, and the filter of outcomes."""
