from typing import Any

import pytest
from crispy_forms.layout import Button, Div, Fieldset, Hidden, Layout, Row, Submit
from django import forms
from django.urls import NoReverseMatch

from projects.forms import IdempotentForm
from projects.forms.layout import form_helper
from tests.forms.reading import draw, text

pytestmark = pytest.mark.urls("tests.forms.routes")


class Condition(forms.Form):
    what = forms.CharField(label="What?")
    who = forms.CharField(label="Who?")
    key = forms.CharField(widget=forms.HiddenInput, initial="k")


def make_form(data: dict[str, Any] | None = None, **helper: Any) -> Condition:
    form = Condition(data)
    form.helper = form_helper("Save", **helper)
    return form


def make_formset(data: dict[str, Any] | None = None) -> Any:
    kind = forms.formset_factory(Condition, extra=2, can_delete=True)
    formset = kind(data, prefix="c")
    formset.helper = form_helper("Save")
    formset.helper.form_name = "Condition"
    return formset


def formset_data(**more: str) -> dict[str, str]:
    filled = {"c-TOTAL_FORMS": "2", "c-INITIAL_FORMS": "2", "c-0-key": "k", "c-1-key": "k"}
    return {**filled, "c-0-what": "Do it", "c-0-who": "Lead", "c-1-what": "Check it", "c-1-who": "", **more}


def test_a_form_posts_with_a_token_and_without_the_browsers_own_checks() -> None:
    page = draw(make_form())
    form = page.one("form")
    assert form.attrib["method"] == "post"
    assert "novalidate" in form.attrib
    assert "action" not in form.attrib
    assert page.one("input", name="csrfmiddlewaretoken").attrib["value"] == "a-token"


def test_a_form_claims_what_becomes_of_typed_work_and_one_given_back_is_unsaved() -> None:
    form = draw(make_form()).one("form").attrib
    assert (form["data-unsaved"], form["autocomplete"]) == ("ask", "off")
    assert "data-unsaved-now" not in form
    assert "data-unsaved-now" in draw(make_form({"what": "Do it"})).one("form").attrib
    secret = draw(make_form(unsaved="secret")).one("form").attrib
    assert secret["data-unsaved"] == "secret"
    assert "autocomplete" not in secret


def test_a_form_that_makes_something_is_not_restored_and_one_without_fields_claims_nothing() -> None:
    class Making(IdempotentForm):
        what = forms.CharField(label="What?")

    for kind, claims in ((Making, {"data-unsaved": "ask", "autocomplete": "off"}), (IdempotentForm, {})):
        form = kind()
        form.helper = form_helper("Make it")
        found = draw(form).one("form").attrib
        assert {name: found[name] for name in ("data-unsaved", "autocomplete") if name in found} == claims


def test_a_form_ends_with_its_button_and_a_way_out() -> None:
    page = draw(make_form(cancel_url="/somewhere/"))
    button = page.one("button", type="submit")
    assert text(button) == "Save"
    assert button.attrib["class"] == "nl-button nl-button--primary"
    assert "id" not in button.attrib
    link = page.one("a")
    assert (text(link), link.attrib["href"]) == ("Cancel", "/somewhere/")


def test_the_way_out_may_be_the_name_of_a_route_and_must_exist() -> None:
    assert draw(make_form(cancel_url="leave")).one("a").attrib["href"] == "/leave/"
    with pytest.raises(NoReverseMatch):
        make_form(cancel_url="nowhere")


def test_a_form_without_a_way_out_shows_no_link_not_even_one_of_the_page() -> None:
    assert draw(make_form(), cancel_url="/of-the-page/").all("a") == []


def test_a_form_can_be_sent_elsewhere() -> None:
    assert draw(make_form(action="/elsewhere/")).one("form").attrib["action"] == "/elsewhere/"


def test_a_form_with_a_file_is_sent_in_parts() -> None:
    class WithFile(Condition):
        file = forms.FileField()

    form = WithFile()
    form.helper = form_helper("Send")
    assert draw(form).one("form").attrib["enctype"] == "multipart/form-data"


def test_a_layout_groups_fields_and_still_carries_the_hidden_ones() -> None:
    form = make_form()
    form.helper.layout = Layout(
        Fieldset("The condition", Row("what", "who")),
        Div(Submit("go", "Go"), Button("add", "Add"), Hidden("step", "2"), css_class="row"),
    )
    page = draw(form)
    assert text(page.one("legend")) == "The condition"
    assert [one.attrib["for"] for one in page.one(class_="two").iter("label")] == ["id_what", "id_who"]
    assert page.with_id("id_key").attrib["value"] == "k"
    go, add, save = page.all("button")
    assert (go.attrib["name"], go.attrib["class"]) == ("go", "nl-button nl-button--primary")
    assert (add.attrib["type"], add.attrib["class"]) == ("button", "nl-button nl-button--secondary")
    assert text(save) == "Save"
    assert page.one("input", name="step").attrib["value"] == "2"


def test_a_second_button_can_be_quieter() -> None:
    form = make_form()
    form.helper.add_input(Submit("draft", "Save as draft", css_class="secondary"))
    classes = [button.attrib["class"] for button in draw(form).all("button")]
    assert classes == ["nl-button nl-button--primary", "nl-button nl-button--secondary"]


def test_each_form_of_a_formset_is_a_group_with_a_number() -> None:
    page = draw(make_formset())
    assert [text(legend) for legend in page.all("legend")] == ["Condition 1", "Condition 2"]
    assert page.with_id("id_c-TOTAL_FORMS").attrib["value"] == "2"
    assert page.with_id("id_c-1-key").attrib["value"] == "k"
    assert len(page.ids()) == len(set(page.ids()))
    assert len(page.all("form")) == 1


def test_the_errors_of_a_formset_stand_in_one_summary_that_says_which_form_they_are_about() -> None:
    page = draw(make_formset(formset_data()))
    assert page.summary() == [("id_c-1-who", "Fill in: Who?")]
    (line,) = page.one(class_="errorbox").iter("li")
    assert text(line) == "Condition 2: Fill in: Who?"
    assert text(page.with_id("id_c-1-who_error")) == "Error: Fill in: Who?"


def test_a_form_that_is_to_be_removed_has_no_errors() -> None:
    page = draw(make_formset(formset_data(**{"c-1-DELETE": "on"})))
    assert page.all(class_="errorbox") == []


def test_a_layout_works_in_a_formset_too() -> None:
    formset = make_formset(formset_data())
    formset.helper.layout = Layout(Row("what", "who"), "DELETE")
    page = draw(formset)
    assert len(page.all(class_="two")) == 2
    assert page.with_id("id_c-0-what").attrib["value"] == "Do it"
    assert page.with_id("id_c-0-key").attrib["value"] == "k"
    assert len(page.all("input", name="c-0-DELETE")) == 1
