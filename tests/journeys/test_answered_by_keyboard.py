"""With the keys alone: five outcomes into a theme, what is done with it and why, and that people were told."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from phases.models import Feedback, Theme, Workshop
from tests import factories
from tests.journeys.conftest import Site, Watched, sign_in
from tests.unsaved.writing import until

pytestmark = pytest.mark.browser

MOST_STEPS = 80
"""So many times Tab is pressed at most to get anywhere."""
IS_HERE = "(selector) => document.activeElement.matches(selector)"
IS_SEEN = """
() => {
  const place = document.activeElement.getBoundingClientRect();
  return place.width > 0 && place.bottom > 0 && place.top < innerHeight;
}
"""


@pytest.fixture
def workshop(site: Site) -> Workshop:
    initiative = factories.make_initiative(
        site.organisation, lead=site.lead, title="Het loket", language="nl"
    )
    factories.make_stakeholder(initiative, "Werkzoekenden", end_users=True)
    begin = timezone.now() - timedelta(days=1)
    workshop = factories.make_workshop(
        initiative,
        factories.make_phases()[0],
        title="Banencafé",
        starts_at=begin,
        ends_at=begin + timedelta(hours=2),
        feedback_due=timezone.localdate(),
    )
    for number in range(5):
        factories.make_outcome(workshop, kind="idea", text=f"Idee {number}")
    return workshop


def tab_to(page: Page, selector: str) -> None:
    """Go on by Tab until something has the focus, which can then be seen."""
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate(IS_HERE, selector):
            assert until(page, lambda: page.evaluate(IS_SEEN)), selector  # the page moves along
            return
    raise AssertionError(f"{selector} cannot be reached by Tab")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_theme_its_feedback_and_the_telling_need_no_mouse(
    scripts: bool, site: Site, workshop: Workshop, visit: Callable[..., Watched]
) -> None:
    page, base = visit(scripts=scripts).page, workshop.initiative.get_absolute_url()
    sign_in(page, site, site.lead)
    page.goto(f"{site.url}{base}feedback/")
    for outcome in workshop.outcomes.all():
        tab_to(page, f"input[name=outcome][value='{outcome.pk}']")
        page.keyboard.press("Space")
    tab_to(page, "[name=name]")
    page.keyboard.type("Openingstijden")
    page.keyboard.press("Enter")
    page.wait_for_selector(".theme:has-text('Openingstijden')")
    page.wait_for_load_state()
    theme = Theme.objects.get()
    assert theme.outcomes.count() == 5

    tab_to(page, f"a[href='{theme.get_absolute_url()}']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{theme.get_absolute_url()}")
    tab_to(page, "[name=kind]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    chosen = page.evaluate("document.activeElement.value")
    tab_to(page, "[name=because]")
    page.keyboard.type("veel mensen overdag werken.")
    tab_to(page, "main form button.nl-button--primary")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Opgeslagen. Vertel het aan de deelnemers.")
    page.wait_for_load_state()
    given = Feedback.objects.get()
    assert (given.kind, given.because) == (chosen, "veel mensen overdag werken.")

    page.goto(f"{site.url}{theme.get_absolute_url()}report-back/")
    tab_to(page, "[name=how]")
    page.keyboard.type("In de zaal")
    tab_to(page, "[name=groups]")
    page.keyboard.press("Space")
    tab_to(page, ".formpage button.nl-button--primary")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Opgeslagen. Dit kregen deelnemers te horen.")
    assert theme.tellings.get().groups.get().name == "Werkzoekenden"
