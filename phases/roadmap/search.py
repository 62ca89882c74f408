"""One box over everything that is published: methods, problems and questions."""

from dataclasses import dataclass, field
from typing import Any

from toolkit.models import Method
from toolkit.search import CARD, closeness
from toolkit.stems import spellings

from ..models import Problem, Question

MAX_RESULTS = 12
NEAREST = 3


@dataclass(frozen=True)
class Results:
    """What was found of each kind, best first, and how many there are in all; `nearest` when nothing was found."""

    methods: list[Method] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    nearest: list[Method] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(self.counts.values())

    @property
    def has_more_methods(self) -> bool:
        return self.counts.get("methods", 0) > len(self.methods)


def search(words: str, kinds: set[str]) -> Results:
    """Search by stems in both languages; no `kinds` means all of methods, problems and questions."""
    if not words:
        return Results()
    found = {
        "methods": list(Method.objects.published().matching(words).only(*CARD)),
        "problems": list(Problem.objects.published().matching(words).only("code", "name", "signals")),
        "questions": list(
            Question.objects.published()
            .filter(phase__retired_at=None)
            .matching(words)
            .select_related("phase")
            .only("code", "label", "prompt", "phase")
        ),
    }
    titles = {"methods": "name", "problems": "name", "questions": "prompt"}
    counts = {kind: len(rows) for kind, rows in found.items()}
    shown = {
        kind: _best(rows, titles[kind], words) if not kinds or kind in kinds else []
        for kind, rows in found.items()
    }
    nearest = [] if any(counts.values()) else _nearest(words)
    return Results(**shown, counts=counts, nearest=nearest)


def _best(rows: list[Any], title: str, words: str) -> list[Any]:
    """Put what has more of the words in its title first."""
    wanted = _stems(words, "nl") | _stems(words, "en")

    def misses(row: Any) -> int:
        text = getattr(row, title)
        return -len(wanted & (_stems(str(text.get("nl", "")), "nl") | _stems(str(text.get("en", "")), "en")))

    return sorted(rows, key=misses)[:MAX_RESULTS]


def _stems(text: str, language: str) -> set[str]:
    return {stem for stems in spellings(text, language) for stem in stems}


def _nearest(words: str) -> list[Method]:
    close = closeness(words, dict(Method.objects.published().values_list("pk", "stems")))
    rows = Method.objects.published().only(*CARD).in_bulk([pk for pk, _n in close.most_common(NEAREST)])
    return [rows[pk] for pk, _n in close.most_common(NEAREST)]
