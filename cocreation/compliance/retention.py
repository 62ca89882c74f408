"""All terms of the house: those of the people side, and of what was said in workshops."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from phases.models import Outcome
from projects.models import Organisation
from projects.privacy.retention import RULES as OF_PEOPLE
from projects.privacy.retention import Rule, months_before


def _named_speakers(now: datetime) -> Iterator[tuple[Outcome, Organisation]]:
    for organisation in Organisation.objects.all():
        before = months_before(now, organisation.retention_raw_notes_months)
        old = Outcome.objects.filter(
            workshop__initiative__organisation=organisation, workshop__initiative__archived_at__lte=before
        ).exclude(speaker="")
        for row in old.select_related("workshop__initiative"):
            yield row, organisation


def _forget(row: Outcome, now: datetime) -> bool:
    row.anonymise_speaker()
    return True


RULES = (
    *OF_PEOPLE,
    Rule("speakers", _("names of speakers in archived initiatives"), _named_speakers, _forget),
)
