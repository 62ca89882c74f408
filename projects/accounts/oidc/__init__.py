"""Signing in with the account of one's work, at the provider of an organisation."""
