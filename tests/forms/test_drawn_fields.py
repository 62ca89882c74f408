from typing import Any

import pytest
from django import forms

from projects.forms.dates import ThreePartDateField, TimeOfDayField
from projects.forms.layout import form_helper
from tests.forms.reading import Page, draw, draw_template, text

pytestmark = pytest.mark.urls("tests.forms.routes")

COLOURS = [("red", "Red"), ("blue", "Blue")]
HINT = "A hint about this."

SINGLE_CONTROLS: dict[str, tuple[forms.Field, str, str, str]] = {
    "text": (forms.CharField(label="Label", help_text=HINT), "", "input", "utrecht-textbox--html-input"),
    "e-mail": (
        forms.EmailField(label="Label", help_text=HINT),
        "no address",
        "input",
        "utrecht-textbox--html-input",
    ),
    "number": (
        forms.IntegerField(label="Label", help_text=HINT),
        "ten",
        "input",
        "utrecht-textbox--html-input",
    ),
    "address": (
        forms.URLField(label="Label", help_text=HINT, assume_scheme="https"),
        "no address at all",
        "input",
        "utrecht-textbox--html-input",
    ),
    "password": (
        forms.CharField(label="Label", help_text=HINT, widget=forms.PasswordInput),
        "",
        "input",
        "utrecht-textbox--html-input",
    ),
    "time": (
        TimeOfDayField(label="Label", help_text=HINT),
        "half past",
        "input",
        "utrecht-textbox--html-input",
    ),
    "long text": (
        forms.CharField(label="Label", help_text=HINT, widget=forms.Textarea),
        "",
        "textarea",
        "utrecht-textarea--html-textarea",
    ),
    "select": (
        forms.ChoiceField(label="Label", help_text=HINT, choices=COLOURS),
        "green",
        "select",
        "utrecht-select--html-select",
    ),
    "checkbox": (
        forms.BooleanField(label="Label", help_text=HINT),
        "",
        "input",
        "utrecht-checkbox--html-input",
    ),
}

GROUPS: dict[str, tuple[forms.Field, str, list[str]]] = {
    "radios": (
        forms.ChoiceField(label="Label", help_text=HINT, choices=COLOURS, widget=forms.RadioSelect),
        "utrecht-radio-button--html-input",
        ["Red", "Blue"],
    ),
    "checkbox list": (
        forms.MultipleChoiceField(
            label="Label", help_text=HINT, choices=COLOURS, widget=forms.CheckboxSelectMultiple
        ),
        "utrecht-checkbox--html-input",
        ["Red", "Blue"],
    ),
    "date": (
        ThreePartDateField(label="Label", help_text=HINT),
        "utrecht-textbox--html-input",
        ["Day", "Month", "Year"],
    ),
}


def make_form(data: dict[str, Any] | None = None, **fields: forms.Field) -> forms.Form:
    form = type("SomeForm", (forms.Form,), fields)(data)
    form.helper = form_helper("Save")
    return form


def error_beside(page: Page, name: str) -> str:
    message = text(page.with_id(f"id_{name}_error"))
    assert message.startswith("Error: ")
    return message.removeprefix("Error: ")


@pytest.mark.parametrize("kind", SINGLE_CONTROLS)
def test_a_control_has_a_label_and_its_hint_describes_it(kind: str) -> None:
    field, _wrong, tag, css_class = SINGLE_CONTROLS[kind]
    page = draw(make_form(answer=field))
    control = page.one(tag, class_=css_class)
    assert control.attrib["id"] == "id_answer"
    assert text(page.one("label", **{"for": "id_answer"})) == "Label"
    assert page.description(control) == [HINT]
    assert "aria-invalid" not in control.attrib
    assert page.all(class_="errorbox") == []


@pytest.mark.parametrize("kind", SINGLE_CONTROLS)
def test_a_wrong_control_says_so_beside_it_in_the_summary_and_to_a_screen_reader(kind: str) -> None:
    field, wrong, tag, css_class = SINGLE_CONTROLS[kind]
    page = draw(make_form({"answer": wrong}, answer=field))
    control = page.one(tag, class_=css_class)
    message = error_beside(page, "answer")
    assert page.summary() == [("id_answer", message)]
    assert page.description(control) == [HINT, f"Error: {message}"]
    assert control.attrib["aria-invalid"] == "true"
    assert css_class.split("--")[0] + "--invalid" in control.attrib["class"].split()
    assert len(page.all(class_="utrecht-form-field--invalid")) == 1


@pytest.mark.parametrize("kind", ["text", "long text", "select"])
def test_the_order_is_hint_then_error_then_control(kind: str) -> None:
    field, wrong, _tag, _class = SINGLE_CONTROLS[kind]
    ids = ["id_answer_helptext", "id_answer_error", "id_answer"]
    assert draw(make_form({"answer": wrong}, answer=field)).order(*ids) == ids


@pytest.mark.parametrize("kind", GROUPS)
def test_a_group_of_inputs_is_a_fieldset_with_a_legend_and_a_label_for_each(kind: str) -> None:
    field, css_class, labels = GROUPS[kind]
    page = draw(make_form(answer=field))
    fieldset = page.one("fieldset")
    assert text(page.one("legend")) == "Label"
    assert page.description(fieldset) == [HINT]
    controls = page.all("input", class_=css_class)
    assert [text(page.one("label", **{"for": one.attrib["id"]})) for one in controls] == labels


@pytest.mark.parametrize("kind", GROUPS)
def test_a_group_without_an_answer_says_so_and_the_summary_leads_to_its_first_input(kind: str) -> None:
    field, css_class, _labels = GROUPS[kind]
    page = draw(make_form({"answer": ""}, answer=field))
    message = error_beside(page, "answer")
    first = page.all("input", class_=css_class)[0]
    assert page.summary() == [(first.attrib["id"], message)]
    fieldset = page.one("fieldset", class_="utrecht-form-fieldset--invalid")
    assert page.description(fieldset) == [HINT, f"Error: {message}"]


def test_every_id_on_a_form_with_all_kinds_of_fields_stands_there_once() -> None:
    fields = {**SINGLE_CONTROLS, **GROUPS}
    named = {f"field_{number}": rest[0] for number, rest in enumerate(fields.values())}
    for data in (None, {}):
        ids = draw(make_form(data, **named)).ids()
        assert len(ids) == len(set(ids))


def test_only_the_wrong_boxes_of_a_date_are_marked_and_the_summary_leads_to_the_first_of_them() -> None:
    data = {"answer_day": "2", "answer_month": "3", "answer_year": "0"}
    page = draw(make_form(data, answer=ThreePartDateField(label="When?")))
    assert [one.attrib["id"] for one in page.all("input", aria_invalid="true")] == ["id_answer_year"]
    assert page.summary() == [("id_answer_year", "Fill in the year with four figures.")]


def test_all_boxes_are_marked_when_the_form_finds_the_date_as_a_whole_wrong() -> None:
    form = make_form(
        {"answer_day": "2", "answer_month": "3", "answer_year": "2027"},
        answer=ThreePartDateField(label="When?"),
    )
    form.add_error("answer", "This day is before the start.")
    page = draw(form)
    assert len(page.all("input", aria_invalid="true")) == 3
    assert page.summary() == [("id_answer_day", "This day is before the start.")]


def test_a_label_says_that_a_field_is_optional() -> None:
    page = draw(
        make_form(
            asked=forms.CharField(label="Asked"),
            extra=forms.CharField(label="Extra", required=False),
            group=forms.ChoiceField(label="Group", choices=COLOURS, widget=forms.RadioSelect, required=False),
            tick=forms.BooleanField(label="Tick", required=False),
        )
    )
    assert text(page.one("label", **{"for": "id_asked"})) == "Asked"
    assert text(page.one("label", **{"for": "id_extra"})) == "Extra (optional)"
    assert text(page.one("legend")) == "Group (optional)"
    assert text(page.one("label", **{"for": "id_tick"})) == "Tick"
    assert "*" not in page.html


def test_nothing_is_called_optional_that_depends_on_another_answer() -> None:
    form = make_form(extra=forms.CharField(label="Extra", required=False))
    form.helper = form_helper("Save", depends=["extra"])
    assert text(draw(form).one("label")) == "Extra"


def test_nothing_is_called_optional_in_a_form_that_searches() -> None:
    form = make_form(words=forms.CharField(label="Words", required=False))
    form.helper.form_method = "get"
    page = draw(form)
    assert text(page.one("label")) == "Words"
    assert page.all("input", type="hidden") == []


@pytest.mark.parametrize("widget", [forms.TextInput, forms.Textarea])
def test_what_people_typed_stays_and_is_never_markup(widget: type[forms.Widget]) -> None:
    typed = "<script>alert('x')</script> & \"more\""
    page = draw(
        make_form(
            {"kept": typed},
            kept=forms.CharField(label="Kept", widget=widget),
            empty=forms.CharField(label="Empty"),
        )
    )
    control = page.with_id("id_kept")
    assert control.attrib.get("value", control.text) in {typed, "\n" + typed}
    assert page.all("script") == []


def test_a_choice_that_people_made_stays_also_when_another_answer_is_wrong() -> None:
    field, _class, _labels = GROUPS["checkbox list"]
    page = draw(make_form({"answer": ["blue"]}, answer=field, empty=forms.CharField(label="Empty")))
    assert [one.attrib["value"] for one in page.all("input", checked="")] == ["blue"]


def test_attributes_of_the_widget_pass_through_and_its_class_is_added_to_ours() -> None:
    widget = forms.TextInput({"autocomplete": "email", "class": "wide", "aria-describedby": "rules"})
    control = draw(make_form(answer=forms.CharField(label="Label", help_text=HINT, widget=widget))).with_id(
        "id_answer"
    )
    assert control.attrib["autocomplete"] == "email"
    assert control.attrib["class"].split() == ["utrecht-textbox", "utrecht-textbox--html-input", "wide"]
    assert control.attrib["aria-describedby"] == "rules id_answer_helptext"


def test_browsers_do_not_cut_off_a_text_that_is_too_long_but_the_answer_says_so() -> None:
    page = draw(make_form({"answer": "abcdef"}, answer=forms.CharField(label="Label", max_length=5)))
    assert "maxlength" not in page.with_id("id_answer").attrib
    assert page.summary() == [("id_answer", "This is too long: at most 5 characters fit, now there are 6.")]


def test_hidden_fields_are_drawn_bare() -> None:
    page = draw(make_form(key=forms.CharField(widget=forms.HiddenInput, initial="k")))
    assert page.with_id("id_key").attrib["value"] == "k"
    assert page.all("label") == []


def test_a_single_field_can_be_drawn_by_itself() -> None:
    form = make_form({"answer": ""}, answer=forms.CharField(label="Label"))
    page = draw_template("{{ form.answer|as_crispy_field }}", form=form)
    assert error_beside(page, "answer") == "Fill in: Label"


def test_a_drawn_form_carries_no_inline_style_and_no_script() -> None:
    named = {f"field_{number}": rest[0] for number, rest in enumerate({**SINGLE_CONTROLS, **GROUPS}.values())}
    page = draw(make_form({}, **named))
    assert page.all("script") == page.all("style") == []
    names = {name for element in page.root.iter() for name in element.attrib}
    assert {name for name in names if name == "style" or name.startswith("on")} == set()
