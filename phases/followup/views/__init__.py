"""The pages on which outcomes get themes and feedback."""
