"""What is wrong with a form, in words: the same words beside the field and in the summary above the form."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms import BaseForm, BoundField
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DJANGOS_REQUIRED = forms.Field.default_error_messages["required"]
STANDS = "stands"
"""The code of what only says what a colleague wrote meanwhile: the answer is not wrong."""


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """A line of the error summary.

    `target` is the id of the control to change, empty when there is none. `where` names
    the form of a formset that it is about.
    """

    text: str
    target: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """All that is wrong with a form. `kept` says that everything people typed still stands in it."""

    title: str
    lines: list[ErrorLine]
    kept: bool


def summary_of(form: BaseForm, title: str = "") -> Summary | None:
    """Return the error summary of a form, or None when nothing is wrong."""
    return _summary([("", form)], [], title)


def formset_summary_of(formset: Any, name: str, title: str = "") -> Summary | None:
    """Return the one error summary of all forms of a formset; `name` is what each form is called."""
    staying = [
        (f"{name} {number}", form)
        for number, form in enumerate(formset.forms, start=1)
        if form.errors and not form.cleaned_data.get(DELETION_FIELD_NAME)
    ]
    return _summary(staying, list(formset.non_form_errors()), title)


def _summary(named_forms: list[tuple[str, BaseForm]], about_all: list[str], title: str) -> Summary | None:
    lines = [ErrorLine(text) for text in about_all]
    wrong = 0
    for name, form in named_forms:
        if not form.errors:
            continue
        lines += [ErrorLine(text, where=name) for text in _about_the_whole(form)]
        for field in form.visible_fields():
            wrong += any(error.code != STANDS for error in errors_of(field))
            lines += [
                ErrorLine(message_of(error, field), _target(error, field), name) for error in errors_of(field)
            ]
    if not lines:
        return None
    return Summary(
        title or _title(wrong), lines, kept=all(_keeps_everything(form) for _name, form in named_forms)
    )


def _title(wrong: int) -> str:
    if not wrong:
        return _("This is not saved yet")
    return ngettext("One answer is not right yet", "%(n)s answers are not right yet", wrong) % {"n": wrong}


def _about_the_whole(form: BaseForm) -> Iterator[str]:
    yield from (str(error) for error in form.non_field_errors())
    if any(field.errors for field in form.hidden_fields()):
        yield _("A part of this page was missing. Copy your text, load the page again and send it once more.")


def _keeps_everything(form: BaseForm) -> bool:
    return not any(
        isinstance(field.widget, forms.PasswordInput | forms.FileInput) for field in form.fields.values()
    )


def errors_of(field: BoundField) -> list[ValidationError]:
    """Return the errors of a field with their code and parameters."""
    return field.errors.as_data() if field.errors else []


def message_of(error: ValidationError, field: BoundField) -> str:
    """Say the error in our words where Django's would not say what to do."""
    if error.message is DJANGOS_REQUIRED:
        return _required_words(field) % {"label": field.label}
    if error.message is MaxLengthValidator.message:
        words = _("This is too long: at most %(limit_value)s characters fit, now there are %(show_value)s.")
        return words % error.params
    return str(error.messages[0])


def _required_words(field: BoundField) -> str:
    if isinstance(field.field.widget, forms.CheckboxInput):
        return _("Tick: %(label)s")
    if isinstance(field.field.widget, forms.Select | forms.RadioSelect):
        return _("Choose: %(label)s")
    return _("Fill in: %(label)s")


def _target(error: ValidationError, field: BoundField) -> str:
    if isinstance(field.field.widget, forms.RadioSelect):
        return field.subwidgets[0].id_for_label if field.subwidgets else ""
    wrong = wrong_boxes(error)
    return f"{field.auto_id}_{wrong[0]}" if wrong else field.id_for_label


def wrong_boxes(error: ValidationError) -> tuple[str, ...]:
    """Return the boxes of a date that an error is about; none when it does not say."""
    return (error.params or {}).get("boxes", ())
