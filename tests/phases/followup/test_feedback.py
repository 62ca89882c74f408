"""What is done with what people said, and why: in versions that stay, of which one stands."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from phases.models import TOLD_AS, Feedback, FeedbackKind, Outcome, Theme, Workshop
from projects.models import StaleError, User
from tests import factories
from tests.conftest import House, Road
from tests.markup import on_one_line

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
GIVEN = {"kind": "will", "because": "people could not find the counter."}


@pytest.fixture
def workshop(house: House, road: Road) -> Workshop:
    return factories.make_workshop(house.initiative, road.phases[0])


@pytest.fixture
def outcome(workshop: Workshop) -> Outcome:
    return factories.make_outcome(workshop, kind="idea", text="A sign at the bus stop", asks=True)


@pytest.fixture
def theme(house: House, outcome: Outcome) -> Theme:
    return factories.make_theme(house.initiative, outcome, name="The desk")


def url(target: Outcome | Theme) -> str:
    if isinstance(target, Theme):
        return target.get_absolute_url()
    return f"{target.workshop.get_absolute_url()}outcomes/{target.pk}/feedback/"


def body(version: int, **changed: str) -> dict[str, Any]:
    """Return feedback as the form posts it."""
    return {**GIVEN, "version": str(version), "submission_key": str(uuid4()), **changed}


@pytest.mark.parametrize("kind", FeedbackKind.values)
def test_every_kind_is_told_in_words_of_its_own(
    kind: str, house: House, outcome: Outcome, as_: Browser
) -> None:
    passed = {"passed_to": "The province"} if kind == "not-ours" else {}
    assert as_(house.facilitator).post(url(outcome), body(0, kind=kind, **passed)).status_code == 302
    page = on_one_line(as_(house.observer).get(outcome.workshop.get_absolute_url()).text)
    assert str(TOLD_AS[kind]) in page
    assert "people could not find the counter." in page
    assert ("The province" in page) is (kind == "not-ours")
    assert len({str(words) for words in TOLD_AS.values()}) == len(FeedbackKind.values)


def test_feedback_to_a_theme_counts_for_its_outcomes_and_their_own_goes_before_it(
    house: House, outcome: Outcome, theme: Theme, as_: Browser
) -> None:
    assert outcome.is_waiting
    as_(house.facilitator).post(url(theme), body(0))
    outcome = Outcome.objects.get(pk=outcome.pk)
    assert (outcome.is_waiting, outcome.standing_feedback.theme) == (False, theme)
    as_(house.facilitator).post(url(outcome), body(0, because="it hangs there by now.", kind="did"))
    outcome = Outcome.objects.get(pk=outcome.pk)
    assert outcome.standing_feedback.kind == "did"


@pytest.mark.parametrize("to", ["outcome", "theme"])
def test_a_change_is_a_version_and_one_stands(
    to: str, house: House, outcome: Outcome, theme: Theme, as_: Browser
) -> None:
    target: Outcome | Theme = outcome if to == "outcome" else theme
    browser = as_(house.facilitator)
    browser.post(url(target), body(0))
    assert browser.post(url(target), body(1)).status_code == 422, "it changes nothing"
    assert browser.post(url(target), body(1, kind="did", note="Ask Fatima")).status_code == 302
    assert [(row.version, row.kind) for row in target.feedback.all()] == [(2, "did"), (1, "will")]
    assert [row.version for row in target.feedback.standing()] == [2]
    page = on_one_line(browser.get(url(target)).text)
    assert str(TOLD_AS["will"]) in page
    assert "Ask Fatima" in page
    with pytest.raises(IntegrityError), transaction.atomic():
        target.feedback.filter(version=1).update(superseded_at=None)


@pytest.mark.parametrize("to", ["outcome", "theme"])
def test_two_who_give_feedback_at_once_both_keep_their_text(
    to: str, house: House, outcome: Outcome, theme: Theme, as_: Browser
) -> None:
    target: Outcome | Theme = outcome if to == "outcome" else theme
    as_(house.lead).post(url(target), body(0, because="Mine."))
    refused = as_(house.facilitator).post(url(target), body(0, because="Theirs."))
    assert refused.status_code == 409
    assert "Mine." in refused.text
    assert "Theirs." in refused.text
    assert target.feedback.count() == 1
    again = refused.context["form"].data["version"]
    assert as_(house.facilitator).post(url(target), body(int(again), because="Theirs.")).status_code == 302
    with pytest.raises(StaleError):
        factories.make_feedback(target, version=1, by=house.lead)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"because": "  "}, "Because"),
        ({"kind": ""}, "What do you do with it?"),
        ({"kind": "not-ours"}, "Say who has it now."),
        ({"because": "b" * 1_001}, "1,000"),
    ],
)
def test_what_is_refused_is_told_and_stays(
    changed: dict[str, str], words: str, house: House, outcome: Outcome, as_: Browser
) -> None:
    answer = as_(house.facilitator).post(url(outcome), body(0, **changed))
    assert answer.status_code == 422
    assert words in answer.text
    assert not outcome.feedback.exists()


def test_who_it_was_passed_on_to_is_kept_only_where_it_is_not_ours(
    house: House, outcome: Outcome, as_: Browser
) -> None:
    as_(house.facilitator).post(url(outcome), body(0, passed_to="The province"))
    assert outcome.feedback.get().passed_to == ""
    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.update(passed_to="The province")


def test_a_note_is_for_the_team_and_not_among_what_is_told(
    house: House, outcome: Outcome, as_: Browser
) -> None:
    as_(house.facilitator).post(url(outcome), body(0, note="Not for them"))
    page = as_(house.observer).get(outcome.workshop.get_absolute_url()).text
    assert "people could not find the counter." in page
    assert "Not for them" not in page


def test_the_same_post_twice_gives_feedback_once(house: House, outcome: Outcome, as_: Browser) -> None:
    key = str(uuid4())
    for _time in range(2):
        assert as_(house.facilitator).post(url(outcome), body(0, submission_key=key)).status_code == 302
    assert outcome.feedback.count() == 1


def test_feedback_is_to_one_thing(house: House, outcome: Outcome, theme: Theme) -> None:
    factories.make_feedback(outcome)
    for changed in ({"theme": theme}, {"outcome": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Feedback.objects.update(**changed)


def test_a_quote_without_consent_is_not_shown_to_who_reads_along(
    house: House, workshop: Workshop, theme: Theme, as_: Browser
) -> None:
    quote = factories.make_outcome(workshop, kind="quote", consent="none", text="Secretquote", asks=True)
    loose = f"{house.initiative.get_absolute_url()}feedback/"
    for place in (loose, url(theme)):
        if place != loose:
            theme.take_in(Outcome.objects.filter(pk=quote.pk), by=house.lead)
        assert "Secretquote" in as_(house.facilitator).get(place).text
        assert "Secretquote" not in as_(house.observer).get(place).text
    assert as_(house.observer).get(url(quote)).status_code == 403
