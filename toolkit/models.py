"""The catalogue: methods (ways of working), and the words of the field."""

from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .published import LANGUAGES, NO_ITEMS, ContentField, PublishedContent, SearchableQuerySet


class Family(models.TextChoices):
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
    NONE = "none", _("No costs")
    LOW = "low", _("Low costs")
    MEDIUM = "medium", _("Some costs")
    HIGH = "high", _("High costs")


class Format(models.TextChoices):
    ONSITE = "onsite", _("On site")
    ONLINE = "online", _("Online")
    BOTH = "both", _("On site or online")


class Skill(models.IntegerChoices):
    EASY = 1, _("Easy")
    SOME = 2, _("Some experience")
    EXPERIENCED = 3, _("Experienced")


class Gives(models.TextChoices):
    """What a method brings: much from few people, a little from many, or something else (a choice, a plan)."""

    DEPTH = "depth", _("Depth: much from a few people")
    BREADTH = "breadth", _("Breadth: a little from many people")
    NEITHER = "neither", _("To make, choose or plan something")


class MethodQuerySet(SearchableQuerySet):
    def published(self) -> Self:
        """Keep what everybody may see: not retired, and not an organisation's own."""
        return super().published().filter(shared=True)


class Method(PublishedContent):
    """A way of working, with everything a facilitator needs to use it.

    Minutes and group sizes are pairs (least, most); no most means "and more". `estimate` names those that are
    craft estimates. `checked` is false while nobody read a source of it: the page then says so. `shared` is
    false for a method that an organisation added for itself; this catalogue does not know whose it is.
    """

    WORDS: ClassVar[tuple[str, ...]] = (
        "name",
        "purpose",
        "use_when",
        "avoid_when",
        "preparation",
        "materials",
        "tips",
        "inclusion",
        "pitfalls",
    )
    """The texts of one paragraph."""
    RICH: ClassVar[frozenset[str]] = frozenset(WORDS) - {"name"} | {"steps"}
    """The fields whose texts may hold Markdown and explained words."""

    shared = models.BooleanField(default=True, db_default=True)
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
    gives = models.CharField(max_length=10, choices=Gives, default=Gives.NEITHER, db_default=Gives.NEITHER)
    without_reading = models.BooleanField(default=False, db_default=False)
    without_digital = models.BooleanField(default=True, db_default=True)
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
    sources = ContentField(default=list, db_default=NO_ITEMS)
    stems = models.TextField(blank=True)

    objects: ClassVar[Any] = MethodQuerySet.as_manager()

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
        return reverse("toolkit:method", args=[self.code])

    def missing_language(self) -> str:
        """Return the language in which this method is not written (`nl` or `en`), or nothing."""
        return next((code for code in LANGUAGES if not self.name.get(code)), "")


class Term(PublishedContent):
    """A word of the field, with what it means here. `explained` holds the forms that texts explain."""

    term = ContentField()
    meaning = ContentField()
    explained = ContentField()
    see = ContentField(default=list)
    sources = ContentField(default=list)

    def __str__(self) -> str:
        return str(self.term)

    def get_absolute_url(self) -> str:
        return f"{reverse('toolkit:glossary')}#word-{self.code}"
