"""Where a row of a demonstration comes from, as every part of a report says it."""

from typing import Any

from django.utils.translation import gettext as _

from projects.typed_text import isolated


def origin_of(row: Any) -> str:
    """Say where a row of a demonstration comes from: filled in as an example, or a public source."""
    if getattr(row, "is_example", False):
        return _("example entry")
    source = getattr(row, "source", "")
    return _("Source: {source}").format(source=isolated(source)) if source else ""
