"""Somebody at a page of a real browser, who types something, leaves it in some way, and looks what became of it."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Dialog, Locator, Page
from playwright.sync_api import Error as BrowserError

from projects.models import User
from tests.browser import end_browsers, no_longer_than
from tests.unsaved.typed_forms import TypedForm

PATIENCE = 6.0
"""So many seconds a test waits for what has to come."""
LONGEST = 60
"""So many seconds one way of leaving may take; on a busy machine it takes 20."""
SAYS_SAVED = """
() => [...document.querySelectorAll("main *, #live")]
  .filter((each) => each.children.length < 3 && each.checkVisibility({visibilityProperty: true, opacityProperty: true})
    && /^\\s*(Saved|Opgeslagen)\\b/.test(each.textContent))
  .map((each) => each.textContent.trim())
"""
TELLS = """
() => [...document.querySelectorAll("[role=alert], #session *, .errorbox, .message, [data-unsaved-told]")]
  .some((each) => each.checkVisibility({visibilityProperty: true}) && each.textContent.trim())
"""
HOLDS = """
(typed) => [...document.querySelectorAll("main input, main textarea, main select")].some((each) => each.value === typed)
  || (document.querySelector("main")?.innerText ?? "").includes(typed)
"""
FILL = """
([form, values]) => {
  const tell = (control) => ["input", "change"].forEach((name) => control.dispatchEvent(new Event(name, {bubbles: true})));
  for (const [name, wanted] of Object.entries(values)) {
    for (const control of form.elements) {
      if (control.name !== name || control.type === "hidden") continue;
      if (control.type === "radio" || control.type === "checkbox") control.checked = wanted.includes(control.value);
      else control.value = wanted[0];
      tell(control);
    }
  }
}
"""
OPEN_FOLDS = """
(field) => { for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true; }
"""
OTHER_CHOICE = """
(field) => {
  const all = field.tagName === "SELECT"
    ? [...field.options].filter((each) => !each.selected).map((each) => each.value)
    : [...field.form.elements[field.name]].filter((each) => !each.checked).map((each) => each.value);
  return all.filter(Boolean)[0];
}
"""
BUTTON = """
(field) => [...field.form.elements].find((each) => each.type === "submit" && each.name !== "keep" && each.checkVisibility())
"""
VALUE = """
(field) => field.type === "radio" ? (field.form.querySelector(`[name="${field.name}"]:checked`)?.value ?? "") : field.value
"""


def twice_if_it_broke(attempt: Callable[..., str], *how: Any) -> str:
    """Return the end of an attempt; where the browser gave up, not the app, of a second one in a new browser."""
    for _time in range(2):
        with no_longer_than(LONGEST):
            try:
                return attempt(*how)
            except BrowserError as broke:
                end = f"BROKE: {str(broke).splitlines()[0]}"
                print(end)  # noqa: T201 - read where it fails
        end_browsers()
    return end


def until(page: Page | None, happened: Callable[[], Any], *, patience: float = PATIENCE) -> bool:
    """Wait until something happened, and give whether it did; the browser goes on meanwhile."""
    end = time.monotonic() + patience
    while True:
        try:
            if happened():
                return True
        except BrowserError:  # the page is being left just now
            pass
        if time.monotonic() > end:
            return False
        _turn(page)


def _turn(page: Page | None) -> None:
    """Let what the browser tells come in."""
    if page is None or page.is_closed():
        time.sleep(0.03)
        return
    try:
        page.wait_for_timeout(30)
    except BrowserError:
        time.sleep(0.03)


def enter(context: BrowserContext, person: User, url: str) -> None:
    """Let a browser be signed in as somebody from now on."""
    client = Client()
    client.force_login(person)
    context.clear_cookies()
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


@dataclass
class Desk:
    """A form that is open in a browser, and somebody who types in it."""

    context: BrowserContext
    base: str
    path: str
    form: TypedForm
    selector: str
    person: User
    rest: dict[str, list[str]]
    colleague: Callable[["Desk"], str]
    typed: str = ""
    before: int = 0
    dialogs: list[str] = field(default_factory=list)
    left: int = 0
    going: bool = False
    crashed: bool = False
    page: Page = None  # type: ignore[assignment]

    def open(self) -> None:
        """Open the form in a new tab, after another page to which one can go back."""
        self._new_tab()
        self.going = False
        self.page.goto(f"{self.base}/accessibility/")
        self.page.evaluate("localStorage.clear()")
        self._come()

    def _new_tab(self) -> None:
        self.take(self.context.new_page())

    def take(self, page: Page) -> None:
        """Go on in another tab."""
        self.page = page
        self.dialogs.clear()
        self.page.on("dialog", self._answer)
        self.page.on("framenavigated", self._note)
        self.crashed = False

    def _come(self) -> None:
        self.page.goto(f"{self.base}{self.path}")
        self.unfold()

    def reopen(self) -> None:
        """Come to the form again, in a new tab where this one is gone."""
        if self.page.is_closed() or self.crashed:
            self.page.close()
            self._new_tab()
        self._come()

    def kill(self) -> None:
        """End the process of the page, which tells it nothing."""
        self.crashed = True
        with suppress(BrowserError):
            self.page.goto("chrome://crash")

    def unfold(self) -> None:
        """Open what is folded around the field."""
        if self.box.count():
            self.box.evaluate(OPEN_FOLDS)

    def _answer(self, dialog: Dialog) -> None:
        """Stay when asked, unless it was decided to go."""
        self.dialogs.append(dialog.type)
        if self.going:
            dialog.accept()
        else:
            dialog.dismiss()

    def _note(self, frame: Any) -> None:
        if frame.parent_frame is None:
            self.left += 1

    @property
    def box(self) -> Locator:
        """Return the field."""
        return self.page.locator(self.selector).first

    @property
    def value(self) -> str:
        """Return what stands in the field."""
        return str(self.box.evaluate(VALUE)) if self.box.count() else ""

    def fill_in(self) -> None:
        """Fill in everything else, so that the form can be sent."""
        form = self.box.evaluate_handle("(field) => field.form")
        rest = {name: values for name, values in self.rest.items() if name != self.box.get_attribute("name")}
        self.page.evaluate(FILL, [form, rest])

    def type(self) -> None:
        """Type something new, as people do: by keys, or by choosing."""
        self.left = 0
        if self.form.is_choice:
            self.typed = str(self.box.evaluate(OTHER_CHOICE))
            self.before = self.form.kept(self.typed)
            self._choose()
            return
        self.typed = self.form.value()
        self.before = self.form.kept(self.typed)
        self.box.click()
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.type(self.typed)
        if self.box.evaluate("(field) => field.type === 'color'"):
            self.box.fill(self.typed)

    def _choose(self) -> None:
        if self.box.evaluate("(field) => field.tagName") == "SELECT":
            self.box.click()
            self.page.keyboard.press("Escape")
            self.box.select_option(self.typed)
        else:
            self.page.locator(f'{self.selector}[value="{self.typed}"]').check(force=True)

    @property
    def is_stored(self) -> bool:
        """Tell whether just that is kept now."""
        return self.form.kept(self.typed) > self.before

    def wait_until_stored(self) -> bool:
        """Wait until just that is kept, and give whether it is."""
        return until(self.page, lambda: self.is_stored)

    @property
    def is_there(self) -> bool:
        """Tell whether what was typed still stands in the field."""
        return self.value == self.typed

    def is_offered(self) -> bool:
        """Tell whether the page holds what was typed, to be taken up or sent again."""
        return bool(self.page.evaluate(HOLDS, self.typed))

    def tells(self) -> bool:
        """Tell whether the page says that something is the matter."""
        return bool(self.page.evaluate(TELLS))

    def says_saved(self) -> list[str]:
        """Return what the page says is saved."""
        return list(self.page.evaluate(SAYS_SAVED))

    def send(self) -> None:
        """Fill in what else is needed, and press the button of the form."""
        self.unfold()
        self.fill_in()
        self.box.evaluate_handle(BUTTON).as_element().click()

    def send_again(self) -> None:
        """Press the button of the form, or of the page that gave back what was typed."""
        if self.box.count() and self.box.is_visible():
            self.send()
        else:
            self.page.locator("main form button[type=submit]").first.click()

    def in_conflict(self) -> bool:
        """Tell whether the page says that somebody else was earlier."""
        return bool(self.page.locator(".conflict").count())

    def close(self) -> None:
        """Close the tab without a question, when what was sent has been answered."""
        self.going = True
        if not self.page.is_closed():
            if not self.crashed:
                with suppress(BrowserError):
                    self.page.goto("about:blank")
            self.page.close()
