"""Storing an answer that was sent, and what is said of it: saved, refused, or changed by somebody else meanwhile."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from projects.http import Request
from projects.models import Initiative
from projects.typed_text import isolated

from ..models import Answer, Question, Recorded
from ..progress.next_step import phase_url
from ..progress.published_road import published_road
from .context import phase_context
from .forms import AnswerForm
from .notes import store_changed_notes
from .text_diff import differences


def store_or_refuse_answer(request: Request, initiative: Initiative) -> HttpResponse | None:
    """Store the answer that was typed on a page where something else was pressed; give the page when it is refused."""
    asked: Any = published_road().question(request.POST.get("question", ""))
    form = AnswerForm(request.POST)
    if asked is None or (form.is_valid() and _is_kept(initiative, asked, form)):
        return None
    response = stored(request, initiative, asked)
    return None if response.status_code == 302 else response


def _is_kept(initiative: Initiative, asked: Question, form: AnswerForm) -> bool:
    """Tell whether nothing was typed: the text is the one that stands, or that stood when the page was made."""
    text, answer = form.cleaned_data["text"], initiative.answers.filter(question=asked).first()
    if answer is None:
        return not text.strip()
    shown = answer.revisions.filter(text=text, version=form.cleaned_data["version"], accepted=True)
    return answer.text == text or shown.exists()


def stored(
    request: Request, initiative: Initiative, asked: Any, *, finish: bool = False, resume: bool = False
) -> HttpResponse:
    """Store the answer that was sent; answer with its state, what is wrong, or the text of who was earlier."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _reply(request, initiative, asked, {"errors": form.errors.values()}, status=422)
    if form.cleaned_data["keep"] == "theirs":
        return _whole_page(request, question_url(initiative, asked))
    asked.answer = before = initiative.answers.filter(question=asked).select_related("finished_by").first()
    text = form.cleaned_data["text"]
    recorded = None
    if request.POST.get("text") or text or before:
        recorded = Answer.record(
            initiative, asked, text, by=request.user, version=form.based_on(), before=before
        )
        if recorded.refused is not None:
            return _conflict(request, initiative, asked, recorded)
        asked.answer = recorded.answer
    if finish or resume:
        return (_finished if finish else _resumed)(request, initiative, asked)
    if form.cleaned_data["keep"]:
        return _whole_page(request, question_url(initiative, asked))
    unfinished = bool(before and before.finished_at and not asked.answer.finished_at)
    return _saved(
        request, initiative, asked, changed=bool(recorded and recorded.changed), unfinished=unfinished
    )


def _saved(
    request: Request, initiative: Initiative, asked: Any, *, changed: bool, unfinished: bool
) -> HttpResponse:
    """Say what was saved; an answer that was emptied is not finished any more, and the page follows."""
    if not request.htmx:
        if asked.answer is None:
            messages.info(request, _("There is nothing to save yet."))
        else:
            messages.success(
                request, _("Saved.") if changed else _("Nothing was different, so nothing changed.")
            )
    extra = phase_context(initiative, asked.phase) if unfinished and request.htmx else {}
    return _reply(request, initiative, asked, {**extra, "saved_now": changed, "unfinished": unfinished})


def _finished(request: Request, initiative: Initiative, asked: Any) -> HttpResponse:
    """Mark the answer as finished, or say why nothing was: there is no text, or it was finished already."""
    if asked.answer is None or not asked.answer.text.strip():
        said = _("Nothing was finished: the answer is still empty. Write something first.")
        return _reply(request, initiative, asked, {"notice": said}, status=422)
    if not asked.answer.finish(by=request.user):
        who = {"name": isolated(str(asked.answer.finished_by))}
        messages.info(request, _("This answer was finished already, by {name}.").format(**who))
    return _whole_page(request, f"{phase_url(initiative, asked.phase)}?finished={asked.code}")


def _resumed(request: Request, initiative: Initiative, asked: Any) -> HttpResponse:
    """Mark the answer as not finished after all, or say that it was open already."""
    if asked.answer is None or not asked.answer.resume(by=request.user):
        messages.info(request, _("This answer was open already."))
    return _whole_page(request, question_url(initiative, asked))


def _conflict(request: Request, initiative: Initiative, asked: Any, recorded: Recorded) -> HttpResponse:
    standing, refused = recorded.answer, recorded.refused
    assert refused is not None  # noqa: S101 - the caller asked
    asked.answer = standing
    pieces = differences(standing.text, refused.text)
    context = {
        "conflict": {
            "mine": refused,
            "theirs": standing,
            "mine_pieces": [piece for piece in pieces if piece.kind != "old"],
            "their_pieces": [piece for piece in pieces if piece.kind != "new"],
            "combined": f"{refused.text}\n\n{standing.text}",
        },
        "base_version": refused.version,
    }
    return _reply(request, initiative, asked, context, status=409)


def _reply(
    request: Request, initiative: Initiative, asked: Any, extra: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Answer an autosave with the state; a post without scripts with the page, or back to it."""
    if not request.htmx and status == 200:
        return redirect(question_url(initiative, asked))
    if not hasattr(asked, "answer"):
        asked.answer = initiative.answers.filter(question=asked).first()
    context = {"initiative": initiative, "question": asked, **extra}
    if request.htmx:
        return render(request, "phases/answers/_answer_saved.html", context, status=status)
    context |= {**phase_context(initiative, asked.phase), "typed": AnswerForm(request.POST).typed()}
    context["refused_items"] = store_changed_notes(request, initiative)
    return render(request, "phases/answers/answer_refused.html", context, status=status)


def _whole_page(request: Request, url: str) -> HttpResponse:
    """Load the page again, because more than the state changed."""
    if request.htmx:
        response = HttpResponse(status=204)
        response.headers["HX-Redirect"] = url
        return response
    return redirect(url)


def question_url(initiative: Initiative, asked: Question) -> str:
    return f"{phase_url(initiative, asked.phase)}?question={asked.code}#question-{asked.code}"
