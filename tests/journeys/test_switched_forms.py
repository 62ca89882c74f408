"""What stands in a form that was refused goes along when the language is switched."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, expect

from tests import factories
from tests.journeys.conftest import Site, Watched, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_what_was_typed_after_a_refusal_goes_along_without_a_question(
    site: Site, visit: Callable[..., Watched]
) -> None:
    initiative = factories.make_initiative(site.organisation, lead=site.lead)
    page = visit().page
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    sign_in(page, site, site.lead)
    page.goto(f"{site.url}{initiative.get_absolute_url()}edit/")
    page.locator("[name=title]").fill(" ")
    page.locator("main form:has([name=title]) button[type=submit]").first.click()
    expect(page.locator("form[data-unsaved-now]")).to_be_visible()
    page.locator("[name=title]").fill("Een titel van daarna")
    page.locator(".app-who button[name=language]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("[name=title]")).to_have_value("Een titel van daarna")
    assert asked == []
    initiative.refresh_from_db()
    assert initiative.title != "Een titel van daarna"
