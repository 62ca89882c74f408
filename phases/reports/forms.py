"""The form with which a report is asked for."""

from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.forms import IdempotentForm
from projects.forms.layout import form_helper
from projects.models import Initiative

from ..models import Phase
from . import is_too_large, letters_of


class ReportForm(IdempotentForm):
    """What the report is about (a phase, or nothing: the whole initiative) and in which language."""

    phase = forms.ModelChoiceField(
        label=_("What is the report about?"),
        queryset=Phase.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("The whole initiative"),
    )
    language = forms.ChoiceField(
        label=_("In which language?"),
        help_text=_("What your team wrote stays as it is."),
        choices=settings.LANGUAGES,
    )

    def __init__(self, *args: Any, initiative: Initiative, **options: Any) -> None:
        options.setdefault("initial", {"language": initiative.language})
        super().__init__(*args, **options)
        self.initiative = initiative
        phase: Any = self.fields["phase"]
        phase.queryset = Phase.objects.published().order_by("number")
        self.helper = form_helper(
            _("Make the report"), action=reverse("phases:reports", args=[initiative.pk]), depends=("phase",)
        )

    def clean(self) -> dict[str, Any]:
        """Say before the making that there is more than fits in one report."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "phase" in cleaned:
            phase = cleaned["phase"]
            if is_too_large(self.initiative, phase):
                self.add_error("phase", too_large(letters_of(self.initiative, phase), whole=phase is None))
        return cleaned


def too_large(letters: int, *, whole: bool) -> str:
    """Say how much too much there is, and what to do."""
    most = settings.REPORT_MOST_LETTERS
    if letters > most:
        words = gettext("This report would be too large: it has {letters} letters and {most} fit.").format(
            letters=number_format(letters, force_grouping=True), most=number_format(most, force_grouping=True)
        )
    else:
        words = gettext("This report would be too large: too many outcomes, answers and groups stand in it.")
    advice = (
        gettext("Make a report of one phase.")
        if whole
        else gettext("Ask whoever runs this app to allow more.")
    )
    return f"{words} {advice}"


class PreviewForm(forms.Form):
    """Which report to show as a page; anything else than a phase and a language is left out."""

    phase = forms.ModelChoiceField(queryset=Phase.objects.published(), to_field_name="code", required=False)
    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False)
