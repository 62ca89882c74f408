"""An organisation's own methods: added and changed in the browser, retired, seen by nobody else, in one language or both."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from phases.models import MethodSheet, OwnMethod
from projects.models import AuditEntry, OrganisationRole
from tests import factories
from tests.conftest import House, Road
from toolkit.models import Method

pytestmark = [pytest.mark.django_db, pytest.mark.core]


def filled(**values: Any) -> dict[str, Any]:
    """Return what a manager fills in."""
    return {
        "submission_key": str(uuid4()),
        "family": "workshop",
        "gives": "depth",
        "skill": "1",
        "cost": "none",
        "format": "onsite",
        "minutes_min": "30",
        "minutes_max": "60",
        "group_min": "4",
        "group_max": "12",
        "without_digital": "on",
        "name_nl": "Soepgesprek",
        "purpose_nl": "Praten tijdens de soep, met **aandacht**.",
        "steps_nl": "Kook soep.\n\nEet samen.\n",
        **values,
    }


def add(browser: Client, house: House, **values: Any) -> Any:
    """Post the form."""
    return browser.post(f"/organisation/{house.organisation.pk}/methods/new/", filled(**values))


def test_a_manager_adds_a_method_that_the_teams_then_find(house: House, road: Road, as_: Any) -> None:
    answer = add(as_(house.manager), house)
    own = OwnMethod.objects.get()
    assert answer.headers["Location"] == own.get_absolute_url()
    method = own.method
    assert (method.shared, method.duration, method.minutes_min, method.minutes_max) == (
        False,
        "session",
        30,
        60,
    )
    assert [step["nl"] for step in method.steps] == ["Kook soep.", "Eet samen."]
    assert AuditEntry.objects.filter(action="own-method.added", target_id=str(own.pk)).exists()
    card = as_(house.facilitator).get(own.get_absolute_url()).text
    assert "Soepgesprek" in card
    assert "<strong>aandacht</strong>" in card
    form = as_(house.facilitator).get(f"{house.initiative.get_absolute_url()}workshops/new/").context["form"]
    assert method in form.fields["method"].queryset


def test_the_same_post_twice_adds_one(house: House, as_: Any) -> None:
    browser, key = as_(house.manager), str(uuid4())
    first, second = (add(browser, house, submission_key=key) for _time in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert OwnMethod.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name_nl": "", "purpose_nl": "", "steps_nl": ""}, "name_nl"),
        ({"purpose_nl": ""}, "purpose_nl"),
        ({"steps_nl": " \n "}, "steps_nl"),
        ({"name_en": "Soup talk"}, "purpose_en"),
        ({"steps_nl": "stap\n" * 13}, "steps_nl"),
        ({"minutes_min": "90"}, "minutes_max"),
        ({"minutes_min": ""}, "minutes_min"),
        ({"group_min": "0"}, "group_min"),
        ({"skill": "7"}, "skill"),
        ({"family": "cooking"}, "family"),
        ({"name_nl": "x" * 121}, "name_nl"),
        ({"purpose_nl": "x" * 2_001}, "purpose_nl"),
    ],
)
def test_what_is_wrong_is_asked_again_with_what_was_typed(
    house: House, as_: Any, values: dict[str, Any], field: str
) -> None:
    answer = add(as_(house.manager), house, **values)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert values.get("name_nl", "Soepgesprek") in answer.text
    assert not OwnMethod.objects.exists()


@pytest.mark.parametrize(
    ("missing", "told"),
    [("en", "This method is written in Dutch only."), ("nl", "This method is written in English only.")],
)
def test_a_language_that_is_missing_is_said(house: House, as_: Any, missing: str, told: str) -> None:
    english = {"name_en": "Soup talk", "purpose_en": "Talk over soup.", "steps_en": "Cook.\nEat."}
    dutch = dict.fromkeys(("name_nl", "purpose_nl", "steps_nl"), "")
    add(as_(house.manager), house, **({} if missing == "en" else {**english, **dutch}))
    own = OwnMethod.objects.get()
    assert own.method.missing_language() == missing
    page = as_(house.observer).get(own.get_absolute_url()).text
    assert told in page
    assert ("Soepgesprek" if missing == "en" else "Soup talk") in page
    both = as_(house.manager).get(f"{own.get_absolute_url()}edit/").context["form"].initial
    assert both["steps_nl" if missing == "en" else "steps_en"].splitlines()[0] in {"Kook soep.", "Cook."}


def test_a_change_is_stored_unless_someone_was_earlier(house: House, as_: Any) -> None:
    browser = as_(house.manager)
    add(browser, house)
    own = OwnMethod.objects.get()
    url = f"{own.get_absolute_url()}edit/"
    assert browser.post(url, filled(version=1, name_nl="Soep en brood")).status_code == 302
    late = browser.post(url, filled(version=1, name_nl="Alleen brood"))
    assert late.status_code == 409
    assert "Alleen brood" in late.text
    own.method.refresh_from_db()
    assert str(own.method.name["nl"]) == "Soep en brood"


def test_a_retired_method_is_not_offered_and_can_come_back(house: House, road: Road, as_: Any) -> None:
    own = factories.make_own_method(house.organisation, "Soepgesprek")
    browser, plan = as_(house.manager), f"{house.initiative.get_absolute_url()}workshops/new/"
    assert own.method in as_(house.lead).get(plan).context["form"].fields["method"].queryset
    browser.post(f"{own.get_absolute_url()}retirement/")
    assert own.method not in as_(house.lead).get(plan).context["form"].fields["method"].queryset
    assert "This method is retired" in browser.get(own.get_absolute_url()).text
    assert "Soepgesprek" in browser.get("/organisation/methods/").text
    browser.post(f"{own.get_absolute_url()}retirement/undo/")
    own.method.refresh_from_db()
    assert own.method.retired_at is None
    actions = set(AuditEntry.objects.filter(target_id=str(own.pk)).values_list("action", flat=True))
    assert actions == {"own-method.retired", "own-method.offered-again"}


def test_no_public_page_and_no_other_organisation_shows_an_own_method(house: House, as_: Any) -> None:
    own = factories.make_own_method(house.organisation, "Zeppelinsoep")
    sheet = MethodSheet.ask(own.method, language="nl", paper="a4")
    code = own.method.code
    for user in (None, house.stranger):
        browser = as_(user)
        for path in ("/toolkit/", "/toolkit/?q=zeppelinsoep", "/search/?q=zeppelinsoep", "/roadmap/"):
            assert "Zeppelinsoep" not in browser.get(path).text, path
        for path in (f"/toolkit/{code}/", f"/toolkit/{code}/print/", f"/toolkit/{code}/print/{sheet.pk}/"):
            assert browser.get(path).status_code == 404, path
    assert as_(house.observer).get(f"/toolkit/{code}/print/{sheet.pk}/").status_code == 200
    assert not Method.objects.published().filter(code=code).exists()


def test_who_looks_after_two_organisations_adds_to_the_right_one(house: House, as_: Any) -> None:
    second = factories.make_organisation("Tweede")
    second.add_member(house.manager, OrganisationRole.ADMINISTRATOR, by=house.manager)
    as_(house.manager).post(f"/organisation/{second.pk}/methods/new/", filled())
    assert OwnMethod.objects.get().organisation == second
    assert "Soepgesprek" not in as_(house.facilitator).get("/organisation/methods/").text


def test_harm_in_a_text_does_not_reach_the_card(house: House, as_: Any) -> None:
    add(
        as_(house.manager),
        house,
        tips_nl='<img src=x onerror="alert(1)"> [x](javascript:alert(1))',
        name_nl="<b>x",
    )
    page = as_(house.observer).get(OwnMethod.objects.get().get_absolute_url()).text
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
    assert "<b>x" not in page
