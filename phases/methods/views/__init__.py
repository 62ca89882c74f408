"""Pages of the adviser and of own methods."""
