"""The next step of an initiative, as one sentence with one button: the single definition."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.models import Initiative

from ..models import ChecklistItem, ItemCompletion, ItemState, Phase, Question
from .feedback_debt import FeedbackDebt, debt_of
from .progress import InitiativeProgress, PhaseProgress


@dataclass(frozen=True)
class NextStep:
    """What to do now, why, and where."""

    sentence: str
    why: str
    label: str
    url: str


def next_step(
    initiative: Initiative,
    progress: InitiativeProgress,
    *,
    has_stakeholders: bool,
    has_end_users: bool,
    debt: FeedbackDebt | None = None,
) -> NextStep:
    """Return the step that brings the initiative furthest: people first, then the promise, feedback that is due or to be told, questions and the gate."""
    if not has_end_users:
        return _people(initiative, has_stakeholders=has_stakeholders)
    here = progress.current
    if _lacks_promise(initiative, here):
        return _promise(initiative)
    if owed := _owed(initiative, debt or debt_of(initiative)):
        return owed
    if not here.phase.has_gate:
        return _learning(initiative, here.phase)
    if here.answered < here.questions:
        return _question(initiative, here.phase)
    return _gate(initiative, here)


def _people(initiative: Initiative, *, has_stakeholders: bool) -> NextStep:
    sentence = (
        _("Add the end users: the people the service is meant for.")
        if has_stakeholders
        else _("Write down who it is about, and who can help.")
    )
    return NextStep(
        sentence=sentence,
        why=_("Without end users it is not co-creation. Only they can say what the service is worth."),
        label=_("Add a group"),
        url=reverse("projects:stakeholder-add", args=[initiative.pk]),
    )


def _lacks_promise(initiative: Initiative, here: PhaseProgress) -> bool:
    """Tell whether people are invited, or could be by now, and nobody said yet what they may expect."""
    if initiative.promises.all().exists():
        return False
    return here.answered == here.questions or initiative.workshops.exists()


def _promise(initiative: Initiative) -> NextStep:
    return NextStep(
        sentence=_("Say what you promise to those who take part."),
        why=_(
            "People want to know beforehand what they can change, who decides, and when they hear back. Then nobody is disappointed."
        ),
        label=_("Write the promise"),
        url=reverse("phases:promise", args=[initiative.pk]),
    )


def _owed(initiative: Initiative, debt: FeedbackDebt) -> NextStep | None:
    """Return what people wait for: feedback whose day has come, or to be told of it when nothing else waits."""
    if debt.is_urgent:
        return _feedback(initiative, debt)
    return _telling(initiative, debt) if debt.untold and not debt.waiting else None


def _feedback(initiative: Initiative, debt: FeedbackDebt) -> NextStep:
    return NextStep(
        sentence=ngettext(
            "Say what you do with {n} thing that people said.",
            "Say what you do with {n} things that people said.",
            debt.waiting,
        ).format(n=debt.waiting),
        why=_("You promised that people hear back. The day for it is here or over."),
        label=_("Give feedback"),
        url=reverse("phases:feedback", args=[initiative.pk]),
    )


def _telling(initiative: Initiative, debt: FeedbackDebt) -> NextStep:
    return NextStep(
        sentence=ngettext(
            "Tell people what you do with the {n} thing they said.",
            "Tell people what you do with the {n} things they said.",
            debt.untold,
        ).format(n=debt.untold),
        why=_("You know what you do with it. Those who said it do not know yet."),
        label=_("See what was not told yet"),
        url=reverse("phases:feedback", args=[initiative.pk]) + "?state=untold",
    )


def _question(initiative: Initiative, phase: Phase) -> NextStep:
    done = initiative.answers.filter(finished_at__isnull=False).values("question")
    open_questions = Question.objects.published().filter(phase=phase)
    question = open_questions.exclude(pk__in=done).first()
    return NextStep(
        sentence=str(question.prompt) if question else str(phase.name),
        why=_("This is the next open question of phase {number}. The app explains how to tackle it.").format(
            number=phase.number
        ),
        label=_("Work on this question"),
        url=phase_url(initiative, phase) + (f"?question={question.code}" if question else ""),
    )


def _gate(initiative: Initiative, here: PhaseProgress) -> NextStep:
    missing = len(open_blocking_items(initiative, here.phase))
    if missing:
        return NextStep(
            sentence=ngettext(
                "Finish the last required item of this phase.",
                "Finish the {n} required items of this phase.",
                missing,
            ).format(n=missing),
            why=_("Without them you are not ready for the gate."),
            label=_("Go to the checklist"),
            url=phase_url(initiative, here.phase) + "#checklist",
        )
    return NextStep(
        sentence=str(here.phase.gate),
        why=_("All questions are answered. Decide together with your users whether you go on."),
        label=_("Prepare the gate decision"),
        url=reverse("phases:gate", args=[initiative.pk, here.phase.code]),
    )


def _learning(initiative: Initiative, phase: Phase) -> NextStep:
    return NextStep(
        sentence=_("Look at what got stuck, and what you learned."),
        why=_("The first three phases are through their gates. What you learn feeds the next round."),
        label=_("Go to troubleshooting"),
        url=phase_url(initiative, phase),
    )


def open_blocking_items(initiative: Initiative, phase: Phase) -> list[ChecklistItem]:
    """Return the required items of `phase` that are neither done nor set aside with a reason."""
    if not phase.has_gate:
        return []
    settled = initiative.completions.exclude(state=ItemState.OPEN).values("item")
    required = ChecklistItem.objects.published().filter(phase=phase, blocking=True)
    return list(required.exclude(pk__in=settled))


def waived_items(initiative: Initiative, phase: Phase) -> list[ItemCompletion]:
    """Return the required items of `phase` that were skipped with a reason."""
    skipped = initiative.completions.waived().filter(item__phase=phase)
    return list(skipped.select_related("item__phase", "updated_by"))


def phase_url(initiative: Initiative, phase: Phase) -> str:
    return reverse("phases:phase", args=[initiative.pk, phase.code])
