"""Rules for templates: nothing inline, nothing unescaped, every form and link works without scripts."""

import re
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((BASE / "templates").rglob("*.html"))
FORBIDDEN = {
    "an inline style": r"\sstyle=",
    "an inline handler": r"\son[a-z]+=",
    "an inline script": r"<script(?![^>]*\bsrc=)",
    "an inline style sheet": r"<style",
    "text that is not escaped": r"\|safe\b|autoescape off",
    "an htmx handler": r"hx-on",
    "an address of elsewhere": r"(src|href)=\"(https?:)?//",
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(BASE)))
def test_a_template_keeps_the_rules(path: Path) -> None:
    text = path.read_text()
    for what, pattern in FORBIDDEN.items():
        assert not re.search(pattern, text), f"{path.name} has {what}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(BASE)))
def test_forms_and_links_work_without_scripts(path: Path) -> None:
    text = re.sub(r"{%.*?%}|{{.*?}}", "x", path.read_text(), flags=re.DOTALL)
    for form in re.findall(r"<form\b[^>]*>", text):
        if "flat_attrs" in path.read_text():
            continue
        assert "action=" in form, form
        assert "method=" in form, form
    for link in re.findall(r"<a\b[^>]*>", text):
        assert "href=" in link, link


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(BASE)))
def test_texts_are_trimmed(path: Path) -> None:
    for block in re.findall(r"{%\s*blocktrans\w*[^%]*%}", path.read_text()):
        assert "trimmed" in block, block
