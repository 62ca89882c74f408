"""A content file that is wrong is refused, with its name, the code of the thing and the reason; nothing is stored."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import transaction

from phases.models import Question
from phases.roadmap.loading import load_content
from tests.content.files import FIXTURES
from toolkit.content_files import ContentError
from toolkit.models import Method

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Change = Callable[[dict[str, Any]], Any]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Return a copy of the content files."""
    return Path(shutil.copytree(FIXTURES, tmp_path / "fixtures"))


def change(files: Path, name: str, how: Change) -> None:
    """Change what one file says."""
    path = files / name
    content = yaml.safe_load(path.read_text())
    how(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True))


def method(code: str, /, **values: Any) -> Change:
    """Change the values of a method."""
    return lambda content: next(row for row in content["methods"] if row["code"] == code).update(values)


def without(rows: str, code: str, key: str) -> Change:
    """Take a key away."""
    return lambda content: next(row for row in content[rows] if row["code"] == code).pop(key)


def question(code: str, /, **values: Any) -> Change:
    """Change the values of a question."""
    return lambda content: next(row for row in content["questions"] if row["code"] == code).update(values)


DIGITAL, NEEDS = "methods/digital.yaml", "roadmap/needs-analysis.yaml"
WRONG: list[tuple[str, Change, str]] = [
    (DIGITAL, method("open-data", price=3), r"digital\.yaml: open-data: price: Extra inputs"),
    (DIGITAL, without("methods", "open-data", "tips"), r"digital\.yaml: open-data: tips: Field required"),
    (DIGITAL, method("open-data", tips={"nl": "Ja"}), r"digital\.yaml: open-data: tips en: Field required"),
    (DIGITAL, method("open-data", tips={"nl": "Ja", "en": " "}), r"open-data: tips en: .*the text is empty"),
    (DIGITAL, method("open-data", tips={"nl": 1, "en": "One"}), r"open-data: tips nl: .*string"),
    (DIGITAL, method("open-data", code="Open Data"), r"digital\.yaml: Open Data: code: String should match"),
    (DIGITAL, method("open-data", duration="weekly"), r"open-data: duration: Input should be"),
    (DIGITAL, method("open-data", span=None), r"open-data: .*says its span"),
    (DIGITAL, method("open-data", minutes=[1, 2]), r"open-data: .*only a session has minutes"),
    (
        DIGITAL,
        method("video-meeting", minutes=[90, 120]),
        r"video-meeting: .*steps take 55 minutes.*90 to 120",
    ),
    (DIGITAL, method("video-meeting", minutes=None), r"video-meeting: .*a session has minutes"),
    (DIGITAL, method("video-meeting", group=[9, 4]), r"video-meeting: .*a pair is: least, most"),
    (DIGITAL, method("video-meeting", steps=[]), r"video-meeting: steps: .*at least 4"),
    (DIGITAL, method("video-meeting", offline_twin=None), r"video-meeting: a digital method names its twin"),
    (DIGITAL, method("video-meeting", offline_twin="abacus"), r"video-meeting: no such method: abacus"),
    (DIGITAL, method("video-meeting", related=["abacus"]), r"video-meeting: no such method: abacus"),
    (DIGITAL, method("video-meeting", related=["video-meeting"]), r"video-meeting: no such other method"),
    (DIGITAL, method("video-meeting", sources=["the-web"]), r"video-meeting: no such source: the-web"),
    (DIGITAL, method("video-meeting", code="open-data"), r"methods: open-data: the code is there twice"),
    (DIGITAL, lambda content: content.update(family="cooking"), r"digital\.yaml: cooking: no such family"),
    (NEEDS, question("analyse-needs", methods=["abacus"]), r"analyse-needs: no such method: abacus"),
    (NEEDS, question("analyse-needs", sources=["the-web"]), r"analyse-needs: no such source: the-web"),
    (NEEDS, question("analyse-needs", label="12"), r"analyse-needs: label: String should match"),
    (
        NEEDS,
        question("analyse-needs", code="choose-tools"),
        r"roadmap: choose-tools: the code is there twice",
    ),
    (
        NEEDS,
        lambda c: c["checklist"][0].update(question="when"),
        r"problem-sentence: no such question in this phase: when",
    ),
    (
        NEEDS,
        lambda c: c["phase"].update(code="co-design"),
        r"needs-analysis\.yaml: co-design: the phase of this file",
    ),
    (NEEDS, lambda c: c["phase"]["gate"]["criteria"][0].update(fact="weather"), r"no such fact: weather"),
    (
        NEEDS,
        lambda c: c["phase"]["gate"]["criteria"][1].update(item="safety-plan"),
        r"no such item in this phase: safety",
    ),
    (
        NEEDS,
        lambda c: c["phase"]["gate"]["outcomes"][0].update(kind="maybe"),
        r"outcomes 0 kind: Input should be",
    ),
    (
        "problems.yaml",
        lambda c: c["problems"][0].update(methods=["abacus"]),
        r"tokenism: no such method: abacus",
    ),
    (
        "problems.yaml",
        lambda c: c["problems"][0].update(causes=[]),
        r"problems\.yaml: tokenism: causes: .*at least 1",
    ),
    ("glossary.yaml", lambda c: c["terms"][0].update(see=["abacus"]), r"co-creation: no such word: abacus"),
    (
        "sources.yaml",
        lambda c: c["sources"].append(c["sources"][0]),
        r"sources\.yaml: roadmap-seed: .*there twice",
    ),
    (
        DIGITAL,
        lambda c: c["methods"].append({**c["methods"][2], "code": "brand-new"}),
        r"method brand-new: add it to the list",
    ),
    (DIGITAL, lambda c: c["methods"].pop(3), r"no such method: map-consultation"),
    (
        "problems.yaml",
        lambda c: c["problems"].pop(),
        r"problem critics-left-out: in no file; a code is retired",
    ),
]


@pytest.mark.parametrize(("name", "how", "told"), WRONG, ids=[told for _name, _how, told in WRONG])
def test_what_is_wrong_is_refused_by_file_code_and_reason(
    files: Path, name: str, how: Change, told: str
) -> None:
    change(files, name, how)
    with pytest.raises(ContentError) as refused, transaction.atomic():
        load_content(files)
    assert re.search(told, str(refused.value)), str(refused.value)
    assert not Method.objects.exists()


@pytest.mark.parametrize("broken", ["terms: [", "- a list", ""])
def test_a_file_that_cannot_be_read_is_refused(files: Path, broken: str) -> None:
    (files / "glossary.yaml").write_text(broken)
    with pytest.raises(ContentError, match=r"glossary\.yaml: "), transaction.atomic():
        load_content(files)
    (files / "glossary.yaml").unlink()
    with pytest.raises(ContentError, match="the file is not there"), transaction.atomic():
        load_content(files)


def test_all_faults_of_a_file_are_told_at_once(files: Path) -> None:
    change(files, DIGITAL, method("open-data", skill=9))
    change(files, DIGITAL, method("newsletter", cost="gold"))
    with pytest.raises(ContentError) as refused, transaction.atomic():
        load_content(files)
    assert len(str(refused.value).splitlines()) == 2


def test_a_code_said_to_be_retired_may_not_be_in_a_file(files: Path) -> None:
    codes = files / "codes.txt"
    codes.write_text(codes.read_text().replace("problem drop-out\n", "problem drop-out retired\n"))
    with (
        pytest.raises(ContentError, match="drop-out: said to be retired, but in a file"),
        transaction.atomic(),
    ):
        load_content(files)


def test_a_check_says_what_would_change_and_writes_nothing(
    files: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("load_content", "--check")
    assert "Question: 19 added" in capsys.readouterr().out
    assert not Question.objects.exists()
    settings.BASE_DIR = files.parent
    change(files, DIGITAL, method("open-data", skill=9))
    with pytest.raises(CommandError, match="open-data: skill"):
        call_command("load_content", "--check")
