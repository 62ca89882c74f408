"""An initiative, its team and its stakeholders."""
