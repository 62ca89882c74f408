"""Pages of the roadmap and of its known problems, and the search."""
