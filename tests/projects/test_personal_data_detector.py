"""The detector of personal data: on 200 made-up lines it finds at least 95 of 100, with at most 5 false alarms."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import translation

from phases.models import Answer
from projects.models import User
from projects.personal_data_detector import PersonalDataKind, find_personal_data, warning_about
from tests import factories
from tests.conftest import House, Road

LINES = [
    line.split("\t")
    for line in (Path(__file__).parent / "personal_data.tsv").read_text().splitlines()
    if not line.startswith("#")
]


def test_recall_and_false_alarms_hold(record_property: Callable[[str, object], None]) -> None:
    with_data = [(kind, line) for kind, line in LINES if kind != "none"]
    without = [line for kind, line in LINES if kind == "none"]
    assert (len(with_data), len(without)) == (100, 100)
    missed = [
        line for kind, line in with_data if PersonalDataKind[kind.upper()] not in find_personal_data(line)
    ]
    alarms = [line for line in without if find_personal_data(line)]
    record_property("traces found", len(with_data) - len(missed))
    record_property("false alarms", len(alarms))
    assert len(missed) <= 5, missed
    assert len(alarms) <= 5, alarms


@pytest.mark.parametrize("kind", [trace.name.lower() for trace in PersonalDataKind])
def test_no_kind_is_missed_as_a_whole(kind: str) -> None:
    lines = [line for told, line in LINES if told == kind]
    assert len(lines) == 20
    assert sum(PersonalDataKind[kind.upper()] in find_personal_data(line) for line in lines) >= 18


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("123456782", [PersonalDataKind.BSN]),
        ("123456783", []),
        ("000000000", []),
        ("NL91 ABNA 0417 1643 00", [PersonalDataKind.IBAN]),
        ("NL92 ABNA 0417 1643 00", [PersonalDataKind.PHONE]),
        (
            "a@b.example and 06 12345678 and again c@d.example",
            [PersonalDataKind.EMAIL, PersonalDataKind.PHONE],
        ),
        ("", []),
    ],
)
def test_each_kind_is_told_once_and_by_its_own_check(text: str, found: list[PersonalDataKind]) -> None:
    assert find_personal_data(text) == found


def test_it_says_what_it_saw_in_words() -> None:
    with translation.override("nl"):
        assert str(warning_about("a@b.example", "06 12345678")) == "een e-mailadres, een telefoonnummer"
        assert warning_about("Nothing here") == ""


@pytest.mark.parametrize("text", ["a" * 10_000, "1" * 10_000, "1 " * 5_000, "a." * 5_000, "NL11 " * 2_000])
def test_a_long_odd_text_takes_no_time(text: str) -> None:
    began = time.process_time()
    find_personal_data(text)
    assert time.process_time() - began < 0.5


@pytest.mark.django_db
@pytest.mark.core
def test_beside_an_answer_it_warns_and_blocks_nothing(
    house: House, road: Road, as_: Callable[[User | None], object]
) -> None:
    url = f"{house.initiative.get_absolute_url()}questions/{road.questions[0].code}/answer/"
    browser = as_(house.facilitator)
    body = {"text": "Jan heeft 06 12345678", "version": "0"}
    saved = browser.post(url, body, headers={"HX-Request": "true"})  # type: ignore[attr-defined]
    assert saved.status_code == 200
    assert "This looks like a phone number." in saved.text
    assert Answer.objects.get().text == "Jan heeft 06 12345678"
    body = {"text": "Jan heeft geen telefoon", "version": "1"}
    saved = browser.post(url, body, headers={"HX-Request": "true"})  # type: ignore[attr-defined]
    assert "This looks like" not in saved.text


@pytest.mark.django_db
@pytest.mark.core
def test_beside_an_outcome_it_warns_who_can_change_it(
    house: House, road: Road, as_: Callable[[User | None], object]
) -> None:
    workshop = factories.make_workshop(house.initiative, road.phases[0])
    factories.make_outcome(workshop, kind="quote", consent="anonymous", text="Mail a@b.example")
    log = as_(house.facilitator).get(f"{workshop.get_absolute_url()}log/").text  # type: ignore[attr-defined]
    assert "This looks like an e-mail address." in log
    page = as_(house.observer).get(workshop.get_absolute_url()).text  # type: ignore[attr-defined]
    assert ">a@b.example</a>" in page
    assert "This looks like" not in page
