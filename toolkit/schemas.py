"""The shape of the toolkit's content files: sources, words of the field, methods."""

from typing import Annotated, Literal, Self

from pydantic import Field, PositiveInt, model_validator

from .content_files import Code, File, Shape, Text

Pair = Annotated[list[PositiveInt | None], Field(min_length=2, max_length=2)]


class SourceShape(Shape):
    """Where a fact comes from. `read` is false when nobody of ours opened it; `address` is where it was read."""

    code: Code
    name: Text
    address: str = ""
    read: bool = True


class SourcesFile(File):
    """`sources.yaml`."""

    sources: list[SourceShape]


class TermShape(Shape):
    """A word of the field with its meaning. `explained` lists the forms that texts explain; it may be empty."""

    code: Code
    revision: PositiveInt
    term: Text
    meaning: Text
    explained: dict[Literal["nl", "en"], list[str]] = Field(default_factory=dict)
    see: list[Code] = Field(default_factory=list)
    sources: list[Code] = Field(default_factory=list)


class GlossaryFile(File):
    """`glossary.yaml`."""

    terms: list[TermShape]


class StepShape(Text):
    """One step; in a session it has its minutes."""

    minutes: PositiveInt | None = None


class MethodShape(Shape):
    """One method: see `Method` for what each key means."""

    code: Code
    revision: PositiveInt
    name: Text
    duration: Literal["session", "period", "ongoing"]
    minutes: Pair | None
    span: Text | None
    group: Pair | None
    skill: Literal[1, 2, 3]
    cost: Literal["none", "low", "medium", "high"]
    format: Literal["onsite", "online", "both"]
    gives: Literal["depth", "breadth", "neither"]
    without_reading: bool
    without_digital: bool
    estimate: list[Literal["minutes", "group", "span"]]
    checked: bool
    purpose: Text
    use_when: Text
    avoid_when: Text
    preparation: Text
    materials: Text
    steps: Annotated[list[StepShape], Field(min_length=4, max_length=8)]
    tips: Text
    inclusion: Text
    pitfalls: Text
    offline_twin: Code | None
    related: list[Code]
    sources: list[Code]

    @model_validator(mode="after")
    def _time_adds_up(self) -> Self:
        given = [step.minutes for step in self.steps]
        if self.duration == "session":
            if self.minutes is None or None in self.minutes or None in given:
                raise ValueError("a session has minutes (least, most), and so has each of its steps")
            least, most = self.minutes
            total = sum(minutes or 0 for minutes in given)
            if not (least or 0) <= total <= (most or 0):
                raise ValueError(f"the steps take {total} minutes, the method {least} to {most}")
        elif self.minutes is not None or any(given):
            raise ValueError("only a session has minutes; a period says its span")
        elif self.span is None:
            raise ValueError("a method that is no session says its span")
        return self

    @model_validator(mode="after")
    def _pairs_are_in_order(self) -> Self:
        for pair in (self.minutes, self.group):
            if pair and (pair[0] is None or (pair[1] is not None and pair[1] < pair[0])):
                raise ValueError("a pair is: least, most")
        return self


class MethodsFile(File):
    family: Code
    methods: list[MethodShape]

    @model_validator(mode="after")
    def _screens_have_a_twin(self) -> Self:
        for method in self.methods:
            if self.family == "digital" and not method.offline_twin:
                raise ValueError(f"{method.code}: a digital method names its twin without a screen")
        return self
