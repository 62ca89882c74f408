"""The demonstration initiative of `fixtures/demo.yaml`: sourced facts, and the rest marked as an example.

It is written by the same intention-named writes as people use, so it has a history and an audit trail.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_time

from projects.models import (
    Initiative,
    Organisation,
    OrganisationMember,
    OrganisationRole,
    Role,
    Stakeholder,
    User,
)
from toolkit.content_files import read_yaml
from toolkit.models import Method

from .models import (
    Answer,
    Feedback,
    GateDecision,
    ItemCompletion,
    ItemState,
    Outcome,
    Phase,
    PhasePlan,
    Promise,
    Question,
    Telling,
    Theme,
    Workshop,
)
from .progress.report_back import sheet_of
from .workshops.local_time import to_utc

Rows = Mapping[str, Any]
ZONE = "Europe/Amsterdam"
ORGANISATION_ROLES = {
    "manager": OrganisationRole.MANAGER,
    "administrator": OrganisationRole.ADMINISTRATOR,
}


def make_demonstration(path: Path, passwords: Mapping[str, str]) -> Initiative | None:
    """Make the organisation, its three people and the initiative; None when the organisation is there already.

    `passwords` gives each person of the file (lead, facilitator, manager, administrator) a password.
    """
    demo = read_yaml(path)
    if Organisation.objects.filter(name=demo["organisation"]).exists():
        return None
    with transaction.atomic():
        people = _people(demo, passwords)
        initiative = _initiative(demo, people)
        groups = _stakeholders(demo, initiative, people)
        _answers(demo["answers"], initiative, people)
        _checklists(demo, initiative, people)
        _promises(demo["promises"], initiative, people)
        said = {row["code"]: _workshop(row, initiative, groups, people) for row in demo["workshops"]}
        _themes(demo, initiative, said, people)
        _feedback(demo, initiative, said, people)
        for telling in demo["tellings"]:
            _telling(telling, said[telling["workshop"]].workshop, groups, people)
        for plan in demo["plans"]:
            _plan(plan, initiative, people)
        for gate in demo["gates"]:
            _gate(gate, initiative, people)
    return initiative


def _people(demo: Rows, passwords: Mapping[str, str]) -> dict[str, User]:
    organisation = Organisation.objects.create(name=demo["organisation"])
    people = {}
    for key, person in demo["people"].items():
        user = User.objects.create_user(person["email"], passwords[key], name=person["name"], language="nl")
        role = ORGANISATION_ROLES.get(key, OrganisationRole.MEMBER)
        OrganisationMember.objects.create(organisation=organisation, user=user, role=role)
        people[key] = user
    return people


def _initiative(demo: Rows, people: Rows) -> Initiative:
    organisation = Organisation.objects.get(name=demo["organisation"])
    initiative = Initiative.start(organisation, by=people["lead"], is_example=True, **demo["initiative"])
    initiative.add_member(people["facilitator"], Role.FACILITATOR, by=people["lead"])
    return initiative


def _origin(row: Rows) -> dict[str, Any]:
    """Say where a row comes from: its source, or else that it is an example."""
    source = row.get("source", "")
    return {"source": source, "is_example": not source}


def _stakeholders(demo: Rows, initiative: Initiative, people: Rows) -> dict[str, Stakeholder]:
    groups = {}
    for row in demo["stakeholders"]:
        groups[row["name"]] = Stakeholder.add(initiative, by=people["lead"], **{**row, **_origin(row)})
    return groups


def _answers(answers: Rows, initiative: Initiative, people: Rows) -> None:
    questions = {question.code: question for question in Question.objects.published()}
    for code, row in answers.items():
        recorded = Answer.record(initiative, questions[code], row["text"], by=people["lead"], version=0)
        Answer.objects.filter(pk=recorded.answer.pk).update(**_origin(row))
        if row.get("finished"):
            recorded.answer.finish(by=people["lead"])


def _checklists(demo: Rows, initiative: Initiative, people: Rows) -> None:
    for code, number in demo["checklist"].items():
        for item in Phase.objects.get(code=code).items.published()[:number]:
            note = demo["checklist_note"]
            ItemCompletion.settle(initiative, item, ItemState.DONE, note, by=people["facilitator"])
    initiative.completions.update(is_example=True)


def _promises(promises: list[Rows], initiative: Initiative, people: Rows) -> None:
    for version, row in enumerate(promises):
        promised = {name: value for name, value in row.items() if name != "day"}
        promised |= {name: _day(row[name]) for name in ("decided_on", "told_on") if name in row}
        made = Promise.make(initiative, by=people["lead"], based_on=version, is_example=True, **promised)
        Promise.objects.filter(pk=made.pk).update(at=timezone.now() + timedelta(days=row["day"]))


def _day(offset: int) -> date:
    """Return a day relative to today: the demonstration never grows old."""
    return timezone.localdate() + timedelta(days=offset)


@dataclass(frozen=True)
class Held:
    """A workshop of the file, and what came out of it: each row of the file with what was made of it."""

    workshop: Workshop
    outcomes: list[tuple[Rows, Outcome]]


def _workshop(row: Rows, initiative: Initiative, groups: Rows, people: Rows) -> Held:
    day = _day(row["day"])
    starts, ends = (
        to_utc(day, parse_time(row[name]) or timezone.localtime().time(), ZONE) for name in ("start", "end")
    )
    workshop = Workshop.plan(
        initiative,
        by=people["facilitator"],
        phase=Phase.objects.get(code=row["phase"]),
        method=Method.objects.get(code=row["method"]),
        starts_at=starts,
        ends_at=ends,
        time_zone=ZONE,
        is_example=True,
        **{name: row.get(name, "") for name in ("title", "purpose", "place", "access", "reward")},
    )
    if row.get("attendance"):
        counts = {groups[name]: people_there for name, people_there in row["attendance"].items()}
        workshop.count_people(counts, by=people["facilitator"])
    outcomes = [(said, _outcome(said, workshop, groups, people)) for said in row.get("outcomes", [])]
    if row.get("attendance"):
        workshop.close_log(by=people["facilitator"])
    return Held(workshop, outcomes)


def _outcome(row: Rows, workshop: Workshop, groups: Rows, people: Rows) -> Outcome:
    return Outcome.add(
        workshop,
        by=people["facilitator"],
        kind=row["kind"],
        text=row["text"],
        stakeholder=groups[row["stakeholder"]] if "stakeholder" in row else None,
        question=Question.objects.get(code=row["question"]) if "question" in row else None,
        is_example=True,
    )


def _themes(demo: Rows, initiative: Initiative, held: Mapping[str, Held], people: Rows) -> None:
    said = [pair for each in held.values() for pair in each.outcomes]
    for row in demo["themes"]:
        outcomes = [outcome.pk for line, outcome in said if line.get("theme") == row["code"]]
        Theme.make(
            initiative,
            by=people["facilitator"],
            outcomes=Outcome.objects.filter(pk__in=outcomes),
            name=row["name"],
            **_origin(row),
        )


def _feedback(demo: Rows, initiative: Initiative, held: Mapping[str, Held], people: Rows) -> None:
    names = {row["code"]: row["name"] for row in demo["themes"]}
    said = {line.get("code"): outcome for each in held.values() for line, outcome in each.outcomes}
    for row in demo["feedback"]:
        target = initiative.themes.get(name=names[row["theme"]]) if "theme" in row else said[row["outcome"]]
        words = {name: row[name] for name in ("kind", "because", "passed_to", "note") if name in row}
        given = Feedback.give(target, by=people["lead"], based_on=0, is_example=True, **words)
        Feedback.objects.filter(pk=given.pk).update(at=timezone.now() + timedelta(days=row["day"]))


def _telling(row: Rows, workshop: Workshop, groups: Rows, people: Rows) -> None:
    told = Telling.record(
        workshop,
        by=people["facilitator"],
        content=replace(sheet_of(workshop), again=None).content(),
        groups=[groups[name] for name in row["groups"]],
        told_on=_day(row["day"]),
        how=row["how"],
        is_example=True,
    )
    Telling.objects.filter(pk=told.pk).update(at=timezone.now() + timedelta(days=row["day"]))


def _plan(row: Rows, initiative: Initiative, people: Rows) -> None:
    PhasePlan.record(
        initiative,
        Phase.objects.get(code=row["phase"]),
        by=people["lead"],
        based_on=0,
        planned_on=_day(row["planned_on"]),
        decided_by=row["decided_by"],
        ask=row["ask"],
        is_example=True,
    )


def _gate(row: Rows, initiative: Initiative, people: Rows) -> None:
    said = {name: row[name] for name in ("kind", "reason", "decided_by", "users_voice")}
    GateDecision.decide(
        initiative,
        Phase.objects.get(code=row["phase"]),
        by=people["lead"],
        conditions=row.get("conditions", ""),
        decided_on=_day(row["day"]),
        is_example=True,
        **said,
    )
