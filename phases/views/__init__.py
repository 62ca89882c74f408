"""Pages of the road and of the work along it."""
