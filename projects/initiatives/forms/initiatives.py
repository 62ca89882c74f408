"""Forms about the initiative itself."""

import re
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...forms.base import IdempotentForm, VersionedForm
from ...forms.dates import ThreePartDateField
from ...forms.fields import CleanedField
from ...forms.layout import form_helper
from ...models import Initiative, Organisation, Value, WorkingLanguage
from ...typed_text import isolated

A_SOLUTION = re.compile(
    r"\b(er moet|moet er|moeten er|we willen een|er komt een|we bouwen|we need an?|there should be|"
    r"must have an?|we want an?|we will build)\b",
    re.IGNORECASE,
)


class ParticularsForm(forms.Form):
    """What is asked when an initiative starts, and nothing else."""

    title = CleanedField(
        label=_("What is the initiative called?"),
        help_text=_("Short and easy to recognise, also for residents."),
        max_length=120,
    )
    problem = CleanedField(
        label=_("What is the problem?"),
        help_text=_(
            "One sentence, without a solution in it. For example: ‘People looking for work get stuck in rules.’"
        ),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    service = CleanedField(label=_("Which service is it about?"), max_length=200)
    audience = CleanedField(
        label=_("Who is the service for?"),
        help_text=_("The people it is about. Not the organisations around them."),
        max_length=200,
    )
    values = forms.MultipleChoiceField(
        label=_("What value do you want to achieve?"),
        choices=Value.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one value. In doubt? Choose ‘more well-being’."),
        },
    )
    start_date = ThreePartDateField(
        label=_("When do you start?"), help_text=_("For example: 2 3 2026"), initial=timezone.localdate
    )
    language = forms.ChoiceField(
        label=_("In which language do you work?"),
        help_text=_("You write your answers in this language. The report uses it too."),
        choices=WorkingLanguage.choices,
        widget=forms.RadioSelect,
        initial=WorkingLanguage.DUTCH,
    )

    def clean_problem(self) -> str:
        """Refuse a sentence that already holds a solution."""
        problem = " ".join(str(self.cleaned_data["problem"]).split())
        found = A_SOLUTION.search(problem)
        if found:
            raise forms.ValidationError(
                _("‘%(words)s’ already points to a solution. Write only what goes wrong, and for whom.")
                % {"words": found.group()}
            )
        return problem

    def particulars(self) -> dict[str, Any]:
        """Return the cleaned values by the name of the model's field."""
        names = ("title", "problem", "service", "audience", "values", "start_date", "language")
        return {name: self.cleaned_data[name] for name in names}


class StartForm(ParticularsForm, IdempotentForm):
    """Starts an initiative; asks for the organisation only of people who belong to several."""

    def __init__(self, *args: Any, organisations: list[Organisation], **options: Any) -> None:
        if organisations:
            options.setdefault("initial", {"language": organisations[0].language})
        super().__init__(*args, **options)
        self.organisations = {str(organisation.pk): organisation for organisation in organisations}
        if len(organisations) > 1:
            self.fields["organisation"] = forms.ChoiceField(
                label=_("Which organisation does it belong to?"),
                choices=[(pk, isolated(row.name)) for pk, row in self.organisations.items()],
            )
        self.helper = form_helper(_("Start the initiative"), cancel_url="portfolio")

    def organisation(self) -> Organisation:
        """Return the chosen organisation, or the only one."""
        chosen = self.cleaned_data.get("organisation") or next(iter(self.organisations))
        return self.organisations[chosen]


class EditForm(ParticularsForm, VersionedForm):
    def __init__(self, *args: Any, initiative: Initiative, **options: Any) -> None:
        names = ("title", "problem", "service", "audience", "values", "start_date", "language", "version")
        options["initial"] = {name: getattr(initiative, name) for name in names}
        super().__init__(*args, **options)
        here = reverse("projects:edit", args=[initiative.pk])
        self.helper = form_helper(
            _("Save"), cancel_url=initiative.get_absolute_url(), action=here, takes_all=True
        )
