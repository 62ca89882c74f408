"""Pages about initiatives and the people around them."""
