"""What people are told stands on a sheet; that they were told it is written down, and then stays as it was."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from cocreation.compliance.apply_erasures import apply_erasures
from phases.models import Feedback, Outcome, ParticipantPage, Theme, Workshop, hash_of
from phases.progress.feedback_debt import debt_of, with_telling
from phases.progress.report_back import sheet_of
from projects.models import Erasure, User
from tests import factories
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
TAKEN_OUT = "[taken out on request]"


@pytest.fixture
def workshop(house: House, road: Road) -> Workshop:
    return factories.make_workshop(house.initiative, road.phases[0], feedback_due=timezone.localdate())


@pytest.fixture
def theme(house: House, workshop: Workshop) -> Theme:
    """Return a theme with an idea and a quote, and feedback."""
    idea = factories.make_outcome(workshop, kind="idea", text="Ring the employers")
    quote = factories.make_outcome(workshop, kind="quote", text="I wait for them", consent="anonymous")
    theme = factories.make_theme(house.initiative, idea, quote, name="Employers")
    factories.make_feedback(theme, because="nobody came so far.", note="Ask Fatima")
    return theme


def url(target: Workshop | Theme) -> str:
    return f"{target.get_absolute_url()}report-back/"


def body(target: Workshop | Theme, **changed: Any) -> dict[str, Any]:
    today = timezone.localdate()
    day = {"told_on_day": today.day, "told_on_month": today.month, "told_on_year": today.year}
    key = {"submission_key": str(uuid4()), "shown": sheet_of(target).digest}
    return {**day, **key, "how": "On paper", **changed}


def test_the_sheet_says_what_was_heard_what_is_done_and_what_is_not(
    house: House, workshop: Workshop, theme: Theme, as_: Browser
) -> None:
    refused = factories.make_outcome(workshop, kind="wish", text="Abolish the rules")
    factories.make_feedback(refused, kind="will-not", because="the law asks for them.")
    factories.make_outcome(workshop, kind="open-question", text="When is it open")
    factories.make_outcome(workshop, kind="insight", text="Asks nothing")
    factories.make_outcome(workshop, kind="quote", text="Secretquote", consent="none", asks=True)
    sheet = sheet_of(workshop)
    assert [row.title for row in sheet.items] == ["Employers", "Abolish the rules", "When is it open"]
    assert [row.title for row in sheet.done] == ["Employers"]
    assert [row.title for row in sheet.not_done] == ["Abolish the rules"]
    assert [row.title for row in sheet.to_come] == ["When is it open"]
    for reader in (house.observer, house.facilitator):
        page = as_(reader).get(url(workshop)).text
        for words in (
            "Ring the employers",
            "nobody came so far.",
            "the law asks for them.",
            "When is it open",
        ):
            assert words in page
        for words in ("Secretquote", "Asks nothing", "Ask Fatima"):
            assert words not in page
    assert "We will do that, because nobody came so far." in sheet.message()
    assert "Ring the employers" in as_(house.observer).get(url(theme)).text


def test_telling_takes_the_debt_to_nothing(
    house: House, workshop: Workshop, theme: Theme, as_: Browser
) -> None:
    group = factories.make_stakeholder(house.initiative, "Tenants")
    assert (debt_of(house.initiative).waiting, debt_of(house.initiative).untold) == (0, 1)
    answer = as_(house.facilitator).post(url(workshop), body(workshop, groups=[str(group.pk)]))
    telling = workshop.tellings.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, telling.get_absolute_url())
    assert debt_of(house.initiative).untold == 0
    assert debt_of(house.initiative).done == 1
    page = as_(house.observer).get(telling.get_absolute_url()).text
    for words in ("On paper", "Tenants", "Ring the employers", "nobody came so far.", telling.short_code):
        assert words in page


def test_feedback_that_changes_is_to_be_told_again(house: House, workshop: Workshop, theme: Theme) -> None:
    factories.make_telling(workshop)
    assert debt_of(house.initiative).untold == 0
    factories.make_feedback(theme, version=1, because="we asked them.")
    assert debt_of(house.initiative).untold == 1


def test_who_came_to_another_workshop_was_not_told(
    house: House, road: Road, workshop: Workshop, theme: Theme
) -> None:
    other = factories.make_workshop(house.initiative, road.phases[0], feedback_due=timezone.localdate())
    later = factories.make_outcome(other, kind="idea")
    theme.take_in(Outcome.objects.filter(pk=later.pk), by=house.lead)
    factories.make_telling(workshop)
    assert debt_of(house.initiative).untold == 1
    assert not with_telling(Outcome.objects.filter(pk=later.pk)).get().was_told
    factories.make_telling(theme)
    assert debt_of(house.initiative).untold == 0


def test_what_was_told_stays_as_it_was(house: House, workshop: Workshop, theme: Theme, as_: Browser) -> None:
    telling = factories.make_telling(workshop)
    factories.make_feedback(theme, version=1, kind="did", because="something else.")
    theme.revise(by=house.lead, based_on=1, name="Another name")
    Outcome.objects.filter(kind="idea").update(text="Another text")
    page = as_(house.observer).get(telling.get_absolute_url()).text
    for words in ("Employers", "Ring the employers", "nobody came so far."):
        assert words in page
    theme.remove(by=house.lead)
    assert "nobody came so far." in as_(house.observer).get(telling.get_absolute_url()).text


def test_only_what_was_seen_is_told(house: House, workshop: Workshop, theme: Theme, as_: Browser) -> None:
    seen = body(workshop)
    factories.make_feedback(theme, version=1, because="something else.")
    refused = as_(house.facilitator).post(url(workshop), seen)
    assert refused.status_code == 409
    assert "something else." in refused.text
    assert not workshop.tellings.exists()
    again = seen | {"shown": refused.context["form"].data["shown"]}
    assert as_(house.facilitator).post(url(workshop), again).status_code == 302
    assert "something else." in str(workshop.tellings.get().content)


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"how": " "}, "How did you tell it?"), ({"told_on_year": "2199"}, "This day is still to come.")],
)
def test_what_is_refused_is_told(  # noqa: PLR0917 - fixtures
    changed: dict[str, str], words: str, house: House, workshop: Workshop, theme: Theme, as_: Browser
) -> None:
    answer = as_(house.facilitator).post(url(workshop), body(workshop, **changed))
    assert answer.status_code == 422
    assert words in answer.text
    assert not workshop.tellings.exists()


def test_the_same_post_twice_tells_once(house: House, workshop: Workshop, theme: Theme, as_: Browser) -> None:
    sent = body(theme)
    for _time in range(2):
        assert as_(house.facilitator).post(url(theme), sent).status_code == 302
    assert theme.tellings.count() == 1


def test_without_feedback_there_is_nothing_to_tell(house: House, workshop: Workshop, as_: Browser) -> None:
    factories.make_outcome(workshop, kind="idea")
    page = as_(house.facilitator).get(url(workshop)).text
    assert "There is nothing to tell yet." in page
    assert 'name="how"' not in page


@pytest.mark.parametrize(
    ("way", "kind"),
    [("withdrawn", "quote"), ("revised", "quote"), ("removed", "quote"), ("removed", "idea")],
)
def test_what_a_person_asks_to_take_out_goes_and_that_it_stood_there_stays(  # noqa: PLR0917 - fixtures
    way: str, kind: str, house: House, workshop: Workshop, theme: Theme, as_: Browser
) -> None:
    telling = factories.make_telling(workshop)
    before = telling.content_hash
    outcome = Outcome.objects.get(kind=kind)
    if way == "withdrawn":
        outcome.withdraw_consent(by=house.lead)
    elif way == "revised":
        outcome.revise(by=house.lead, based_on=outcome.version, consent="none")
    else:
        outcome.remove(by=house.lead)
    telling.refresh_from_db()
    assert outcome.text not in str(telling.content)
    assert (telling.content_hash, telling.taken_out_at is not None) == (before, True)
    assert hash_of(telling.content) != before
    page = as_(house.observer).get(telling.get_absolute_url()).text
    assert TAKEN_OUT in page
    assert outcome.text not in page
    other = {"quote": "Ring the employers", "idea": "I wait for them"}[kind]
    assert other in page, "the rest stays"


def test_what_is_taken_out_of_an_older_copy_takes_out_what_was_taken_out_before(
    house: House, workshop: Workshop, theme: Theme
) -> None:
    """Two who take something out at once each read the telling first: neither brings back the words of the other."""
    telling = factories.make_telling(workshop)
    first, second = (type(telling).objects.get(pk=telling.pk) for _time in range(2))
    first.take_out(Outcome.objects.get(kind="idea").pk, by=house.lead)
    second.take_out(Outcome.objects.get(kind="quote").pk, by=house.lead)
    telling.refresh_from_db()
    assert "Ring the employers" not in str(telling.content)
    assert "I wait for them" not in str(telling.content)


def test_a_backup_does_not_bring_it_back(house: House, workshop: Workshop, theme: Theme) -> None:
    """After a restore the rows are as they were: the ledger takes the words out again."""
    telling = factories.make_telling(workshop)
    content = telling.content
    quote = Outcome.objects.get(kind="quote")
    values = {name: getattr(quote, name) for name in ("consent", "consent_at", "withdrawn_at", "version")}
    quote.withdraw_consent(by=house.lead)
    Erasure.write_ledger()
    Outcome.objects.filter(pk=quote.pk).update(**values)
    type(telling).objects.filter(pk=telling.pk).update(content=content, taken_out_at=None)
    assert apply_erasures() == 1
    telling.refresh_from_db()
    assert "I wait for them" not in str(telling.content)


def test_a_theme_with_many_outcomes_shows_some_and_says_how_many_more(
    house: House, workshop: Workshop, as_: Browser
) -> None:
    said = [factories.make_outcome(workshop, kind="idea", text=f"Idea number {n}.") for n in range(9)]
    theme = factories.make_theme(house.initiative, *said)
    factories.make_feedback(theme)
    page = as_(house.observer).get(url(theme)).text
    assert "And 4 things more." in page
    assert page.count("Idea number") == 5
    factories.make_telling(theme)
    assert Feedback.objects.get().told.count() == 9


def test_the_text_to_send_ends_with_the_address_where_people_read_it(
    house: House, workshop: Workshop, theme: Theme, as_: Browser
) -> None:
    browser, switch = as_(house.lead), f"{workshop.get_absolute_url()}participants-page/"
    assert switch in browser.get(url(workshop)).text
    whole = ParticipantPage.switch_on(house.initiative, None, by=house.lead)
    for target in (workshop, theme):
        page = browser.get(url(target)).text
        assert f"without an account\n{whole.url}</textarea>" in page
        assert switch not in page
    own = ParticipantPage.switch_on(house.initiative, workshop, by=house.lead)
    assert own.url in browser.get(url(workshop)).text
    assert own.url not in browser.get(url(theme)).text
    for each in (own, whole):
        each.revoke(by=house.lead)
    assert "/p/" not in browser.get(url(workshop)).text
    whole.renew(by=house.lead)
    assert "/p/" not in as_(house.observer).get(url(workshop)).text, (
        "who may not switch it is not shown it here"
    )
