"""A lead writes the promise: what is typed stands at once as a reader will see it, and works without scripts too."""

from collections.abc import Callable

import pytest

from projects.models import Initiative
from tests import factories
from tests.journeys.conftest import Site, Watched, sign_in

pytestmark = pytest.mark.browser

TYPED = {
    "fixed": "De wet en het geld.",
    "negotiable": "Waar het loket komt.",
    "decided_by": "De gemeenteraad",
    "follow_up": "Alles wordt gelezen.",
}


@pytest.fixture
def initiative(site: Site) -> Initiative:
    return factories.make_initiative(site.organisation, lead=site.lead, title="Het loket", language="nl")


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_promise_is_written_and_read(
    scripts: bool, width: int, site: Site, initiative: Initiative, visit: Callable[..., Watched]
) -> None:
    page = visit(width=width, scripts=scripts).page
    sign_in(page, site, site.lead)
    page.goto(f"{site.url}{initiative.get_absolute_url()}")
    page.click("text=Naar de belofte")
    card = page.locator(".promise")
    page.check("[name=level][value=consult]")
    for name, words in TYPED.items():
        page.fill(f"[name={name}]", words)
        if scripts:
            assert words in card.inner_text(), name
    meaning = "U zegt wat u ervan vindt. U hoort wat we daarmee doen."
    assert (meaning in card.inner_text()) is scripts
    page.click("main form .nl-button--primary")
    page.wait_for_selector("text=Deze belofte geldt vanaf nu.")
    read = card.inner_text()
    assert [words for words in (*TYPED.values(), meaning) if words not in read] == []
    assert initiative.promises.get().level == "consult"
