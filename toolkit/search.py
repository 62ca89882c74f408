"""Finding methods: words and limits, what falls off and why, how many each choice would give, and what comes nearest."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from .models import Cost, Duration, Format, Method
from .published import read_once, texts_of
from .stems import spellings, stems_of

CARD = (
    "code",
    "position",
    "shared",
    "family",
    "duration",
    "minutes_min",
    "minutes_max",
    "span",
    "group_min",
    "group_max",
    "skill",
    "cost",
    "format",
    "gives",
    "without_reading",
    "without_digital",
    "name",
    "purpose",
)
"""The fields that a card in a list shows or a limit looks at."""

HOUR, HALF_DAY = 60, 240
COSTS = list(Cost.values)
NEAREST = 3
LIKE = 0.5
"""How much a word must look like another to stand for it, from 0 to 1."""

MAX_LETTERS = 100
"""So much of what was typed into a search box is looked for."""

Condition = Callable[[Method], bool]


@dataclass(frozen=True)
class SearchWords:
    """What someone searches for, `typed` as it stands in the box."""

    typed: str

    @property
    def used(self) -> str:
        """Return what is looked for: the beginning of a text that is too long."""
        return self.typed[:MAX_LETTERS].strip()

    @property
    def is_cut(self) -> bool:
        """Tell whether there is more than is looked for; the page says so."""
        return len(self.typed) > MAX_LETTERS

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "SearchWords":
        """Return what stands in `q` of a form that was sent."""
        return cls(str(data.get("q", "")).strip())


@read_once
def published_methods() -> tuple[Method, ...]:
    """Return the methods of the catalogue in their order, as far as cards show them and words find them."""
    return tuple(Method.objects.published().only(*CARD, "stems"))


def method_stems(values: Mapping[str, Any]) -> str:
    """Return the searchable line of a method's field values."""
    return stems_of([*texts_of([values[name] for name in Method.WORDS]), *texts_of(values["steps"])])


def time_of(method: Method) -> str:
    """Return the class of a method's time: `hour`, `half-day` or `longer`."""
    if method.duration != Duration.SESSION or method.minutes_min is None or method.minutes_min > HALF_DAY:
        return "longer"
    return "hour" if method.minutes_min <= HOUR else "half-day"


def suits_people(method: Method, people: int) -> bool:
    """Tell whether a group of `people` can use the method; one without sizes suits any."""
    return (method.group_min or 1) <= people and (method.group_max is None or people <= method.group_max)


def suits_place(method: Method, place: str) -> bool:
    """Tell whether the method can be used `onsite` or `online`."""
    return method.format in {place, Format.BOTH}


@dataclass(frozen=True)
class Found:
    """What fits, what falls off by one condition alone, and the nearest of what does not fit."""

    methods: list[Method]
    left_out: Counter[str] = field(default_factory=Counter)
    nearest: list[tuple[Method, list[str]]] = field(default_factory=list)


def closeness(words: str, stems: Mapping[int, str]) -> Counter[int]:
    """Return how many of `words` each row has, by its key in `stems`; a word nobody has stands for the one most like it."""
    score: Counter[int] = Counter()
    pairs = zip(spellings(words, "nl"), spellings(words, "en"), strict=True)
    known: frozenset[str] = frozenset()
    for dutch, english in pairs:
        having = _having(stems, *dutch, *english)
        if not having:
            known = known or frozenset(
                stem for line in stems.values() for stem in line.partition("\n")[0].split()
            )
            having = _having(stems, _most_like(dutch[0], known))
        score.update(having)
    return score


@lru_cache(maxsize=256)
def _most_like(word: str, known: frozenset[str]) -> str:
    """Return the known stem that looks most like a word, or what stands in no line; looking takes longer than all else."""
    return next(iter(get_close_matches(word, known, n=1, cutoff=LIKE)), "\n")


def _having(stems: Mapping[int, str], *wanted: str) -> list[int]:
    return [key for key, line in stems.items() if any(f" {stem}" in line for stem in wanted)]


def is_named(method: Method, words: str) -> bool:
    """Tell whether every word stands in the name of the method, in Dutch or in English."""
    for language in ("nl", "en"):
        named = {stem for stems in spellings(str(method.name.get(language, "")), language) for stem in stems}
        if all(named & {*stems} for stems in spellings(words, language)):
            return True
    return False


def filter_methods(
    methods: Iterable[Method], conditions: Mapping[str, Condition], near: Mapping[int, int] | None = None
) -> Found:
    """Keep the methods that meet all `conditions`; say of the others what keeps them out.

    `near` says how near a method is by its words; it chooses what is offered when nothing fits. None: no words were asked.
    """
    close = near or {}
    fit: list[Method] = []
    off: list[tuple[Method, list[str]]] = []
    for method in methods:
        failed = [name for name, holds in conditions.items() if not holds(method)]
        if failed:
            off.append((method, failed))
        else:
            fit.append(method)
    alone = Counter(failed[0] for _method, failed in off if len(failed) == 1)
    off.sort(key=lambda pair: (-close.get(pair[0].pk, 0), len(pair[1]), pair[0].position))
    near_enough = [pair for pair in off if near is None or close.get(pair[0].pk)]
    nearest = [] if fit else near_enough[:NEAREST]
    return Found(fit, alone, nearest)


def counts(
    methods: Iterable[Method],
    conditions: Mapping[str, Condition],
    name: str,
    value_of: Callable[[Method], Any],
) -> Counter[Any]:
    """Count the methods by `value_of`, under every condition but the one called `name`."""
    others = [holds for other, holds in conditions.items() if other != name]
    return Counter(value_of(method) for method in methods if all(holds(method) for holds in others))
