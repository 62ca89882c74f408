"""The method adviser: hard limits are hard, the roadmap's order leads, and the mix has depth and breadth with a reason."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from phases.methods.adviser import Limits, advise, capitalized
from phases.models import Phase, Question, Recommendation, methods_for
from projects.models import Initiative
from tests import factories
from toolkit.models import Method

pytestmark = [pytest.mark.django_db, pytest.mark.core]


@pytest.fixture
def phase() -> Phase:
    """Return the first phase, with two questions and the methods they advise."""
    phase = factories.make_phases()[0]
    first, second = factories.make_question(phase, "first"), factories.make_question(phase, "second")
    advised = {first: ["interview", "survey", "party"], second: ["map", "interview"]}
    kinds: dict[str, dict[str, Any]] = {
        "interview": {"gives": "depth", "minutes_min": 45, "group_min": 1, "group_max": 1, "skill": 2},
        "survey": {"gives": "breadth", "minutes_min": 10, "group_min": 50, "group_max": None, "cost": "none"},
        "party": {
            "gives": "neither",
            "minutes_min": 180,
            "minutes_max": 240,
            "group_min": 10,
            "group_max": 40,
            "cost": "high",
        },
        "map": {
            "gives": "breadth",
            "minutes_min": 60,
            "group_min": 4,
            "group_max": 20,
            "without_reading": True,
        },
    }
    methods = {
        code: factories.make_method(code, name=factories.text(f"{code} nl", code), **kind)
        for code, kind in kinds.items()
    }
    factories.make_method("elsewhere", gives="depth")
    for question, codes in advised.items():
        for place, code in enumerate(codes, 1):
            Recommendation.objects.create(question=question, method=methods[code], place=place)
    return phase


def told(question: str | None, phase: Phase, **limits: Any) -> tuple[list[str], list[str]]:
    """Return the codes of the mix and of the others."""
    asked = Question.objects.get(code=question) if question else None
    advice = advise(asked, phase, Limits(**limits), methods_for([]))
    return [row.method.code for row in advice.mix], [row.method.code for row in advice.others]


def test_a_question_is_answered_in_the_order_of_the_roadmap(phase: Phase) -> None:
    assert told("first", phase) == (["interview", "survey"], ["party", "map"])
    assert told("second", phase) == (["interview", "map"], ["survey", "party"])
    assert told(None, phase)[0] == ["interview", "map"]


@pytest.mark.parametrize(
    ("limits", "left"),
    [
        ({"minutes": 50}, {"interview", "survey"}),
        ({"people": 1}, {"interview"}),
        ({"people": 15}, {"party", "map"}),
        ({"people": 5_000}, {"survey"}),
        ({"skill": 1}, set()),
        ({"cost": "none"}, {"survey"}),
        ({"cost": "low"}, {"survey", "interview", "map"}),
        ({"without_reading": True}, {"map"}),
        ({"place": "online"}, set()),
        ({"place": "onsite"}, {"interview", "survey", "party", "map"}),
    ],
)
def test_a_limit_is_hard(phase: Phase, limits: dict[str, Any], left: set[str]) -> None:
    mix, others = told("first", phase, **limits)
    assert {*mix, *others} == left


def test_minutes_ask_for_one_session(phase: Phase) -> None:
    Method.objects.filter(code="survey").update(duration="period", minutes_min=None, minutes_max=None)
    mix, others = told("first", phase, minutes=960)
    assert "survey" not in {*mix, *others}


def test_each_advice_has_its_reason_in_a_sentence(phase: Phase) -> None:
    question = Question.objects.get(code="second")
    with translation.override("en"):
        advice = advise(question, phase, Limits(minutes=60, people=8, without_reading=True), methods_for([]))
    (only,) = advice.mix
    assert only.reason == (
        f"The roadmap names it for question {question.label}, "
        "fits in 60 minutes, suits 8 people and asks no reading or writing."
    )
    assert advice.found.left_out == {"without_reading": 0} or dict(advice.found.left_out) == {}


def test_what_falls_off_by_one_limit_alone_is_counted_and_the_nearest_is_offered(phase: Phase) -> None:
    question = Question.objects.get(code="first")
    advice = advise(question, phase, Limits(minutes=50, people=1), methods_for([]))
    assert dict(advice.found.left_out) == {"people": 1}
    nothing = advise(question, phase, Limits(minutes=5, people=3), methods_for([]))
    assert (nothing.mix, nothing.others) == ([], [])
    assert len(nothing.found.nearest) == 3


def test_a_phase_without_questions_advises_what_it_names(phase: Phase) -> None:
    last = factories.make_phases()[3]
    Phase.objects.filter(pk=last.pk).update(methods=["map", "interview", "gone"])
    last.refresh_from_db()
    assert told(None, last) == (["interview", "map"], [])


def test_own_methods_come_last_and_only_for_their_organisation(phase: Phase, as_: Any) -> None:
    initiative = factories.make_initiative()
    factories.make_own_method(initiative.organisation, "Soepgesprek", gives="depth")
    other = factories.make_initiative()
    page = as_(initiative.updated_by).get(f"{initiative.get_absolute_url()}phases/{phase.code}/adviser/").text
    assert "Soepgesprek" in page
    shared = re.search(r">\s*map\s*<", page)
    assert shared
    assert page.index("Soepgesprek") > shared.start()
    assert "Your organisation added it" in page
    elsewhere = as_(other.updated_by).get(f"{other.get_absolute_url()}phases/{phase.code}/adviser/").text
    assert "Soepgesprek" not in elsewhere


def adviser(browser: Client, initiative: Initiative, **asked: str) -> Any:
    """Return the adviser's page."""
    return browser.get(f"{initiative.get_absolute_url()}phases/needs-analysis/adviser/", asked)


def test_the_page_leads_from_a_question_to_a_plan(phase: Phase, as_: Any) -> None:
    initiative = factories.make_initiative()
    browser = as_(initiative.updated_by)
    question_page = browser.get(f"{initiative.get_absolute_url()}phases/needs-analysis/?question=second").text
    assert "adviser/?question=second" in question_page
    page = adviser(browser, initiative, question="second").text
    plan = f"{initiative.get_absolute_url()}workshops/new/?phase=needs-analysis&amp;method=map"
    assert plan in page
    form = browser.get(plan.replace("&amp;", "&")).context["form"]
    assert (form["method"].value(), form["phase"].value()) == ("map", "needs-analysis")


def test_a_planned_workshop_brings_its_minutes_and_takes_the_method(phase: Phase, as_: Any) -> None:
    initiative = factories.make_initiative()
    browser = as_(initiative.updated_by)
    workshop = factories.make_workshop(initiative, phase)
    page = browser.get(f"{workshop.get_absolute_url()}adviser/")
    assert page.context["form"]["minutes"].value() == "120"
    assert "party" not in {
        row.method.code for row in [*page.context["advice"].mix, *page.context["advice"].others]
    }
    assert f"{workshop.get_absolute_url()}edit/?method=map" in page.text
    form = browser.get(f"{workshop.get_absolute_url()}edit/", {"method": "map"}).context["form"]
    assert form["method"].value() == "map"
    assert browser.get(f"{workshop.get_absolute_url()}edit/", {"method": "nonsense"}).status_code == 200


def test_the_fragment_is_the_advice_only_and_odd_input_limits_nothing(phase: Phase, as_: Any) -> None:
    initiative = factories.make_initiative()
    browser = as_(initiative.updated_by)
    odd = {
        "minutes": "soon",
        "people": "-4",
        "skill": "9",
        "cost": "gold",
        "question": "nonsense",
        "place": "moon",
    }
    page = adviser(browser, initiative, **odd)
    assert page.context["advice"].mix != []
    fragment = browser.get(
        f"{initiative.get_absolute_url()}phases/needs-analysis/adviser/", headers={"HX-Request": "true"}
    ).text
    assert "<html" not in fragment
    assert 'id="advice"' in fragment


def test_the_adviser_asks_as_much_for_many_methods_as_for_few(phase: Phase, as_: Any) -> None:
    initiative = factories.make_initiative()
    browser = as_(initiative.updated_by)
    with CaptureQueriesContext(connection) as few:
        adviser(browser, initiative)
    question = Question.objects.get(code="first")
    for place in range(4, 14):
        Recommendation.objects.create(question=question, method=factories.make_method(), place=place)
        factories.make_own_method(initiative.organisation)
    with CaptureQueriesContext(connection) as many:
        adviser(browser, initiative)
    assert len(many) == len(few)


def test_the_reason_tells_for_which_questions_a_method_was_named(phase: Phase) -> None:
    first, second = Question.objects.get(code="first").label, Question.objects.get(code="second").label
    with translation.override("en"):
        advice = advise(None, phase, Limits(), methods_for([]))
    reasons = {row.method.code: row.reason for row in (*advice.mix, *advice.others)}
    assert reasons["interview"] == f"The roadmap names it for questions {first} and {second}."
    assert reasons["party"] == f"The roadmap names it for question {first}."
    assert reasons["map"] == f"The roadmap names it for question {second}."


def test_a_method_for_professionals_comes_first_only_when_there_is_no_other(phase: Phase) -> None:
    Method.objects.filter(code="interview").update(
        purpose=factories.text("Gebruikers trainen professionals.", "Users train professionals.")
    )
    deep = factories.make_method("deep", gives="depth")
    assert told("first", phase)[0] == ["interview", "survey"]
    Recommendation.objects.create(question=Question.objects.get(code="second"), method=deep, place=9)
    assert told("first", phase)[0] == ["deep", "survey"]


def test_a_few_alternatives_stand_under_the_advice_and_the_others_behind_a_link(
    phase: Phase, as_: Any
) -> None:
    question = Question.objects.get(code="first")
    for number in range(9):
        more = factories.make_method(f"more-{number}", gives="neither")
        Recommendation.objects.create(question=question, method=more, place=10 + number)
    initiative = factories.make_initiative()
    browser = as_(initiative.updated_by)
    page = adviser(browser, initiative, question="first", people="").text
    assert page.count('class="tcard"') == 2 + 4
    link = re.search(r'href="(\?[^"]*all=on#others)">\s*Show all 11 other methods that fit\s*<', page)
    assert link
    whole = browser.get(
        f"{initiative.get_absolute_url()}phases/needs-analysis/adviser/{unescape(link[1])}"
    ).text
    assert whole.count('class="tcard"') == 2 + 11
    assert "Show all" not in whole


def test_a_capital_ij_is_one_letter() -> None:
    assert [capitalized(word) for word in ("ijsland", "Ijsland", "ik", "")] == [
        "IJsland",
        "IJsland",
        "Ik",
        "",
    ]
