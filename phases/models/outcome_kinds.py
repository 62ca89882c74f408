"""Of what kind an outcome is, what the speaker of a quote agreed to, and which outcomes ask for feedback."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutcomeKind(models.TextChoices):
    INSIGHT = "insight", _("Insight")
    IDEA = "idea", _("Idea")
    QUOTE = "quote", _("Quote")
    AGREEMENT = "agreement", _("Agreement")
    OPEN_QUESTION = "open-question", _("Open question")
    RISK = "risk", _("Risk")
    FEAR = "fear", _("Fear or objection")
    WISH = "wish", _("Wish")
    ADVICE = "advice", _("Advice of a council")


class Consent(models.TextChoices):
    """What the speaker of a quote agreed to."""

    TO_ASK = "to-ask", _("Still to ask")
    NONE = "none", _("No consent")
    ANONYMOUS = "anonymous", _("Yes, without a name")
    WITH_NAME = "with-name", _("Yes, with the name")


ASKING = frozenset(set(OutcomeKind.values) - {OutcomeKind.INSIGHT.value, OutcomeKind.QUOTE.value})
"""Kinds that ask for feedback by themselves."""
AGREED = frozenset({Consent.ANONYMOUS.value, Consent.WITH_NAME.value})
"""With which a quote may be in reports."""
ASKS = models.Q(asks=True) | models.Q(asks=None, kind__in=ASKING, workshop__feedback_due__isnull=False)
"""What asks for feedback: what was marked so, or by its kind where people were promised to hear back."""
UNANSWERED = models.Q(own=None, of_theme=None)
"""What has no feedback, of its own or by its theme; of rows `with_feedback`."""


def asks_for_feedback(kind: str, said: bool | None, due: date | None) -> bool:
    """Tell whether an outcome asks for feedback: as somebody `said`, else by its kind where a day was promised."""
    return kind in ASKING and due is not None if said is None else said
