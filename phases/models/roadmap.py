"""The roadmap as published: phases, their questions and checklists, and the problems of the fourth."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse

from toolkit.models import Method
from toolkit.published import NO_ITEMS, ContentField, PublishedContent, SearchableQuerySet

LONG_PROMPT = 60
"""A prompt of more signs stands in smaller letters above its answer."""


class Phase(PublishedContent):
    """One of the four phases. `number` runs from 1 to 4; the fourth is open from the first day on.

    `gate` is the question at its end. Each of `gate_criteria` rests on a checklist item (`item`), on a fact the app
    can see (`fact`, see `progress/gate_criteria.py`), or on the team's own judgement. `methods` are the codes of the methods
    that a phase without questions advises.
    """

    number = models.PositiveSmallIntegerField(unique=True)
    name = ContentField()
    summary = ContentField()
    purpose = ContentField()
    starts_when = ContentField()
    done_when = ContentField()
    result = ContentField()
    links = ContentField()
    gate = ContentField(null=True)
    gate_criteria = ContentField(default=list, db_default=NO_ITEMS)
    gate_outcomes = ContentField(default=list, db_default=NO_ITEMS)
    gate_decided_by = ContentField(null=True)
    methods = ContentField(default=list, db_default=NO_ITEMS)

    TROUBLESHOOTING = 4

    class Meta(PublishedContent.Meta):
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(number__range=(1, 4)), name="four_phases"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("phases:roadmap-phase", args=[self.code])

    @property
    def has_gate(self) -> bool:
        """Tell whether the phase ends at a gate; troubleshooting never ends."""
        return self.number != self.TROUBLESHOOTING


class Question(PublishedContent):
    """What the roadmap asks; `label` (1.2) is what people read, never an address."""

    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="questions")
    label = models.CharField(max_length=8)
    prompt = ContentField()
    why = ContentField()
    steps = ContentField(default=list)
    done_when = ContentField(default=list)
    pitfalls = ContentField(default=list)
    record = ContentField()
    example = ContentField(null=True)
    sources = ContentField(default=list)
    methods = models.ManyToManyField(Method, through="Recommendation", related_name="+")
    stems = models.TextField(blank=True, db_default="")

    objects: ClassVar[Any] = SearchableQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.label} {self.prompt}"

    @property
    def has_long_prompt(self) -> bool:
        """Tell whether the prompt needs smaller letters above an answer."""
        return len(str(self.prompt)) > LONG_PROMPT

    def get_absolute_url(self) -> str:
        return f"{self.phase.get_absolute_url()}#{self.code}"


class Recommendation(models.Model):
    """That a question advises a method; the lowest `place` is advised first."""

    id = models.BigAutoField(primary_key=True)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="recommendations")
    method = models.ForeignKey(Method, on_delete=models.PROTECT, related_name="recommendations")
    place = models.PositiveSmallIntegerField()

    PERSONAL: ClassVar[dict[str, Any]] = {}

    class Meta:
        ordering = ("place",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["question", "method"], name="one_recommendation_per_method"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.method_id}"


class ChecklistItem(PublishedContent):
    """What should be done in a phase; a `blocking` one has to be done before its gate, or waived."""

    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="items")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="items", null=True)
    label = ContentField()
    evidence = ContentField()
    blocking = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.label)

    @property
    def required(self) -> bool:
        """Tell whether a gate asks for it; where no gate follows, nothing is required for one."""
        return self.blocking and self.phase.has_gate


class Problem(PublishedContent):
    """A known problem: how you notice it, what causes it, what to do, and where it happened."""

    name = ContentField()
    also_known_as = ContentField(null=True)
    signals = ContentField(default=list)
    causes = ContentField(default=list)
    now = ContentField(default=list)
    structural = ContentField(default=list)
    say_it_better = ContentField(null=True)
    example = ContentField(null=True)
    sources = ContentField(default=list, db_default=NO_ITEMS)
    methods = models.ManyToManyField(Method, related_name="+")
    stems = models.TextField(blank=True)

    objects: ClassVar[Any] = SearchableQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("phases:problem", args=[self.code])
