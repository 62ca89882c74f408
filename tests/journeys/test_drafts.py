"""What someone types in the log is kept on the device, for that person only and not for ever."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, expect

from phases.models import Outcome, Workshop
from projects.models import Role
from tests import factories
from tests.journeys.conftest import Site, Watched, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Watched]
WORDS = "Overdag kunnen veel mensen niet bellen."


@pytest.fixture
def workshop(site: Site) -> Workshop:
    """Plan a workshop of the lead's initiative."""
    initiative = factories.make_initiative(site.organisation, lead=site.lead)
    return factories.make_workshop(initiative)


def log(page: Page, site: Site, workshop: Workshop) -> Any:
    page.goto(f"{site.url}{workshop.get_absolute_url()}log/")
    return page.locator("#outcomes textarea[name=text]")


def kept(page: Page) -> list[dict[str, Any]]:
    """Return what the browser keeps for this site."""
    found = page.evaluate("Object.entries({...localStorage}).filter(([key]) => key.startsWith('draft '))")
    return [json.loads(value) for _key, value in found]


def type_a_draft(page: Page, site: Site, workshop: Workshop) -> None:
    sign_in(page, site, site.lead)
    log(page, site, workshop).fill(WORDS)
    page.locator("#outcomes label", has_text="Inzicht").first.click()
    page.wait_for_function(
        "() => Object.keys(localStorage).some((key) => localStorage[key].includes('insight'))"
    )


def test_a_draft_is_offered_again_with_its_moment_and_is_gone_once_it_is_added(
    site: Site, visit: Visit, workshop: Workshop
) -> None:
    page = visit().page
    type_a_draft(page, site, workshop)
    page.goto(f"{site.url}/")
    text = log(page, site, workshop)
    expect(text).to_have_value(WORDS)
    expect(page.get_by_text("Dit typte u en voegde u nog niet toe")).to_be_visible()
    page.locator("#outcomes form button[type=submit]").last.click()
    expect(page.locator(".outcome")).to_contain_text(WORDS)
    expect(text).to_have_value("")
    assert kept(page) == []
    page.reload()
    expect(text).to_have_value("")
    assert Outcome.objects.get().text == WORDS


def test_a_draft_is_thrown_away_by_hand(site: Site, visit: Visit, workshop: Workshop) -> None:
    page = visit().page
    type_a_draft(page, site, workshop)
    page.reload()
    page.get_by_role("button", name="Gooi het weg").click()
    expect(page.locator("#outcomes textarea[name=text]")).to_have_value("")
    assert kept(page) == []


def test_a_draft_is_offered_for_72_hours(site: Site, visit: Visit, workshop: Workshop) -> None:
    page = visit().page
    type_a_draft(page, site, workshop)
    for hours, offered in ((71, WORDS), (73, "")):
        page.goto(f"{site.url}/")
        page.evaluate(
            """(hours) => Object.keys(localStorage).filter((key) => key.startsWith("draft ")).forEach((key) => {
              const draft = JSON.parse(localStorage[key]);
              localStorage[key] = JSON.stringify({ ...draft, at: Date.now() - hours * 3600 * 1000 });
            })""",
            hours,
        )
        expect(log(page, site, workshop)).to_have_value(offered)
    assert kept(page) == []


def test_signing_out_asks_first_and_takes_the_draft_away(
    site: Site, visit: Visit, workshop: Workshop
) -> None:
    page = visit().page
    type_a_draft(page, site, workshop)
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        if len(asked) == 1:
            dialog.dismiss()
        else:
            dialog.accept()

    page.on("dialog", answer)
    page.goto(f"{site.url}/")
    sign_out = page.get_by_role("button", name="Log uit")
    sign_out.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert len(kept(page)) == 1, "who stays keeps it"
    sign_out.click()
    page.wait_for_url(lambda url: "sign-in" in url or url == f"{site.url}/")
    expect(page.get_by_role("link", name="Log in").first).to_be_visible()
    assert asked == ["beforeunload", "beforeunload"]
    assert kept(page) == []
    sign_in(page, site, site.lead)
    expect(log(page, site, workshop)).to_have_value("")


def test_another_person_never_gets_the_draft_and_it_goes(
    site: Site, visit: Visit, workshop: Workshop
) -> None:
    page = visit().page
    type_a_draft(page, site, workshop)
    colleague = factories.make_team_member(
        workshop.initiative, Role.FACILITATOR, name="Fay Facilitator", language="nl"
    )
    page.goto(f"{site.url}/")
    page.context.clear_cookies()
    page.goto(f"{site.url}/account/sign-in/")
    assert len(kept(page)) == 1, "a session that ended by itself takes nothing away"
    sign_in(page, site, colleague)
    expect(log(page, site, workshop)).to_have_value("")
    assert kept(page) == []


def test_a_draft_outlives_a_session_that_ended(site: Site, visit: Visit, workshop: Workshop) -> None:
    page = visit().page
    type_a_draft(page, site, workshop)
    page.goto(f"{site.url}/")
    page.context.clear_cookies()
    sign_in(page, site, site.lead)
    expect(log(page, site, workshop)).to_have_value(WORDS)


def test_words_typed_while_the_former_are_being_sent_stay(
    site: Site, visit: Visit, workshop: Workshop
) -> None:
    page = visit().page
    type_a_draft(page, site, workshop)
    text = page.locator("#outcomes textarea[name=text]")

    def slowly(route: Any) -> None:
        text.press("End")
        text.press_sequentially(" En nog iets.")
        route.continue_()

    page.route("**/outcomes/**", slowly)
    page.locator("#outcomes form button[type=submit]").last.click()
    expect(page.locator(".outcome")).to_contain_text(WORDS)
    expect(text).to_have_value(f"{WORDS} En nog iets.")
    page.wait_for_function(
        "() => Object.keys(localStorage).some((key) => localStorage[key].includes('nog iets'))"
    )
    page.unroute("**/outcomes/**")
    page.locator("#outcomes label", has_text="Inzicht").first.click()
    page.locator("#outcomes form button[type=submit]").last.click()
    expect(page.locator(".outcome")).to_have_count(2)


def test_an_organisation_can_keep_nothing_on_devices_and_then_leaving_asks(
    site: Site, visit: Visit, workshop: Workshop
) -> None:
    page = visit().page
    type_a_draft(page, site, workshop)
    page.goto(f"{site.url}/")
    site.organisation.set_retention({"drafts_on_devices": False}, by=site.lead)
    text = log(page, site, workshop)
    expect(text).to_have_value("")
    assert kept(page) == [], "what was kept before goes"
    text.press_sequentially("Iets nieuws")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_role("link", name="Mijn werk").click()
    expect(text).to_have_value("Iets nieuws")
    assert asked == ["beforeunload"]
    assert kept(page) == []
