"""Pages of signing in and of an account."""
