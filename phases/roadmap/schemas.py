"""The shape of the roadmap's content files."""

from typing import Annotated, Literal

from pydantic import Field, PositiveInt

from toolkit.content_files import Code, File, Shape, Text


class ExampleShape(Shape):
    """What happened somewhere, with where that was read."""

    text: Text
    sources: Annotated[list[Code], Field(min_length=1)]


class CriterionShape(Text):
    """What a gate asks: it rests on a checklist item, on a fact the app can see, or on the team's own judgement."""

    item: Code | None = None
    fact: Code | None = None


class OutcomeShape(Text):
    """A possible decision at a gate: what it means there."""

    kind: Literal["go", "go-with-conditions", "back", "lighter-form", "stop"]


class GateShape(Shape):
    question: Text
    criteria: Annotated[list[CriterionShape], Field(min_length=3)]
    outcomes: Annotated[list[OutcomeShape], Field(min_length=3)]
    decided_by: Text


class PhaseShape(Shape):
    code: Code
    number: Annotated[int, Field(ge=1, le=4)]
    revision: PositiveInt
    name: Text
    summary: Text
    purpose: Text
    starts_when: Text
    done_when: Text
    result: Text
    links: Text
    gate: GateShape | None
    methods: list[Code] = Field(default_factory=list)


class QuestionShape(Shape):
    """What the roadmap asks, with its guidance. `methods` stand in the order in which they are advised."""

    code: Code
    label: Annotated[str, Field(pattern=r"^[1-4]\.[1-9]$")]
    revision: PositiveInt
    prompt: Text
    why: Text
    steps: Annotated[list[Text], Field(min_length=4, max_length=7)]
    done_when: Annotated[list[Text], Field(min_length=1)]
    pitfalls: Annotated[list[Text], Field(min_length=1)]
    record: Text
    example: ExampleShape | None = None
    methods: Annotated[list[Code], Field(min_length=1)]
    sources: list[Code]


class ItemShape(Shape):
    """What should be done in a phase, and what shows that it was."""

    code: Code
    revision: PositiveInt
    question: Code | None
    blocking: bool
    label: Text
    evidence: Text


class RoadmapFile(File):
    """One phase with its questions and its checklist."""

    phase: PhaseShape
    questions: list[QuestionShape]
    checklist: list[ItemShape]


class SignalShape(Text):
    """How a team notices a problem; `machine` names a signal that the app can raise itself."""

    machine: Code | None = None


class ProblemShape(Shape):
    code: Code
    revision: PositiveInt
    name: Text
    also_known_as: Text | None
    signals: Annotated[list[SignalShape], Field(min_length=1)]
    causes: Annotated[list[Text], Field(min_length=1)]
    now: Annotated[list[Text], Field(min_length=1)]
    structural: Annotated[list[Text], Field(min_length=1)]
    say_it_better: Text | None
    example: ExampleShape | None
    methods: Annotated[list[Code], Field(min_length=1)]
    sources: list[Code]


class ProblemsFile(File):
    """`problems.yaml`."""

    problems: list[ProblemShape]
