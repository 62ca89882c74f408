"""A phase at work: its questions, the answers and the checklist."""
