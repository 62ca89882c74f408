"""Rules for everything that is written: once, audited, never a server error."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.test import Client

from phases.models import GateDecision, ItemCompletion, Outcome, Report, Telling, Theme, Workshop
from phases.progress.report_back import sheet_of
from projects.models import AuditEntry, Initiative, Stakeholder, User
from tests import factories
from tests.at_once import all_at_once
from tests.conftest import House, Road

Browser = Callable[[User | None], Client]

DAY = {"day_day": "1", "day_month": "12", "day_year": "2026"}


def creations(house: House, road: Road) -> dict[str, tuple[str, dict[str, str], Any]]:
    """Return each form that makes something: address, what it posts, what it makes."""
    base = f"/initiatives/{house.initiative.pk}/"
    workshop = factories.make_workshop(house.initiative, road.phases[0])
    decision = {"kind": "back", "reason": "More needs", "decided_by": "The client", "users_voice": ""}
    start = {"start_date_day": "1", "start_date_month": "3", "start_date_year": "2026", "language": "nl"}
    texts = {"title": "New one", "problem": "People get lost.", "service": "Counter", "audience": "Residents"}
    day = {"decided_on_day": "1", "decided_on_month": "11", "decided_on_year": "2026"}
    times = {"start": "19:00", "end": "21:00", "time_zone": "Europe/Amsterdam", "phase": "needs-analysis"}
    group = {"name": "A group", "kind": "group", "influence": "3", "interest": "3"}
    idea = factories.make_outcome(workshop, kind="idea")
    factories.make_feedback(factories.make_outcome(workshop, kind="wish"), by=house.lead)
    told = {"told_on_day": "1", "told_on_month": "11", "told_on_year": "2026", "how": "By letter"}
    report_back = f"{workshop.get_absolute_url()}report-back/"
    return {
        "theme": (f"{base}themes/new/", {"outcome": str(idea.pk), "name": "A theme"}, Theme),
        "telling": (report_back, {**told, "shown": sheet_of(workshop).digest}, Telling),
        "initiative": ("/initiatives/new/", {**texts, **start, "values": "well-being"}, Initiative),
        "stakeholder": (f"{base}stakeholders/new/", group, Stakeholder),
        "gate": (f"{base}phases/needs-analysis/gate/", {**decision, **day}, GateDecision),
        "workshop": (f"{base}workshops/new/", {"title": "A workshop", **DAY, **times}, Workshop),
        "outcome": (
            f"{workshop.get_absolute_url()}outcomes/new/",
            {"kind": "idea", "text": "An idea"},
            Outcome,
        ),
        "report": (f"{base}reports/", {"phase": "", "language": "nl"}, Report),
    }


NAMES = ("initiative", "stakeholder", "gate", "workshop", "outcome", "report", "theme", "telling")


@pytest.mark.django_db
@pytest.mark.core
@pytest.mark.parametrize("name", NAMES)
def test_a_form_sent_twice_makes_one_thing_and_gives_the_same_answer(
    name: str, house: House, road: Road, as_: Browser
) -> None:
    url, posted, model = creations(house, road)[name]
    before = model.objects.count()
    posted = {**posted, "submission_key": str(uuid.uuid4())}
    first, second = (as_(house.lead).post(url, posted) for _time in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]
    assert model.objects.count() == before + 1


OTHER_WORDS = {
    "initiative": {"title": "Another one"},
    "stakeholder": {"name": "Another group"},
    "gate": {"reason": "Other needs"},
    "workshop": {"title": "Another workshop"},
    "outcome": {"text": "Another idea"},
    "report": {"language": "en"},
    "theme": {"name": "Another theme"},
    "telling": {"how": "By mouth"},
}


@pytest.mark.django_db
@pytest.mark.core
@pytest.mark.parametrize("name", NAMES)
def test_other_words_on_a_page_that_was_sent_already_are_not_lost(
    name: str, house: House, road: Road, as_: Browser
) -> None:
    url, posted, model = creations(house, road)[name]
    before = model.objects.count()
    posted = {**posted, "submission_key": str(uuid.uuid4())}
    assert as_(house.lead).post(url, posted).status_code == 302
    again = as_(house.lead).post(url, posted | OTHER_WORDS[name])
    made = model.objects.count() - before
    assert (again.status_code, made) in {(302, 2), (409, 1), (422, 1)}
    if again.status_code != 302:
        assert all(word in again.text for word in OTHER_WORDS[name].values())


@pytest.mark.django_db
@pytest.mark.core
@pytest.mark.parametrize("name", NAMES)
def test_each_creation_is_in_the_audit_trail_with_who(
    name: str, house: House, road: Road, as_: Browser
) -> None:
    url, posted, _model = creations(house, road)[name]
    before = set(AuditEntry.objects.values_list("pk", flat=True))
    as_(house.lead).post(url, {**posted, "submission_key": str(uuid.uuid4())})
    fresh = AuditEntry.objects.exclude(pk__in=before)
    assert fresh
    assert {entry.by for entry in fresh} == {house.lead}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["initiative", "stakeholder", "workshop", "report", "theme", "telling"])
def test_fifty_identical_posts_at_once_make_one_thing(
    name: str, house: House, road: Road, as_: Browser
) -> None:
    url, posted, model = creations(house, road)[name]
    before = model.objects.count()
    posted = {**posted, "submission_key": str(uuid.uuid4())}
    browsers = [as_(house.lead) for _number in range(10)]

    def send(browser: Client) -> list[str | None]:
        return [browser.post(url, posted).headers.get("Location") for _time in range(5)]

    answers = [
        answer for each in all_at_once(partial(send, browser) for browser in browsers) for answer in each
    ]
    assert model.objects.count() == before + 1
    assert len(answers) == 50
    assert len(set(answers)) == 1


BROKEN = [
    "\x00",
    "a\x00b",
    "\x07",
    "\u202e",
    "<img src=x onerror=alert(1)>",
    "x" * 100_000,
    "𝔘𝔫𝔦" * 50,
    "'; --",
]


@pytest.mark.django_db
@pytest.mark.core
@pytest.mark.parametrize("value", BROKEN, ids=range(len(BROKEN)))
@pytest.mark.parametrize("name", NAMES)
def test_no_text_makes_a_server_error(name: str, value: str, house: House, road: Road, as_: Browser) -> None:
    url, posted, _model = creations(house, road)[name]
    for field in posted:
        sent = {**posted, field: value, "submission_key": str(uuid.uuid4())}
        answer = as_(house.lead).post(url, sent)
        assert answer.status_code in {302, 400, 409, 422}, (field, answer.status_code)
        assert "<img src=x" not in answer.text
        if answer.status_code == 302:
            assert "<img src=x" not in as_(house.lead).get(answer.headers["Location"]).text


@pytest.mark.django_db
@pytest.mark.core
def test_odd_addresses_are_answered_and_not_a_server_error(house: House, road: Road, as_: Browser) -> None:
    browser = as_(house.lead)
    base = f"/initiatives/{house.initiative.pk}/"
    for path in (
        f"{base}phases/nowhere/",
        f"{base}questions/nowhere/",
        f"{base}workshops/not-an-id/",
        f"{base}workshops/00000000-0000-4000-8000-000000000000/",
        "/initiatives/?page=none",
        "/initiatives/?page=-1&q=%F0%9F%99%82",
        "/toolkit/?minutes=soon&people=-3&family=nothing&q=%27%22%3B",
        "/toolkit/nothing/",
        "/troubleshooting/?q=" + "x" * 5000,
        f"{base}phases/needs-analysis/?question=nothing",
        "/%00",
        "/toolkit/?q=%00",
    ):
        assert browser.get(path).status_code in {200, 400, 404}, path


@pytest.mark.django_db
@pytest.mark.core
def test_an_item_that_does_not_apply_needs_a_reason(house: House, road: Road, as_: Browser) -> None:
    url = f"/initiatives/{house.initiative.pk}/checklist/{road.items[0].code}/"
    refused = as_(house.facilitator).post(url, {"state": "not-applicable", "note": ""})
    assert refused.status_code == 422
    assert "Say in a few words" in refused.text
    assert not ItemCompletion.objects.exists()
    as_(house.facilitator).post(url, {"state": "not-applicable", "note": "No staff here"})
    assert ItemCompletion.objects.get().updated_by == house.facilitator
