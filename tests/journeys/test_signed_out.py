"""The session ends while someone writes: what was typed stays, and is saved after signing in in another tab."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from phases.models import Answer, Outcome
from projects.models import Session
from tests import factories
from tests.journeys.conftest import Site, Watched, sign_in
from tests.journeys.judging import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Watched]
WRITTEN = "Mensen wachten weken & niemand <b>zegt</b> waarom. " * 30


def sign_in_elsewhere(page: Page, site: Site) -> None:
    """Follow the link that opens a new tab, sign in there, and close it."""
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Log in in een nieuw tabblad").click()
    opened.value.wait_for_load_state()
    sign_in(opened.value, site, site.lead)
    opened.value.close()


def test_an_answer_that_is_being_written_stays_and_is_saved(site: Site, visit: Visit) -> None:
    initiative = factories.make_initiative(site.organisation, lead=site.lead)
    page = visit().page
    sign_in(page, site, site.lead)
    page.goto(f"{site.url}{initiative.get_absolute_url()}phases/needs-analysis/")
    Session.objects.all().delete()
    page.locator("textarea[name=text]").fill(WRITTEN)
    expect(page.get_by_text("Wat u typte, staat hier nog.")).to_be_visible()
    expect(page.get_by_text("Opslaan lukte niet.").first).to_be_visible()
    expect(page.locator("textarea[name=text]")).to_have_value(WRITTEN)
    sign_in_elsewhere(page, site)
    page.get_by_role("button", name="Probeer opnieuw").click()
    expect(page.get_by_text("Opgeslagen om").first).to_be_visible()
    expect(page.get_by_text("Wat u typte, staat hier nog.")).to_have_count(0)
    assert Answer.objects.get(initiative=initiative).text == WRITTEN
    page.locator("textarea[name=text]").fill("En nog iets.")
    expect(page.get_by_text("Versie 2")).to_be_visible()


def test_two_texts_on_one_page_are_both_kept(site: Site, visit: Visit) -> None:
    initiative = factories.make_initiative(site.organisation, lead=site.lead)
    workshop = factories.make_workshop(initiative)
    factories.make_stakeholder(initiative, "Mensen met schulden")
    page = visit().page
    sign_in(page, site, site.lead)
    page.goto(f"{site.url}{workshop.get_absolute_url()}log/")
    text = page.locator("#outcomes textarea[name=text]")
    text.fill(WRITTEN)
    page.locator("#outcomes label", has_text="Inzicht").click()
    Session.objects.all().delete()
    numbers = page.locator("input[inputmode=numeric]").first
    numbers.fill("7")
    numbers.blur()
    expect(page.get_by_text("Wat u typte, staat hier nog.")).to_be_visible()
    expect(text).to_have_value(WRITTEN)
    sign_in_elsewhere(page, site)
    page.locator("#outcomes form button[type=submit]").last.click()
    expect(page.locator("#outcomes textarea[name=text]")).to_have_value("")
    assert Outcome.objects.get(workshop=workshop).text == WRITTEN.strip()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_form_that_was_sent_too_late_comes_back(scripts: bool, site: Site, visit: Visit) -> None:
    initiative = factories.make_initiative(site.organisation, lead=site.lead)
    page = visit(scripts=scripts).page
    sign_in(page, site, site.lead)
    page.goto(f"{site.url}{initiative.get_absolute_url()}stakeholders/new/")
    page.fill("[name=name]", "Mensen met schulden")
    page.select_option("[name=kind]", "group")
    page.fill("[name=stake]", WRITTEN[:400])
    Session.objects.all().delete()
    page.locator("main .formpage button[type=submit]").first.click()
    expect(page.get_by_role("heading", name="U bent uitgelogd")).to_be_visible()
    expect(page.get_by_text("Mensen wachten weken").first).to_be_visible()
    assert not scripts or violations(page) == []
    sign_in_elsewhere(page, site)
    page.get_by_role("button", name="Verstuur wat ik typte").click()
    expect(page.get_by_role("heading", name="Verstuur het nog een keer")).to_be_visible()
    page.get_by_role("button", name="Verstuur wat ik typte").click()
    page.wait_for_url(lambda url: "stakeholders" in url)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator("[name=stake]").count() == 0 or page.locator("[name=stake]").input_value()
