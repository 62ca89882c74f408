"""Every text has its Dutch; none is fuzzy, none is left behind, and none was written without being marked."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.catalogue import CATALOGUE, messages

BASE = Path(settings.BASE_DIR)


def test_every_text_is_translated_and_none_is_uncertain() -> None:
    text = CATALOGUE.read_text()
    assert [message for message, dutch in messages(text).items() if not dutch] == []
    assert "#, fuzzy" not in text
    assert "\n#~" not in text


def test_the_catalogue_knows_exactly_the_texts_of_today(tmp_path: Path) -> None:
    for folder in ("cocreation", "phases", "projects", "toolkit", "templates"):
        shutil.copytree(
            BASE / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "*.mo")
        )
    shutil.copy(BASE / "manage.py", tmp_path)
    (tmp_path / "static").mkdir()
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "-l", "nl", "--no-obsolete", "--no-wrap", "-v0"],
        cwd=tmp_path,
        env={"EMBEDDED": "true", "DEBUG": "true", "PATH": "/usr/bin:/bin"},
        check=True,
    )
    fresh = (tmp_path / CATALOGUE.relative_to(BASE)).read_text()
    assert set(messages(fresh)) == set(messages(CATALOGUE.read_text()))


@pytest.mark.parametrize("path", sorted((BASE / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_a_template_has_no_unmarked_words(path: Path) -> None:
    text = path.read_text()
    text = re.sub(
        r"{% blocktranslate.*?{% endblocktranslate %}|{% comment.*?endcomment %}", "", text, flags=re.DOTALL
    )
    text = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}|<(script|style).*?</\1>|<!--.*?-->", "", text, flags=re.DOTALL)
    visible = re.sub(r"<[^>]*>", " ", text)
    spoken = re.findall(r'(?:aria-label|placeholder|title|alt|content)="([^"]*[A-Za-z]{3,}[^"]*)"', text)
    spoken = [words for words in spoken if "width=" not in words and "{" not in words]
    names = {"English", "Nederlands", "CoSIE", "pilot", "Houten"}
    words = set(re.findall(r"[A-Za-zÀ-ÿ]{2,}", visible + " ".join(spoken)))
    assert not words - names - {"nbsp", "amp"}, path
