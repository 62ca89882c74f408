"""The content can be improved for years: reworded, changed in meaning, retired, added and moved, with no answer lost."""

import shutil
from pathlib import Path

import pytest
import yaml
from django.test import Client
from django.utils import translation

from phases.models import Answer, AnswerRevision, ChecklistItem, ItemCompletion, ItemState, Question
from phases.progress.progress import progress_in
from phases.reports import gather
from phases.roadmap.loading import load_content
from projects.models import Initiative
from tests import factories
from tests.content.files import FIXTURES
from toolkit.models import Method

pytestmark = [pytest.mark.django_db, pytest.mark.core]


def next_year(files: Path) -> None:
    """Write the content as it may be in a year."""
    needs, design = files / "roadmap/needs-analysis.yaml", files / "roadmap/co-design.yaml"
    first, second = yaml.safe_load(needs.read_text()), yaml.safe_load(design.read_text())
    reworded, changed, retired = first["questions"][0], first["questions"][1], first["questions"][2]
    reworded["why"]["nl"] = "Anders gezegd, met dezelfde betekenis."
    changed["revision"] += 1
    changed["prompt"]["nl"] = "Wat hebben mensen echt nodig?"
    first["questions"].remove(retired)
    moved = first["questions"].pop(-1)
    second["questions"].append({**moved, "label": "2.8"})
    kept = [item for item in first["checklist"] if item["question"] not in {retired["code"], moved["code"]}]
    second["checklist"] += [item for item in first["checklist"] if item["question"] == moved["code"]]
    first["checklist"] = [*kept, {**kept[0], "code": "brand-new-item"}]
    first["checklist"][1]["revision"] = 2
    gone = {item["code"] for item in yaml.safe_load(needs.read_text())["checklist"]} - {
        item["code"] for item in [*first["checklist"], *second["checklist"]]
    }
    criteria = first["phase"]["gate"]["criteria"]
    known = {item["code"] for item in first["checklist"]}
    first["phase"]["gate"]["criteria"] = [row for row in criteria if row.get("item") in {None, *known}]
    first["questions"].append({**reworded, "code": "brand-new-question", "label": "1.5"})
    needs.write_text(yaml.safe_dump(first, allow_unicode=True))
    design.write_text(yaml.safe_dump(second, allow_unicode=True))
    codes = (files / "codes.txt").read_text()
    for kind, code in [("question", retired["code"]), *(("item", code) for code in gone)]:
        codes = codes.replace(f"{kind} {code}\n", f"{kind} {code} retired\n")
    (files / "codes.txt").write_text(f"{codes}question brand-new-question\nitem brand-new-item\n")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Return a copy of the content files."""
    return Path(shutil.copytree(FIXTURES, tmp_path / "fixtures"))


@pytest.fixture
def initiative(files: Path) -> Initiative:
    """Return a team that answered every question and settled every item of today's content."""
    load_content(files)
    organisation = factories.make_organisation()
    initiative = factories.make_initiative(
        organisation, lead=factories.make_member(organisation, language="nl")
    )
    lead = initiative.updated_by
    for question in Question.objects.all():
        Answer.record(initiative, question, f"Ons antwoord op {question.code}.", by=lead, version=0)
        initiative.answers.get(question=question).finish(by=lead)
    for item in ChecklistItem.objects.all():
        ItemCompletion.settle(initiative, item, ItemState.DONE, f"Gedaan: {item.code}", by=lead)
    return initiative


def page(initiative: Initiative, path: str) -> str:
    """Return a page as the lead sees it, in Dutch."""
    browser = Client(headers={"accept-language": "nl"})
    lead = initiative.updated_by
    assert lead is not None
    browser.force_login(lead)
    return browser.get(f"{initiative.get_absolute_url()}{path}").text


def test_no_answer_is_lost_by_a_new_version_of_the_content(files: Path, initiative: Initiative) -> None:
    answers = dict(Answer.objects.values_list("question__code", "text"))
    notes = dict(ItemCompletion.objects.values_list("item__code", "note"))
    revisions = AnswerRevision.objects.count()
    next_year(files)
    load_content(files)
    assert dict(Answer.objects.values_list("question__code", "text")) == answers
    assert dict(ItemCompletion.objects.values_list("item__code", "note")) == notes
    assert AnswerRevision.objects.count() == revisions
    assert len(answers) == 19


def test_a_wording_keeps_the_answer_as_it_is_and_a_meaning_marks_it(
    files: Path, initiative: Initiative
) -> None:
    next_year(files)
    load_content(files)
    text = page(initiative, "phases/needs-analysis/?question=brand-new-question")
    assert text.count("aangepast sinds uw antwoord") == 1
    changed = text.index("Wat hebben mensen echt nodig?")
    assert "aangepast sinds uw antwoord" in text[changed:]
    open_page = page(initiative, "phases/needs-analysis/?question=analyse-needs")
    assert "aangepast sinds uw antwoord" in open_page
    question = Question.objects.get(code="analyse-needs")
    Answer.record(initiative, question, "Opnieuw bekeken.", by=initiative.updated_by, version=1)
    assert "aangepast sinds uw antwoord" not in page(initiative, "phases/needs-analysis/")


def test_what_is_retired_stays_readable_on_the_page_and_in_the_report(
    files: Path, initiative: Initiative
) -> None:
    next_year(files)
    load_content(files)
    assert "?question=choose-tools" in page(initiative, "phases/needs-analysis/")
    text = page(initiative, "phases/needs-analysis/?question=choose-tools")
    assert "Ons antwoord op choose-tools." in text
    with translation.override("nl"):
        contents = gather(initiative, None, made_by="Lea")
    told = repr(contents)
    assert "Ons antwoord op choose-tools." in told
    assert "Gedaan: tools-tried" in told


def test_what_moved_takes_its_answer_along_and_what_is_new_is_open(
    files: Path, initiative: Initiative
) -> None:
    next_year(files)
    load_content(files)
    moved = page(initiative, "phases/co-design/?question=right-conditions")
    assert "Ons antwoord op right-conditions." in moved
    progress = progress_in(initiative)
    needs, design = progress.phases[0], progress.phases[1]
    assert (needs.questions, needs.answered) == (5, 4)
    assert (design.questions, design.answered) == (8, 8)
    assert (needs.items - needs.settled, design.items - design.settled) == (1, 0)


def test_going_back_offers_again_what_was_retired(files: Path, initiative: Initiative) -> None:
    next_year(files)
    load_content(files)
    assert Question.objects.get(code="choose-tools").retired_at is not None
    (files / "codes.txt").unlink()
    shutil.copytree(FIXTURES, files, dirs_exist_ok=True)
    codes = files / "codes.txt"
    new = "question brand-new-question retired\nitem brand-new-item retired\n"
    codes.write_text(codes.read_text() + new)
    load_content(files)
    assert Question.objects.get(code="choose-tools").retired_at is None
    assert Question.objects.get(code="brand-new-question").retired_at is not None


def test_an_own_method_is_not_retired_by_a_load(files: Path) -> None:
    own = factories.make_own_method(factories.make_organisation(), "Soepgesprek")
    load_content(files)
    own.method.refresh_from_db()
    assert own.method.retired_at is None
    assert Method.objects.published().count() == 90
