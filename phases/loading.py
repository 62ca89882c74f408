"""Bringing the roadmap and the problems of the content files into the database."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from toolkit.content_files import ContentError, read_file, texts_of
from toolkit.models import Method
from toolkit.published import Refreshed, refresh
from toolkit.stems import stems_of

from .models import ChecklistItem, Phase, Problem, Question

PHASES = ("needs-analysis", "co-design", "co-production", "troubleshooting")
QUESTION = ("code", "label", "revision", "prompt", "why", "steps", "done_when", "pitfalls", "record")
PROBLEM = ("code", "revision", "name", "signals", "causes", "now", "structural")
PROBLEM_TEXTS = ("name", "also_known_as", "signals", "causes", "now", "structural")


def load_roadmap(fixtures: Path) -> list[Refreshed]:
    """Load the four phases with their questions and checklists, and the problems."""
    files = [read_file(fixtures / "roadmap" / f"{code}.yaml") for code in PHASES]
    done = [refresh(Phase, [_phase(content["phase"]) for content in files])]
    phases = {phase.code: phase for phase in Phase.objects.all()}
    questions = [
        (phases[content["phase"]["code"]], question)
        for content in files
        for question in content.get("questions") or []
    ]
    done.append(refresh(Question, [_question(phase, question) for phase, question in questions]))
    _link_methods(Question, [question for _phase_of, question in questions])
    asked = {question.code: question for question in Question.objects.all()}
    items = [
        _item(phases[content["phase"]["code"]], item, asked)
        for content in files
        for item in content["checklist"]
    ]
    done.append(refresh(ChecklistItem, items))
    problems = read_file(fixtures / "problems.yaml")["problems"]
    done.append(refresh(Problem, [_problem(problem) for problem in problems]))
    _link_methods(Problem, problems)
    return done


def _phase(phase: Mapping[str, Any]) -> dict[str, Any]:
    return dict(phase)


def _question(phase: Phase, question: Mapping[str, Any]) -> dict[str, Any]:
    row = {name: question[name] for name in QUESTION}
    return row | {
        "phase": phase,
        "example": question.get("example"),
        "sources": question.get("sources") or [],
    }


def _item(phase: Phase, item: Mapping[str, Any], asked: Mapping[str, Question]) -> dict[str, Any]:
    code = item.get("question")
    if code and code not in asked:
        raise ContentError(f"{phase.code}.yaml: {item['code']}: no such question: {code}")
    row = {name: item[name] for name in ("code", "label", "evidence", "blocking")}
    return row | {
        "revision": item.get("revision", 1),
        "phase": phase,
        "question": asked[code] if code else None,
    }


def _problem(problem: Mapping[str, Any]) -> dict[str, Any]:
    row = {name: problem[name] for name in PROBLEM}
    return row | {
        **{name: problem.get(name) for name in ("also_known_as", "say_it_better", "example")},
        "stems": stems_of(list(texts_of([problem.get(name) for name in PROBLEM_TEXTS]))),
    }


def _link_methods(model: Any, rows: Iterable[Mapping[str, Any]]) -> None:
    """Let each row of `model` recommend the methods its content names."""
    methods = {method.code: method for method in Method.objects.published()}
    kept = {row.code: row for row in model.objects.prefetch_related("methods")}
    for row in rows:
        wanted = row.get("methods") or []
        unknown = [code for code in wanted if code not in methods]
        if unknown:
            raise ContentError(f"{row['code']}: no such method: {', '.join(unknown)}")
        if {method.code for method in kept[row["code"]].methods.all()} != set(wanted):
            kept[row["code"]].methods.set([methods[code] for code in wanted])
