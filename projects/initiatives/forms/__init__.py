"""Forms of an initiative, its team and its stakeholders."""
