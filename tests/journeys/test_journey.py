"""The main job from sign-in to a PDF in the hand, in Dutch, in a real browser, with a real worker."""

import secrets
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from projects.models import Initiative, Role
from tests.faults.workers import Broker, Worker
from tests.journeys.conftest import Site, Watched, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Watched]


@pytest.fixture
def worker(tmp_path: Path, transactional_db: None) -> Iterator[Worker]:
    """Start a real worker on a broker of its own; reports land where the site looks for them."""
    broker = Broker(tmp_path)
    broker.start()
    made = Worker(tmp_path, broker, sweeps=True)
    made.wait_until_ready()
    yield made
    made.kill()


def test_from_sign_in_to_a_pdf_in_the_hand(site: Site, visit: Visit, worker: Worker, tmp_path: Path) -> None:
    page = visit().page
    word = f"woord{secrets.token_hex(4)}"
    sign_in(page, site, site.lead)
    start(page, site)
    add_end_users(page)
    for phase in ("needs-analysis", "co-design", "co-production"):
        answer_a_question(page, phase, f"Wij luisterden eerst. {word}")
    tick_the_first_item(page)
    decide_at_the_gate(page)
    hold_a_workshop(page, word)
    text = fetch_the_report(page, tmp_path)
    assert word in text
    assert "Gemeente Voorbeeld" in text
    assert text.count(word) == 4


def part(page: Page, name: str) -> None:
    """Go to a part of the initiative."""
    page.locator(".part-nav ul a", has_text=name).click()


def start(page: Page, site: Site) -> None:
    page.get_by_role("link", name="Start een initiatief").first.click()
    page.fill("[name=title]", "Werk en inkomen")
    page.fill("[name=problem]", "Wie werk zoekt, loopt vast in regels.")
    page.fill("[name=service]", "Werk en inkomen")
    page.fill("[name=audience]", "Werkzoekenden")
    page.locator("[name=values]").first.check()
    page.get_by_role("button", name="Start het initiatief").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Werk en inkomen")
    expect(page.get_by_text("Schrijf op om wie het gaat, en wie kan helpen.")).to_be_visible()
    assert page.url == site.url + Initiative.objects.get().get_absolute_url()


def add_end_users(page: Page) -> None:
    page.get_by_role("link", name="Voeg een groep toe").click()
    page.fill("[name=name]", "Werkzoekenden")
    page.check("[name=end_users]")
    page.get_by_role("button", name="Zet in het register").click()
    expect(page.get_by_role("row", name="Werkzoekenden")).to_be_visible()


def answer_a_question(page: Page, phase: str, text: str) -> None:
    part(page, "Fasen")
    page.goto(page.url.rsplit("/phases/", 1)[0] + f"/phases/{phase}/")
    area = page.locator("textarea[name=text]")
    area.click()
    area.press_sequentially(text, delay=5)
    expect(page.get_by_text("Opgeslagen om").first).to_be_visible()
    assert area.input_value() == text
    page.reload()
    assert page.locator("textarea[name=text]").input_value() == text


def tick_the_first_item(page: Page) -> None:
    page.goto(page.url.rsplit("/phases/", 1)[0] + "/phases/needs-analysis/")
    page.locator("#checklist-section button[value=done]").first.click()
    expect(page.locator("#checklist-section .tick--done").first).to_be_attached()


def decide_at_the_gate(page: Page) -> None:
    page.goto(page.url + "gate/")
    page.get_by_label("Doorgaan", exact=True).check()
    page.fill("[name=reason]", "De behoeften zijn bekend.")
    page.fill("[name=decided_by]", "De opdrachtgever")
    page.fill("[name=users_voice]", "Een werkzoekende")
    page.get_by_role("button", name="Leg het besluit vast").click()
    expect(page.locator(".cycle__phase--now")).to_contain_text("Co-design")


def hold_a_workshop(page: Page, word: str) -> None:
    part(page, "Bijeenkomsten")
    page.get_by_role("link", name="Plan de eerste bijeenkomst").click()
    page.fill("[name=title]", "Gesprek voor verandering")
    page.select_option("[name=phase]", "co-design")
    page.fill("[name=day_year]", "2026")
    page.fill("[name=day_month]", "11")
    page.fill("[name=day_day]", "10")
    page.fill("[name=start]", "19:00")
    page.fill("[name=end]", "21:00")
    page.get_by_role("button", name="Plan de bijeenkomst").click()
    page.get_by_role("link", name="Maak nu het verslag").click()
    for _time in range(5):
        page.get_by_role("button", name="Werkzoekenden: één meer").click()
    expect(page.locator("#total")).to_contain_text("5 mensen, van wie 5 eindgebruikers")
    page.locator("label.chip", has_text="Inzicht").click()
    page.fill("#outcomes textarea", f"Overdag kunnen veel mensen niet. {word}")
    page.get_by_role("button", name="Voeg toe").click()
    expect(page.locator(".outcome")).to_contain_text(word)
    expect(page.locator("#outcomes textarea")).to_be_focused()
    page.get_by_role("button", name="Rond het verslag af").click()
    expect(page.get_by_text("Verslag afgerond door Lea Lead")).to_be_visible()


def fetch_the_report(page: Page, folder: Path) -> str:
    part(page, "Rapportages")
    page.get_by_role("button", name="Maak de rapportage").click()
    link = page.get_by_role("link", name="Download de pdf")
    expect(link).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        link.click()
    place = folder / "report.pdf"
    download.value.save_as(place)
    return subprocess.run(["pdftotext", str(place), "-"], check=True, capture_output=True, text=True).stdout


def test_the_same_work_without_scripts(site: Site, visit: Visit) -> None:
    page = visit(scripts=False).page
    sign_in(page, site, site.lead)
    page.get_by_role("link", name="Start een initiatief").first.click()
    page.fill("[name=title]", "Zonder scripts")
    for name in ("problem", "service", "audience"):
        page.fill(f"[name={name}]", "Kort en duidelijk")
    page.locator("[name=values]").first.check()
    page.get_by_role("button", name="Start het initiatief").click()
    add_end_users(page)
    home = page.url.replace("stakeholders/", "")
    page.goto(f"{home}phases/needs-analysis/")
    page.fill("textarea[name=text]", "Bewaard zonder scripts")
    page.get_by_role("button", name="Opslaan", exact=True).first.click()
    expect(page.locator("textarea[name=text]")).to_have_value("Bewaard zonder scripts")
    page.locator("#checklist-section button[value=done]").first.click()
    expect(page.locator("#checklist-section .tick--done").first).to_be_attached()
    page.goto(f"{home}workshops/new/")
    plan = {"title": "Gesprek", "day_day": "10", "day_month": "11", "day_year": "2026"}
    for name, value in (plan | {"start": "19:00", "end": "21:00"}).items():
        page.fill(f"[name={name}]", value)
    page.select_option("[name=phase]", "needs-analysis")
    page.get_by_role("button", name="Plan de bijeenkomst").click()
    page.goto(f"{page.url}log/")
    page.get_by_role("textbox", name="Werkzoekenden").fill("4")
    page.get_by_role("button", name="Sla de aantallen op").click()
    expect(page.locator("#total")).to_contain_text("4 mensen")
    page.locator("label.chip", has_text="Idee").click()
    page.fill("#outcomes textarea", "Een idee op papier")
    page.get_by_role("button", name="Voeg toe").click()
    expect(page.locator(".outcome")).to_contain_text("Een idee op papier")
    page.goto(f"{home}reports/")
    page.get_by_role("button", name="Maak de rapportage").click()
    expect(page.get_by_text("Uw rapportage staat in de wachtrij")).to_be_visible()
    expect(page.get_by_role("link", name="Kijk opnieuw")).to_be_visible()


def test_an_autosave_that_meets_a_newer_text_shows_both_and_keeps_what_is_typed(
    site: Site, visit: Visit
) -> None:
    from tests import factories  # noqa: PLC0415

    initiative = factories.make_initiative(site.organisation, lead=site.lead)
    colleague = factories.make_team_member(
        initiative, Role.FACILITATOR, name="Fay Facilitator", language="nl"
    )
    first, second = visit().page, visit().page
    sign_in(first, site, site.lead)
    sign_in(second, site, colleague)
    for page in (first, second):
        page.goto(f"{site.url}{initiative.get_absolute_url()}phases/needs-analysis/")
    first.locator("textarea[name=text]").press_sequentially("Tekst van Lea")
    expect(first.get_by_text("Opgeslagen om").first).to_be_visible()
    second.locator("textarea[name=text]").press_sequentially("Tekst van Fay")
    expect(second.get_by_text("Er zijn nu twee versies")).to_be_visible()
    expect(second.locator("textarea[name=text]")).to_have_value("Tekst van Fay")
    second.get_by_role("button", name="Houd uw versie").click()
    expect(second.locator("textarea[name=text]").first).to_have_value("Tekst van Fay")
    second.reload()
    expect(second.locator("textarea[name=text]")).to_have_value("Tekst van Fay")
