"""Pieces of pages that are the same for everybody, drawn once in a process for each language.

What differs from person to person never goes in: an id and the token of a form are put into the drawn text afterwards.
"""

from collections.abc import Hashable
from functools import lru_cache
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

SOME_ID = UUID("0a17ab1e-0000-4000-8000-000000000001")
SOME_TOKEN = "token-of-the-form"  # noqa: S105 - stands for one


def drawn_once(template: str, **values: Hashable) -> SafeString:
    """Return `template` drawn with these values, which are all it depends on besides the language."""
    return mark_safe(_draw(template, get_language(), tuple(sorted(values.items()))))  # noqa: S308 - a template drew it


def drawn_for(template: str, some_id: UUID, token: str = "", **values: Hashable) -> SafeString:
    """Return `template` drawn with these values, with an id where it holds `SOME_ID` and a token for `SOME_TOKEN`."""
    html = drawn_once(template, **values).replace(str(SOME_ID), str(some_id)).replace(SOME_TOKEN, token)
    return mark_safe(html)  # noqa: S308 - ids and tokens hold no signs of HTML


@lru_cache(maxsize=2048)
def _draw(template: str, language: str | None, values: tuple[tuple[str, Hashable], ...]) -> str:
    return render_to_string(template, dict(values))


forget = _draw.cache_clear
"""Let all be drawn anew; a test that changes how words are translated needs it."""
