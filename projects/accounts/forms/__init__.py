"""Forms of signing in and of an account."""
