"""Every way in which somebody leaves what was typed, and what became of it: stored, asked, or offered again.

Each exit gives the end that was seen. Whatever else happened is told in words, and is no end that anyone expects.
"""

from collections.abc import Callable

from playwright.sync_api import Error as BrowserError

from projects.models import Session
from tests.unsaved.outages import database_gone
from tests.unsaved.writing import Desk, enter, until

STORED, ASKED, OFFERED = "stored", "asked", "offered again"
LOST, TWICE, OVERWRITTEN = "LOST", "STORED TWICE", "OVERWRITTEN UNNOTICED"
SAID_SAVED = "SAID SAVED, AND IS NOT"
SHORT = 2.5
LANGUAGE = ".app-who button[name=language]"
HIDE = """
(state) => {
  Object.defineProperty(document, "visibilityState", {configurable: true, get: () => state});
  Object.defineProperty(document, "hidden", {configurable: true, get: () => state === "hidden"});
  document.dispatchEvent(new Event("visibilitychange", {bubbles: true}));
}
"""


def this_form(desk: Desk) -> str:
    """Send the form itself."""
    desk.type()
    if not desk.form.sends:
        return _given_back(desk)
    desk.send()
    return STORED if desk.wait_until_stored() else _not_stored(desk)


def _given_back(desk: Desk) -> str:
    """Send a form that asks a program which is not there: what was typed comes back, and nothing is stored."""
    desk.send()
    until(desk.page, desk.tells)
    return OFFERED if desk.is_there else LOST


def another_form(desk: Desk) -> str:
    """Switch the language, in the header."""
    desk.type()
    return _leave(desk, desk.page.locator(LANGUAGE).first.click)


def form_beside(desk: Desk) -> str:
    """Send the form beside it that the page is about."""
    desk.type()
    button = desk.page.locator(desk.form.beside).first
    if "close" in desk.form.beside:
        desk.fill_in()
        return _leave(desk, button.click, looks=False)
    with desk.page.expect_response(lambda answer: "/checklist/" in answer.url):
        button.click()
    until(desk.page, lambda: not desk.page.locator(".htmx-request, .htmx-swapping, .htmx-settling").count())
    if not desk.is_there:
        return LOST
    if desk.form.mechanism == "autosave":
        return STORED if desk.wait_until_stored() else _not_stored(desk)
    return OFFERED


def link(desk: Desk) -> str:
    """Follow a link."""
    desk.type()
    return _leave(desk, desk.page.locator(".app-nav a").first.click)


def back(desk: Desk) -> str:
    """Go back."""
    desk.type()
    return _leave(desk, lambda: desk.page.evaluate("() => { history.back(); }"))


def reload(desk: Desk) -> str:
    """Load the page again; it has to show what it stored, and to be no stranger to itself."""
    desk.type()
    shows = desk.form.mechanism == "autosave"
    end = _leave(desk, lambda: desk.page.evaluate("() => { location.reload(); }"), looks=not shows)
    if end != STORED or not shows:
        return end
    if not until(desk.page, lambda: desk.is_there):
        return "STORED, AND THE PAGE SHOWS SOMETHING ELSE"
    desk.type()
    desk.send()
    return STORED if desk.wait_until_stored() else "IN CONFLICT WITH ITSELF"


def close(desk: Desk) -> str:
    """Close the tab."""
    desk.type()
    return _leave(desk, lambda: desk.page.close(run_before_unload=True))


def put_away(desk: Desk) -> str:
    """Put the browser away, as a phone does that then ends it; where the form asks, come back and close it."""
    desk.type()
    desk.page.evaluate(HIDE, "hidden")
    if desk.form.mechanism == "ask":
        desk.page.evaluate(HIDE, "visible")
        if not desk.is_there:
            return LOST
        return _leave(desk, lambda: desk.page.close(run_before_unload=True))
    if desk.form.mechanism == "autosave":
        until(desk.page, lambda: desk.is_stored, patience=2.0)
    desk.kill()
    return _after_leaving(desk)


def session_over(desk: Desk) -> str:
    """Type while the session is over; sign in again in another tab, and send."""
    if desk.form.mechanism == "ask":
        desk.type()
        Session.objects.all().delete()
        desk.send()
        if desk.form.is_public:
            return STORED if desk.wait_until_stored() else _not_stored(desk)
        until(desk.page, lambda: desk.left and desk.is_offered())
    else:
        Session.objects.all().delete()
        desk.type()
        if desk.form.mechanism == "draft":
            desk.send()
        until(desk.page, desk.tells)
    end = _kept_on_the_page(desk)
    enter(desk.context, desk.person, desk.base)
    return end if end != OFFERED or _sends_again(desk) else "OFFERED, AND CANNOT BE SENT AGAIN"


def network_gone(desk: Desk) -> str:
    """Type without a connection, which then comes back."""
    if desk.form.mechanism == "ask":
        desk.type()
        desk.context.set_offline(True)
    else:
        desk.context.set_offline(True)
        desk.type()
    try:
        if desk.form.mechanism != "autosave":
            desk.send()
        told = until(desk.page, desk.tells)
        here = desk.is_there
        end = _kept_on_the_page(desk) if told and here else (LOST if not here else "NOT TOLD")
    finally:
        desk.context.set_offline(False)
    if end == OFFERED and desk.form.mechanism == "autosave":
        return STORED if until(desk.page, lambda: desk.is_stored, patience=15) else "NOT SENT AGAIN"
    return end if end != OFFERED or _sends_again(desk) else "OFFERED, AND CANNOT BE SENT AGAIN"


def no_database(desk: Desk) -> str:
    """Send, or type where that sends, while the database is away."""
    if desk.form.mechanism == "ask":
        desk.type()
    with database_gone():
        if desk.form.mechanism != "ask":
            desk.type()
        if desk.form.mechanism != "autosave":
            desk.send()
        until(desk.page, lambda: desk.left or desk.tells())
        end = _kept_on_the_page(desk)
    return end if end != OFFERED or _sends_again(desk) else "OFFERED, AND CANNOT BE SENT AGAIN"


def restored(desk: Desk) -> str:
    """Come back to a page of which the browser remembers what stood in it."""
    if desk.form.versioned and desk.form.sends:
        return _restored_after_a_colleague(desk)
    desk.type()
    if desk.form.mechanism == "draft":
        go_away(desk)
        come_back(desk)
        return OFFERED if desk.is_offered() else LOST
    if not desk.form.sends:
        return _given_back(desk)
    desk.send()
    if not desk.wait_until_stored():
        return _not_stored(desk)
    until(desk.page, lambda: desk.left or not desk.is_there)
    _go_on(desk, "/accessibility/")
    try:
        desk.page.go_back()
    except BrowserError as told:
        if "ERR_CACHE_MISS" in str(told):
            return ASKED
        raise
    once = desk.form.kept(desk.typed)
    if desk.box.count() and desk.is_there:
        desk.fill_in()
        desk.left = 0
        desk.send()
        until(desk.page, lambda: desk.left or desk.tells())
    return STORED if desk.form.kept(desk.typed) == once else TWICE


def _go_on(desk: Desk, path: str) -> None:
    """Open another page, also when the answer to what was sent is still on its way."""
    try:
        desk.page.goto(f"{desk.base}{path}")
    except BrowserError:
        desk.page.wait_for_load_state()
        desk.page.goto(f"{desk.base}{path}")


def _restored_after_a_colleague(desk: Desk) -> str:
    desk.type()
    if desk.form.mechanism == "autosave" and not desk.wait_until_stored():
        return _not_stored(desk)
    go_away(desk)
    theirs = desk.colleague(desk)
    come_back(desk)
    return saved_over(desk, theirs)


def saved_over(desk: Desk, theirs: str) -> str:
    """Save on a page after a colleague saved: what they wrote was seen, or it becomes a conflict with both texts."""
    if desk.value == theirs:
        desk.type()
        desk.send()
        return STORED if desk.wait_until_stored() else _not_stored(desk)
    desk.type()
    desk.send()
    until(desk.page, lambda: desk.is_stored or (desk.tells() and desk.is_offered()) or desk.in_conflict())
    if not desk.form.kept(theirs):
        return OVERWRITTEN
    return ASKED if desk.is_offered() and not desk.is_stored else "A CONFLICT WITHOUT ONE'S TEXT"


def go_away(desk: Desk) -> None:
    """Leave by a link, whatever is asked."""
    desk.going = True
    before = desk.left
    desk.page.locator(".app-nav a").first.click()
    until(desk.page, lambda: desk.left > before)
    desk.page.wait_for_load_state()
    desk.going = False


def come_back(desk: Desk) -> None:
    desk.page.go_back()
    desk.box.wait_for(state="attached")
    desk.unfold()
    desk.dialogs.clear()


def _leave(desk: Desk, go: Callable[[], object], *, looks: bool = True) -> str:
    """Do what leaves the page, and give what became of the text."""
    desk.left = 0
    go()
    until(desk.page, lambda: desk.dialogs or desk.page.is_closed() or desk.left)
    return _after_leaving(desk, looks=looks)


def _after_leaving(desk: Desk, *, looks: bool = True) -> str:
    """Return what became of the text; `looks`: see also that the page shows it when one comes again."""
    if desk.dialogs and desk.form.mechanism != "autosave":
        return "ASKED, AND STORED" if desk.is_stored else _kept_on_the_page(desk, ASKED)
    if desk.form.mechanism == "autosave" or not looks:
        if until(None, lambda: desk.is_stored, patience=SHORT):
            return _seen_again(desk) if looks else STORED
        return _kept_on_the_page(desk, ASKED) if desk.dialogs else LOST
    if not desk.is_stored:
        desk.reopen()
    if desk.is_stored:
        return STORED
    return OFFERED if desk.is_offered() else LOST


def _seen_again(desk: Desk) -> str:
    """See that the page shows what is stored."""
    desk.reopen()
    return STORED if desk.is_there else "STORED, AND THE PAGE SHOWS SOMETHING ELSE"


def _kept_on_the_page(desk: Desk, end: str = OFFERED) -> str:
    """Return the end, unless the text is gone or the page says that it is saved."""
    if not (desk.is_there if end == ASKED else desk.is_offered()):
        return LOST
    if not desk.is_stored and desk.says_saved():
        return f"{SAID_SAVED}: {desk.says_saved()}"
    return end


def _not_stored(desk: Desk) -> str:
    if desk.says_saved():
        return f"{SAID_SAVED}: {desk.says_saved()}"
    words = desk.page.locator(".errorbox, [role=alert]").all_inner_texts()
    return f"NOT STORED {[each for each in words if each.strip()][:2]}"


def _sends_again(desk: Desk) -> bool:
    """Send what the page offers until it is kept: by the form, or by the button of the page that gave it back."""
    if not desk.form.sends:
        return True
    for _time in range(3):
        if desk.is_stored:
            return True
        desk.left = 0
        desk.send_again()
        if until(desk.page, lambda: desk.is_stored or (desk.left and not desk.box.count()), patience=4):
            continue
    return desk.is_stored


EXITS: dict[str, Callable[[Desk], str]] = {
    "another form": another_form,
    "link": link,
    "Back": back,
    "reload": reload,
    "tab closed": close,
    "browser put away": put_away,
    "session over": session_over,
    "network gone": network_gone,
    "database gone": no_database,
    "form beside": form_beside,
    "old values restored": restored,
    "this form": this_form,
}
"""All of them; what changes most comes last."""

EXPECTED: dict[str, dict[str, str]] = {
    "autosave": {
        **dict.fromkeys(EXITS, STORED),
        "session over": OFFERED,
        "database gone": OFFERED,
    },
    "ask": {
        **dict.fromkeys(EXITS, ASKED),
        "this form": STORED,
        "session over": OFFERED,
        "network gone": OFFERED,
        "database gone": OFFERED,
        "old values restored": STORED,
        "form beside": OFFERED,
    },
    "draft": {
        **dict.fromkeys(EXITS, OFFERED),
        "this form": STORED,
        "form beside": STORED,
    },
}
"""The one end of each cell; a versioned form whose old values came back is asked about, or shows what is new."""


def expected(desk: Desk, name: str) -> set[str]:
    """Return the ends that are right for a form and an exit."""
    if not desk.form.sends and name in {"this form", "old values restored"}:
        return {OFFERED}
    if name == "session over" and desk.form.is_public:
        return {STORED}
    if name == "old values restored" and desk.form.answers_itself:
        return {ASKED}
    if name == "old values restored" and desk.form.versioned and desk.form.sends:
        return {ASKED, STORED}
    return {EXPECTED[desk.form.mechanism][name]}
