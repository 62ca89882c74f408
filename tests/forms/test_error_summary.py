from typing import Any

import pytest
from django import forms
from django.utils import translation

from projects.forms.layout import form_helper
from tests.forms.reading import draw, draw_template, text

pytestmark = pytest.mark.urls("tests.forms.routes")


class TwoAnswers(forms.Form):
    first = forms.CharField(label="First")
    second = forms.ChoiceField(label="Second", choices=[("a", "A")])
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = form_helper("Save")


KEY = "f3b1f6f0-54b1-4b5c-9c0e-3c9d6c0b7a11"


def title(form: forms.Form) -> str:
    return text(draw(form).one("h2"))


def test_the_summary_is_announced_and_can_take_the_focus() -> None:
    box = draw(TwoAnswers({})).one(class_="errorbox")
    assert box.attrib["role"] == "alert"
    assert box.attrib["tabindex"] == "-1"
    assert "data-focus-on-load" in box.attrib
    assert {"utrecht-alert", "utrecht-alert--error"} <= set(box.attrib["class"].split())


def test_the_summary_stands_before_the_form() -> None:
    page = draw(TwoAnswers({}))
    order = [element.attrib.get("role") or element.tag for element in page.root.iter()]
    assert order.index("alert") < order.index("form")


def test_the_title_counts_the_answers_that_are_not_right() -> None:
    assert title(TwoAnswers({"key": KEY})) == "2 answers are not right yet"
    assert title(TwoAnswers({"first": "x", "key": KEY})) == "One answer is not right yet"


def test_the_title_can_be_the_forms_own() -> None:
    form = TwoAnswers({})
    form.helper = form_helper("Sign in", error_title="Signing in did not work")
    assert title(form) == "Signing in did not work"


def test_every_line_leads_to_its_control_in_the_order_of_the_form() -> None:
    assert draw(TwoAnswers({"key": KEY})).summary() == [
        ("id_first", "Fill in: First"),
        ("id_second", "Choose: Second"),
    ]


def test_two_errors_of_one_answer_are_two_lines_with_the_words_that_stand_beside_it() -> None:
    form = TwoAnswers({"first": "x", "second": "a", "key": KEY})
    form.add_error("first", "Too short.")
    form.add_error("first", "Too common.")
    page = draw(form)
    assert page.summary() == [("id_first", "Too short."), ("id_first", "Too common.")]
    assert text(page.with_id("id_first_error")) == "Error: Too short. Too common."
    assert text(page.one("h2")) == "One answer is not right yet"


def test_an_error_of_the_whole_form_is_said_without_a_link() -> None:
    form = TwoAnswers({"first": "x", "second": "a", "key": KEY})
    form.add_error(None, "A colleague changed this.")
    page = draw(form)
    assert text(page.one("h2")) == "This is not saved yet"
    assert [text(line) for line in page.one(class_="errorbox").iter("li")] == ["A colleague changed this."]
    assert page.summary() == []


def test_an_error_of_a_hidden_field_is_said_in_words_that_help() -> None:
    page = draw(TwoAnswers({"first": "x", "second": "a"}))
    (line,) = page.one(class_="errorbox").iter("li")
    assert text(line).startswith("A part of this page was missing.")


def test_the_summary_says_that_everything_typed_is_kept_unless_it_is_not() -> None:
    class WithPassword(TwoAnswers):
        password = forms.CharField(widget=forms.PasswordInput)

    kept = "What you filled in is still here."
    assert kept in draw(TwoAnswers({})).html
    assert kept not in draw(WithPassword({})).html


def test_a_form_without_errors_has_no_summary() -> None:
    assert draw(TwoAnswers()).all(class_="errorbox") == []
    assert draw(TwoAnswers({"first": "x", "second": "a", "key": KEY})).all(class_="errorbox") == []


def test_the_summary_can_stand_elsewhere_on_the_page() -> None:
    form = TwoAnswers({})
    form.helper.form_show_errors = False
    page = draw_template("{{ form|as_crispy_errors }}<main>{% crispy form %}</main>", form=form)
    assert len(page.all(class_="errorbox")) == 1
    assert [one.tag for one in page.one("main")] == ["form"]


def test_words_in_an_error_are_never_markup() -> None:
    form = TwoAnswers({"first": "x", "second": "a", "key": KEY})
    form.add_error("first", "‘<b>x</b>’ is not right.")
    page = draw(form)
    assert page.all("b") == []
    assert page.summary() == [("id_first", "‘<b>x</b>’ is not right.")]


def test_the_words_follow_the_language_of_the_request() -> None:
    with translation.override("nl"):
        form = TwoAnswers({"first": "x", "second": "wrong", "key": KEY})
        (line,) = draw(form).summary()
    assert line == ("id_second", "Selecteer een geldige keuze. wrong is geen beschikbare keuze.")
