"""Nothing typed is lost: each form of the work, left in every way that a page can be left, in a real browser."""

from collections.abc import Callable

import pytest

from tests.counting import END
from tests.unsaved.conftest import DeskOf
from tests.unsaved.exits import EXITS, expected
from tests.unsaved.typed_forms import FORMS, OFTEN, TypedForm
from tests.unsaved.writing import twice_if_it_broke

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Count = Callable[[str, object], None]
WRONG = ", and not "


def try_every_exit(form: TypedForm, desk_of: DeskOf, record_property: Count) -> None:
    """Leave a form in every way; print each end, and fail with those that are not as they should be."""
    wrong, tried = [], 0
    for name in EXITS:
        if name == "form beside" and not form.beside:
            continue
        end = twice_if_it_broke(leave_once, form, name, desk_of)
        tried += 1
        record_property(END, f"{form.mechanism:9} {name:20} {end}")
        print(f"{form.mechanism:9}{form!s:36}{name:22}{end}")  # noqa: T201 - read where it fails
        if WRONG in end or end.startswith("BROKE"):
            wrong.append(f"{form}, {name}: {end}")
    record_property("typed cells", tried)
    assert not wrong, "\n".join(wrong)


def leave_once(form: TypedForm, name: str, desk_of: DeskOf) -> str:
    """Leave a form in one way; return its end, and whether that is right."""
    desk = desk_of(form)
    end, wanted = EXITS[name](desk), expected(desk, name)
    desk.close()
    return end if end in wanted else f"{end}{WRONG}{' or '.join(sorted(wanted))}"


@pytest.mark.parametrize("form", OFTEN, ids=str)
def test_what_was_typed_ends_as_promised(form: TypedForm, desk_of: DeskOf, record_property: Count) -> None:
    try_every_exit(form, desk_of, record_property)


@pytest.mark.night
@pytest.mark.parametrize("form", FORMS, ids=str)
def test_what_was_typed_in_any_form_ends_as_promised(
    form: TypedForm, desk_of: DeskOf, record_property: Count
) -> None:
    try_every_exit(form, desk_of, record_property)
