"""Which methods fit here? Hard limits first, then the order of the roadmap, then a mix: one for depth, one for breadth."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from toolkit.models import Duration, Gives, Method
from toolkit.search import CARD, COSTS, Condition, Found, filter_methods, suits_people, suits_place

from ..models import Phase, Question, Recommendation


@dataclass(frozen=True)
class Limits:
    """What a method must keep to; None, 0 or empty means no limit. `minutes` asks for one session."""

    minutes: int | None = None
    people: int | None = None
    skill: int | None = None
    cost: str = ""
    place: str = ""
    without_reading: bool = False
    without_digital: bool = False

    def conditions(self) -> dict[str, Condition]:
        asked: dict[str, Condition] = {}
        if minutes := self.minutes:
            asked["minutes"] = lambda method: (
                method.duration == Duration.SESSION and (method.minutes_min or 0) <= minutes
            )
        if people := self.people:
            asked["people"] = lambda method: suits_people(method, people)
        if skill := self.skill:
            asked["skill"] = lambda method: method.skill <= skill
        if cost := self.cost:
            asked["cost"] = lambda method: COSTS.index(method.cost) <= COSTS.index(cost)
        if place := self.place:
            asked["place"] = lambda method: suits_place(method, place)
        if self.without_reading:
            asked["without_reading"] = lambda method: method.without_reading
        if self.without_digital:
            asked["without_digital"] = lambda method: method.without_digital
        return asked

    def words(self) -> list[str]:
        """Return what a method that keeps to the limits can be said to do, for the sentence with the reason."""
        said = []
        if self.minutes:
            said.append(_("fits in {n} minutes").format(n=self.minutes))
        if self.people:
            said.append(ngettext("suits {n} person", "suits {n} people", self.people).format(n=self.people))
        if self.without_reading:
            said.append(_("asks no reading or writing"))
        if self.without_digital:
            said.append(_("asks no digital skills"))
        return said


@dataclass(frozen=True)
class Advised:
    """A method with the reason why it is advised."""

    method: Method
    reason: str


@dataclass(frozen=True)
class Advice:
    """The mix (depth first), the other methods that fit, and what falls off by one limit alone."""

    mix: list[Advised] = field(default_factory=list)
    others: list[Advised] = field(default_factory=list)
    found: Found = field(default_factory=lambda: Found([]))


def advise(question: Question | None, phase: Phase, limits: Limits, methods: Any) -> Advice:
    """Advise from `methods` (a queryset) for a question, or for all questions of a phase.

    What the roadmap names for the question comes first, in its order; then what it names for the phase; then an
    organisation's own methods. Nothing outside that is offered while there is a question.
    """
    places = _places(question, phase)
    cards = methods.select_related("own").only(*CARD, "use_when", "own__method")
    rows = [method for method in cards if method.pk in places or not method.shared]
    rows.sort(key=lambda method: (places.get(method.pk, (2, 0)), method.position))
    found = filter_methods(rows, limits.conditions())
    labels = _labels(question, phase)
    mix = [Advised(method, _reason(method, limits, labels)) for method in _mix(found.methods)]
    chosen = {advised.method.pk for advised in mix}
    rest = [method for method in found.methods if method.pk not in chosen]
    return Advice(mix, [Advised(method, _reason(method, limits, labels)) for method in rest], found)


def _labels(question: Question | None, phase: Phase) -> dict[int, list[str]]:
    """Return for which questions the roadmap names each method; of the question that is asked, only that one."""
    labels: dict[int, list[str]] = {}
    asked = Recommendation.objects.filter(question__phase=phase, question__retired_at=None)
    for row in asked.select_related("question__phase").order_by("question__position", "place"):
        labels.setdefault(row.method_id, []).append(row.question.label)
    if question:
        return {pk: [question.label] if question.label in all_ else all_ for pk, all_ in labels.items()}
    return labels


def _places(question: Question | None, phase: Phase) -> dict[int, tuple[int, int]]:
    """Return each method's rank (0: named for the question or, without one, the phase; 1: for the phase) and place."""
    places: dict[int, tuple[int, int]] = {}
    rows = Recommendation.objects.filter(question__phase=phase, question__retired_at=None).order_by("place")
    for row in rows:
        rank = 0 if question is None or row.question_id == question.pk else 1
        places[row.method_id] = min(places.get(row.method_id, (9, 9)), (rank, row.place))
    named = dict(Method.objects.published().filter(code__in=phase.methods).values_list("code", "pk"))
    return places | {named[code]: (0, place) for place, code in enumerate(phase.methods) if code in named}


def _mix(methods: Iterable[Method]) -> list[Method]:
    """Return the first for depth and the first for breadth: the weak sides of one are the strong of the other.

    A method in which professionals are the ones who learn comes first only when there is no other.
    """
    mix = []
    for gives in (Gives.DEPTH, Gives.BREADTH):
        fitting = sorted((method for method in methods if method.gives == gives), key=is_for_professionals)
        mix += fitting[:1]
    return mix


def is_for_professionals(method: Method) -> bool:
    """Tell whether the purpose of a method speaks of professionals, in either language."""
    return any("professional" in text.lower() for text in method.purpose.values() if isinstance(text, str))


def _reason(method: Method, limits: Limits, labels: dict[int, list[str]]) -> str:
    said = []
    named = labels.get(method.pk, [])
    if not method.shared:
        said.append(_("your organisation added it"))
    elif named:
        words = ngettext(
            "the roadmap names it for question {label}",
            "the roadmap names it for questions {label}",
            len(named),
        )
        said.append(words.format(label=joined(named)))
    else:
        said.append(_("the roadmap names it for this phase"))
    said += limits.words()
    sentence = joined(said)
    return capitalized(sentence) + "."


def joined(parts: list[str]) -> str:
    """Join words as one says them: a, b and c."""
    return ", ".join(parts[:-1]) + _(" and ") + parts[-1] if len(parts) > 1 else parts[0]


def capitalized(text: str) -> str:
    """Return the text with a capital at its beginning; in Dutch the ij is one letter."""
    if text[:2].lower() == "ij":
        return "IJ" + text[2:]
    return text[:1].upper() + text[1:]
