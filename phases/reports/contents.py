"""What stands in a progress report: the headings of the document as plain, frozen objects in words."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ..progress.attendance import AttendanceTable
from .house_style import HouseStyle

LONG_TITLE = 30
VERY_LONG_TITLE = 60
"""Titles of more signs stand in smaller letters on the cover."""


@dataclass(frozen=True)
class QuestionPart:
    """A question with the team's answer; `finished` says by whom and when, empty while it is not."""

    label: str
    prompt: str
    answer: str
    finished: str
    origin: str
    retired: bool


@dataclass(frozen=True)
class ItemPart:
    """A line of the checklist: what, where it stands, the note, by whom and when."""

    label: str
    required: bool
    is_open: bool
    state: str
    note: str
    settled: str
    origin: str
    retired: bool = False


@dataclass(frozen=True)
class DecisionPart:
    phase: str
    kind: str
    reason: str
    conditions: str
    decided_by: str
    users_voice: str
    decided_on: date
    origin: str
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlanPart:
    """What is said beforehand about the gate of a phase; each may be empty."""

    planned_on: date | None
    decided_by: str
    ask: str
    origin: str


@dataclass(frozen=True)
class PhasePart:
    """One phase: how far, what is planned at its gate, its questions, its checklist."""

    number: int
    name: str
    summary: str
    standing: str
    done_count: int
    all_count: int
    plan: PlanPart | None
    questions: tuple[QuestionPart, ...]
    items: tuple[ItemPart, ...]

    @property
    def answered(self) -> list[QuestionPart]:
        """Return the questions under which something is written."""
        return [question for question in self.questions if question.answer]

    @property
    def unanswered(self) -> list[QuestionPart]:
        """Return the questions under which nothing is written: one line together."""
        return [question for question in self.questions if not question.answer]

    @property
    def settled_items(self) -> list[ItemPart]:
        """Return the items of which there is something to tell."""
        return [item for item in self.items if not item.is_open or item.note]

    @property
    def open_items(self) -> list[ItemPart]:
        """Return the items that are to be done: one line together."""
        return [item for item in self.items if item.is_open and not item.note]


@dataclass(frozen=True)
class OutcomePart:
    """Something a workshop brought out; `by` is the group, or the speaker if that was agreed."""

    id: str
    kind: str
    text: str
    is_quote: bool
    by: str
    origin: str


@dataclass(frozen=True)
class PromisePart:
    """A version of the promise; `told` is what people were told about the change, `told_when` when and how."""

    version: int
    level: str
    meaning: str
    fixed: str
    negotiable: str
    follow_up: str
    decided_by: str
    decided_on: date | None
    feedback_days: int
    told: str
    told_on: date | None
    told_how: str
    made: str
    is_example: bool


@dataclass(frozen=True)
class FeedbackPart:
    """What is done with a theme (`size` outcomes) or with one outcome (`outcome`, its id), and why; `told` says when."""

    title: str
    outcome: str
    is_quote: bool
    size: int
    told_as: str
    passed_to: str
    because: str
    told_on: date | None
    origin: str


@dataclass(frozen=True)
class WorkshopPart:
    """A workshop. `start` is what the clock of the room showed, `other_clock` where that is not the site's clock."""

    title: str
    start: datetime
    other_clock: str
    place: str
    phase: str
    method: str
    people: int | None
    end_users: int
    outcomes: tuple[OutcomePart, ...]
    origin: str


@dataclass(frozen=True)
class StakeholderPart:
    """A line of the register, in words."""

    name: str
    kind: str
    end_users: bool
    influence: str
    interest: str
    engagement: str
    stake: str
    origin: str


@dataclass(frozen=True)
class Section:
    """A numbered heading of the document and of its table of contents."""

    number: int
    kind: str
    title: str
    phase: PhasePart | None = None

    @property
    def anchor(self) -> str:
        """Return the id of the heading."""
        return f"section-{self.number}"


@dataclass(frozen=True)
class ReportContents:
    """The whole document. `text_language` is that of what the team wrote, `language` that of the report."""

    kind: str
    title: str
    problem: str
    service: str
    audience: str
    values: tuple[str, ...]
    start_date: date
    organisation: str
    language: str
    text_language: str
    made_by: str
    made_at: datetime
    code: str
    is_example: bool
    source: str
    cycle: Any
    phases: tuple[PhasePart, ...]
    sections: tuple[Section, ...]
    decisions: tuple[DecisionPart, ...]
    promises: tuple[PromisePart, ...]
    feedback: tuple[FeedbackPart, ...]
    waiting: int
    attendance: AttendanceTable
    workshops: tuple[WorkshopPart, ...]
    planned: tuple[WorkshopPart, ...]
    stakeholders: tuple[StakeholderPart, ...]
    influence_map: Any
    house_style: HouseStyle

    @property
    def shown_hash(self) -> str:
        """Return a hash of all that the document shows: what it says, of whom, and the house style."""
        shown = repr((self.code, self.made_by, self.house_style, self.attendance))
        return hashlib.sha256(shown.encode()).hexdigest()

    @property
    def short_code(self) -> str:
        return self.code[:8]

    @property
    def has_long_title(self) -> bool:
        return len(self.title) > LONG_TITLE

    @property
    def has_very_long_title(self) -> bool:
        return len(self.title) > VERY_LONG_TITLE

    @property
    def is_wordy(self) -> bool:
        """Tell whether title and problem take so many lines that the rest of the cover moves together."""
        return self.has_very_long_title or len(self.problem) > 160

    @property
    def quotes(self) -> list[str]:
        """Return the ids of the quotes in it, in order of appearance."""
        told = [row.outcome for row in self.feedback if row.is_quote]
        said = [row.id for workshop in self.workshops for row in workshop.outcomes if row.is_quote]
        return list(dict.fromkeys([*told, *said]))

    @property
    def has_end_users(self) -> bool:
        return any(row.end_users for row in self.stakeholders)
