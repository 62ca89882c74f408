"""Every form of the product with whatever can be filled in: refused in words or saved, never a fault.

A form that finds its values right must be able to save them: the database refuses nothing that a form let through.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.core.cache import cache
from django.db import DataError, IntegrityError, connection, transaction
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from hypothesis import HealthCheck, given, settings

from phases.models import Answer, Feedback, PhasePlan, Promise
from projects.forms.fields import AddressField, CleanedField, SecretField, WholeNumberField
from projects.models import StaleError
from projects.typed_text import is_broken
from tests import factories
from tests.access.bodies import body_of
from tests.access.worlds import Worlds
from tests.conftest import House, Road
from tests.hostile.forms import NASTY_TEXTS, Use, filled_in, product_forms, taken_back

pytestmark = [pytest.mark.long, pytest.mark.django_db]

TYPED = (forms.CharField, forms.IntegerField, forms.DecimalField, forms.FloatField)
MADE = (forms.UUIDField, forms.JSONField)
"""What the page or the browser makes, and nobody types."""
OURS = (CleanedField, AddressField, WholeNumberField, SecretField)
NEW = "een heel ander wachtwoord"
PLAIN = {
    "login": "lead@example.org",
    "password": factories.PASSWORD,
    "oldpassword": factories.PASSWORD,
    "password1": NEW,
    "password2": NEW,
    "email": "new@example.org",
    "name": "Nina",
}
"""What belongs in the fields of signing in."""
NEEDS_MORE = {
    "CodeForm",
    "CodeReauthenticateForm",
    "ActivateTotpForm",
    "AddPasskeyForm",
    "PasskeyAuthenticateForm",
    "PasskeySignInForm",
    "PasskeyReauthenticateForm",
    "SetUpProviderForm",
    "ReviseProviderForm",
}
"""Forms that only the code of the moment, a passkey or a provider that answers makes right; their own tests do that."""
SLICES = 3
FORMS = product_forms()
Count = Callable[[str, object], None]


class Refused:
    """Counts what the database refused."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        try:
            return execute(sql, params, many, context)
        except (IntegrityError, DataError) as error:
            self.told.append(f"{type(error).__name__}: {error} in {sql[:80]}")
            raise


def fill_in(use: Use, filled: dict[str, list[Any] | None]) -> None:
    """Fill in a form once: look whether it is right, and send it to its view if it is, or now and then."""
    data, files = QueryDict(mutable=True), MultiValueDict[str, Any]()
    for name, values in filled.items():
        if values is not None:
            is_file = any(hasattr(value, "read") for value in values)
            (files if is_file else data).setlist(name, values)
    use.seen["examples"] += 1
    valid = use.of_a_library or is_right(use, data, files)
    if not valid and use.seen["examples"] % 20:
        return
    body = dict((*data.lists(), *files.lists()))
    broken = any(is_broken(str(value)) for values in body.values() for value in values)
    cache.clear()  # nobody tries as often as this; the limit for passkeys would answer instead of the form
    with taken_back(use.browser):
        answer: Any = (
            use.browser.get(use.url, body) if use.method == "GET" else use.browser.post(use.url, body)
        )
    refused = {400, 404} if use.method == "GET" else {400, 422} | ({302} if use.of_a_library else set())
    assert answer.status_code in (refused if broken else refused | {200, 204, 302, 409}), answer
    use.seen["saved"] += valid and answer.status_code in {200, 204, 302}


def is_right(use: Use, data: Any, files: Any) -> bool:
    """Ask the form itself."""
    with transaction.atomic():
        form = use.make(data, files)
        valid = bool(form.is_valid())
        assert valid or form.errors
        transaction.set_rollback(True)
    return valid


def trial(use: Use, ways: Any) -> Callable[[], None]:
    """Return the function with which hypothesis fills in one form again and again."""

    @given(ways)
    def once(filled: dict[str, list[Any] | None]) -> None:
        fill_in(use, filled)

    return once


@pytest.mark.parametrize("part", range(SLICES))
@pytest.mark.parametrize("examples", [200, pytest.param(2_000, marks=pytest.mark.night)])
def test_no_form_makes_a_fault_and_the_database_refuses_nothing_that_is_right(  # noqa: PLR0917 - fixtures
    part: int,
    examples: int,
    house: House,
    road: Road,
    worlds: Worlds,
    used: dict[type[Any], Use],
    record_property: Count,
) -> None:
    foreign = [str(value) for value in worlds.elsewhere.values()] + list(NASTY_TEXTS[:4])
    refused, wrong = (
        Refused(),
        [f"{form.__name__}: no route makes it for `used`" for form in FORMS if form not in used],
    )
    for form in FORMS[part::SLICES]:
        if (use := used.get(form)) is None:
            continue
        valid = PLAIN | body_of(use.route, house, road, worlds)
        for_sure = settings(
            max_examples=examples,
            derandomize=examples == 200,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        once = trial(use, filled_in(use.sample, valid, foreign))
        with connection.execute_wrapper(refused):
            for_sure(once)()
        record_property("form examples", use.seen["examples"])
        record_property("forms saved", use.seen["saved"])
        if not use.seen["saved"] and form.__name__ not in NEEDS_MORE:
            wrong.append(f"{form.__name__} was never saved")
        if use.seen["examples"] < examples and len(use.sample.fields) > 1:
            wrong.append(f"{form.__name__} was filled in only {use.seen['examples']} times")
    assert not wrong, "\n".join(wrong)
    assert not refused.told, "\n".join(refused.told)


def is_secret(field: forms.Field) -> bool:
    return isinstance(field.widget, forms.PasswordInput)


def test_no_field_in_which_people_type_goes_round_the_cleaning(used: dict[type[Any], Use]) -> None:
    """What the catalogue searches for is folded by its search instead; passwords are kept letter for letter."""
    typed = {
        f"{form.__name__}.{name}": field
        for form, use in used.items()
        for name, field in use.sample.fields.items()
        if isinstance(field, TYPED) and not isinstance(field, MADE) and not is_secret(field)
        if not field.widget.is_hidden
    }
    assert len(typed) >= 80
    catalogue = {"MethodFilterForm.q", "MethodFilterForm.people"}
    assert {where for where, field in typed.items() if not isinstance(field, OURS)} == catalogue


def test_no_field_cuts_off_what_is_pasted_or_posts_less_than_is_seen(used: dict[type[Any], Use]) -> None:
    fields = [
        (form.__name__, name, use.sample[name]) for form, use in used.items() for name in use.sample.fields
    ]
    assert len(fields) >= 130
    drawn = [(where, name, str(field)) for where, name, field in fields]
    kinds = ("number", "date", "time", "datetime-local", "month", "week", "range")
    cutting = ("maxlength", *(f'type="{kind}"' for kind in kinds))
    assert [(where, name) for where, name, html in drawn if any(word in html for word in cutting)] == []


def test_what_the_database_refuses_is_seen(house: House) -> None:
    """The counter counts: the same group twice on one register."""
    refused = Refused()
    factories.make_stakeholder(house.initiative, "Twice")
    with connection.execute_wrapper(refused), pytest.raises(IntegrityError), transaction.atomic():
        factories.make_stakeholder(house.initiative, "Twice")
    assert len(refused.told) == 1


def test_who_did_not_see_the_first_version_is_told_before_the_database_has_to(
    house: House, road: Road
) -> None:
    question, phase = road.questions[0], road.phases[0]
    theme = factories.make_theme(house.initiative, by=house.lead)
    factories.make_feedback(theme, by=house.lead)
    factories.make_promise(house.initiative, by=house.lead)
    factories.make_phase_plan(house.initiative, phase, by=house.lead)
    Answer.record(house.initiative, question, "Mine", by=house.lead, version=0)
    refused = Refused()
    again: dict[str, Any] = {"by": house.facilitator, "based_on": 0}
    with connection.execute_wrapper(refused):
        for write in (
            lambda: Feedback.give(theme, kind="did", because="of that", **again),
            lambda: Promise.make(house.initiative, level="consult", **again),
            lambda: PhasePlan.record(house.initiative, phase, ask="Theirs", **again),
        ):
            with pytest.raises(StaleError):
                write()
        theirs = Answer.record(house.initiative, question, "Theirs", by=house.facilitator, version=0)
    assert theirs.answer.text == "Mine"
    assert refused.told == []
