"""Eight people at one theme in the same moment: one is kept, seven see both texts, and nobody's words are lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from phases.models import Feedback, ReportBackSheet, Theme
from projects.models import User
from tests import factories
from tests.at_once import all_at_once
from tests.conftest import House, Road

pytestmark = pytest.mark.django_db(transaction=True)

Browser = Callable[[User | None], Client]
PEOPLE = 8


@pytest.fixture
def theme(house: House, road: Road) -> Theme:
    workshop = factories.make_workshop(house.initiative, road.phases[0], feedback_due=timezone.localdate())
    outcome = factories.make_outcome(workshop, kind="idea", text="Open in the evening")
    return factories.make_theme(house.initiative, outcome, by=house.lead)


def reasons(house: House, theme: Theme, as_: Browser, *, version: int) -> list[Any]:
    """Let each say another reason, on the same version; return status, reason and page of each."""

    def say(browser: Client, number: int) -> Any:
        because = f"this is reason number {number}."
        body = {
            "kind": "will",
            "because": because,
            "version": str(version),
            "submission_key": f"{number:032x}",
        }
        answer = browser.post(theme.get_absolute_url(), body)
        return answer.status_code, because, answer.text

    browsers = [as_(house.facilitator) for _number in range(PEOPLE)]
    return all_at_once(
        [lambda each=each, n=n: say(each, n) for n, each in enumerate(browsers)]  # type: ignore[misc]
    )


@pytest.mark.parametrize("version", [0, 1])
def test_of_eight_one_is_kept_and_seven_see_both_texts(
    version: int, house: House, theme: Theme, as_: Browser
) -> None:
    if version:
        factories.make_feedback(theme, by=house.lead)
    said = reasons(house, theme, as_, version=version)
    assert sorted(status for status, _because, _page in said) == [302] + [409] * (PEOPLE - 1)
    standing = Feedback.objects.get(superseded_at=None)
    assert standing.version == version + 1
    kept = next(because for status, because, _page in said if status == 302)
    assert standing.because == kept
    for status, because, page in said:
        if status == 409:
            assert because in page
            assert kept in page


def test_the_race_is_one_in_which_words_can_be_lost(
    house: House, theme: Theme, as_: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: whoever does not look at the version is seen to write over the others."""

    def careless(target: Theme, *, by: Any, based_on: int, **values: Any) -> Any:
        written = {"initiative": target.initiative, "by": by, "version": 1, **values}
        return Feedback.objects.update_or_create(theme=target, superseded_at=None, defaults=written)[0]

    factories.make_feedback(theme, by=house.lead)
    monkeypatch.setattr(Feedback, "give", careless)
    said = reasons(house, theme, as_, version=1)
    assert [status for status, _because, _page in said].count(302) > 1
    assert Feedback.objects.count() == 1


def test_eight_who_ask_for_one_sheet_get_one(house: House, theme: Theme, as_: Browser) -> None:
    factories.make_feedback(theme, by=house.lead)
    url = f"{theme.get_absolute_url()}report-back/pdf/"
    browsers = [as_(house.observer) for _number in range(PEOPLE)]
    got = all_at_once([lambda each=each: each.post(url).status_code for each in browsers])  # type: ignore[misc]
    assert got == [302] * PEOPLE
    assert ReportBackSheet.objects.count() == 1
