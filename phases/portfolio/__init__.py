"""All initiatives of a person in one list, and the overview of one."""
