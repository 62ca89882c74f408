"""Two people at one form: whoever saves on an old page is told, with both texts, however the old page came back."""

from collections.abc import Callable

import pytest

from tests.unsaved.conftest import DeskOf
from tests.unsaved.exits import ASKED, STORED, come_back, go_away, saved_over
from tests.unsaved.typed_forms import FORMS, TypedForm
from tests.unsaved.writing import Desk, twice_if_it_broke, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Count = Callable[[str, object], None]
VERSIONED = tuple(form for form in FORMS if form.versioned and form.sends)
RESTORE = """
() => window.dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true}))
"""


def by_back(desk: Desk) -> str:
    """Leave by a link, and come Back."""
    go_away(desk)
    theirs = desk.colleague(desk)
    come_back(desk)
    return saved_over(desk, theirs)


def in_a_page_kept_whole(desk: Desk) -> str:
    """Come back to a page that the browser kept as it was."""
    theirs = desk.colleague(desk)
    desk.page.evaluate(RESTORE)
    return saved_over(desk, theirs)


def in_a_second_tab(desk: Desk) -> str:
    """Leave the page open, save in a second tab as a colleague does, and go on in the first."""
    second = desk.context.new_page()
    second.goto(f"{desk.base}{desk.path}")
    theirs = desk.colleague(desk)
    second.close()
    return saved_over(desk, theirs)


def in_a_duplicated_tab(desk: Desk) -> str:
    """Go on in a copy of the tab, which has what the tab remembers."""
    with desk.context.expect_page() as opened:
        desk.page.evaluate("() => { window.open(location.href); }")
    opened.value.wait_for_load_state()
    theirs = desk.colleague(desk)
    first = desk.page
    desk.take(opened.value)
    first.close()
    return saved_over(desk, theirs)


def after_a_reload(desk: Desk) -> str:
    """Load the page again, of which the browser remembers what stood in it."""
    theirs = desk.colleague(desk)
    desk.going, desk.left = True, 0
    desk.page.evaluate("() => { location.reload(); }")
    until(desk.page, lambda: desk.left)
    desk.page.wait_for_load_state()
    desk.going = False
    desk.unfold()
    desk.dialogs.clear()
    return saved_over(desk, theirs)


WAYS = {
    "Back": (by_back, False),
    "Back, to what was typed": (by_back, True),
    "a page kept whole": (in_a_page_kept_whole, False),
    "a second tab": (in_a_second_tab, False),
    "a duplicated tab": (in_a_duplicated_tab, False),
    "a reload": (after_a_reload, False),
    "a reload, to what was typed": (after_a_reload, True),
}
"""How an old page comes back, and whether something was typed on it before."""


def come_back_once(form: TypedForm, name: str, desk_of: DeskOf) -> str:
    """Let an old page come back in one way; return what became of the newer text."""
    way, types_first = WAYS[name]
    desk = desk_of(form)
    if types_first:
        desk.type()
        if form.mechanism == "autosave":
            desk.wait_until_stored()
    end = way(desk)
    desk.close()
    return end


@pytest.mark.parametrize("form", VERSIONED, ids=str)
def test_nobody_is_overwritten_unnoticed(form: TypedForm, desk_of: DeskOf, record_property: Count) -> None:
    wrong = []
    for name in WAYS:
        end = twice_if_it_broke(come_back_once, form, name, desk_of)
        print(f"{form!s:36}{name:30}{end}")  # noqa: T201 - the table is read by people
        if end not in {ASKED, STORED}:
            wrong.append(f"{form}, {name}: {end}")
    record_property("old pages", len(WAYS))
    assert not wrong, "\n".join(wrong)
