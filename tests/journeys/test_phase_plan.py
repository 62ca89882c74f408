"""A lead plans the gate of a phase from the overview, and reads it there; with scripts and without."""

from collections.abc import Callable

import pytest

from tests import factories
from tests.journeys.conftest import Site, Watched, sign_in

pytestmark = pytest.mark.browser

TYPED = {
    "planned_on_day": "12",
    "planned_on_month": "1",
    "planned_on_year": "2199",
    "decided_by": "De gemeenteraad",
    "ask": "Mag het loket blijven?",
}


@pytest.mark.parametrize(("width", "scripts"), [(1280, False), (390, True)])
def test_a_gate_is_planned_and_stands_on_the_overview(
    width: int, scripts: bool, site: Site, visit: Callable[..., Watched]
) -> None:
    initiative = factories.make_initiative(site.organisation, lead=site.lead, language="nl")
    page = visit(width=width, scripts=scripts).page
    sign_in(page, site, site.lead)
    page.goto(f"{site.url}{initiative.get_absolute_url()}")
    page.click("text=Plan het beslismoment")
    for name, words in TYPED.items():
        page.fill(f"[name={name}]", words)
    page.click("main form .nl-button--primary")
    page.locator(".message").wait_for()
    page.goto(f"{site.url}{initiative.get_absolute_url()}")
    read = page.locator("[aria-labelledby=gate]").inner_text()
    for words in ("12 januari 2199, De gemeenteraad", "De vraag: Mag het loket blijven?", "Wijzig het plan"):
        assert words in read, words
