"""What is promised to those who take part: in versions that stay, and read by everyone who reads the initiative."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone, translation

from phases.models import Promise
from phases.progress.next_step import next_step
from phases.progress.progress import progress_in
from phases.reports.gather import gather
from projects.models import Engagement, User
from tests import factories
from tests.access.bodies import PROMISE
from tests.conftest import House, Road
from tests.markup import on_one_line

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
TOLD = {"told": "The board decides, since it is about money."}


def url(house: House) -> str:
    return f"{house.initiative.get_absolute_url()}promise/"


def body(version: int, **changed: str) -> dict[str, Any]:
    """Return a promise as the form posts it."""
    return {**PROMISE, "told": "", "version": str(version), "submission_key": str(uuid4()), **changed}


def test_the_first_promise_is_made_and_everyone_who_reads_along_sees_it(
    house: House, road: Road, as_: Browser
) -> None:
    assert "There is no promise yet" in as_(house.observer).get(url(house)).text
    made = as_(house.lead).post(url(house), body(0))
    assert (made.status_code, made.headers["Location"]) == (302, url(house))
    promise = house.initiative.promises.get()
    assert (promise.version, promise.level, promise.by) == (1, "collaborate", house.lead)
    for reader in (house.observer, house.facilitator, house.manager):
        page = on_one_line(as_(reader).get(url(house)).text)
        assert "We make and choose it together. If we say no, we explain why." in page
        assert "The law" in page
        assert '<form action="" method="post"' not in page
    overview = on_one_line(as_(house.observer).get(house.initiative.get_absolute_url()).text)
    assert "People hear back within 14 days of a workshop." in overview


@pytest.mark.parametrize("level", Engagement.values)
def test_every_level_says_what_it_means(level: str, house: House, road: Road, as_: Browser) -> None:
    promise = factories.make_promise(house.initiative, level=level)
    meanings = {str(Promise(level=each).meaning) for each in Engagement.values}
    assert len(meanings) == len(Engagement.values)
    assert promise.meaning in as_(house.observer).get(url(house)).text


def test_a_change_is_a_new_version_that_says_what_was_told(house: House, road: Road, as_: Browser) -> None:
    factories.make_promise(house.initiative, decided_by="The team leader")
    lead = as_(house.lead)
    refused = lead.post(url(house), body(1))
    assert refused.status_code == 422
    assert "Write down what you tell people about this change." in refused.text
    assert lead.post(url(house), body(1, **TOLD)).status_code == 302
    page = on_one_line(lead.get(url(house)).text)
    assert "The board decides, since it is about money." in page
    assert "Not told yet." in page
    assert "The team leader" in page, "the earlier version stays readable"
    assert [row.version for row in house.initiative.promises.all()] == [2, 1]


def test_when_it_was_told_is_written_down_later_and_once(house: House, road: Road, as_: Browser) -> None:
    lead, telling = as_(house.lead), f"{url(house)}telling/"
    lead.post(url(house), body(0, decided_by="The team leader"))
    assert lead.get(telling).status_code == 404, "there is no change to tell"
    lead.post(url(house), body(1, **TOLD))
    told = {"told_on_day": "2", "told_on_month": "3", "told_on_year": "2026", "told_how": "By letter"}
    assert lead.post(telling, {**told, "told_how": ""}).status_code == 422
    for how in ("By letter", "By another letter"):
        assert lead.post(telling, {**told, "told_how": how}).status_code == 302
    page = on_one_line(lead.get(url(house)).text)
    assert "Told on 2 March 2026" in page
    assert "By letter" in page
    assert "By another letter" not in page
    assert "It was written down already when people were told." in page


@pytest.mark.parametrize(
    ("changed", "is_asked"),
    [
        ({"level": "inform"}, True),
        ({"decided_by": "Somebody else"}, True),
        ({"decided_on_day": "2", "decided_on_month": "3", "decided_on_year": "2027"}, True),
        ({"feedback_days": "30"}, True),
        ({"fixed": "Other words"}, False),
        ({"negotiable": "Other words"}, False),
        ({"follow_up": "Other words"}, False),
    ],
)
def test_what_people_count_on_changes_not_without_telling_them(
    changed: dict[str, str], is_asked: bool, house: House, road: Road, as_: Browser
) -> None:
    lead = as_(house.lead)
    lead.post(url(house), body(0))
    assert lead.post(url(house), body(1, **changed)).status_code == (422 if is_asked else 302)
    assert house.initiative.promises.count() == (1 if is_asked else 2)


@pytest.mark.parametrize(
    "half", [{"told_how": "By letter"}, {"told_on_day": "2", "told_on_month": "3", "told_on_year": "2026"}]
)
def test_how_it_was_told_needs_what_was_told(
    half: dict[str, str], house: House, road: Road, as_: Browser
) -> None:
    lead = as_(house.lead)
    lead.post(url(house), body(0))
    refused = lead.post(url(house), body(1, fixed="Other words", **half))
    assert refused.status_code == 422
    assert "Write down what you tell people about this change." in refused.text
    assert house.initiative.promises.count() == 1


def test_a_word_put_right_leaves_the_change_before_it_to_be_told(
    house: House, road: Road, as_: Browser
) -> None:
    lead, telling = as_(house.lead), f"{url(house)}telling/"
    lead.post(url(house), body(0, decided_by="The team leader"))
    lead.post(url(house), body(1, **TOLD))
    lead.post(url(house), body(2, fixed="Other words"))
    assert telling in lead.get(url(house)).text
    told = {"told_on_day": "2", "told_on_month": "3", "told_on_year": "2026", "told_how": "By letter"}
    assert lead.post(telling, told).status_code == 302
    assert house.initiative.promises.get(version=2).told_how == "By letter"


def test_what_changes_nothing_is_no_version(house: House, road: Road, as_: Browser) -> None:
    lead = as_(house.lead)
    lead.post(url(house), body(0))
    refused = lead.post(url(house), body(1, **TOLD))
    assert refused.status_code == 422
    assert "This is the promise that is in force already." in refused.text
    assert house.initiative.promises.count() == 1


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("level", "", "Choose"),
        ("level", "own", "valid choice"),
        ("fixed", " \u200b ", "Fill in"),
        ("feedback_days", "0", "1"),
        ("feedback_days", "181", "180"),
        ("feedback_days", "two weeks", "whole number"),
        ("decided_on_day", "31", "month"),
    ],
)
def test_what_cannot_be_promised_is_refused_at_its_field(  # noqa: PLR0917 - fixtures
    field: str, typed: str, said: str, house: House, road: Road, as_: Browser
) -> None:
    refused = as_(house.lead).post(url(house), body(0, **{field: typed}))
    assert refused.status_code == 422
    name = field.removesuffix("_day")
    error = refused.text.split(f'id="id_{name}_error"')[1].split("</div>")[0]
    assert said in error
    assert not Promise.objects.exists()


def test_a_day_on_which_it_was_told_is_not_to_come(house: House, road: Road, as_: Browser) -> None:
    factories.make_promise(house.initiative)
    day = timezone.localdate() + timedelta(days=1)
    told = {"told_on_day": str(day.day), "told_on_month": str(day.month), "told_on_year": str(day.year)}
    refused = as_(house.lead).post(url(house), body(1, **TOLD, **told))
    assert refused.status_code == 422
    assert "This day is still to come." in refused.text


def test_of_two_who_promise_the_second_sees_what_stands(house: House, road: Road, as_: Browser) -> None:
    first, second = as_(house.lead), as_(house.lead)
    assert first.post(url(house), body(0, fixed="The first")).status_code == 302
    late = second.post(url(house), body(0, fixed="The second"))
    assert late.status_code == 409
    assert "The second" in late.text
    assert "The first" in late.text
    assert [row.fixed for row in house.initiative.promises.all()] == ["The first"]
    again = second.post(url(house), body(1, fixed="The second", **TOLD))
    assert again.status_code == 302
    assert [row.fixed for row in house.initiative.promises.all()] == ["The second", "The first"]


def test_the_same_post_twice_is_one_promise(house: House, road: Road, as_: Browser) -> None:
    lead, sent = as_(house.lead), body(0)
    assert [lead.post(url(house), sent).status_code for _time in range(2)] == [302, 302]
    assert house.initiative.promises.count() == 1


def test_the_database_holds_no_second_row_of_a_version(house: House, road: Road) -> None:
    promise = factories.make_promise(house.initiative)
    promise.pk = uuid4()
    promise._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        promise.save()


def test_the_promise_of_a_day_is_the_one_that_was_in_force_then(house: House, road: Road) -> None:
    now = timezone.now()
    for version, days in enumerate((10, 5)):
        promise = factories.make_promise(house.initiative, version=version, feedback_days=days)
        Promise.objects.filter(pk=promise.pk).update(at=now - timedelta(days=days))
    today = timezone.localdate()
    promises = house.initiative.promises
    for ago, in_force in ((11, 0), (10, 1), (6, 1), (5, 2), (0, 2)):
        found = promises.in_force_on(today - timedelta(days=ago))
        assert (found.version if found else 0) == in_force, ago


def test_the_next_step_offers_it_once_people_are_to_be_invited(house: House, road: Road) -> None:
    def step() -> str:
        progress = progress_in(house.initiative)
        return next_step(house.initiative, progress, has_stakeholders=True, has_end_users=True).sentence

    offered = "Say what you promise to those who take part."
    assert step() != offered
    factories.make_workshop(house.initiative, road.phases[0])
    assert step() == offered
    factories.make_promise(house.initiative)
    assert step() != offered


def test_planning_without_a_promise_says_what_is_missing_and_blocks_nothing(
    house: House, road: Road, as_: Browser
) -> None:
    facilitator = as_(house.facilitator)
    plan = f"{house.initiative.get_absolute_url()}workshops/new/"
    assert "There is no promise yet" in facilitator.get(plan).text
    factories.make_promise(house.initiative, level="inform")
    page = facilitator.get(plan).text
    assert "There is no promise yet" not in page
    assert "You hear what is going to happen and why." in page


def test_the_report_says_what_was_promised_and_what_was_told(house: House, road: Road, as_: Browser) -> None:
    preview = f"{house.initiative.get_absolute_url()}reports/preview/"
    assert "Er is nog niets beloofd." in as_(house.observer).get(preview).text
    factories.make_promise(house.initiative)
    factories.make_promise(
        house.initiative, version=1, decided_by="The council", told="Now the council decides."
    )
    with translation.override("en"):
        contents = gather(house.initiative, None, made_by="Lea")
    assert [(row.version, row.decided_by) for row in contents.promises] == [
        (2, "The council"),
        (1, "The alderman for work"),
    ]
    assert "Now the council decides." in as_(house.observer).get(preview).text
