"""Published content: bilingual texts with a code for ever, a revision, and retirement instead of deletion.

The lowest floor of the house. It holds what methods and the roadmap have in common, and nothing else.
"""

import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any, ClassVar, Self, TypeVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.fields.json import KeyTransform
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from .stems import spellings

LANGUAGES = ("nl", "en")
valid_code = RegexValidator(r"^[a-z][a-z0-9-]*\Z")


def active_language() -> str:
    """Return `nl` or `en`: Dutch where no language is active, as in a task."""
    return (get_language() or "nl")[:2]


class LocalizedText(dict[str, Any]):
    """One text in every language: `str(text)` is the active language, falling back to the one that is there.

    Further keys of the same object (the minutes of a step, the machine name of a signal) stay reachable.
    `html` holds the clean HTML of a text with Markdown or explained words in it, made when it was loaded.
    """

    def __str__(self) -> str:
        return self.in_language(active_language())

    def in_language(self, language: str) -> str:
        """Return the text in `language` (`nl` or `en`), falling back to the language that is there."""
        return str(self.get(language) or self["nl"] or self["en"])

    def language(self) -> str:
        """Return the language in which `str(text)` is: the active one, or the one it falls back to."""
        return next((code for code in (active_language(), *LANGUAGES) if self.get(code)), LANGUAGES[0])

    def as_html(self) -> SafeString:
        html = self.get("html")
        return mark_safe(html[self.language()]) if html else escape(str(self))  # noqa: S308 - cleaned by rich_text


def _as_text(value: dict[str, Any]) -> dict[str, Any]:
    return LocalizedText(value) if all(language in value for language in LANGUAGES) else value


class _ContentDecoder(json.JSONDecoder):
    def __init__(self) -> None:
        super().__init__(object_hook=_as_text)


@lru_cache(maxsize=4096)
def _decoded(text: str) -> Any:
    """Read a column of content once: it is the same for everybody, and a page of the road reads five hundred of them."""
    return json.loads(text, cls=_ContentDecoder)


def texts_of(value: Any) -> Iterator[dict[str, Any]]:
    """Return every bilingual text inside `value`."""
    if isinstance(value, LocalizedText) or (isinstance(value, dict) and "nl" in value and "en" in value):
        yield value
        return
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        yield from texts_of(part)


NO_ITEMS = models.Value([], output_field=models.JSONField())
"""What the database itself puts into a column of lists that an earlier version of the app does not know."""


class ContentField(models.JSONField):
    """A column of published content: a text, a list of texts, or a structure with texts in it."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("default", dict)
        options["decoder"] = _ContentDecoder
        super().__init__(**options)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Return the content; rows with the same text share one, which nobody writes to."""
        if isinstance(value, str) and not isinstance(expression, KeyTransform):
            return _decoded(value)
        return super().from_db_value(value, expression, connection)


class PublishedQuerySet(models.QuerySet[Any]):
    def published(self) -> Self:
        """Keep what is offered today, leaving out what was retired."""
        return self.filter(retired_at=None)


class SearchableQuerySet(PublishedQuerySet):
    """Reads of content that keeps its stems in a column."""

    def matching(self, words: str) -> Self:
        """Keep rows in which every word of `words` occurs, by its stem, in Dutch or in English."""
        found = self
        for dutch, english in zip(spellings(words, "nl"), spellings(words, "en"), strict=True):
            having = models.Q()
            for stem in {*dutch, *english}:
                having |= models.Q(stems__contains=f" {stem}")
            found = found.filter(having)
        return found


class PublishedContent(models.Model):
    """A piece of content with a code that never changes.

    `position` is the order in its file; `revision` rises when the meaning changes, not for a wording fix.
    """

    code = models.CharField(max_length=60, unique=True, validators=[valid_code])
    position = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = PublishedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("position",)

    def __str__(self) -> str:
        return self.code


_revision: ContextVar[Hashable | None] = ContextVar("revision of the content", default=None)
Content = TypeVar("Content")


@contextmanager
def content_at(revision: Hashable | None) -> Iterator[None]:
    """Say at which revision of the content a request began; None where nobody asked."""
    before = _revision.set(revision)
    try:
        yield
    finally:
        _revision.reset(before)


def read_once(read: Callable[[], Content]) -> Callable[[], Content]:
    """Keep what `read` gives for as long as requests begin at the same revision; outside of them it reads each time.

    What is kept is the same for everybody: nothing is written to its rows.
    """
    kept: tuple[Hashable, Content] | None = None

    @wraps(read)
    def reader() -> Content:
        nonlocal kept
        revision = _revision.get()
        if revision is None:
            return read()
        found = kept
        if found is None or found[0] != revision:
            found = kept = (revision, read())
        return found[1]

    return reader


@dataclass
class SyncResult:
    """What one load of content did to one kind, in numbers."""

    kind: str
    added: int = 0
    changed: int = 0
    retired: int = 0
    unchanged: int = 0

    def __str__(self) -> str:
        return (
            f"{self.kind}: {self.added} added, {self.changed} changed, "
            f"{self.retired} retired, {self.unchanged} unchanged"
        )


def sync(model: Any, rows: Iterable[Mapping[str, Any]], among: Any = None) -> SyncResult:
    """Bring `model` to the state of `rows` (field values, each with its `code`), never deleting a row.

    A code that disappeared is retired; one that comes back is offered again. Safe to repeat. `among` (a queryset)
    limits what is looked at, for a model that also holds rows which no file knows.
    """
    done = SyncResult(model.__name__)
    known = {row.code: row for row in (model.objects.all() if among is None else among)}
    for position, values in enumerate(rows, start=1):
        wanted = {**values, "position": position, "retired_at": None}
        row = known.pop(values["code"], None)
        if row is None:
            model.objects.create(**wanted)
            done.added += 1
        elif any(getattr(row, name) != value for name, value in wanted.items()):
            model.objects.filter(pk=row.pk).update(**wanted)
            done.changed += 1
        else:
            done.unchanged += 1
    gone = [row.pk for row in known.values() if row.retired_at is None]
    done.retired = model.objects.filter(pk__in=gone).update(retired_at=timezone.now())
    return done
