"""Nothing typed is lost: each form of the work, left in every way that a page can be left, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Error as BrowserError

from tests.browser import no_longer_than
from tests.counting import END
from tests.unsaved.conftest import DeskOf
from tests.unsaved.exits import EXITS, expected
from tests.unsaved.typed_forms import FORMS, OFTEN, TypedForm

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Count = Callable[[str, object], None]
BROKE = "BROKE"
LONGEST = 90
"""So many seconds an exit may take; one that is tried on a busy machine takes 20."""


def try_every_exit(form: TypedForm, desk_of: DeskOf, record_property: Count) -> None:
    """Leave a form in every way; print each end, and fail with those that are not as they should be."""
    wrong, tried = [], 0
    for name in EXITS:
        if name == "form beside" and not form.beside:
            continue
        end, wanted = leave_once(form, name, desk_of)
        if end.startswith(BROKE):
            print(f"{form.mechanism:9}{form!s:36}{name:22}{end}, so once more")  # noqa: T201 - as below
            end, wanted = leave_once(form, name, desk_of)
        tried += 1
        record_property(END, f"{form.mechanism:9} {name:20} {end}")
        print(f"{form.mechanism:9}{form!s:36}{name:22}{end}")  # noqa: T201 - read where it fails
        if end not in wanted:
            wrong.append(f"{form}, {name}: {end}, and not {' or '.join(sorted(wanted))}")
    record_property("typed cells", tried)
    assert not wrong, "\n".join(wrong)


def leave_once(form: TypedForm, name: str, desk_of: DeskOf) -> tuple[str, set[str]]:
    """Leave a form in one way; return its end and the ends that are right. `BROKE`: the browser gave up, not the app."""
    wanted: set[str] = set()
    with no_longer_than(LONGEST):
        try:
            desk = desk_of(form)
            wanted = expected(desk, name)
            end = EXITS[name](desk)
            desk.close()
        except BrowserError as broke:
            end = f"{BROKE}: {str(broke).splitlines()[0]}"
    return end, wanted


@pytest.mark.parametrize("form", OFTEN, ids=str)
def test_what_was_typed_ends_as_promised(form: TypedForm, desk_of: DeskOf, record_property: Count) -> None:
    try_every_exit(form, desk_of, record_property)


@pytest.mark.night
@pytest.mark.parametrize("form", FORMS, ids=str)
def test_what_was_typed_in_any_form_ends_as_promised(
    form: TypedForm, desk_of: DeskOf, record_property: Count
) -> None:
    try_every_exit(form, desk_of, record_property)
