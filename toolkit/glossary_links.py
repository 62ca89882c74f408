"""Explaining the difficult words of a text: the first time a word of the field is used, it becomes a link."""

import re
from collections.abc import Iterable
from html import escape
from typing import Any

from .models import Term

_TAG = re.compile(r"(<[^>]*>)")


class Explainer:
    """Makes links of the words of the field, each one once in each language of one thing (a card, a question)."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._entries: dict[str, dict[str, Term]] = {"nl": {}, "en": {}}
        for term in terms:
            for language, entries in self._entries.items():
                entries |= {form.lower(): term for form in term.explained.get(language, [])}
        self._pattern = {language: _pattern(entries) for language, entries in self._entries.items()}
        self._told: set[tuple[str, str]] = set()

    def start_over(self) -> "Explainer":
        """Begin with the next thing, in which every word is new again."""
        self._told.clear()
        return self

    def __call__(self, html: str, language: str) -> str:
        """Return clean `html` with its difficult words as links, none inside another link."""
        pattern = self._pattern[language]
        if pattern is None:
            return html
        pieces, inside = [], False
        for piece in _TAG.split(html):
            if piece.startswith("<"):
                inside = piece.startswith("<a ") or (inside and piece != "</a>")
            elif not inside:
                piece = pattern.sub(lambda found: self._link(found, language), piece)  # noqa: PLW2901 - the same piece
            pieces.append(piece)
        return "".join(pieces)

    def _link(self, found: re.Match[str], language: str) -> str:
        term = self._entries[language][found[0].lower()]
        if (term.code, language) in self._told:
            return found[0]
        self._told.add((term.code, language))
        meaning = escape(term.meaning[language])
        return f'<a class="term" href="{escape(term.get_absolute_url())}" title="{meaning}">{found[0]}</a>'


def _pattern(entries: dict[str, Any]) -> re.Pattern[str] | None:
    if not entries:
        return None
    forms = sorted((re.escape(escape(form)) for form in entries), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?![\w-])", re.IGNORECASE)
