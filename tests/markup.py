"""Markup as a browser takes it: where its lines break says nothing."""


def on_one_line(html: str) -> str:
    """Return the markup with one space for every stretch of blanks."""
    return " ".join(html.split())
