"""While somebody types: nothing is cut, the focus stays, and what is said is said once, an error at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from phases.models import Answer, Attendance, Phase, Workshop
from projects.models import Initiative
from tests import factories
from tests.journeys.conftest import Site, Watched, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Watched]
BASE = Path(settings.BASE_DIR)
LIMIT = 10_000
PASTE = """(field, text) => {
  const pasted = new DataTransfer();
  pasted.setData("text/plain", text);
  field.focus();
  if (field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: pasted, bubbles: true, cancelable: true})))
    document.execCommand("insertText", false, text);
}"""
LISTEN = """() => {
  window.said = [];
  const live = document.getElementById("live");
  new MutationObserver(() => { if (live.textContent) window.said.push(live.textContent) })
    .observe(live, {childList: true, characterData: true, subtree: true});
}"""
DESCRIBED = """(field) => (field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean)
  .map((id) => document.getElementById(id)?.innerText ?? `nothing called ${id}`)"""
FOCUSED = "document.activeElement.localName + '#' + document.activeElement.id"


@pytest.fixture
def initiative(site: Site) -> Initiative:
    return factories.make_initiative(site.organisation, lead=site.lead)


@pytest.fixture
def workshop(initiative: Initiative) -> Workshop:
    """Return a workshop with two groups that can be counted."""
    for name in ("Werkzoekenden", "Werkgevers"):
        factories.make_stakeholder(initiative, name)
    return factories.make_workshop(initiative, Phase.objects.get(code="co-design"))


@pytest.fixture
def page(site: Site, visit: Visit) -> Page:
    """Return a browser in which the lead is signed in."""
    page = visit().page
    sign_in(page, site, site.lead)
    return page


def open_answer(page: Page, site: Site, initiative: Initiative) -> Locator:
    """Open a question, listen to what is said, and return its field."""
    page.goto(f"{site.url}{initiative.get_absolute_url()}phases/co-production/")
    page.evaluate(LISTEN)
    return page.locator("textarea[name=text]")


def open_counts(page: Page, site: Site, workshop: Workshop) -> Locator:
    """Open the log of a workshop, listen to what is said, and return the fields of its numbers."""
    page.goto(f"{site.url}{workshop.get_absolute_url()}log/")
    page.evaluate(LISTEN)
    return page.locator("#counts-form").get_by_role("textbox")


def wait_for(page: Page, holds: Callable[[], Any]) -> None:
    """Wait until something holds, at most ten seconds."""
    for _time in range(100):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never came")


def test_what_is_pasted_is_kept_whole_and_the_counter_says_how_much_is_too_long(
    site: Site, initiative: Initiative, page: Page
) -> None:
    field = open_answer(page, site, initiative)
    before = field.evaluate(DESCRIBED)
    text = "abcdefghi " * 1_200
    field.evaluate(PASTE, text)
    expect(field).to_have_value(text)
    counter = page.locator(".limit:visible")
    expect(counter).to_have_text(
        "Deze tekst is te lang. Te veel tekens: 2.000. Er wordt niets afgeknipt, maar zo wordt het niet opgeslagen."
    )
    expect(field).to_have_attribute("aria-invalid", "true")
    assert counter.inner_text() in field.evaluate(DESCRIBED)
    expect(page.locator(".save-region [role=alert]:visible")).to_contain_text("2.000 tekens te lang")
    expect(field).to_have_value(text)
    assert not Answer.objects.exists()
    page.keyboard.type("xyz")
    expect(counter).to_contain_text("2.003")
    assert len([words for words in page.evaluate("window.said") if "te lang" in words]) == 1
    field.fill(text[: LIMIT - 8])
    expect(counter).to_have_text("Nog over, in tekens: 8")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    assert counter.inner_text() in field.evaluate(DESCRIBED)
    wait_for(page, Answer.objects.exists)
    assert len(Answer.objects.get().text) == LIMIT - 8
    field.fill("Kort.")
    expect(counter).to_have_count(0)
    wait_for(page, Answer.objects.filter(text="Kort.").exists)
    expect(page.locator(".save-state--done")).to_be_visible()
    after = field.evaluate(DESCRIBED)
    assert len(after) == len(before)
    assert "te lang" not in " ".join(after)


def test_a_field_that_cuts_is_seen(site: Site, initiative: Initiative, page: Page) -> None:
    """The control: with `maxlength` this way of pasting loses the rest."""
    field = open_answer(page, site, initiative)
    field.evaluate(f"(field) => {{ field.maxLength = {LIMIT} }}")
    field.evaluate(PASTE, "abcdefghi " * 1_200)
    assert len(field.input_value()) == LIMIT


def test_an_error_is_announced_at_once_while_somebody_goes_on_typing(
    site: Site, initiative: Initiative, page: Page
) -> None:
    field = open_answer(page, site, initiative)
    page.route("**/answer/", lambda route: route.fulfill(status=500, body=""))
    field.click()
    alert = page.get_by_role("alert").filter(has_text="Opslaan lukte niet")
    expect(alert).to_have_count(0)
    for number in range(3):
        page.keyboard.type(f"Zin {number}. ")
        page.wait_for_timeout(1_000)
    assert alert.count() == 1, "three seconds after the first letter, and no pause of five seconds yet"
    assert page.evaluate("window.said") == []


def test_numbers_that_are_typed_one_after_the_other_are_announced_once_with_the_last_total(
    site: Site, workshop: Workshop, page: Page
) -> None:
    fields = open_counts(page, site, workshop)
    for number, people in ((0, "1"), (1, "4"), (0, "12")):
        fields.nth(number).fill(people)
        fields.nth(number).press("Tab")
        page.wait_for_timeout(2_000)
    wait_for(page, lambda: sum(Attendance.objects.values_list("people", flat=True)) == 16)
    expect(page.locator("#total")).to_contain_text("16 mensen")
    assert page.evaluate("window.said") == []
    wait_for(page, lambda: page.evaluate("window.said.length"))
    page.wait_for_timeout(1_500)
    assert page.evaluate("window.said") == ["Opgeslagen. 16 mensen."]


def test_a_search_announces_how_much_it_found(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/toolkit/")
    page.evaluate(LISTEN)
    page.get_by_role("searchbox").last.fill("kaart")
    wait_for(page, lambda: page.evaluate("window.said.length"))
    (said,) = page.evaluate("window.said")
    assert said.split()[0].isdigit(), said


@pytest.mark.parametrize("stops", [1, 2, 3])
def test_the_focus_stays_in_the_numbers_where_the_keyboard_brought_it(
    stops: int, site: Site, workshop: Workshop, page: Page
) -> None:
    fields = open_counts(page, site, workshop)
    fields.nth(0).click()
    page.keyboard.type("7")
    for _time in range(stops):
        page.keyboard.press("Tab")
    focused = page.evaluate(FOCUSED)
    assert focused not in {"body#", f"input#{fields.nth(0).get_attribute('id')}"}
    wait_for(page, Attendance.objects.filter(people=7).exists)
    expect(page.locator("#total")).to_contain_text("7 mensen")
    page.wait_for_timeout(1_000)
    assert page.evaluate(FOCUSED) == focused


def test_every_form_that_saves_itself_is_tried() -> None:
    """The answer is tried with the page of a phase, the numbers above; a third kind belongs in a test too."""
    sources = [path for app in ("templates", "phases", "projects") for path in (BASE / app).rglob("*.*")]
    texts = {path.name: path.read_text() for path in sources if path.suffix in {".html", ".py"}}
    found = {name for name, text in texts.items() if 'unsaved="autosave"' in text}
    assert found == {"_answer_form.html", "_counts.html"}
