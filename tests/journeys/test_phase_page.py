"""The page of a phase: the open question in sight, everything where it was, one state at a time, all of it on paper."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from phases.models import Answer, ItemCompletion, ItemState, Phase, Question
from projects.models import Initiative, Role
from tests import factories
from tests.journeys.conftest import Site, Watched, sign_in
from tests.journeys.judging import overflow, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Watched]
WITH_QUESTIONS = ("needs-analysis", "co-design", "co-production")
BOX = "textarea[name=text]"
LONG = "Hoe zorgt u ervoor dat mensen die bij het Arbeidsongeschiktheidsverzekeringsfonds wachten, zelf kunnen zeggen wat zij nodig hebben?"
PAUSES = 8


@pytest.fixture
def initiative(site: Site) -> Initiative:
    """Return an initiative of the lead, with a title that is not short."""
    return factories.make_initiative(
        site.organisation, lead=site.lead, title="Samen zoeken naar werk dat past in Voorbeeldstad"
    )


@pytest.fixture
def page(site: Site, initiative: Initiative, visit: Visit) -> Page:
    """Return a browser of the lead on a screen of 1280 by 800."""
    page = visit().page
    page.set_viewport_size({"width": 1280, "height": 800})
    sign_in(page, site, site.lead)
    return page


def open_phase(page: Page, initiative: Initiative, code: str, more: str = "") -> None:
    """Open the page of a phase."""
    page.goto(
        f"{page.url.split('/', 3)[0]}//{page.url.split('/', 3)[2]}{initiative.get_absolute_url()}phases/{code}/{more}"
    )
    page.evaluate("document.fonts.ready")


def choose(page: Page, language: str) -> None:
    """Choose a language as people do."""
    if page.locator("html").get_attribute("lang") != language:
        page.locator(f".app-who button[lang={language}]").click()
        expect(page.locator("html")).to_have_attribute("lang", language)


def bottom_of_box(page: Page) -> float:
    """Return where the answer box ends, from the top of the screen."""
    box = page.locator(BOX).bounding_box()
    assert box
    return box["y"] + box["height"]


def test_the_answer_box_is_on_the_first_screen_of_every_phase_in_both_languages(
    page: Page, initiative: Initiative
) -> None:
    ends = {}
    for code in WITH_QUESTIONS:
        open_phase(page, initiative, code)
        for language in ("nl", "en"):
            choose(page, language)
            for question in Question.objects.published().filter(phase__code=code):
                open_phase(page, initiative, code, f"?question={question.code}")
                ends[code, language, question.label] = bottom_of_box(page)
    assert len(ends) == 2 * Question.objects.published().count()
    assert {place: end for place, end in ends.items() if end > 800} == {}


def test_the_answer_box_is_on_the_first_screen_for_a_long_question_too(
    page: Page, initiative: Initiative
) -> None:
    question = Question.objects.published().filter(phase__code="co-design").first()
    assert question
    Question.objects.filter(pk=question.pk).update(prompt=factories.text(LONG), revision=2)
    Answer.record(initiative, question, "Een antwoord", by=initiative.updated_by, version=0)
    Answer.objects.update(question_revision=1)
    open_phase(page, initiative, "co-design", f"?question={question.code}")
    expect(page.get_by_role("heading", level=2, name=LONG)).to_be_visible()
    assert bottom_of_box(page) <= 800


def test_on_a_phone_the_help_is_one_line_and_beside_the_box_on_a_desk(
    page: Page, initiative: Initiative
) -> None:
    open_phase(page, initiative, "co-production")
    beside = page.locator("details.guidance").bounding_box()
    box = page.locator(BOX).bounding_box()
    assert beside
    assert box
    assert beside["x"] > box["x"] + box["width"]
    page.set_viewport_size({"width": 390, "height": 800})
    page.reload()
    folded = page.locator("details.guidance").bounding_box()
    assert folded
    assert folded["height"] < 60
    reached = page.locator(BOX).bounding_box()
    assert reached
    assert reached["y"] + 5 * 29 < 800  # five lines of it
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_finished_answer_says_so_and_offers_the_next_question(page: Page, initiative: Initiative) -> None:
    open_phase(page, initiative, "co-production")
    page.fill(BOX, "Met brieven en met de telefoon.")
    page.get_by_role("button", name="Antwoord is afgerond").click()
    told = page.locator("#finished")
    expect(told).to_contain_text("Uw antwoord op vraag 3.1 is afgerond.")
    expect(told).to_be_focused()
    expect(page.locator("#jump-questions")).to_have_text("1 van 6")
    page.get_by_role("link", name="Volgende vraag").click()
    expect(page.locator(".kicker-dark")).to_have_text("Vraag 3.2, nu open")
    page.goto(page.url.replace("question=", "finished="))
    expect(page.locator("#finished")).to_have_count(0)
    expect(page.locator(BOX)).to_be_visible()


def numbers(page: Page) -> list[str]:
    """Return every number of the page that follows from the checklist."""
    places = ("#jump-checklist", "#count-checklist", "#jump-gate", "#gate-missing", "#strip-1")
    return [" ".join(page.locator(place).inner_text().split()) for place in places]


def test_ticking_leaves_the_eye_and_the_focus_and_every_number_follows(
    page: Page, initiative: Initiative
) -> None:
    open_phase(page, initiative, "needs-analysis")
    for _time in range(2):  # tick, and open again
        before = numbers(page)
        tick = page.locator("#checklist-section .tick").nth(2)
        tick.scroll_into_view_if_needed()
        scrolled, box = page.evaluate("scrollY"), tick.bounding_box()
        pressed = tick.get_attribute("aria-pressed")
        tick.click()
        expect(tick).not_to_have_attribute("aria-pressed", str(pressed))
        expect(tick).to_be_focused()
        assert page.evaluate("scrollY") == scrolled
        assert tick.bounding_box() == box
        after = numbers(page)
        assert all(one != other for one, other in zip(before, after, strict=True)), after
        page.reload()
        assert numbers(page) == after
        page.evaluate(
            "document.querySelectorAll('#checklist-section details.fold').forEach(fold => { fold.open = true })"
        )


def test_a_refused_item_leaves_the_rest_and_says_why_where_it_stands(
    page: Page, initiative: Initiative
) -> None:
    open_phase(page, initiative, "needs-analysis")
    items = page.locator("#checklist-section .item")
    there = items.count()
    item = items.nth(1)
    item.locator("summary").click()
    item.get_by_role("button", name="Niet van toepassing").click()
    expect(item.get_by_role("alert")).to_be_visible()
    expect(item.get_by_role("textbox")).to_be_focused()
    assert items.count() == there
    expect(page.get_by_role("heading", name="Checklist")).to_be_visible()
    item.get_by_role("textbox").fill("Er zijn hier geen medewerkers.")
    item.get_by_role("button", name="Niet van toepassing").click()
    expect(item).to_contain_text("Overgeslagen, met reden: Er zijn hier geen medewerkers.")
    assert ItemCompletion.objects.get().state == ItemState.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("status", "body"),
    [(422, "<p>Nee.</p>"), (409, ""), (200, "<!doctype html><html><body>Inloggen</body></html>")],
)
def test_what_does_not_bring_back_its_place_takes_nothing_away(
    page: Page, initiative: Initiative, status: int, body: str
) -> None:
    open_phase(page, initiative, "needs-analysis")
    page.route(
        "**/checklist/**", lambda route: route.fulfill(status=status, body=body, content_type="text/html")
    )
    items = page.locator("#checklist-section .item")
    there = items.count()
    with page.expect_response("**/checklist/**"):
        items.nth(0).locator(".tick").click()
    page.wait_for_timeout(300)
    assert items.count() == there
    expect(items.nth(0).locator(".tick")).to_be_focused()


def test_a_note_that_is_typed_goes_along_with_the_tick_and_enter_keeps_the_state(
    page: Page, initiative: Initiative
) -> None:
    open_phase(page, initiative, "needs-analysis")
    item = page.locator("#checklist-section .item").nth(0)
    item.locator("summary").click()
    item.get_by_role("textbox").fill("Zie het plan van mei")
    item.locator(".tick").click()
    expect(item).to_contain_text("Zie het plan van mei")
    item.get_by_role("textbox").fill("Zie het plan van juni")
    item.get_by_role("textbox").press("Enter")
    expect(item.locator(".item__meta")).to_contain_text("Zie het plan van juni")
    row = ItemCompletion.objects.get()
    assert (row.state, row.note) == (ItemState.DONE, "Zie het plan van juni")
    item.get_by_role("textbox").fill("Zie het plan van juli")
    item.locator(".tick").click()
    expect(item.locator(".tick")).to_have_attribute("aria-pressed", "false")
    expect(item.get_by_role("textbox")).to_have_value("Zie het plan van juli")


def test_the_focus_stays_where_the_keyboard_brought_it(page: Page, initiative: Initiative) -> None:
    open_phase(page, initiative, "co-production")
    for time, presses in enumerate((1, 1, 2)):
        page.locator(BOX).click()
        page.keyboard.type(f"Zin {time} erbij. ")
        for _time in range(presses):
            page.keyboard.press("Tab")
        now = "document.activeElement.localName + document.activeElement.textContent.trim()"
        focused = page.evaluate(now)
        saved = Answer.objects.filter(text__contains=f"Zin {time} erbij.")
        wait_for(page, saved.exists)
        page.wait_for_timeout(500)
        assert page.evaluate(now) == focused != "body"


def wait_for(page: Page, holds: Callable[[], Any]) -> None:
    """Wait until something holds, at most ten seconds."""
    for _time in range(100):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never came")


def test_typing_with_pauses_is_announced_once_after_it_stopped(page: Page, initiative: Initiative) -> None:
    open_phase(page, initiative, "co-production")
    page.evaluate(
        "window.said = []; new MutationObserver(() => { const words = document.getElementById('live').textContent;"
        " if (words) window.said.push(words) }).observe(document.getElementById('live'), {childList: true, characterData: true, subtree: true})"
    )
    page.locator(BOX).click()
    for number in range(PAUSES):
        page.keyboard.type(f"Zin {number}. ")
        page.wait_for_timeout(1_700)
    assert page.evaluate("window.said") == []
    wait_for(page, lambda: page.evaluate("window.said.length"))
    page.wait_for_timeout(1_500)
    said = page.evaluate("window.said")
    assert len(said) == 1
    assert said[0].startswith("Opgeslagen om")


def test_when_the_session_is_over_one_state_stands_there_and_nothing_covers_the_way_out(
    page: Page, initiative: Initiative
) -> None:
    for width, height in ((1280, 800), (390, 700)):
        page.set_viewport_size({"width": width, "height": height})
        open_phase(page, initiative, "co-production")
        page.locator(BOX).click()
        page.keyboard.type("Eerst bewaard. ")
        expect(page.locator(".save-state--done")).to_be_visible()
        expect(page.locator(".save-state--done")).to_contain_text("Opgeslagen om")
        cookies = page.context.cookies()
        page.context.clear_cookies()
        page.keyboard.type("Dan niet meer.")
        expect(page.locator(".save-failed")).to_be_visible()
        expect(page.locator(".session-end")).to_be_visible()
        assert page.locator(".save-state").locator("visible=true").all_inner_texts() == []
        page.wait_for_timeout(500)
        assert page.evaluate(
            "(() => { const button = document.querySelector('.save-failed button'); const box = button.getBoundingClientRect();"
            " return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === button })()"
        )
        page.context.add_cookies(cookies)  # type: ignore[arg-type]
        page.get_by_role("button", name="Probeer opnieuw").click()
        expect(page.locator(".save-failed")).to_be_hidden()
        expect(page.locator(".save-state--done")).to_be_visible()
        expect(page.locator("body :focus")).to_have_count(1)


def lines(count: int, word: str) -> str:
    """Return a text of so many lines, each of which is found back."""
    return "\n".join(f"{word} nummer {number}." for number in range(1, count + 1))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_text_field_prints_all_that_stands_in_it(
    site: Site, initiative: Initiative, visit: Visit, tmp_path: Path, scripts: bool
) -> None:
    page = visit(scripts=scripts).page
    sign_in(page, site, site.lead)
    question = Question.objects.published().filter(phase__code="co-production").first()
    assert question
    Answer.record(initiative, question, lines(80, "Regel"), by=site.lead, version=0)
    home = f"{site.url}{initiative.get_absolute_url()}"
    phase = Phase.objects.get(code="co-design")
    workshop = factories.make_workshop(initiative, phase, purpose=lines(40, "Doel"))
    for address, word, count in (
        (f"{home}phases/co-production/", "Regel", 80),
        (f"{workshop.get_absolute_url()}edit/", "Doel", 40),
    ):
        page.goto(address if address.startswith("http") else site.url + address)
        place = tmp_path / "page.pdf"
        page.pdf(path=place, format="A4")
        said = subprocess.run(["pdftotext", place, "-"], capture_output=True, text=True, check=True).stdout
        lost = [number for number in range(1, count + 1) if f"{word} nummer {number}." not in said]
        assert lost == [], address
        if scripts:
            assert page.locator(".printed").count() == 0


def test_who_reads_along_sees_question_answer_and_gate_without_anything_to_fill_in(
    site: Site, initiative: Initiative, visit: Visit
) -> None:
    question = Question.objects.published().filter(phase__code="co-production").first()
    assert question
    Answer.record(initiative, question, "Wij bellen iedere week.", by=site.lead, version=0)
    observer = factories.make_team_member(initiative, Role.OBSERVER, name="Olga Observer", language="nl")
    page = visit().page
    sign_in(page, site, observer)
    page.goto(f"{site.url}{initiative.get_absolute_url()}phases/co-production/")
    expect(page.get_by_text("Wij bellen iedere week.")).to_be_visible()
    assert page.locator("main textarea, main button").count() == 0
    page.get_by_role("link", name="Bekijk wat het beslismoment vraagt").click()
    expect(page.get_by_role("heading", name="Wat dit beslismoment vraagt")).to_be_visible()
    assert page.locator("main form").count() == 0


@pytest.mark.parametrize(("width", "language"), [(1280, "nl"), (320, "en")])
def test_no_state_of_the_page_has_a_fault_that_axe_can_see(
    site: Site, initiative: Initiative, visit: Visit, width: int, language: str
) -> None:
    site.lead.language = language
    site.lead.save()
    page = visit(width=width, language=language).page
    sign_in(page, site, site.lead)
    found = []

    def look(code: str, more: str = "") -> None:
        open_phase(page, initiative, code, more)
        found.extend(violations(page) + overflow(page))

    look("needs-analysis")
    look("troubleshooting")
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    found += violations(page)
    look("co-design")
    page.evaluate(
        "document.querySelectorAll('#checklist-section details').forEach(fold => { fold.open = true })"
    )
    item = page.locator("#checklist-section .item").nth(0)
    item.locator("button[value=not-applicable]").click()
    expect(item.get_by_role("alert")).to_be_visible()
    found += violations(page)
    item.get_by_role("textbox").fill("Arbeidsongeschiktheidsverzekeringsmaatschappijen " * 3)
    item.locator("button[value=not-applicable]").click()
    expect(item.locator(".tick--na")).to_be_visible()
    found += violations(page) + overflow(page)
    page.locator(".answer .end button").click()
    expect(page.locator(".errorbox[role=alert]:visible")).to_be_visible()
    found += violations(page)
    Answer.record(initiative, Question.objects.get(label="2.1"), "Sneller", by=site.lead, version=0)
    page.fill(BOX, "Later")
    expect(page.locator(".conflict")).to_be_visible()
    found += violations(page) + overflow(page)
    Answer.objects.get().finish(by=site.lead)
    code = Question.objects.get(label="2.1").code
    look("co-design", f"?finished={code}")
    look("co-design", f"?question={code}")
    look("co-design", "gate/")
    assert found == []
