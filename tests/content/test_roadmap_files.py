"""The files of the roadmap are whole: four phases, codes for ever, both languages, and methods that exist."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
CODE = re.compile(r"[a-z][a-z0-9-]*")
NUMBERS = {"needs-analysis": 1, "co-design": 2, "co-production": 3, "troubleshooting": 4}
QUESTIONS = {"needs-analysis": 6, "co-design": 7, "co-production": 6, "troubleshooting": 0}
ITEMS = {"needs-analysis": 15, "co-design": 15, "co-production": 15, "troubleshooting": 14}
PHASE_TEXTS = ("name", "summary", "purpose", "starts_when", "done_when", "result", "links")
QUESTION_TEXTS = ("prompt", "why", "record")
QUESTION_LISTS = ("steps", "done_when", "pitfalls")
SAME_WORDS = {"Co-design"}  # Dutch took the English word over


def read(path: Path) -> dict[str, Any]:
    """Give what a file says."""
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


ROADMAP = {path.stem: read(path) for path in sorted((FIXTURES / "roadmap").glob("*.yaml"))}
METHODS = [method for path in (FIXTURES / "methods").glob("*.yaml") for method in read(path)["methods"]]
every_phase = pytest.mark.parametrize("phase", sorted(ROADMAP))


def rows(part: str) -> list[dict[str, Any]]:
    """Give every question (`questions`) or every item (`checklist`) of the four phases."""
    return [row for content in ROADMAP.values() for row in content.get(part) or []]


def codes_in_files() -> list[tuple[str, str]]:
    """Give each kind and code that the files hold today, as often as it is there."""
    problems = read(FIXTURES / "problems.yaml")["problems"]
    kinds = {
        "phase": [content["phase"] for content in ROADMAP.values()],
        "question": rows("questions"),
        "item": rows("checklist"),
        "problem": problems,
        "method": METHODS,
    }
    return [(kind, row["code"]) for kind, found in kinds.items() for row in found]


def codes_listed() -> list[tuple[str, str]]:
    """Give each kind and code of the list that only grows."""
    lines = (FIXTURES / "codes.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split(" ") for line in lines if line and not line.startswith("#")]
    return [(kind, code) for kind, code in pairs]


def texts(part: Any, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every text inside `part` with the way to it."""
    if isinstance(part, dict):
        if {"nl", "en"} & part.keys():
            yield where, part
        for key, value in part.items():
            yield from texts(value, f"{where}/{key}")
    elif isinstance(part, list):
        for index, value in enumerate(part):
            name = value.get("code", index) if isinstance(value, dict) else index
            yield from texts(value, f"{where}/{name}")


def is_text(value: Any) -> bool:
    """Tell whether `value` says something in both languages."""
    return isinstance(value, dict) and all(
        str(value.get(language) or "").strip() for language in ("nl", "en")
    )


def test_there_are_four_phases_numbered_from_one_to_four() -> None:
    assert {name: content["phase"]["number"] for name, content in ROADMAP.items()} == NUMBERS
    assert {name: content["phase"]["code"] for name, content in ROADMAP.items()} == {
        name: name for name in NUMBERS
    }


def test_each_phase_has_its_questions_and_items() -> None:
    assert {name: len(content.get("questions") or []) for name, content in ROADMAP.items()} == QUESTIONS
    assert {name: len(content["checklist"]) for name, content in ROADMAP.items()} == ITEMS


def test_a_code_is_lower_case_and_belongs_to_one_thing_of_its_kind() -> None:
    found = codes_in_files()
    assert [code for _kind, code in found if not CODE.fullmatch(code)] == []
    assert [pair for pair, times in Counter(found).items() if times > 1] == []


@every_phase
def test_a_text_is_there_in_dutch_and_in_english_and_was_translated(phase: str) -> None:
    found = list(texts(ROADMAP[phase], phase))
    assert found
    assert [where for where, text in found if not is_text(text)] == []
    copied = {text["nl"]: where for where, text in found if text["nl"].strip() == text["en"].strip()}
    assert {text: where for text, where in copied.items() if text not in SAME_WORDS} == {}


@every_phase
def test_a_phase_says_all_that_its_page_shows(phase: str) -> None:
    told = ROADMAP[phase]["phase"]
    assert [name for name in PHASE_TEXTS if not is_text(told.get(name))] == []
    assert is_text(told["gate"]) == (phase != "troubleshooting")
    assert told["revision"] >= 1


@every_phase
def test_a_question_says_all_that_its_page_shows(phase: str) -> None:
    for place, question in enumerate(ROADMAP[phase].get("questions") or [], start=1):
        code = question["code"]
        assert question["label"] == f"{NUMBERS[phase]}.{place}", code
        assert [name for name in QUESTION_TEXTS if not is_text(question.get(name))] == [], code
        for name in QUESTION_LISTS:
            assert question[name], (code, name)
            assert all(is_text(line) for line in question[name]), (code, name)
        if example := question.get("example"):
            assert is_text(example["text"]), code
            assert example["source"], code


@every_phase
def test_an_item_says_what_ticks_it_and_hangs_on_a_question_of_its_phase(phase: str) -> None:
    asked = {question["code"] for question in ROADMAP[phase].get("questions") or []}
    for item in ROADMAP[phase]["checklist"]:
        assert is_text(item["label"]), item["code"]
        assert is_text(item["evidence"]), item["code"]
        assert isinstance(item["blocking"], bool), item["code"]
        assert item["question"] is None or item["question"] in asked, item["code"]


def test_a_question_recommends_methods_that_exist() -> None:
    known = {method["code"] for method in METHODS}
    for question in rows("questions"):
        assert question["methods"], question["code"]
        assert set(question["methods"]) - known == set(), question["code"]
        assert len(set(question["methods"])) == len(question["methods"]), question["code"]


def test_no_code_was_lost_and_none_is_missing_from_the_list() -> None:
    listed = codes_listed()
    assert [pair for pair, times in Counter(listed).items() if times > 1] == []
    assert sorted(set(listed) - set(codes_in_files())) == []
    assert sorted(set(codes_in_files()) - set(listed)) == []
