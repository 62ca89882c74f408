"""What a workshop brought out."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.models import AuditEntry, Erasure, Role, Stakeholder, VersionedModel
from projects.personal_data import DONE_BY, SPEAKER, WORDS, PersonalFields
from projects.typed_text import ROOM

from .outcome_kinds import AGREED, ASKS, UNANSWERED, Consent, OutcomeKind, asks_for_feedback
from .reports import Report
from .roadmap import Question
from .themes import Theme
from .workshops import Workshop


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def reportable(self) -> Self:
        """Leave out quotes whose speaker did not agree, or was not asked yet."""
        return self.exclude(models.Q(kind=OutcomeKind.QUOTE) & ~models.Q(consent__in=AGREED))

    def readable_by(self, role: Role) -> Self:
        """Keep everything for who works in the team; for who only reads along, what reports may hold."""
        return self if role >= Role.FACILITATOR else self.reportable()

    def asking(self) -> Self:
        """Keep what asks for feedback."""
        return self.filter(ASKS)

    def with_feedback(self) -> Self:
        """Annotate the feedback that stands for each: `own`, and that of its theme, `of_theme`."""
        return self.annotate(
            own=models.FilteredRelation("feedback", condition=models.Q(feedback__superseded_at=None)),
            of_theme=models.FilteredRelation(
                "theme__feedback", condition=models.Q(theme__feedback__superseded_at=None)
            ),
        )

    def fetch_feedback(self) -> Self:
        """Fetch the feedback that stands for each along with it."""
        rows = self.with_feedback().select_related("own", "of_theme")
        return rows.annotate(feedback_is_fetched=models.Value(value=True))

    def waiting(self) -> Self:
        """Keep what asks for feedback and has none, of its own or by its theme."""
        return self.with_feedback().filter(ASKS, UNANSWERED)


class Outcome(VersionedModel):
    """One thing a workshop brought out. Only a quote has a consent, and a speaker if that was agreed.

    Without `stakeholder` and `several_groups` nobody said from which group it came. `asks` says whether it asks for
    feedback; without it the kind says so, for a workshop at which people were promised to hear back. `on_page` says
    whether it may stand on the page for those who took part; None: nobody was asked, so it does not.

    `consent_at` and `consent_by` say when the consent was written down and by whom, `withdrawn_at` when it was taken
    back. Whoever lowers a consent takes the quote out of the reports that hold it.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="outcomes")
    kind = models.CharField(_("kind"), max_length=20, choices=OutcomeKind)
    text = models.TextField(_("text"), max_length=2_000)
    stakeholder = models.ForeignKey(
        Stakeholder, on_delete=models.PROTECT, related_name="outcomes", null=True, blank=True
    )
    several_groups = models.BooleanField(default=False, db_default=False)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    asks = models.BooleanField(null=True, blank=True)
    theme = models.ForeignKey(
        Theme, on_delete=models.SET_NULL, related_name="outcomes", null=True, blank=True
    )
    on_page = models.BooleanField(null=True, blank=True)
    consent = models.CharField(_("consent"), max_length=20, choices=Consent, blank=True)
    speaker = models.CharField(_("name of the speaker"), max_length=ROOM * 120, blank=True)
    consent_at = models.DateTimeField(null=True, blank=True)
    consent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    is_example = models.BooleanField(default=False)

    PERSONAL: ClassVar[PersonalFields] = {
        **VersionedModel.PERSONAL,
        "text": WORDS,
        "speaker": SPEAKER,
        "consent": SPEAKER,
        "consent_by": DONE_BY,
    }

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("outcomes of workshops")
        ordering = ("created_at", "id")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=(models.Q(kind="quote") & ~models.Q(consent=""))
                | (~models.Q(kind="quote") & models.Q(consent="", speaker="")),
                name="a_quote_and_only_a_quote_has_consent",
            ),
            models.CheckConstraint(
                condition=models.Q(speaker="") | models.Q(consent="with-name"),
                name="a_name_needs_consent",
            ),
            models.CheckConstraint(
                condition=models.Q(several_groups=False) | models.Q(stakeholder=None),
                name="one_group_or_several",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.text[:40]}"

    @property
    def is_quote(self) -> bool:
        return self.kind == OutcomeKind.QUOTE

    @property
    def is_agreed(self) -> bool:
        """Tell whether the speaker of this quote agreed that it may be in reports."""
        return self.consent in AGREED

    @property
    def asks_by_kind(self) -> bool:
        """Tell whether one of this kind asks for feedback, as long as nobody says otherwise."""
        return asks_for_feedback(self.kind, None, self.workshop.feedback_due)

    @property
    def asks_for_feedback(self) -> bool:
        return asks_for_feedback(self.kind, self.asks, self.workshop.feedback_due)

    @property
    def standing_feedback(self) -> Any:
        """Return the feedback that stands for it, of its own or else of its theme; None where there is none."""
        if "feedback_is_fetched" in (fetched := vars(self)):
            return fetched.get("own") or fetched.get("of_theme")
        own = next(iter(self.feedback.all()), None)
        return own or (self.theme.standing_feedback if self.theme else None)

    @property
    def is_waiting(self) -> bool:
        """Tell whether it asks for feedback that was not given."""
        return self.asks_for_feedback and self.standing_feedback is None

    @property
    def days_late(self) -> int:
        """Return how many days too long it waits for feedback; 0 when it does not."""
        due = self.workshop.feedback_due
        return max(0, (timezone.localdate() - due).days) if due and self.is_waiting else 0

    @property
    def group(self) -> str:
        """Return the group that said it; empty when that was not filled in."""
        if self.stakeholder is not None:
            return self.stakeholder.name
        return gettext("Several groups") if self.several_groups else ""

    @classmethod
    def add(cls, workshop: Workshop, *, by: Any, **values: Any) -> "Outcome":
        with transaction.atomic():
            given = {"consent_at": timezone.now(), "consent_by": by} if values.get("consent") else {}
            outcome = cls.objects.create(workshop=workshop, updated_by=by, **given, **values)
            workshop.initiative.touch(by=by)
            AuditEntry.record("outcome.added", by=by, initiative=workshop.initiative, target=outcome)
        return outcome

    def revise(self, *, by: Any, based_on: int, **values: Any) -> None:
        """Store a changed outcome, unless someone was earlier (`StaleError`)."""
        before, speaker, now = self.consent, self.speaker, timezone.now()
        asked, named = values.get("consent", before), values.get("speaker", speaker)
        if (asked, named) != (before, speaker):
            taken_back = before in AGREED and asked not in AGREED
            values |= {"consent_at": now, "consent_by": by, "withdrawn_at": now if taken_back else None}
            values |= {"on_page": None} if taken_back else {}
        with transaction.atomic():
            self.update_version(by=by, based_on=based_on, **values)
            initiative = self.workshop.initiative
            initiative.touch(by=by)
            AuditEntry.record("outcome.revised", by=by, initiative=initiative, target=self)
            if self.withdrawn_at == now:
                Erasure.record(Erasure.QUOTE, self.pk)
                self._take_out_of_tellings(by=by)
            if (before, speaker) != (self.consent, self.speaker):
                self._withdraw_reports(before, by=by)

    def withdraw_consent(self, *, by: Any) -> None:
        """Let the quote be in no report any more, nor the name of who said it anywhere. It cannot come back by a backup.

        `by` is None when the app does it by itself, after a backup was restored.
        """
        if not self.is_agreed:
            return
        before = self.consent
        with transaction.atomic():
            self.update_version(
                by=by, consent=Consent.NONE, speaker="", on_page=None, withdrawn_at=timezone.now()
            )
            initiative = self.workshop.initiative
            AuditEntry.record("outcome.consent-withdrawn", by=by, initiative=initiative, target=self)
            Erasure.record(Erasure.QUOTE, self.pk)
            self._take_out_of_tellings(by=by)
            self._withdraw_reports(before, by=by)

    def anonymise_speaker(self) -> None:
        """Keep the quote without the name of who said it, after the term."""
        before = self.consent
        with transaction.atomic():
            self.update_version(by=None, consent=Consent.ANONYMOUS, speaker="")
            initiative = self.workshop.initiative
            AuditEntry.record("outcome.speaker-forgotten", by=None, initiative=initiative, target=self)
            Erasure.record(Erasure.SPEAKER, self.pk)
            self._withdraw_reports(before, by=None)

    def remove(self, *, by: Any) -> None:
        """Take it out, for instance because the speaker asks for it. It cannot come back by a backup."""
        with transaction.atomic():
            AuditEntry.record("outcome.removed", by=by, initiative=self.workshop.initiative, target=self)
            Erasure.record(Erasure.OUTCOME, self.pk)
            self._withdraw_reports(self.consent, by=by)
            self._take_out_of_tellings(by=by)
            self.feedback.all().delete()
            self.delete()

    def _withdraw_reports(self, consent: str, *, by: Any) -> None:
        """Withdraw the reports that hold it under the `consent` it had."""
        if consent in AGREED:
            Report.withdraw_with_quote(self.workshop.initiative, self.pk, by=by)

    def _take_out_of_tellings(self, *, by: Any) -> None:
        """Take its words out of what people were told; that something stood there stays. No sheet is left that has them."""
        for row in self.told.select_related("telling__initiative"):
            row.telling.take_out(self.pk, by=by)
        self.workshop.initiative.report_back_sheets.filter(telling=None).withdraw()
