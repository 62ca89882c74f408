"""The roadmap as everyone may read it: its files, its loading, its pages, and the search."""
