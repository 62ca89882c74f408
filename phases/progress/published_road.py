"""The published road as the pages of an initiative read it, once for each revision of the content."""

from collections import defaultdict
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from functools import cached_property

from toolkit.published import read_once

from ..models import ChecklistItem, Phase, Question, Recommendation


@dataclass(frozen=True)
class PublishedRoad:
    """The phases of today with their questions and items, retired ones too, each with what it belongs to at hand.

    `advised` are the keys of the methods for the question with that key, the most advised first. The rows are the same ones for
    everybody; who wants to write to one takes a copy.
    """

    phases: tuple[Phase, ...]
    questions: tuple[Question, ...]
    items: tuple[ChecklistItem, ...]
    advised: Mapping[int, tuple[int, ...]]

    @cached_property
    def offered_questions(self) -> list[Question]:
        """Return the questions that are asked today, in their order."""
        return [question for question in self.questions if question.retired_at is None]

    def questions_of(self, phase: Phase) -> list[Question]:
        """Return copies of the questions of a phase, which a page may add something to."""
        return [copy(question) for question in self.questions if question.phase_id == phase.pk]

    def items_of(self, phase: Phase) -> list[ChecklistItem]:
        """Return copies of the items of a phase, which a page may add something to."""
        return [copy(item) for item in self.items if item.phase_id == phase.pk]

    def question(self, code: str) -> Question | None:
        """Return a copy of the question with this code, if there is one."""
        return next((copy(question) for question in self.questions if question.code == code), None)

    def item(self, code: str) -> ChecklistItem | None:
        """Return a copy of the item with this code, if it is offered today."""
        found = (item for item in self.items if item.code == code and item.retired_at is None)
        return next(map(copy, found), None)


@read_once
def published_phases() -> tuple[Phase, ...]:
    """Return the phases in their order; none while the content is not loaded yet."""
    return tuple(Phase.objects.published().order_by("number"))


@read_once
def published_road() -> PublishedRoad:
    phases = published_phases()
    phase_of = {phase.pk: phase for phase in phases}
    questions = tuple(Question.objects.filter(phase__in=phase_of))
    for question in questions:
        question.phase = phase_of[question.phase_id]
    items = tuple(ChecklistItem.objects.filter(phase__in=phase_of))
    question_of = {question.pk: question for question in questions}
    for item in items:
        item.phase = phase_of[item.phase_id]
        item.question = question_of.get(item.question_id) if item.question_id else None
    return PublishedRoad(phases, questions, items, _advised())


def _advised() -> dict[int, tuple[int, ...]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for question, method in Recommendation.objects.order_by("place").values_list("question", "method"):
        found[question].append(method)
    return {question: tuple(methods) for question, methods in found.items()}
