"""A real Chromium and a site with its real content, for tests that look as people do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from projects.models import Organisation, User
from tests import factories
from tests.browser import is_foreign, leave
from tests.published import load_published


@dataclass(frozen=True)
class Site:
    """The site with its content, an organisation and its lead."""

    url: str
    organisation: Organisation
    lead: User


@pytest.fixture
def site(live_server: Any, transactional_db: None) -> Site:
    """Serve the site with its real content."""
    load_published()
    organisation = factories.make_organisation("Gemeente Voorbeeld")
    lead = factories.make_member(organisation, name="Lea Lead", language="nl")
    return Site(live_server.url, organisation, lead)


@dataclass
class Watched:
    """A page, and what went wrong on it: errors of scripts, breaches of the content policy, other hosts."""

    page: Page
    faults: list[str]


@pytest.fixture
def visit(chromium: Browser, tmp_path: Path) -> Iterator[Callable[..., Watched]]:
    """Return a function that opens a browser of its own; at the end nothing may have gone wrong in it."""
    opened: list[tuple[BrowserContext, Watched]] = []

    def make(*, width: int = 1280, language: str = "nl", scripts: bool = True) -> Watched:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, locale=language, java_script_enabled=scripts
        )
        context.set_default_timeout(15_000)
        watched = Watched(context.new_page(), [])
        watched.page.on("pageerror", lambda error: watched.faults.append(str(error)))
        watched.page.on(
            "console",
            lambda said: watched.faults.append(said.text) if "Content Security Policy" in said.text else None,
        )
        watched.page.on(
            "requestfailed",
            lambda request: watched.faults.append(request.url) if is_missing(request) else None,
        )
        watched.page.on(
            "request", lambda request: watched.faults.append(request.url) if is_foreign(request.url) else None
        )
        opened.append((context, watched))
        return watched

    yield make
    faults = [fault for _context, watched in opened for fault in watched.faults]
    for context, _watched in opened:
        leave(context)
    assert faults == []


def is_missing(request: Request) -> bool:
    """Tell whether a static file did not come, other than because the page was left meanwhile."""
    return "/static/" in request.url and "ABORTED" not in (request.failure or "")


def sign_in(page: Page, site: Site, user: User) -> None:
    """Sign in as people do."""
    page.goto(f"{site.url}/account/sign-in/")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", factories.PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{site.url}/")
