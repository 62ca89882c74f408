"""Letting people in, by a link that is theirs."""
