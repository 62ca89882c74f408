from datetime import date

import pytest
from django import forms

from projects.forms.dates import ThreePartDateField, TimeOfDayField


class WhenForm(forms.Form):
    when = ThreePartDateField(label="When?")


class PerhapsForm(forms.Form):
    when = ThreePartDateField(label="When?", required=False)


def posted(day: str, month: str, year: str) -> dict[str, str]:
    return {"when_day": day, "when_month": month, "when_year": year}


def errors(day: str, month: str, year: str) -> list[tuple[str, tuple[str, ...]]]:
    form = WhenForm(posted(day, month, year))
    return [(error.messages[0], error.params["boxes"]) for error in form.errors.as_data().get("when", [])]


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        (("2", "3", "2026"), date(2026, 3, 2)),
        (("02", "03", "2026"), date(2026, 3, 2)),
        ((" 2 ", "3", "2026 "), date(2026, 3, 2)),
        (("29", "2", "2028"), date(2028, 2, 29)),
        (("1", "1", "1900"), date(1900, 1, 1)),
        (("31", "12", "2200"), date(2200, 12, 31)),
    ],
)
def test_a_date_that_exists_is_taken(boxes: tuple[str, str, str], expected: date) -> None:
    form = WhenForm(posted(*boxes))
    assert form.errors == {}
    assert form.cleaned_data["when"] == expected


@pytest.mark.parametrize(
    ("boxes", "message", "wrong"),
    [
        (("31", "2", "2027"), "February has no 31 days. Fill in another day.", ("day", "month")),
        (("31", "4", "2027"), "April has no 31 days. Fill in another day.", ("day", "month")),
        (("29", "2", "2027"), "February 2027 has no 29 days. Fill in another day.", ("day", "month")),
        (("32", "1", "2027"), "Fill in the day as a number from 1 to 31.", ("day",)),
        (("0", "1", "2027"), "Fill in the day as a number from 1 to 31.", ("day",)),
        (("two", "1", "2027"), "Fill in the day as a number from 1 to 31.", ("day",)),
        (("1", "1" * 5000, "2027"), "Fill in the month as a number from 1 to 12.", ("month",)),
        (("1", "13", "2027"), "Fill in the month as a number from 1 to 12.", ("month",)),
        (("1", "march", "2027"), "Fill in the month as a number from 1 to 12.", ("month",)),
        (("1", "1", "0"), "Fill in the year with four figures.", ("year",)),
        (("1", "1", "27"), "Fill in the year with four figures.", ("year",)),
        (("1", "1", "-2027"), "Fill in the year with four figures.", ("year",)),
        (("1", "1", "٢٠٢٧"), "Fill in the year with four figures.", ("year",)),
        (("1", "1", "0000"), "Fill in a year from 1900 to 2200.", ("year",)),
        (("1", "1", "1899"), "Fill in a year from 1900 to 2200.", ("year",)),
        (("1", "1", "2201"), "Fill in a year from 1900 to 2200.", ("year",)),
        (("", "1", "2027"), "Fill in the day too.", ("day",)),
        (("1", "", "2027"), "Fill in the month too.", ("month",)),
        (("1", "1", ""), "Fill in the year too.", ("year",)),
        (("1", "", " "), "Fill in the month and the year too.", ("month", "year")),
        (("", "", "2027"), "Fill in the day and the month too.", ("day", "month")),
        (("", "1", ""), "Fill in the day and the year too.", ("day", "year")),
        (("", "", ""), "Fill in the date.", ("day", "month", "year")),
    ],
)
def test_a_date_that_is_not_right_is_answered_in_words_about_the_wrong_boxes(
    boxes: tuple[str, str, str], message: str, wrong: tuple[str, ...]
) -> None:
    assert errors(*boxes) == [(message, wrong)]


def test_every_wrong_box_has_its_own_words() -> None:
    assert errors("x", "13", "27") == [
        ("Fill in the day as a number from 1 to 31.", ("day",)),
        ("Fill in the year with four figures.", ("year",)),
    ]
    assert [wrong for _message, wrong in errors("40", "13", "1000")] == [("day",), ("month",), ("year",)]


def test_a_post_without_the_boxes_counts_as_empty() -> None:
    assert WhenForm({}).errors == {"when": ["Fill in the date."]}


def test_an_optional_date_may_be_empty_but_not_half_filled() -> None:
    empty = PerhapsForm(posted("", "", ""))
    assert empty.errors == {}
    assert empty.cleaned_data["when"] is None
    assert PerhapsForm(posted("1", "", "")).errors == {"when": ["Fill in the month and the year too."]}


def test_a_known_date_stands_in_the_boxes_and_posting_it_again_changes_nothing() -> None:
    form = WhenForm(initial={"when": date(2026, 3, 2)})
    assert [box.data["value"] for box in form["when"].subwidgets] == ["2", "3", "2026"]
    again = WhenForm(posted("2", "3", "2026"), initial={"when": date(2026, 3, 2)})
    assert again.changed_data == []
    assert WhenForm(posted("3", "3", "2026"), initial={"when": date(2026, 3, 2)}).changed_data == ["when"]


def test_a_locked_date_keeps_its_value_whatever_is_posted() -> None:
    form = WhenForm(posted("1", "1", "2000"), initial={"when": date(2026, 3, 2)})
    form.fields["when"].disabled = True
    assert form.is_valid()
    assert form.cleaned_data["when"] == date(2026, 3, 2)


def test_two_dates_on_one_form_do_not_share_their_boxes() -> None:
    class Period(forms.Form):
        start = ThreePartDateField()
        end = ThreePartDateField()

    form = Period(prefix="p")
    ids = [box.id_for_label for name in ("start", "end") for box in form[name].subwidgets]
    assert len(set(ids)) == 6
    assert form["end"].subwidgets[2].data["name"] == "p-end_year"


def test_a_time_of_day_is_asked_in_hours_and_minutes() -> None:
    class AtForm(forms.Form):
        at = TimeOfDayField()

    assert AtForm({"at": "25:00"}).errors == {
        "at": ["Fill in the time in hours and minutes, for example 14:30."]
    }
    form = AtForm({"at": "14:30"})
    assert form.is_valid()
    assert form.cleaned_data["at"].isoformat() == "14:30:00"
    assert 'type="text"' in str(form["at"]), "a time field of a browser posts less than one sees"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("14:30", "14:30:00"),
        ("14.30", "14:30:00"),
        ("1430", "14:30:00"),
        ("930", "09:30:00"),
        ("14u30", "14:30:00"),
        ("14.30 uur", "14:30:00"),
        (" 9 uur ", "09:00:00"),
        ("19", "19:00:00"),
        ("24:00", "00:00:00"),
    ],
)
def test_a_time_of_day_is_read_as_people_write_it(typed: str, read: str) -> None:
    assert TimeOfDayField().clean(typed).isoformat() == read


@pytest.mark.parametrize("typed", ["14:60", "24:01", "14:", "9:5", "half past", "14:30-15:00", "-1"])
def test_a_time_that_does_not_exist_stays_in_the_field_and_is_refused(typed: str) -> None:
    class AtForm(forms.Form):
        at = TimeOfDayField()

    form = AtForm({"at": typed})
    assert form.errors["at"] == ["Fill in the time in hours and minutes, for example 14:30."]
    assert f'value="{typed}"' in str(form["at"])
