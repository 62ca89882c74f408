"""With the colours of the system, what carries meaning is drawn in them: signs, chevrons, ticks, marks and focus."""

import pytest
from playwright.sync_api import Browser, Page, expect

from phases.models import ChecklistItem, ItemState
from tests import factories
from tests.browser import leave
from tests.journeys.conftest import Site, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FAINT = """() => [...document.querySelectorAll("svg.icon, .brand svg")].filter((sign) => {
  if (!sign.checkVisibility()) return false;
  const probe = document.createElement("span");
  sign.parentElement.append(probe);
  const wanted = getComputedStyle(probe).color;
  probe.remove();
  return [...sign.querySelectorAll("*")].some((part) => {
    const { fill, stroke } = getComputedStyle(part);
    return ![fill, stroke].some((colour) => colour === wanted);
  });
}).map((sign) => sign.parentElement.outerHTML.slice(0, 120))"""
"""Signs that are drawn in another colour than the system gives the words beside them."""


def opened(chromium: Browser, site: Site, scheme: str) -> Page:
    """Open a browser with colours of the system."""
    context = chromium.new_context(forced_colors="active", color_scheme=scheme, locale="nl")  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, site, site.lead)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_sign_has_the_colour_of_the_words_beside_it(site: Site, chromium: Browser, scheme: str) -> None:
    initiative = factories.make_initiative(site.organisation, lead=site.lead, title="Werk en inkomen")
    factories.make_stakeholder(initiative, "Buren", end_users=True)
    factories.make_stakeholder(initiative, "Raad")
    item = ChecklistItem.objects.published().filter(phase__code="needs-analysis").first()
    assert item is not None
    initiative.completions.model.settle(initiative, item, ItemState.DONE, "", by=site.lead)
    page = opened(chromium, site, scheme)
    here = initiative.get_absolute_url()
    seen = 0
    for path in (
        "/",
        here,
        f"{here}phases/needs-analysis/",
        f"{here}stakeholders/",
        "/toolkit/",
        "/roadmap/",
    ):
        page.goto(site.url + path)
        seen += page.locator("svg.icon").count()
        assert page.evaluate(FAINT) == [], path
    assert seen > 20
    page.goto(f"{site.url}{here}stakeholders/")
    for mark in page.locator(".nlist .nmark").all():
        assert mark.evaluate(
            "m => getComputedStyle(m).borderTopColor === getComputedStyle(document.body).color"
        )
    page.goto(f"{site.url}/toolkit/")
    expect(page.locator("select[name=order]")).to_have_css("background-image", "none")
    page.keyboard.press("Tab")
    assert page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2
    leave(page.context)
