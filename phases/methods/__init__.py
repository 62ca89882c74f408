"""Which method fits, and the methods of an organisation itself."""
