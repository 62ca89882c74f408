"""The published content: whole, in both languages, with codes that are for ever."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command

from phases.loading import PHASES
from phases.models import ChecklistItem, Phase, Problem, Question
from toolkit.models import Family, Method

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
CODE = re.compile(r"[a-z][a-z0-9-]*\Z")


def read(name: str) -> dict[str, Any]:
    """Give one file."""
    content: dict[str, Any] = yaml.safe_load((FIXTURES / name).read_text())
    return content


def roadmap() -> list[dict[str, Any]]:
    """Give the four files of the roadmap."""
    return [read(f"roadmap/{code}.yaml") for code in PHASES]


def methods() -> list[dict[str, Any]]:
    """Give every method."""
    return [method for family in Family.values for method in read(f"methods/{family}.yaml")["methods"]]


def problems() -> list[dict[str, Any]]:
    """Give every problem."""
    found: list[dict[str, Any]] = read("problems.yaml")["problems"]
    return found


def codes() -> list[tuple[str, str]]:
    """Give every code with its kind."""
    found = [("phase", file["phase"]["code"]) for file in roadmap()]
    found += [("question", row["code"]) for file in roadmap() for row in file["questions"]]
    found += [("item", row["code"]) for file in roadmap() for row in file["checklist"]]
    found += [("problem", row["code"]) for row in problems()]
    return found + [("method", row["code"]) for row in methods()]


def texts(node: Any) -> Iterator[dict[str, str]]:
    """Yield everything that has a Dutch or an English version."""
    if isinstance(node, dict):
        if "nl" in node or "en" in node:
            yield node
        for part in node.values():
            yield from texts(part)
    elif isinstance(node, list):
        for part in node:
            yield from texts(part)


def everything() -> list[dict[str, str]]:
    """Give every text."""
    return [text for part in (*roadmap(), *methods(), *problems()) for text in texts(part)]


def test_the_roadmap_has_its_questions_and_items() -> None:
    assert [file["phase"]["number"] for file in roadmap()] == [1, 2, 3, 4]
    assert [len(file["questions"]) for file in roadmap()] == [6, 7, 6, 0]
    assert [len(file["checklist"]) for file in roadmap()] == [15, 15, 15, 14]
    for file in roadmap():
        labels = [question["label"] for question in file["questions"]]
        assert labels == [f"{file['phase']['number']}.{number}" for number in range(1, len(labels) + 1)]


def test_the_toolkit_and_the_problems_are_not_thin() -> None:
    families = Counter(
        family for family in Family.values for _method in read(f"methods/{family}.yaml")["methods"]
    )
    assert sum(families.values()) >= 12
    assert min(families[family] for family in ("digital", "narrative", "living-labs")) >= 3
    assert len(problems()) >= 6
    assert len([row for row in problems() if row.get("example")]) >= 6


def test_every_text_is_in_both_languages_and_they_differ() -> None:
    assert len(everything()) > 800
    for text in everything():
        assert text.get("nl", "").strip(), text
        assert text.get("en", "").strip(), text
    same = [text["nl"] for text in everything() if text["nl"] == text["en"] and len(text["nl"].split()) > 5]
    assert same == []


def test_no_text_is_written_in_a_way_we_do_not_write() -> None:
    for text in everything():
        for forbidden in ("dient te", "middels", "klik hier", "!", "lorem"):
            assert forbidden not in text["nl"].lower(), text["nl"]


def test_codes_are_well_formed_and_unique() -> None:
    found = codes()
    assert all(CODE.match(code) for _kind, code in found)
    assert len(found) == len(set(found))


def test_no_code_that_was_published_is_lost() -> None:
    lines = (FIXTURES / "codes.txt").read_text().splitlines()
    listed = [tuple(line.split()) for line in lines if line and not line.startswith("#")]
    assert len(listed) == len(set(listed))
    assert set(codes()) <= set(listed), "add new codes to fixtures/codes.txt"
    assert set(listed) <= set(codes()), (
        "a published code disappeared: retire it, do not drop it from the list"
    )


def test_recommended_methods_exist_and_each_question_has_some() -> None:
    known = {row["code"] for row in methods()}
    for row in [*(question for file in roadmap() for question in file["questions"]), *problems()]:
        assert row["methods"], row["code"]
        assert set(row["methods"]) <= known, row["code"]
    for row in methods():
        assert {*row["related"], row["offline_twin"] or row["code"]} <= known, row["code"]


def test_digital_methods_have_a_twin_without_a_screen() -> None:
    assert all(row["offline_twin"] for row in read("methods/digital.yaml")["methods"])


def test_examples_from_practice_name_their_source() -> None:
    rows = [*(question for file in roadmap() for question in file["questions"]), *problems()]
    examples = [row["example"] for row in rows if row.get("example")]
    assert examples
    assert all(example["source"] for example in examples)


@pytest.mark.django_db
@pytest.mark.core
def test_loading_twice_changes_nothing_and_a_code_that_goes_is_retired(settings: Any, tmp_path: Path) -> None:
    call_command("load_content", verbosity=0)
    assert (Phase.objects.count(), Question.objects.count(), ChecklistItem.objects.count()) == (4, 19, 59)
    before = list(Question.objects.values_list("pk", "revision"))
    call_command("load_content", verbosity=0)
    assert list(Question.objects.values_list("pk", "revision")) == before
    gone = Problem.objects.create(code="an-old-one", position=99, name={"nl": "Oud", "en": "Old"})
    call_command("load_content", verbosity=0)
    gone.refresh_from_db()
    assert gone.retired_at is not None
    assert Method.objects.published().matching("verhalen").exists()
    assert Method.objects.published().matching("STORIES").exists()
    assert not Method.objects.published().matching("zeppelin").exists()
