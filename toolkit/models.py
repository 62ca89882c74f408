"""The method: a way of working that a team can use in a session or over a period."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .published import ContentField, PublishedContent, SearchableQuerySet


class Family(models.TextChoices):
    """The seven shelves of the toolkit."""

    DIGITAL = "digital", _("Digital tools")
    NARRATIVE = "narrative", _("Narrative methods")
    LIVING_LABS = "living-labs", _("Living labs and working together")
    WORKSHOP = "workshop", _("Workshop and design methods")
    RESEARCH = "research", _("Research methods")
    DECIDING = "deciding", _("Deciding and planning")
    EVALUATION = "evaluation", _("Evaluation methods")


class Duration(models.TextChoices):
    """How long a method runs: one session, some weeks or months, or as long as the work lasts."""

    SESSION = "session", _("One session")
    PERIOD = "period", _("A period")
    ONGOING = "ongoing", _("Ongoing")


class Cost(models.TextChoices):
    """What a method costs, besides people's time."""

    NONE = "none", _("No costs")
    LOW = "low", _("Low costs")
    MEDIUM = "medium", _("Some costs")
    HIGH = "high", _("High costs")


class Format(models.TextChoices):
    """Where a method can be used."""

    ONSITE = "onsite", _("On site")
    ONLINE = "online", _("Online")
    BOTH = "both", _("On site or online")


class Skill(models.IntegerChoices):
    """How much experience the facilitator needs."""

    EASY = 1, _("Easy")
    SOME = 2, _("Some experience")
    EXPERIENCED = 3, _("Experienced")


class Method(PublishedContent):
    """A way of working, with everything a facilitator needs to use it.

    Minutes and group sizes are pairs (least, most); `estimate` names those that are craft estimates.
    `checked` is false while nobody read the source that is named: the page then says so.
    """

    family = models.CharField(max_length=20, choices=Family)
    duration = models.CharField(max_length=10, choices=Duration)
    minutes_min = models.PositiveIntegerField(null=True)
    minutes_max = models.PositiveIntegerField(null=True)
    span = ContentField()
    group_min = models.PositiveIntegerField(null=True)
    group_max = models.PositiveIntegerField(null=True)
    skill = models.PositiveSmallIntegerField(choices=Skill)
    cost = models.CharField(max_length=10, choices=Cost)
    format = models.CharField(max_length=10, choices=Format)
    checked = models.BooleanField(default=True)
    estimate = ContentField(default=list)
    name = ContentField()
    purpose = ContentField()
    use_when = ContentField()
    avoid_when = ContentField()
    steps = ContentField(default=list)
    preparation = ContentField()
    materials = ContentField()
    tips = ContentField()
    inclusion = ContentField()
    pitfalls = ContentField()
    offline_twin = models.CharField(max_length=60, blank=True)
    related = ContentField(default=list)
    source = ContentField()
    stems = models.TextField(blank=True)

    NOT_PERSONAL: ClassVar[frozenset[str]] = PublishedContent.NOT_PERSONAL | {
        *("family", "duration", "minutes_min", "minutes_max", "span", "group_min", "group_max", "skill"),
        *("cost", "format", "checked", "estimate", "name", "purpose", "use_when", "avoid_when", "steps"),
        *("preparation", "materials", "tips", "inclusion", "pitfalls", "offline_twin", "related"),
        *("source", "stems"),
    }

    objects: ClassVar[Any] = SearchableQuerySet.as_manager()

    class Meta(PublishedContent.Meta):
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(minutes_min__isnull=True)
                | models.Q(minutes_max__gte=models.F("minutes_min")),
                name="method_minutes_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(group_min__isnull=True) | models.Q(group_max__gte=models.F("group_min")),
                name="method_group_in_order",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Give the address of the method card."""
        return reverse("toolkit:method", args=[self.code])
