"""Without scripts a page with several forms sends all that is typed on it, whichever button is pressed."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page, expect

from phases.models import (
    Answer,
    Attendance,
    ChecklistItem,
    ItemCompletion,
    ItemState,
    Outcome,
    Phase,
    Workshop,
)
from projects.models import Initiative
from tests import factories
from tests.journeys.conftest import Site, Watched, sign_in
from tests.projects.organisations.hostile_logos import png

pytestmark = [pytest.mark.browser]

Visit = Callable[..., Watched]
TYPED = "Laat een werkgever een avond achter de balie zitten."
NOTE = "Zie het verslag van maart"


@pytest.fixture
def initiative(site: Site) -> Initiative:
    return factories.make_initiative(site.organisation, lead=site.lead)


@pytest.fixture
def page(site: Site, visit: Visit) -> Page:
    """Return the page of a browser without scripts in which the lead is signed in."""
    opened = visit(scripts=False).page
    sign_in(opened, site, site.lead)
    return opened


@pytest.fixture
def log(site: Site, initiative: Initiative, page: Page) -> Workshop:
    """Open the log of a workshop at which 25 people of a group were counted; type a number and an outcome."""
    group = factories.make_stakeholder(initiative, "Werkzoekenden", end_users=True)
    workshop = factories.make_workshop(initiative, Phase.objects.get(code="co-design"))
    workshop.count_people({group: 25}, by=site.lead)
    page.goto(f"{site.url}{workshop.get_absolute_url()}log/")
    page.get_by_role("textbox", name="Werkzoekenden").fill("31")
    page.fill("#outcomes textarea", TYPED)
    return workshop


def press(page: Page, name: str) -> None:
    """Press a button as people see it."""
    page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("button", ["Sla de aantallen op", "Andere groep"])
def test_numbers_are_stored_and_the_outcome_that_is_typed_stays_in_its_field(
    button: str, log: Workshop, page: Page
) -> None:
    press(page, button)
    expect(page.locator("#outcomes textarea")).to_have_value(TYPED)
    expect(page.get_by_text("is nog niet toegevoegd")).to_be_visible()
    assert Attendance.objects.get().people == 31
    assert not Outcome.objects.exists()
    page.locator("label.chip", has_text="Idee").click()
    press(page, "Voeg toe")
    expect(page.locator(".outcome")).to_contain_text(TYPED)


def test_a_number_that_is_none_and_an_outcome_both_come_back(log: Workshop, page: Page) -> None:
    page.get_by_role("textbox", name="Werkzoekenden").fill("25-30")
    press(page, "Sla de aantallen op")
    expect(page.get_by_role("textbox", name="Werkzoekenden")).to_have_value("25-30")
    expect(page.locator("#outcomes textarea")).to_have_value(TYPED)
    press(page, "Voeg toe")
    expect(page.get_by_role("textbox", name="Werkzoekenden")).to_have_value("25-30")
    expect(page.locator("#outcomes textarea")).to_have_value(TYPED)
    assert Attendance.objects.get().people == 25


@pytest.mark.parametrize("button", ["Voeg toe", "Rond het verslag af"])
def test_an_outcome_that_is_sent_takes_the_numbers_along(button: str, log: Workshop, page: Page) -> None:
    page.locator("label.chip", has_text="Idee").click()
    press(page, button)
    expect(page.locator(".outcome")).to_contain_text(TYPED)
    assert Attendance.objects.get().people == 31


def test_another_group_is_opened_when_only_numbers_were_typed(log: Workshop, page: Page) -> None:
    page.fill("#outcomes textarea", "")
    press(page, "Andere groep")
    page.fill("[name=name]", "Winkeliers")
    press(page, "Zet in het register")
    expect(page.get_by_role("textbox", name="Winkeliers")).to_be_visible()
    expect(page.get_by_role("textbox", name="Werkzoekenden")).to_have_value("31")


@pytest.fixture
def items(site: Site, initiative: Initiative, page: Page) -> list[ChecklistItem]:
    """Open a phase of which the second item is done; type an answer, and a note at each of its first two items."""
    phase = Phase.objects.get(code="needs-analysis")
    items = list(phase.items.order_by("-blocking", "position")[:2])
    ItemCompletion.settle(initiative, items[1], ItemState.DONE, "", by=site.lead)
    page.goto(f"{site.url}{initiative.get_absolute_url()}phases/{phase.code}/?item={items[1].code}")
    page.fill("#page-form textarea", TYPED)
    for item in items:
        page.locator(f"#more-{item.code} summary").click()
        page.fill(f"#note-{item.code}", f"{NOTE}, {item.code}")
    return items


def check(initiative: Initiative, items: list[ChecklistItem], *states: ItemState) -> None:
    """Compare what is stored with all that was typed."""
    rows = {row.item_id: (row.state, row.note) for row in initiative.completions.all()}
    assert rows == {
        item.pk: (state, f"{NOTE}, {item.code}") for item, state in zip(items, states, strict=True)
    }
    assert Answer.objects.get().text == TYPED


@pytest.mark.parametrize(
    ("which", "button", "states"),
    [
        (0, "#tick-{}", (ItemState.DONE, ItemState.DONE)),
        (1, "#tick-{}", (ItemState.OPEN, ItemState.OPEN)),
        (0, "#more-{} button[value=done]", (ItemState.DONE, ItemState.DONE)),
        (1, "#more-{} button[value=not-applicable]", (ItemState.OPEN, ItemState.NOT_APPLICABLE)),
        (0, ".answer button:visible >> nth=0", (ItemState.OPEN, ItemState.DONE)),
        (0, ".answer button[formaction$='/finish/']", (ItemState.OPEN, ItemState.DONE)),
    ],
)
def test_all_that_is_typed_on_a_phase_is_stored(  # noqa: PLR0917 - fixtures
    which: int,
    button: str,
    states: tuple[ItemState, ItemState],
    initiative: Initiative,
    items: list[ChecklistItem],
    page: Page,
) -> None:
    page.locator(button.format(items[which].code)).click()
    expect(page.locator("#page-form")).to_have_count(1)
    check(initiative, items, *states)


def test_two_things_that_are_refused_at_once_both_come_back(
    site: Site, initiative: Initiative, items: list[ChecklistItem], page: Page
) -> None:
    question = page.locator("#page-form [name=question]").get_attribute("value")
    Answer.record(
        initiative,
        Phase.objects.get(code="needs-analysis").questions.get(code=question),
        "Eerder",
        by=site.lead,
        version=0,
    )
    page.fill(f"#note-{items[0].code}", "x" * 501)
    page.locator(f"#tick-{items[1].code}").click()
    expect(page.locator(".conflict")).to_contain_text(TYPED)
    expect(page.locator(f"#note-{items[0].code}")).to_have_value("x" * 501)
    page.fill(f"#note-{items[0].code}", f"{NOTE}, {items[0].code}")
    page.get_by_role("button", name="Houd uw versie").or_(
        page.locator("button[name=keep][value=mine]")
    ).first.click()
    check(initiative, items, ItemState.OPEN, ItemState.OPEN)


def test_a_note_of_a_colleague_is_not_overwritten_unnoticed(
    site: Site, initiative: Initiative, items: list[ChecklistItem], page: Page
) -> None:
    ItemCompletion.settle(initiative, items[1], ItemState.DONE, "Van een collega", by=site.lead)
    page.locator(f"#tick-{items[0].code}").click()
    expect(page.get_by_text("Hier staat nu: Van een collega")).to_be_visible()
    expect(page.locator(f"#note-{items[1].code}")).to_have_value(f"{NOTE}, {items[1].code}")
    assert initiative.completions.get(item=items[1]).note == "Van een collega"


def test_particulars_are_stored_before_the_archive_closes(
    site: Site, initiative: Initiative, page: Page
) -> None:
    page.goto(f"{site.url}{initiative.get_absolute_url()}edit/")
    page.fill("[name=problem]", TYPED)
    page.fill("[name=title]", "")
    press(page, "Zet in het archief")
    expect(page.locator("[name=problem]")).to_have_value(TYPED)
    initiative.refresh_from_db()
    assert not initiative.archived_at
    page.fill("[name=title]", "Met een titel")
    press(page, "Zet in het archief")
    expect(page.get_by_text("Met een titel").first).to_be_visible()
    initiative.refresh_from_db()
    assert (initiative.problem, bool(initiative.archived_at)) == (TYPED, True)


def test_a_correction_is_stored_where_a_consent_is_taken_back(
    site: Site, initiative: Initiative, page: Page
) -> None:
    workshop = factories.make_workshop(initiative, Phase.objects.get(code="co-design"))
    quote = factories.make_outcome(workshop, text="Zoals het was", kind="quote", consent="anonymous")
    page.goto(f"{site.url}{workshop.get_absolute_url()}outcomes/{quote.pk}/")
    page.fill("[name=text]", "")
    press(page, "Toestemming intrekken")
    expect(page.locator("[name=consent]")).to_have_value("none")
    page.fill("[name=text]", TYPED)
    press(page, "Opslaan")
    quote.refresh_from_db()
    assert (quote.text, quote.consent, bool(quote.withdrawn_at)) == (TYPED, "none", True)


def test_a_colour_is_stored_where_the_logo_is_taken_away(site: Site, page: Page) -> None:
    site.organisation.members.filter(user=site.lead).update(role="administrator")
    site.organisation.set_house_style(accent="#0a5562", logo=png(1, 1, rows=1), by=site.lead)
    page.goto(f"{site.url}/organisation/{site.organisation.pk}/settings/house-style/")
    page.fill("[name=accent]", "no colour")
    press(page, "Haal het logo weg")
    expect(page.locator("[name=accent]")).to_have_value("no colour")
    page.fill("[name=accent]", "#0a3a3a")
    press(page, "Haal het logo weg")
    expect(page.locator(".message--success")).to_have_text("Opgeslagen.")
    site.organisation.refresh_from_db()
    assert (site.organisation.accent, site.organisation.logo) == ("#0a3a3a", "")


def test_an_address_stays_in_its_field_where_another_is_no_longer_wanted(site: Site, page: Page) -> None:
    EmailAddress.objects.create(user=site.lead, email="wacht@example.org")
    page.goto(f"{site.url}/account/email/")
    page.fill("[name=email]", "nieuw@example.org")
    press(page, "Houd mijn huidige adres")
    expect(page.locator("[name=email]")).to_have_value("nieuw@example.org")
    assert not EmailAddress.objects.filter(email="wacht@example.org").exists()
    EmailAddress.objects.create(user=site.lead, email="wacht@example.org")
    page.goto(f"{site.url}/account/email/")
    page.fill("[name=email]", "nieuw@example.org")
    page.press("[name=email]", "Enter")
    expect(page.get_by_text("Kijk in de mail van nieuw@example.org").first).to_be_visible()
