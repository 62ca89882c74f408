"""What a team wrote to a question of the roadmap, with every version of it."""

from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models import AuditEntry, Initiative, VersionedModel
from projects.personal_data import DONE_BY, WORDS, PersonalFields, words_of

from .roadmap import Question

REVISION_WINDOW = timedelta(minutes=15)


@dataclass(frozen=True)
class Recorded:
    """How a save ended: the answer as it stands, and the refused text's revision if someone was earlier.

    `changed` is False when that very text stood there already, for that very wording of the question.
    """

    answer: "Answer"
    refused: "AnswerRevision | None" = None
    changed: bool = True


class Answer(VersionedModel):
    """The team's answer to one question. `question_revision` is the wording it was written under."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=10_000, blank=True)
    question_revision = models.PositiveIntegerField(default=1)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    source = models.CharField(max_length=200, blank=True)
    is_example = models.BooleanField(default=False)

    PERSONAL: ClassVar[PersonalFields] = {**VersionedModel.PERSONAL, "text": WORDS, "finished_by": DONE_BY}

    class Meta:
        verbose_name_plural = _("answers")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["initiative", "question"], name="one_answer_per_question"),
            models.CheckConstraint(
                condition=models.Q(finished_at=None) | ~models.Q(text=""), name="finished_answer_has_text"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.text[:40]}"

    @classmethod
    def record(
        cls,
        initiative: Initiative,
        question: Question,
        text: str,
        *,
        by: Any,
        version: int,
        before: "Answer | None" = None,
    ) -> Recorded:
        """Store `text`, written on top of `version` (0: there was none yet).

        One conditional update; when someone was earlier (also by the very first save) nothing is
        overwritten: the refused text is kept as a revision and given back. `before` is the answer as it was read a
        moment ago, where somebody did: it need not be read again.
        """
        before = before or cls.objects.filter(initiative=initiative, question=question).first()
        if before and (before.text, before.question_revision) == (text, question.revision):
            return Recorded(before, changed=False)
        with transaction.atomic():
            answer = cls._stored(initiative, question, text, by=by, version=version, before=before)
            if answer is not None:
                AnswerRevision.keep(answer, by=by)
                initiative.touch(by=by)
                AuditEntry.record("answer.recorded", by=by, initiative=initiative, target=answer)
                return Recorded(answer)
            standing = cls.objects.get(initiative=initiative, question=question)
            if standing.text == text:
                return Recorded(standing, changed=False)
            return Recorded(standing, AnswerRevision.refuse(standing, text, by=by, version=version))

    @classmethod
    def _stored(
        cls,
        initiative: Initiative,
        question: Question,
        text: str,
        *,
        by: Any,
        version: int,
        before: "Answer | None",
    ) -> "Answer | None":
        """Write the row if it still stands at `version`, or is not there at all; give None when it moved on."""
        fresh = {"text": text, "question_revision": question.revision, "updated_by": by}
        if not text.strip():
            fresh |= {"finished_at": None, "finished_by": None}
        here = cls.objects.filter(initiative=initiative, question=question)
        if version:
            written = {**fresh, "version": version + 1, "updated_at": timezone.now()}
            if here.filter(version=version).update(**written):
                return before.as_written(written) if before and before.version == version else here.get()
        if here.exists():
            return None
        try:
            with transaction.atomic():
                return cls.objects.create(initiative=initiative, question=question, **fresh)
        except IntegrityError:
            return None

    def as_written(self, values: dict[str, Any]) -> "Answer":
        """Return the row as it stands after these values were written to it."""
        written = copy(self)
        for name, value in values.items():
            setattr(written, name, value)
        return written

    def finish(self, *, by: Any) -> bool:
        """Say that the answer is complete for now, and tell whether that was news; an empty one is left as it is."""
        if self.finished_at or not self.text.strip():
            return False
        return self._mark("answer.finished", by=by, finished_at=timezone.now(), finished_by=by)

    def resume(self, *, by: Any) -> bool:
        """Say that it is not complete after all, and tell whether that was news."""
        news = self.finished_at is not None
        return self._mark("answer.resumed", by=by, finished_at=None, finished_by=None) and news

    def _mark(self, action: str, *, by: Any, **state: Any) -> bool:
        with transaction.atomic():
            if not Answer.objects.filter(pk=self.pk).exclude(text="").update(**state):
                return False
            for name, value in state.items():
                setattr(self, name, value)
            self.initiative.touch(by=by)
            AuditEntry.record(action, by=by, initiative=self.initiative, target=self)
        return True


class AnswerRevision(models.Model):
    """One version of an answer: the accepted ones are its history, the refused ones lost to a colleague's."""

    id = models.BigAutoField(primary_key=True)
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="revisions")
    text = models.TextField(max_length=10_000, blank=True)
    version = models.PositiveIntegerField()
    accepted = models.BooleanField(default=True)
    question_revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    begun_at = models.DateTimeField(auto_now_add=True)
    at = models.DateTimeField(default=timezone.now)

    PERSONAL: ClassVar[PersonalFields] = {"text": words_of("by"), "by": DONE_BY}

    class Meta:
        verbose_name_plural = _("versions of answers")
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.answer_id} v{self.version}"

    @classmethod
    def keep(cls, answer: Answer, *, by: Any) -> None:
        """Add the answer as it stands to its history; a writer's uninterrupted saves are one revision."""
        now = timezone.now()
        latest = cls.objects.filter(answer=answer).order_by("-at", "-pk").values("pk")[:1]
        going_on = cls.objects.filter(
            pk=models.Subquery(latest),
            accepted=True,
            by=by,
            question_revision=answer.question_revision,
            at__gt=now - REVISION_WINDOW,
        )
        if going_on.update(text=answer.text, version=answer.version, at=now):
            return
        cls.objects.create(
            answer=answer,
            text=answer.text,
            version=answer.version,
            question_revision=answer.question_revision,
            by=by,
            at=now,
        )

    @classmethod
    def refuse(cls, answer: Answer, text: str, *, by: Any, version: int) -> "AnswerRevision":
        """Keep a text that came too late; the same text twice in a row is one revision."""
        again = cls.objects.filter(answer=answer, accepted=False, by=by, version=version).first()
        if again is not None:
            again.text, again.at = text, timezone.now()
            again.save(update_fields=["text", "at"])
            return again
        return cls.objects.create(
            answer=answer,
            text=text,
            version=version,
            accepted=False,
            question_revision=answer.question_revision,
            by=by,
        )
