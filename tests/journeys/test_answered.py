"""What people said gets an answer: outcomes, themes, feedback, the sheet, told, and read on a phone without an account."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from phases.models import Promise, Workshop
from phases.progress.feedback_debt import debt_of
from tests import factories
from tests.journeys.conftest import Site, Watched, sign_in

pytestmark = pytest.mark.browser

SAID = [
    ("idea", "Bel de werkgevers op"),
    ("wish", "Laat een werkgever langskomen"),
    ("open-question", "Wie tolkt er op dinsdag?"),
    ("fear", "Straks gaat het van mijn uitkering af"),
    ("insight", "Overdag kunnen veel mensen niet"),
    ("insight", "De bus stopt te ver weg"),
    ("insight", "Het loket is moeilijk te vinden"),
    ("insight", "Mensen komen met een vriend"),
]
BECAUSE = "er elke dinsdag een tolk komt."
MAX_TAPS = 25
FIRST_SCREEN = 800


class Phone:
    """A person at a page, whose taps are counted."""

    def __init__(self, watched: Watched, site: Site) -> None:
        self.page, self.base, self.taps = watched.page, site.url, 0

    def tap(self, selector: str, number: int = 0) -> None:
        """Press or tick something."""
        self.taps += 1
        self.page.locator(selector).nth(number).click()
        self.page.wait_for_load_state()


@pytest.fixture
def workshop(site: Site) -> Workshop:
    """Return a workshop of yesterday, held under a promise of last week."""
    initiative = factories.make_initiative(
        site.organisation, lead=site.lead, title="Het loket", language="nl"
    )
    factories.make_stakeholder(initiative, "Werkzoekenden", end_users=True)
    promise = factories.make_promise(initiative)
    Promise.objects.filter(pk=promise.pk).update(at=timezone.now() - timedelta(days=7))
    begin = timezone.now() - timedelta(days=1)
    return Workshop.plan(
        initiative,
        by=site.lead,
        phase=factories.make_phases()[0],
        title="Banencafé",
        starts_at=begin,
        ends_at=begin + timedelta(hours=2),
    )


@pytest.mark.parametrize("scripts", [True, False])
def test_from_what_was_said_to_told_and_read(
    scripts: bool, site: Site, workshop: Workshop, visit: Callable[..., Watched]
) -> None:
    phone = Phone(visit(width=390, scripts=scripts), site)
    page, initiative = phone.page, workshop.initiative
    page.set_default_timeout(60_000)
    sign_in(page, site, site.lead)
    page.goto(f"{site.url}{workshop.get_absolute_url()}log/")
    for number, (kind, text) in enumerate(SAID, 1):
        page.click(f".chip:has([value={kind}])")
        page.fill("[name=text]", text)
        page.click(".addbar button[type=submit]")
        page.wait_for_selector(f".outcome:nth-child({number})")
        page.wait_for_load_state()
    assert debt_of(initiative).waiting == 4

    page.goto(f"{site.url}{initiative.get_absolute_url()}feedback/")
    phone.taps = 0
    for name, chosen in (("Werkgevers", SAID[:2]), ("Uitleg", SAID[2:3])):
        for _kind, text in chosen:
            phone.tap(f".ocrow:has-text('{text}') input")
        page.fill("[name=name]", name)
        phone.tap(".grouping button")
        page.wait_for_selector(f".theme:has-text('{name}')")
        page.wait_for_load_state()
    for link, kind, because in (
        (".theme:has-text('Werkgevers') a", "will", "u hen wilt spreken."),
        (".theme:has-text('Uitleg') a", "did", BECAUSE),
        (f".ocrow:has-text('{SAID[3][1]}') .ocrow__state a", "will-not", "de wet dat niet toestaat."),
    ):
        phone.tap(link)
        phone.tap(f".chip:has([value={kind}])")
        page.fill("[name=because]", because)
        phone.tap("main form .nl-button--primary")
        page.wait_for_selector("text=Opgeslagen. Vertel het aan de deelnemers.")
        page.wait_for_load_state()
    assert (debt_of(initiative).waiting, debt_of(initiative).untold) == (0, 4)

    page.goto(f"{site.url}{workshop.get_absolute_url()}participants-page/")
    phone.tap("main form button[value=on]")
    address = page.locator("main .breaks a").get_attribute("href") or ""
    page.goto(f"{site.url}{workshop.get_absolute_url()}report-back/")
    assert BECAUSE in page.locator("#copied").input_value()
    page.fill("[name=how]", "In de groepsapp")
    phone.tap(".formpage .nl-button--primary")
    page.wait_for_selector("text=Opgeslagen. Dit kregen deelnemers te horen.")
    assert (debt_of(initiative).waiting, debt_of(initiative).untold) == (0, 0)
    assert phone.taps <= MAX_TAPS

    reader = visit(width=360, scripts=False).page
    reader.goto(site.url + address[address.index("/p/") :])
    told = reader.locator("li", has_text=BECAUSE)
    box = told.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= FIRST_SCREEN
    assert "Dat deden we, omdat" in told.inner_text()
