"""The catalogue of methods.

`published.py` is the lowest floor of the house: bilingual, revisioned content that is retired, never deleted.
`Method` is the one kind of published content that lives here. This app knows no initiative and no phase.
"""

from django.apps import AppConfig


class ToolkitConfig(AppConfig):
    """The library of methods."""

    name = "toolkit"
