"""The published content is whole: as much as was promised, both languages, codes for ever, honest about its sources."""

from collections import Counter

import pytest
from django.core.management import call_command

from phases.models import ChecklistItem, Phase, Problem, Question
from tests.content.files import METHOD, QUESTION, count, kinds, read, roadmap, texts
from tests.content.language import both_languages
from toolkit.models import Method, Term
from toolkit.published import LANGUAGES

ROWS = kinds()


def test_there_is_as_much_as_was_promised() -> None:
    files = roadmap()
    assert {kind: len(rows) for kind, rows in ROWS.items()} == {
        "phase": 4,
        "question": 19,
        "item": 59,
        "problem": 28,
        "method": 90,
        "term": 30,
    }
    assert [len(file["questions"]) for file in files] == [6, 7, 6, 0]
    assert [len(file["checklist"]) for file in files] == [15, 15, 15, 14]
    families = ("digital", "narrative", "living-labs", "workshop", "research", "deciding", "evaluation")
    assert [len(read(f"methods/{family}.yaml")["methods"]) for family in families] == [
        12,
        9,
        11,
        20,
        12,
        16,
        10,
    ]
    for file in files:
        labels = [question["label"] for question in file["questions"]]
        assert labels == [f"{file['phase']['number']}.{number}" for number in range(1, len(labels) + 1)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_method_and_a_question_are_neither_thin_nor_long(language: str) -> None:
    methods = {row["code"]: count(row, language, METHOD) for row in ROWS["method"]}
    assert {code: number for code, number in methods.items() if not 150 <= number <= 350} == {}
    questions = {row["code"]: count(row, language, QUESTION) for row in ROWS["question"]}
    assert {code: number for code, number in questions.items() if not 120 <= number <= 250} == {}
    problems = {row["code"]: count(row, language) for row in ROWS["problem"]}
    assert {code: number for code, number in problems.items() if not 100 <= number <= 220} == {}


def test_every_text_is_in_both_languages() -> None:
    found = list(texts())
    assert len(found) > 2_000
    assert [where for where, text in found if not all(text.get(code, "").strip() for code in LANGUAGES)] == []


def test_three_phases_end_at_a_gate_that_rests_on_items_facts_and_judgement() -> None:
    *gates, last = [phase["gate"] for phase in ROWS["phase"]]
    assert last is None
    for gate in gates:
        rests = Counter(
            "item" if "item" in row else "fact" if "fact" in row else "team" for row in gate["criteria"]
        )
        assert rests["item"] >= 3
        assert rests["fact"] >= 1
        assert rests["team"] >= 1
        assert [row["kind"] for row in gate["outcomes"]] == [
            "go",
            "go-with-conditions",
            "back",
            "lighter-form",
            "stop",
        ]
    for file in roadmap()[:3]:
        blocking = {row["code"] for row in file["checklist"] if row["blocking"]}
        named = {row.get("item") for row in file["phase"]["gate"]["criteria"]}
        assert blocking - named == set(), "a required item is not among the criteria of its gate"


def test_a_digital_method_has_a_twin_without_a_screen() -> None:
    methods = {row["code"]: row for row in ROWS["method"]}
    for row in read("methods/digital.yaml")["methods"]:
        assert methods[row["offline_twin"]]["without_digital"], row["code"]


def test_what_nobody_checked_says_so_and_what_has_a_source_names_it() -> None:
    for row in ROWS["method"]:
        assert row["checked"] == bool(row["sources"]), row["code"]
    for row in (*ROWS["question"], *ROWS["problem"]):
        assert row["sources"], row["code"]
        if row.get("example"):
            assert row["example"]["sources"], row["code"]
    assert len([row for row in ROWS["problem"] if row["example"]]) == 28
    assert len([row for row in ROWS["question"] if row.get("example")]) >= 15


def test_the_end_users_are_in_every_method() -> None:
    people = (
        "gebruiker",
        "deelnemer",
        "verteller",
        "bewoner",
        "inwoner",
        "mensen",
        "maker",
        "lezer",
        "teller",
    )
    for row in ROWS["method"]:
        told = " ".join(text["nl"].lower() for key in METHOD for _where, text in both_languages(row[key]))
        assert any(word in told for word in people), row["code"]


@pytest.mark.django_db
@pytest.mark.core
def test_loading_twice_changes_nothing() -> None:
    call_command("load_content", verbosity=0)
    numbers = [
        model.objects.published().count() for model in (Phase, Question, ChecklistItem, Problem, Method, Term)
    ]
    assert numbers == [4, 19, 59, 28, 90, 30]
    before = list(Question.objects.order_by("pk").values_list("pk", "revision", "recommendations__method"))
    call_command("load_content", verbosity=0)
    assert (
        list(Question.objects.order_by("pk").values_list("pk", "revision", "recommendations__method"))
        == before
    )
