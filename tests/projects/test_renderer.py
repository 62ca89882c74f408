"""Controls are drawn as Django's own templates draw them, whatever stands in them."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from projects.forms.renderer import DRAWN, ControlRenderer

pytestmark = pytest.mark.core

ODD = [
    "",
    "plain",
    "<b>&\"'</b>",
    " spaces  and\nlines\r\n",
    "é🙂\u200fע",
    mark_safe("<i>safe</i>"),
    0,
    12345.5,
    None,
]
CHOICES: list[Any] = [("", _("Sign in")), ("a", "<A> & B"), (1, "One"), ("group", [("x", "X"), ("y", "<Y>")])]
ATTRS: list[dict[str, Any]] = [
    {},
    {"id": "id_x", "class": "a b", "disabled": True, "hidden": False, "data-x": "<\"'&>"},
    {"rows": 3, "placeholder": _("Sign in"), "aria-describedby": ""},
]
WIDGETS = [
    forms.TextInput,
    forms.NumberInput,
    forms.EmailInput,
    forms.URLInput,
    forms.PasswordInput,
    forms.HiddenInput,
    forms.CheckboxInput,
    forms.DateInput,
    forms.TimeInput,
    forms.Textarea,
    forms.Select,
    forms.SelectMultiple,
    forms.NullBooleanSelect,
    forms.RadioSelect,
    forms.CheckboxSelectMultiple,
    forms.MultipleHiddenInput,
    forms.ClearableFileInput,
    forms.SplitDateTimeWidget,
]


def made(kind: Any) -> Any:
    widget = kind()
    if isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple):
        widget.choices = widget.choices if isinstance(widget, forms.NullBooleanSelect) else CHOICES
    return widget


@pytest.mark.parametrize("kind", WIDGETS)
@pytest.mark.parametrize("attrs", ATTRS, ids=["bare", "marked", "empty"])
def test_a_control_is_drawn_as_django_draws_it(kind: Any, attrs: dict[str, Any]) -> None:
    for value in ODD:
        given: Any = [value] if kind in {forms.SelectMultiple, forms.CheckboxSelectMultiple} else value
        if kind in {forms.MultipleHiddenInput, forms.SplitDateTimeWidget}:
            given = None if value is None else [value, "x"]
        ours = made(kind).render("a<name>", given, attrs, renderer=ControlRenderer())
        theirs = made(kind).render("a<name>", given, attrs, renderer=DjangoTemplates())
        assert ours == theirs, (kind, value)


@pytest.mark.parametrize("kind", [forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple])
def test_a_choice_by_itself_is_drawn_as_django_draws_it(kind: Any) -> None:
    def options(renderer: Any) -> list[str]:
        class Choosing(forms.Form):
            default_renderer = renderer
            field = forms.ChoiceField(choices=CHOICES, widget=kind)

        return [str(option) for option in Choosing(initial={"field": "a"})["field"]]

    assert options(ControlRenderer()) == options(DjangoTemplates())
    assert len(options(ControlRenderer())) > 2


def test_what_is_drawn_here_are_templates_of_django() -> None:
    for name in set(DRAWN) - {f"django/forms/widgets/{kind}.html" for kind in ("color", "search", "tel")}:
        assert DjangoTemplates().get_template(name)
