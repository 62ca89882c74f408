"""No page, fragment or refusal runs what people typed: a real Chromium looks, with the content policy and without it.

`__hit` is what every hostile text calls. Without the policy the browser would run anything that came in as code; with
it, what came in would be refused and told. Neither may happen.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from projects.models import User
from tests import factories
from tests.access.table import Browser as ClientOf
from tests.browser import is_foreign, leave
from tests.conftest import House, Road
from tests.hostile import world
from tests.hostile.pages import pages_of, people_of, refresh
from tests.hostile.texts import TEXTS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WATCH = """
window.__hits = 0;
window.__breaches = [];
Object.defineProperty(window, "__hit", {configurable: false, writable: false, value: () => { window.__hits += 1; }});
document.addEventListener("securitypolicyviolation", (event) => {
  window.__breaches.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});
"""
POKE = """
() => {
  for (const element of document.querySelectorAll("*")) {
    for (const kind of ["pointerenter", "mouseover", "focus", "toggle", "load", "error", "click", "animationend"]) {
      if (kind !== "click" || !element.closest("a, button, input, label, summary, select, option")) {
        element.dispatchEvent(new Event(kind, {bubbles: false, cancelable: true}));
      }
    }
  }
}
"""
Count = Callable[[str, object], None]


@dataclass
class Watcher:
    """A page of a browser, and how often something ran on it that nobody of us wrote."""

    page: Page
    foreign: list[str]

    def look(self, url: str) -> list[str]:
        """Open an address, poke at everything on it, and give what happened that should not."""
        self.page.goto(url, wait_until="load")
        return self.happened(url)

    def happened(self, where: str) -> list[str]:
        """Return what happened on the page since it was opened."""
        self.page.evaluate(POKE)
        hits, breaches = self.page.evaluate("[window.__hits, window.__breaches]")
        found = [f"{where}: {breach}" for breach in breaches] + [
            f"{where}: foreign {each}" for each in self.foreign
        ]
        self.foreign.clear()
        return found + ([f"{where}: {hits} executions"] if hits else [])


@pytest.fixture
def watcher(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Watcher]]:
    """Return a function that opens a watched browser as someone, with or without the content policy."""
    contexts = []

    def make(user: User | None, *, policy: bool) -> Watcher:
        context = chromium.new_context(bypass_csp=not policy)
        context.add_init_script(WATCH)
        context.set_default_timeout(30_000)
        contexts.append(context)
        made = Watcher(context.new_page(), [])
        made.page.on(
            "request", lambda asked: made.foreign.append(asked.url) if is_foreign(asked.url) else None
        )
        made.page.on("dialog", lambda asks: asks.accept() if asks.type == "beforeunload" else asks.dismiss())
        if user is not None:
            made.page.goto(f"{live_server.url}/account/sign-in/")
            made.page.fill("[name=login]", user.email)
            made.page.fill("[name=password]", factories.PASSWORD)
            made.page.click("main button[type=submit]")
            made.page.wait_for_url(f"{live_server.url}/")
        return made

    yield make
    for context in contexts:
        leave(context)


UNSAFE = """
<img src=x onerror=__hit()><script>__hit()</script><p onmouseover="__hit()">x</p>
<details open ontoggle=__hit()><summary>x</summary></details>
"""


@pytest.mark.parametrize("policy", [True, False])
def test_the_watcher_sees_what_runs_on_a_page_made_unsafe(
    policy: bool, watcher: Callable[..., Watcher], live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cocreation.web import views  # noqa: PLC0415

    def unsafe(request: Any, template: str, *_more: Any) -> Any:
        from django.http import HttpResponse  # noqa: PLC0415

        return HttpResponse(f"<!doctype html><title>x</title><main>{UNSAFE}</main>")

    monkeypatch.setattr(views, "render", unsafe)
    seen = watcher(None, policy=policy)
    happened = seen.look(f"{live_server.url}/accessibility/")
    if policy:
        assert len(happened) >= 3
        assert all("script-src" in each for each in happened)
    else:
        (ran,) = happened
        assert int(ran.split()[-2]) >= 3


WITHOUT_SCRIPTS = "phases:participation"
FRAGMENT = "(url) => htmx.ajax('GET', url, {target: '#content', swap: 'innerHTML'})"


@pytest.mark.parametrize("policy", [True, False])
def test_nothing_that_was_typed_runs_in_a_browser(  # noqa: PLR0917 - fixtures
    policy: bool,
    house: House,
    road: Road,
    as_: ClientOf,
    watcher: Callable[..., Watcher],
    live_server: Any,
    record_property: Count,
) -> None:
    known = world.build(house, road, rows=40)
    for person in User.objects.all():
        person.set_password(factories.PASSWORD)
        person.save()
    opened = {}
    for actor in ("lead", "administrator", "manager"):
        opened[actor] = watcher(getattr(house, actor), policy=policy)
    world.say(TEXTS, house, at_once=False)
    found, looked = [], 0
    refresh(house)
    for actor, route, path in pages_of(people_of(house, as_), known, road):
        seen, url = opened[actor], f"{live_server.url}{path}"
        found += seen.look(url)
        looked += 1
        if route == WITHOUT_SCRIPTS:
            assert not seen.page.locator("script").count()
            continue
        seen.page.evaluate(FRAGMENT, url)
        found += seen.happened(f"{url} as a fragment")
        looked += 1
    found += refusals(opened["lead"], f"{live_server.url}/initiatives/{house.initiative.pk}/", road)
    record_property("pages poked at in a browser", looked)
    assert found == []
    assert looked > 100


def refusals(seen: Watcher, base: str, road: Road) -> list[str]:
    """Type everything in two forms that refuse it, and answer a question that a colleague answered meanwhile."""
    found, everything = [], " ".join(TEXTS)
    for path, field in (
        ("stakeholders/new/", "name"),
        ("workshops/new/", "title"),
        ("team/invite/", "email"),
    ):
        seen.page.goto(base + path)
        seen.page.fill(f"[name={field}]", everything)
        seen.page.locator("main form button[type=submit]").last.click()
        seen.page.locator("[data-focus-on-load]").wait_for()
        found += seen.happened(f"{path} refused")
    seen.page.goto(f"{base}phases/{road.phases[0].code}/")
    seen.page.evaluate("document.querySelector('main input[name=version]').value = '77'")
    seen.page.fill("main textarea[name=text]", " ".join(reversed(TEXTS))[:9_900])
    with seen.page.expect_response(lambda response: response.status == 409):
        seen.page.locator("main textarea[name=text]").blur()
    seen.page.wait_for_timeout(300)
    return found + seen.happened("a conflict")
