"""The page for those who took part: who has its address reads it, and nobody learns more than may be told."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as of_the_site
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cocreation.compliance.apply_erasures import apply_erasures
from phases.models import Outcome, ParticipantPage, Workshop
from projects.models import AuditEntry, Erasure, User
from tests import factories
from tests.conftest import House, Road
from tests.markup import on_one_line

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]


@pytest.fixture
def workshop(house: House, road: Road) -> Workshop:
    return factories.make_workshop(house.initiative, road.phases[0], feedback_due=timezone.localdate())


@pytest.fixture
def page(house: House, workshop: Workshop) -> ParticipantPage:
    return ParticipantPage.switch_on(house.initiative, workshop, by=house.lead)


def url(page: ParticipantPage, token: str = "") -> str:
    return f"/p/{token or page.token}/"


def read(page: ParticipantPage, client: Client, **query: str) -> str:
    answer = client.get(url(page), query)
    assert answer.status_code == 200
    return on_one_line(answer.text)


def test_what_is_done_and_why_is_read_without_an_account(
    house: House, workshop: Workshop, page: ParticipantPage, client: Client
) -> None:
    said = factories.make_outcome(workshop, kind="idea", text="Ring the employers", on_page=True)
    factories.make_feedback(
        factories.make_theme(house.initiative, said, name="Employers"),
        because="nobody came.",
        note="Ask Fatima",
    )
    factories.make_feedback(
        factories.make_outcome(workshop, kind="wish", text="Abolish it", on_page=True),
        kind="will-not",
        because="the law asks for it.",
    )
    factories.make_promise(house.initiative)
    text = read(page, client, lang="en")
    wanted = (
        "This is what we do",
        "Employers",
        "Ring the employers",
        "We will do that, because",
        "nobody came.",
        "This is what we do not do, and why",
        "the law asks for it.",
        "What we promise you",
    )
    assert [words for words in wanted if words not in text] == []
    assert "Ask Fatima" not in text
    assert "Dit doen we" in read(page, client), "in the language of the initiative"


def test_reading_leaves_no_trace_and_lets_nobody_find_it(page: ParticipantPage, client: Client) -> None:
    answer = client.get(url(page))
    assert not answer.cookies
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "<script" not in answer.text


@pytest.mark.parametrize("is_there", [True, False])
def test_a_link_leads_to_the_same_page_in_the_other_language(
    is_there: bool, page: ParticipantPage, client: Client
) -> None:
    address = url(page) if is_there else url(page, "x" * 43)
    for here, there in (("nl", "en"), ("en", "nl")):
        first = client.get(address, {"lang": here})
        assert f'<html lang="{here}">' in first.text
        assert first.headers["Content-Language"] == here
        link = re.findall(r'<a href="(\?lang=\w\w)"', first.text)
        assert link == [f"?lang={there}"]
        second = client.get(f"{address}{link[0]}")
        assert f'<html lang="{there}">' in second.text
        assert second.status_code == first.status_code
    assert client.get(address, {"lang": "x"}).status_code == (200 if is_there else 404)


def test_wrong_old_and_revoked_addresses_get_one_same_page(
    house: House, page: ParticipantPage, client: Client
) -> None:
    old = page.token
    page.renew(by=house.lead)
    assert page.token != old
    renewed = page.token
    assert client.get(url(page)).status_code == 200
    page.revoke(by=house.lead)
    answers = [client.get(url(page, token)) for token in (old, renewed, "x" * 43, "é", "x")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert not any(answer.cookies for answer in answers)
    ParticipantPage.switch_on(house.initiative, page.workshop, by=house.lead)
    page.refresh_from_db()
    assert page.token not in {old, renewed}
    assert client.get(url(page)).status_code == 200


def test_only_a_hash_is_stored_and_the_token_can_be_made_again(page: ParticipantPage) -> None:
    token = page.token
    assert re.fullmatch(r"[\w-]{43}", token)
    assert token not in str(ParticipantPage.objects.values().get())
    assert ParticipantPage.objects.get().token == token
    assert token not in str(list(AuditEntry.objects.values()))


def test_another_key_keeps_posters_alive_and_a_lost_one_takes_them_back(
    page: ParticipantPage, client: Client, settings: Any
) -> None:
    address, before = url(page), settings.PARTICIPATION_KEY
    settings.PARTICIPATION_KEY, settings.PARTICIPATION_KEY_FALLBACKS = "another-key", [before]
    assert client.get(address).status_code == 200
    settings.PARTICIPATION_KEY_FALLBACKS = []
    assert client.get(address).status_code == 404
    assert ParticipantPage.objects.get().url == ""


def test_a_year_after_the_last_workshop_it_is_over_but_not_while_something_is_owed(
    house: House, workshop: Workshop, page: ParticipantPage, client: Client
) -> None:
    long_ago = timezone.now() - timedelta(days=400)
    ParticipantPage.objects.update(at=long_ago)
    Workshop.objects.update(starts_at=long_ago, ends_at=long_ago + timedelta(hours=1))
    assert client.get(url(page)).status_code == 404
    owed = factories.make_outcome(workshop, kind="idea")
    assert "until you have heard back about everything" in read(page, client, lang="en")
    factories.make_feedback(owed)
    assert client.get(url(page)).status_code == 200, "given, but not told"
    factories.make_telling(workshop)
    assert client.get(url(page)).status_code == 404


def test_what_is_told_names_no_address_that_is_closed_once_it_was_told(
    house: House, workshop: Workshop, page: ParticipantPage, as_: Browser
) -> None:
    factories.make_feedback(factories.make_outcome(workshop, kind="idea"))
    path = f"/initiatives/{house.initiative.pk}/workshops/{workshop.pk}"
    facilitator = as_(house.facilitator)
    assert page.token in facilitator.get(f"{path}/report-back/").text
    long_ago = timezone.now() - timedelta(days=400)
    ParticipantPage.objects.update(at=long_ago)
    Workshop.objects.update(starts_at=long_ago, ends_at=long_ago + timedelta(hours=1))
    assert page.token not in facilitator.get(f"{path}/report-back/").text
    assert "stays until people have heard back" in facilitator.get(f"{path}/participants-page/").text
    factories.make_telling(workshop)
    assert "so this page is closed" in facilitator.get(f"{path}/participants-page/").text


TEAM, REPORT, PAGE = "team", "report", "page"
LAYERS = [
    ({"kind": "quote", "consent": "none"}, {TEAM}),
    ({"kind": "quote", "consent": "to-ask"}, {TEAM}),
    ({"kind": "quote", "consent": "anonymous"}, {TEAM, REPORT}),
    ({"kind": "quote", "consent": "with-name", "speaker": "Sem Speaker"}, {TEAM, REPORT}),
    ({"kind": "quote", "consent": "none", "on_page": True}, {TEAM}),
    ({"kind": "quote", "consent": "to-ask", "on_page": True}, {TEAM}),
    ({"kind": "quote", "consent": "anonymous", "on_page": False}, {TEAM, REPORT}),
    ({"kind": "quote", "consent": "anonymous", "on_page": True}, {TEAM, REPORT, PAGE}),
    (
        {"kind": "quote", "consent": "with-name", "speaker": "Sem Speaker", "on_page": True},
        {TEAM, REPORT, PAGE},
    ),
    ({"kind": "idea"}, {TEAM, REPORT}),
    ({"kind": "idea", "on_page": True}, {TEAM, REPORT, PAGE}),
]


@pytest.mark.parametrize("in_theme", [True, False])
@pytest.mark.parametrize(("values", "layers"), LAYERS)
def test_what_was_said_stands_only_where_it_was_agreed_to(  # noqa: PLR0917 - fixtures
    values: dict[str, Any],
    layers: set[str],
    in_theme: bool,
    house: House,
    workshop: Workshop,
    page: ParticipantPage,
    as_: Browser,
    client: Client,
) -> None:
    """The table of consent, layer and place: the log, the preview of a report, and the page without an account."""
    outcome = factories.make_outcome(workshop, text="Canarysaid", **values)
    target: Any = factories.make_theme(house.initiative, outcome) if in_theme else outcome
    factories.make_feedback(target)
    base = house.initiative.get_absolute_url()
    places = {
        TEAM: as_(house.facilitator).get(f"{workshop.get_absolute_url()}log/").text,
        REPORT: as_(house.lead).get(f"{base}reports/preview/").text,
        PAGE: client.get(url(page)).text,
    }
    assert {place for place, text in places.items() if "Canarysaid" in text} == layers
    assert "Sem Speaker" not in places[PAGE]


def test_a_quote_that_is_taken_back_leaves_the_page_at_once(
    house: House, workshop: Workshop, page: ParticipantPage, client: Client
) -> None:
    quote = factories.make_outcome(
        workshop, kind="quote", consent="anonymous", text="Canarysaid", on_page=True
    )
    assert "Canarysaid" in read(page, client)
    quote.withdraw_consent(by=house.lead)
    assert "Canarysaid" not in read(page, client)
    quote.revise(by=house.lead, based_on=quote.version, consent="anonymous")
    assert "Canarysaid" not in read(page, client), "who agrees again is asked for the page again"
    quote.revise(by=house.lead, based_on=quote.version, on_page=True)
    for consent in ("none", "anonymous"):
        quote.revise(by=house.lead, based_on=quote.version, consent=consent)
    assert "Canarysaid" not in read(page, client), "also where it was taken back by changing the quote"


def test_what_seems_to_tell_who_somebody_is_is_held_back_until_someone_looked(
    house: House, workshop: Workshop, as_: Browser
) -> None:
    said = factories.make_outcome(workshop, kind="idea", text="Ring me: 06 12345678")
    edit, browser = f"{workshop.get_absolute_url()}outcomes/{said.pk}/", as_(house.facilitator)
    body = {"kind": "idea", "text": said.text, "version": str(said.version), "on_page": "yes"}
    refused = browser.post(edit, body)
    assert refused.status_code == 422
    assert "a phone number" in refused.text
    assert browser.post(edit, body | {"looked": "on"}).status_code == 302
    said.refresh_from_db()
    assert said.on_page is True


@pytest.mark.parametrize(("counts", "shown"), [([4], None), ([3, 1], None), ([5], 5), ([4, 9], 13)])
def test_a_number_under_five_is_never_shown_nor_to_be_worked_out(  # noqa: PLR0917 - fixtures
    counts: list[int],
    shown: int | None,
    house: House,
    workshop: Workshop,
    page: ParticipantPage,
    client: Client,
) -> None:
    """No page says a number of one group; the sum of a workshop stands on its own page, and nowhere with another."""
    groups = [factories.make_stakeholder(house.initiative, end_users=True) for _count in counts]
    workshop.count_people(dict(zip(groups, counts, strict=True)), by=house.lead)
    whole = ParticipantPage.switch_on(house.initiative, None, by=house.lead)
    text = read(page, client, lang="en")
    assert ("You were with" in text) is (shown is not None)
    if shown is not None:
        assert f"You were with {shown} people" in text
    assert "You were with" not in read(whole, client, lang="en")
    assert not any(group.name in text for group in groups)


def test_it_is_small_and_asks_little(
    house: House, workshop: Workshop, page: ParticipantPage, client: Client
) -> None:
    factories.make_promise(house.initiative)
    for number in range(60):
        said = factories.make_outcome(workshop, kind="idea", text=f"Said {number}", on_page=True)
        factories.make_feedback(factories.make_theme(house.initiative, said) if number % 2 else said)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url(page))
    assert len(queries) <= 4
    style = Path(of_the_site.BASE_DIR / "static" / "css" / "participant.css").stat().st_size
    assert len(answer.content) + style <= 50_000


def test_a_page_of_a_workshop_says_nothing_of_another(
    house: House, road: Road, workshop: Workshop, page: ParticipantPage, client: Client
) -> None:
    other = factories.make_workshop(house.initiative, road.phases[0])
    elsewhere = factories.make_workshop(factories.make_initiative(), road.phases[0])
    for each, words in ((other, "Canaryother"), (elsewhere, "Canaryelsewhere")):
        factories.make_feedback(factories.make_outcome(each, text=words, on_page=True))
    text = read(page, client)
    assert "Canaryother" not in text
    assert "Canaryelsewhere" not in text
    whole = read(ParticipantPage.switch_on(house.initiative, None, by=house.lead), client)
    assert "Canaryother" in whole
    assert "Canaryelsewhere" not in whole


def test_a_facilitator_switches_it_on_takes_it_back_and_gives_it_another_address(
    house: House, workshop: Workshop, as_: Browser, client: Client
) -> None:
    manage, browser = f"{workshop.get_absolute_url()}participants-page/", as_(house.facilitator)
    assert "Make the page" in browser.get(manage).text
    browser.post(manage, {"deed": "on"})
    page = ParticipantPage.objects.get()
    shown = browser.get(manage).text
    assert page.url in shown
    assert "<svg" in shown
    assert client.get(url(page)).status_code == 200
    for _time in range(2):  # sent twice, it is renewed once
        browser.post(manage, {"deed": "renew", "version": "1"})
    page.refresh_from_db()
    assert page.version == 2
    browser.post(manage, {"deed": "revoke"})
    page.refresh_from_db()
    assert client.get(url(page)).status_code == 404
    assert page.url not in browser.get(manage).text
    assert as_(house.observer).get(manage).status_code == 403


def test_outcomes_of_before_stand_on_no_page(
    workshop: Workshop, page: ParticipantPage, client: Client
) -> None:
    Outcome.objects.create(
        workshop=workshop, kind="quote", text="Canaryold", consent="with-name", speaker="Sem"
    )
    assert "Canaryold" not in read(page, client)


def test_a_speaker_is_asked_about_the_page_in_the_log(house: House, workshop: Workshop, as_: Browser) -> None:
    browser = as_(house.facilitator)
    add = f"{workshop.get_absolute_url()}outcomes/new/"

    def said(**more: str) -> Outcome | None:
        words = f"Words {uuid4()}"
        body = {"submission_key": str(uuid4()), "text": words, "sure": "yes", **more}
        answer = browser.post(add, body | {"text": more.get("text", words)})
        assert answer.status_code == (302 if workshop.outcomes.filter(text=words).exists() else 422)
        return workshop.outcomes.filter(text=words).first()

    quote = {"kind": "quote", "consent": "anonymous"}
    for chosen, kept in (("yes", True), ("no", False), ("", None)):
        added = said(**quote, on_page=chosen)
        assert added is not None
        assert added.on_page is kept
    assert said(kind="quote", consent="none", on_page="yes") is None
    assert said(**quote, on_page="yes", text="Ring me on 06 12345678") is None
    idea = said(kind="idea", on_page="yes")
    assert idea is not None
    assert idea.on_page is None  # the log asks it of a quote only


@pytest.mark.parametrize("how", ["revoke", "renew"])
def test_no_backup_brings_an_address_back(how: str, house: House, workshop: Workshop) -> None:
    page = ParticipantPage.switch_on(house.initiative, workshop, by=house.lead)
    other = ParticipantPage.switch_on(house.initiative, None, by=house.lead)
    before, token = ParticipantPage.objects.filter(pk=page.pk).values().get(), page.token
    getattr(page, how)(by=house.lead)
    Erasure.write_ledger()
    assert apply_erasures() == 0  # it stands as it was left
    ParticipantPage.objects.filter(pk=page.pk).update(**before)  # the backup of yesterday
    assert Client().get(f"/p/{token}/").status_code == 200
    assert apply_erasures() == 1
    assert Client().get(f"/p/{token}/").status_code == 404
    assert Client().get(f"/p/{other.token}/").status_code == 200
    page.refresh_from_db()
    page.renew(by=house.lead)
    Erasure.write_ledger()
    assert apply_erasures() == 0
    assert Client().get(f"/p/{page.token}/").status_code == 200
