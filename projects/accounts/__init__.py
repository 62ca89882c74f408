"""Who you are and how you come in."""
