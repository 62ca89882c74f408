"""From a question to a method to a plan by clicking; the filters, the search box and a card on paper, in a real browser."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from projects.models import OrganisationRole
from tests import factories
from tests.faults.workers import Broker, Worker
from tests.journeys.conftest import Site, Watched, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Watched]


@pytest.fixture
def worker(tmp_path: Path, transactional_db: None) -> Iterator[Worker]:
    """Start a real worker on a broker of its own; files land where the site looks for them."""
    broker = Broker(tmp_path)
    broker.start()
    made = Worker(tmp_path, broker, sweeps=True)
    made.wait_until_ready()
    yield made
    made.kill()


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_question_to_a_method_to_a_plan_by_clicking(site: Site, visit: Visit, scripts: bool) -> None:
    initiative = factories.make_initiative(site.organisation, lead=site.lead, title="Werk en inkomen")
    page = visit(scripts=scripts).page
    sign_in(page, site, site.lead)
    page.goto(f"{site.url}{initiative.get_absolute_url()}phases/needs-analysis/?question=analyse-needs")
    page.get_by_role("link", name="Welke werkvorm past hier?").click()
    expect(page.get_by_role("heading", name="Ons advies: gebruik deze samen")).to_be_visible()
    page.get_by_label("Sommige mensen lezen of schrijven niet makkelijk").check()
    page.get_by_label("Minuten die u hebt").fill("60")
    page.get_by_role("button", name="Toon het advies").click()
    expect(page.locator("#advice")).to_contain_text("past in 60 minuten")
    card = page.locator("#advice .tcard", has_text="Dialooginterview tussen gelijken").first
    expect(card).to_contain_text("De roadmap noemt deze bij vraag 1.2")
    card.get_by_role("link", name="Plan hiermee een bijeenkomst").click()
    expect(page.locator("[name=title]")).to_have_value("Dialooginterview tussen gelijken")
    expect(page.locator("[name=method]")).to_have_value("Dialooginterview tussen gelijken")
    for box, number in (("day", "7"), ("month", "12"), ("year", "2026")):
        page.fill(f"[name=day_{box}]", number)
    page.fill("[name=start]", "19:00")
    page.fill("[name=end]", "20:00")
    page.get_by_role("button", name="Plan de bijeenkomst").click()
    page.locator(".factbar").get_by_role("link", name="Dialooginterview tussen gelijken").click()
    expect(page.get_by_role("heading", name="Zo doet u het")).to_be_visible()
    page.locator("main").get_by_role("link", name="1.2 Hoe voert u een behoefteanalyse uit?").click()
    assert page.url.endswith("/roadmap/needs-analysis/#analyse-needs")


def test_the_filters_count_and_say_what_falls_off(site: Site, visit: Visit) -> None:
    page = visit().page
    page.goto(f"{site.url}/toolkit/")
    expect(page.get_by_role("heading", name="90 van de 90 werkvormen")).to_be_visible()
    page.get_by_label("Verhalen").check()
    expect(page.get_by_role("heading", name="9 van de 90 werkvormen")).to_be_visible()
    expect(page.locator("#n-family-digital")).to_have_text("12")
    page.get_by_label("Tot een uur").check()
    expect(page.locator("#found-count")).not_to_contain_text("9 van")
    expect(page.locator("#found")).to_contain_text("Laat u er een weg, dan vindt u meer")
    assert "family=narrative" in page.url
    page.get_by_label("Kan zonder lezen of schrijven").check()
    page.reload()
    expect(page.get_by_label("Verhalen")).to_be_checked()
    page.get_by_role("link", name="Wis alles").click()
    expect(page.get_by_role("heading", name="90 van de 90 werkvormen")).to_be_visible()


def test_the_box_searches_while_one_types_and_offers_what_is_near(site: Site, visit: Visit) -> None:
    page = visit(language="en").page
    page.goto(f"{site.url}/search/")
    page.locator("#q").press_sequentially("dialogues")
    expect(page.locator("#found")).to_contain_text("Peer dialogue interview")
    page.locator("#q").fill("verhaaltjesmaker")
    expect(page.get_by_text("Nothing found with these words.")).to_be_visible()
    expect(page.locator("#found .tcard").first).to_be_visible()


def test_a_card_is_made_on_paper_and_an_own_method_is_added(
    site: Site, visit: Visit, worker: Worker, tmp_path: Path
) -> None:
    manager = factories.make_member(
        site.organisation, OrganisationRole.MANAGER, name="Mia Manager", language="nl"
    )
    page = visit().page
    sign_in(page, site, manager)
    page.goto(f"{site.url}/organisation/methods/")
    page.get_by_role("link", name="Voeg een werkvorm toe").click()
    page.fill("[name=name_nl]", "Soepgesprek")
    page.fill("[name=purpose_nl]", "Praten tijdens de soep.")
    page.fill("[name=steps_nl]", "Kook soep.\nEet samen.")
    page.locator("[name=skill]").first.check()
    page.locator("[name=cost]").first.check()
    page.locator("[name=format]").first.check()
    page.get_by_role("button", name="Voeg de werkvorm toe").click()
    expect(page.get_by_text("Deze werkvorm is alleen in het Nederlands geschreven.")).to_be_visible()
    expect(page.get_by_role("heading", name="Soepgesprek")).to_be_visible()
    page.get_by_role("link", name="Druk deze kaart af").click()
    page.get_by_label("A5").check()
    page.get_by_role("button", name="Maak de pdf").click()
    link = page.get_by_role("link", name="Download de pdf")
    expect(link).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        link.click()
    place = tmp_path / "card.pdf"
    download.value.save_as(place)
    text = subprocess.run(["pdftotext", str(place), "-"], check=True, capture_output=True, text=True).stdout
    for words in ("Soepgesprek", "Kook soep.", "Hier gebruikt"):
        assert words in text
