"""Bringing the roadmap and the problems of the content files into the database."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from projects.models import SiteRevision
from toolkit.content_files import ContentError, refuse_repeated, refuse_unknown
from toolkit.glossary_links import Explainer
from toolkit.loading import Sources, load_toolkit
from toolkit.models import Method, Term
from toolkit.published import SyncResult, sync, texts_of
from toolkit.rich_text import enrich
from toolkit.stems import stems_of

from ..models import ChecklistItem, Phase, Problem, Question, Recommendation
from ..progress.gate_criteria import FACTS
from .schemas import ExampleShape, ProblemsFile, ProblemShape, QuestionShape, RoadmapFile

PHASES = ("needs-analysis", "co-design", "co-production", "troubleshooting")
RICH = frozenset(
    ("purpose", "why", "steps", "done_when", "pitfalls", "record", "signals", "causes", "now", "structural")
)
KINDS = {"phase": Phase, "question": Question, "item": ChecklistItem, "problem": Problem}


def load_content(fixtures: Path) -> list[SyncResult]:
    """Load all published content; nothing is stored when any file is wrong (call it in a transaction)."""
    done = load_toolkit(fixtures) + load_roadmap(fixtures)
    check_codes(fixtures / "codes.txt")
    SiteRevision.renew()
    return done


def load_roadmap(fixtures: Path) -> list[SyncResult]:
    sources = Sources(fixtures)
    explainer = Explainer(Term.objects.published())
    files = {code: RoadmapFile.read(fixtures / "roadmap" / f"{code}.yaml") for code in PHASES}
    problems = ProblemsFile.read(fixtures / "problems.yaml").problems
    _check(files, problems)
    done = [sync(Phase, [_phase(file, explainer) for file in files.values()])]
    phases = {phase.code: phase for phase in Phase.objects.all()}
    asked = [(phases[code], question) for code, file in files.items() for question in file.questions]
    done.append(sync(Question, [_question(phase, question, sources, explainer) for phase, question in asked]))
    _recommend([question for _phase_of, question in asked])
    questions = {question.code: question for question in Question.objects.all()}
    items = [
        {
            **item.model_dump(),
            "phase": phases[code],
            "question": questions[item.question] if item.question else None,
        }
        for code, file in files.items()
        for item in file.checklist
    ]
    done.append(sync(ChecklistItem, items))
    done.append(sync(Problem, [_problem(problem, sources, explainer) for problem in problems]))
    _link_methods(problems)
    return done


def _check(files: Mapping[str, RoadmapFile], problems: Iterable[ProblemShape]) -> None:
    """Refuse what one file cannot see: codes that are there twice, and codes of other files that are not there."""
    questions = [question for file in files.values() for question in file.questions]
    items = [item for file in files.values() for item in file.checklist]
    methods = set(Method.objects.published().values_list("code", flat=True))
    refuse_repeated("roadmap", [question.code for question in questions])
    refuse_repeated("roadmap", [item.code for item in items])
    refuse_repeated("problems.yaml", [problem.code for problem in problems])
    for name, file in files.items():
        if file.phase.code != name:
            raise ContentError(f"{name}.yaml: {file.phase.code}: the phase of this file is {name}")
        own = {item.code for item in file.checklist}
        for item in file.checklist:
            refuse_unknown(
                f"{name}.yaml",
                item.code,
                "question in this phase",
                [item.question] if item.question else [],
                [question.code for question in file.questions],
            )
        for criterion in file.phase.gate.criteria if file.phase.gate else []:
            refuse_unknown(f"{name}.yaml", name, "item in this phase", filter(None, [criterion.item]), own)
            refuse_unknown(f"{name}.yaml", name, "fact", filter(None, [criterion.fact]), FACTS)
        refuse_unknown(f"{name}.yaml", name, "method", file.phase.methods, methods)
        for question in file.questions:
            refuse_unknown(f"{name}.yaml", question.code, "method", question.methods, methods)
    for problem in problems:
        refuse_unknown("problems.yaml", problem.code, "method", problem.methods, methods)


def check_codes(path: Path) -> None:
    """Refuse a code that is not in the list of all codes ever published, or that is listed, gone and not retired."""
    listed: dict[tuple[str, str], bool] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, code, *state = line.split(" ")
            listed[kind, code] = state == ["retired"]
    today = {
        (kind, code)
        for kind, model in {**KINDS, "method": Method, "term": Term}.items()
        for code in model.objects.published().values_list("code", flat=True)
    }
    wrong = [f"{path.name}: {kind} {code}: add it to the list" for kind, code in sorted(today - {*listed})]
    wrong += [
        f"{path.name}: {kind} {code}: in no file; a code is retired (say so in the list), never dropped"
        for (kind, code), retired in sorted(listed.items())
        if not retired and (kind, code) not in today
    ]
    wrong += [
        f"{path.name}: {kind} {code}: said to be retired, but in a file"
        for (kind, code), retired in sorted(listed.items())
        if retired and (kind, code) in today
    ]
    if wrong:
        raise ContentError("\n".join(wrong))


def _phase(file: RoadmapFile, explainer: Explainer) -> dict[str, Any]:
    phase = file.phase.model_dump(exclude_none=True, exclude={"gate"})
    gate = file.phase.gate.model_dump(exclude_none=True) if file.phase.gate else {}
    return {
        **_rich(phase, explainer),
        "gate": gate.get("question"),
        "gate_criteria": gate.get("criteria", []),
        "gate_outcomes": gate.get("outcomes", []),
        "gate_decided_by": gate.get("decided_by"),
    }


def _question(
    phase: Phase, question: QuestionShape, sources: Sources, explainer: Explainer
) -> dict[str, Any]:
    file = f"{phase.code}.yaml"
    values = question.model_dump(exclude={"methods", "example"})
    return {
        **_rich(values, explainer),
        "phase": phase,
        "example": _example(question.example, sources, file=file, by=question.code),
        "sources": sources.named(question.sources, file=file, by=question.code),
        "stems": stems_of(list(texts_of(values))),
    }


def _problem(problem: ProblemShape, sources: Sources, explainer: Explainer) -> dict[str, Any]:
    file = "problems.yaml"
    values = problem.model_dump(exclude={"methods", "example"})
    values["signals"] = [signal.model_dump(exclude_none=True) for signal in problem.signals]
    return {
        **_rich(values, explainer),
        "example": _example(problem.example, sources, file=file, by=problem.code),
        "sources": sources.named(problem.sources, file=file, by=problem.code),
        "stems": stems_of(list(texts_of(values))),
    }


def _rich(values: dict[str, Any], explainer: Explainer) -> dict[str, Any]:
    explainer.start_over()
    return {name: enrich(value, explainer) if name in RICH else value for name, value in values.items()}


def _example(example: ExampleShape | None, sources: Sources, *, file: str, by: str) -> dict[str, Any] | None:
    if example is None:
        return None
    return {"text": example.text.model_dump(), "sources": sources.named(example.sources, file=file, by=by)}


def _recommend(questions: Iterable[QuestionShape]) -> None:
    """Let each question advise the methods its content names, in their order."""
    methods = {method.code: method for method in Method.objects.published()}
    kept = {row.code: row for row in Question.objects.prefetch_related("recommendations__method")}
    for question in questions:
        row = kept[question.code]
        if [advised.method.code for advised in row.recommendations.all()] == question.methods:
            continue
        row.recommendations.all().delete()
        Recommendation.objects.bulk_create(
            Recommendation(question=row, method=methods[code], place=place)
            for place, code in enumerate(question.methods, start=1)
        )


def _link_methods(problems: Iterable[ProblemShape]) -> None:
    """Let each problem name the methods that help."""
    methods = {method.code: method for method in Method.objects.published()}
    kept = {row.code: row for row in Problem.objects.prefetch_related("methods")}
    for problem in problems:
        if {method.code for method in kept[problem.code].methods.all()} != set(problem.methods):
            kept[problem.code].methods.set([methods[code] for code in problem.methods])
