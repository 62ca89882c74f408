"""The log of a workshop in a real browser: what is typed is taken along, and nothing stands behind a bar."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from phases.models import Outcome, Phase, Workshop
from projects.models import Initiative, Session, Stakeholder
from tests import factories
from tests.journeys.conftest import Site, Watched, sign_in

pytestmark = [pytest.mark.browser]

Visit = Callable[..., Watched]
TYPED = "Laat een werkgever een avond achter de balie zitten."


@pytest.fixture
def workshop(site: Site) -> Workshop:
    """Return a workshop of yesterday with a group of which 25 were counted."""
    initiative = factories.make_initiative(site.organisation, lead=site.lead)
    group = factories.make_stakeholder(initiative, "Werkzoekenden", end_users=True)
    workshop = factories.make_workshop(initiative, Phase.objects.get(code="co-design"))
    workshop.count_people({group: 25}, by=site.lead)
    return workshop


def open_log(site: Site, workshop: Workshop, watched: Watched) -> Page:
    """Sign in and open the log."""
    sign_in(watched.page, site, site.lead)
    watched.page.goto(f"{site.url}{workshop.get_absolute_url()}log/")
    return watched.page


@pytest.mark.parametrize("scripts", [True, False])
def test_what_is_typed_is_taken_along_when_the_log_is_completed(
    scripts: bool, site: Site, workshop: Workshop, visit: Visit
) -> None:
    page = open_log(site, workshop, visit(width=390, scripts=scripts))
    sentence = page.get_by_text("Rondt u af, dan nemen we die mee.")
    expect(sentence).to_be_hidden()
    page.fill("#outcomes textarea", TYPED)
    expect(sentence).to_be_visible()
    expect(page.locator(".nl-button--primary:visible")).to_have_text("Voeg toe")
    page.locator("label.chip", has_text="Idee").click()
    page.get_by_role("button", name="Rond het verslag af").click()
    expect(page.get_by_text("Verslag afgerond door Lea Lead")).to_be_visible()
    expect(page.locator(".outcome")).to_contain_text(TYPED)
    assert Outcome.objects.get().text == TYPED


@pytest.mark.parametrize("scripts", [True, False])
def test_what_cannot_be_taken_along_comes_back_on_the_page(
    scripts: bool, site: Site, workshop: Workshop, visit: Visit
) -> None:
    page = open_log(site, workshop, visit(width=390, scripts=scripts))
    page.fill("#outcomes textarea", TYPED)
    page.get_by_role("button", name="Rond het verslag af").click()
    expect(page.get_by_text("Kies: Wat voor")).to_have_count(2)
    expect(page.locator("#outcomes textarea")).to_have_value(TYPED)
    assert Workshop.objects.get().logged_at is None
    page.locator("label.chip", has_text="Idee").click()
    page.get_by_role("button", name="Rond het verslag af").click()
    expect(page.get_by_text("Verslag afgerond door Lea Lead")).to_be_visible()


def test_a_number_that_races_with_completing_is_stored(site: Site, workshop: Workshop, visit: Visit) -> None:
    page = open_log(site, workshop, visit(width=390))
    page.get_by_role("textbox", name="Werkzoekenden").fill("8")
    page.get_by_role("button", name="Rond het verslag af").click()
    expect(page.get_by_text("Verslag afgerond door Lea Lead")).to_be_visible()
    assert Workshop.objects.get().attendance.get().people == 8


@pytest.mark.parametrize("typed", ["25-30", "30-", "5e"])
def test_what_is_no_number_stays_in_its_field_and_nothing_is_saved(
    typed: str, site: Site, workshop: Workshop, visit: Visit
) -> None:
    page = open_log(site, workshop, visit(width=390))
    field = page.get_by_role("textbox", name="Werkzoekenden")
    field.fill("")
    field.press_sequentially(typed)
    field.press("Tab")
    expect(page.get_by_text("Vul een heel getal in.")).to_be_visible()
    expect(field).to_have_value(typed)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".save-state--done:visible")).to_have_count(0)
    assert Workshop.objects.get().attendance.get().people == 25
    field.fill("26")
    field.press("Tab")
    expect(page.locator(".save-state--done:visible")).to_have_count(1)
    expect(page.get_by_text("Vul een heel getal in.")).to_have_count(0)
    assert Workshop.objects.get().attendance.get().people == 26


def test_steps_count_in_a_text_field(site: Site, workshop: Workshop, visit: Visit) -> None:
    page = open_log(site, workshop, visit(width=390))
    field = page.get_by_role("textbox", name="Werkzoekenden")
    page.get_by_role("button", name="Werkzoekenden: één meer").click()
    page.get_by_role("button", name="Werkzoekenden: één meer").click()
    page.get_by_role("button", name="Werkzoekenden: één minder").click()
    expect(field).to_have_value("26")
    expect(page.locator("#total")).to_contain_text("26 mensen")
    field.fill("25-30")
    page.get_by_role("button", name="Werkzoekenden: één meer").click()
    expect(field).to_have_value("25-30")


def test_another_group_leads_back_into_the_log(site: Site, workshop: Workshop, visit: Visit) -> None:
    page = open_log(site, workshop, visit(width=390))
    log = page.url
    page.get_by_role("link", name="Andere groep").click()
    page.fill("[name=name]", "Buren")
    page.get_by_role("button", name="Opslaan en nog een toevoegen").click()
    expect(page.get_by_text("‘Buren’ staat in het register.")).to_be_visible()
    expect(page.locator("[name=name]")).to_have_value("")
    page.fill("[name=name]", "Winkeliers")
    page.get_by_role("button", name="Zet in het register").click()
    page.wait_for_url(log)
    expect(page.get_by_role("textbox", name="Winkeliers")).to_be_visible()
    assert Stakeholder.objects.count() == 3


HIDDEN = """() => {
  const stop = document.activeElement;
  if (!stop || stop === document.body) return null;
  const box = (stop.matches(".chip input") ? stop.nextElementSibling : stop).getBoundingClientRect();
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  const seen = [0.1, 0.5, 0.9].some((x) => [0.1, 0.5, 0.9].some((y) => {
    const there = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
    return there && (stop.contains(there) || there.contains(stop) || there.parentElement === stop.parentElement);
  }));
  return seen ? null : stop.outerHTML.slice(0, 120);
}"""


def walk(page: Page, most: int = 140) -> tuple[int, list[str]]:
    """Go through a page by Tab; give how many stops there are, and which of them cannot be seen."""
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("scrollTo(0, 0); document.querySelector('.nl-skip-link').focus()")
    stops, hidden = 0, []
    for _time in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        stops += 1
        if behind := page.evaluate(HIDDEN):
            hidden.append(str(behind))
    return stops, hidden


def pages_of(initiative: Initiative, workshop: Workshop) -> dict[str, str]:
    """Return the pages that have, or had, a part that stays in sight while one scrolls."""
    start = initiative.get_absolute_url()
    return {
        "log": f"{workshop.get_absolute_url()}log/",
        "outcome": Outcome.objects.get().workshop.get_absolute_url()
        + f"outcomes/{Outcome.objects.get().pk}/",
        "phase": f"{start}phases/needs-analysis/",
        "plan": f"{start}workshops/new/",
        "register": f"{start}stakeholders/",
    }


@pytest.mark.parametrize("zoomed", [False, True])
@pytest.mark.parametrize("name", ["log", "outcome", "phase", "plan", "register"])
def test_no_stop_of_the_keyboard_is_hidden_behind_a_bar(
    name: str, zoomed: bool, site: Site, workshop: Workshop, visit: Visit
) -> None:
    factories.make_outcome(workshop, text=TYPED)
    for number in range(6):
        factories.make_stakeholder(workshop.initiative, f"Groep {number}")
    page = open_log(site, workshop, visit(width=390))
    page.set_viewport_size({"width": 390, "height": 664} if not zoomed else {"width": 320, "height": 400})
    page.goto(site.url + pages_of(workshop.initiative, workshop)[name])
    if name == "log":
        page.fill("#outcomes textarea", TYPED)
    stops, hidden = walk(page)
    assert stops > 15
    assert hidden == []


@pytest.mark.parametrize(("width", "height"), [(390, 664), (320, 400)])
def test_no_stop_is_hidden_behind_the_bar_that_warns_before_signing_out(
    width: int, height: int, site: Site, workshop: Workshop, visit: Visit
) -> None:
    for number in range(6):
        factories.make_stakeholder(workshop.initiative, f"Groep {number}")
    page = open_log(site, workshop, visit(width=width))
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{site.url}{workshop.initiative.get_absolute_url()}stakeholders/")
    now = timezone.now()
    Session.objects.update(expire_date=now + timedelta(minutes=4), seen_at=now - timedelta(minutes=56))
    page.evaluate("htmx.ajax('GET', '/account/session/', {target: '#session', swap: 'outerHTML'})")
    expect(page.get_by_role("button", name="Blijf ingelogd")).to_be_visible()
    stops, hidden = walk(page)
    assert stops > 15
    assert hidden == []


def test_a_bar_over_the_page_is_seen_by_this_walk(site: Site, workshop: Workshop, visit: Visit) -> None:
    """The control: with the bar of before, stops are hidden."""
    page = open_log(site, workshop, visit(width=390))
    page.set_viewport_size({"width": 390, "height": 664})
    page.evaluate("""() => {
      const bar = document.createElement("div");
      Object.assign(bar.style, {position: "fixed", bottom: "0", insetInline: "0", height: "140px", background: "#fff"});
      document.documentElement.style.scrollPaddingBlockEnd = "0";
      document.body.append(bar);
    }""")
    _stops, hidden = walk(page)
    assert len(hidden) > 3


@pytest.fixture
def long_register(workshop: Workshop) -> list[Stakeholder]:
    """Return the groups of a register of which the log shows a part at a time."""
    for number in range(60):
        factories.make_stakeholder(workshop.initiative, f"Groep {number}")
    return list(workshop.initiative.stakeholders.all())


@pytest.mark.parametrize("scripts", [True, False])
def test_what_is_typed_is_kept_where_one_goes_to_more_groups_and_back(
    scripts: bool, site: Site, workshop: Workshop, long_register: list[Stakeholder], visit: Visit
) -> None:
    page = open_log(site, workshop, visit(width=390, scripts=scripts))
    early, late = long_register[3], long_register[55]
    page.fill(f"[name=people-{early.pk}]", "7")
    more = page.locator(f".{'with' if scripts else 'without'}-scripts", has_text="Meer groepen")
    more.click()
    page.fill(f"[name=people-{late.pk}]", "9")
    page.locator(f".{'with' if scripts else 'without'}-scripts", has_text="Naar de eerste groepen").click()
    expect(page.locator(f"[name=people-{early.pk}]")).to_have_value("7")
    stored = dict(workshop.attendance.values_list("stakeholder", "people"))
    assert stored == {long_register[0].pk: 25, early.pk: 7, late.pk: 9}
    expect(page.locator("#total")).to_contain_text("41 mensen")


@pytest.mark.parametrize("scripts", [True, False])
def test_an_outcome_that_is_typed_is_not_lost_where_one_goes_to_more_groups(
    scripts: bool, site: Site, workshop: Workshop, long_register: list[Stakeholder], visit: Visit
) -> None:
    page = open_log(site, workshop, visit(width=390, scripts=scripts))
    page.fill(f"[name=people-{long_register[3].pk}]", "7")
    page.fill("#outcomes textarea", TYPED)
    page.locator(f".{'with' if scripts else 'without'}-scripts", has_text="Meer groepen").click()
    page.wait_for_url("**/log/?groups=50#who" if scripts else "**/attendance/")
    expect(page.locator("#outcomes textarea")).to_have_value(TYPED)
    assert workshop.attendance.get(stakeholder=long_register[3]).people == 7
