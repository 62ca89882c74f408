"""The promise to whoever takes part."""
