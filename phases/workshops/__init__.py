"""Workshops: the plan, the log, who was there and what it brought out."""
