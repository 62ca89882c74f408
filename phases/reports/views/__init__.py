"""Pages of reports, and of the sheet of one method."""
