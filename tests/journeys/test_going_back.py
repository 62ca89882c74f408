"""Back, after a list was narrowed without a reload: the page before, whole, with its header and its search box."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.journeys.conftest import Site, Watched, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Watched]


@pytest.mark.parametrize("path", ["/toolkit/", "/search/"])
def test_back_after_two_searches_gives_the_first_with_the_whole_page(
    site: Site, visit: Visit, path: str
) -> None:
    page = visit().page
    page.goto(site.url + path)
    for words in ("verhalen", "spel"):
        page.fill("[name=q]", words)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**q={words}*")
    page.go_back()
    page.wait_for_url("**q=verhalen*")
    expect(page.locator("header.app-header")).to_have_count(1)
    expect(page.locator("main [name=q]")).to_have_value("verhalen")
    expect(page.locator("#found")).to_have_count(1)
    page.locator("header button[name=language]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("main [name=q]")).to_have_value("verhalen")


def test_back_in_the_adviser_gives_the_whole_page(site: Site, visit: Visit) -> None:
    initiative = factories.make_initiative(site.organisation, lead=site.lead, title="Werk en inkomen")
    page = visit().page
    sign_in(page, site, site.lead)
    page.goto(f"{site.url}{initiative.get_absolute_url()}phases/needs-analysis/adviser/")
    for minutes in ("60", "120"):
        page.fill("[name=minutes]", minutes)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**minutes={minutes}*")
    page.go_back()
    page.wait_for_url("**minutes=60*")
    expect(page.locator("header.app-header")).to_have_count(1)
    expect(page.locator("[name=minutes]")).to_have_value("60")
