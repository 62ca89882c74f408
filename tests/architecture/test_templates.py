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
MAX_COLUMNS = 200
NUMBER = re.compile(r"(?<!\w)\d+(?!\w)|\|length\b")


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


def long_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if len(line) > MAX_COLUMNS]


def nameless(text: str) -> list[str]:
    """Return conditions on a number, a place in a list or a length, and slices: a name says what they mean."""
    conditions = re.findall(r"{%\s*(?:if|elif)\b(.*?)%}", text)
    unquoted = [re.sub(r"\"[^\"]*\"|'[^']*'", "''", condition) for condition in conditions]
    return [each for each in unquoted if NUMBER.search(each)] + re.findall(r"\|slice:", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(BASE)))
def test_a_template_reads_well(path: Path) -> None:
    text = path.read_text()
    assert long_lines(text) == []
    assert nameless(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "{% if role == 30 %}",
        "{% elif errors|length > 1 %}",
        "{% if names|length %}",
        "{% if names.0 %}",
        "{% for name in names|slice:':5' %}",
    ],
)
def test_a_number_without_a_name_is_seen(text: str) -> None:
    assert nameless(text)


def test_a_long_line_is_seen_and_a_name_with_a_figure_is_none() -> None:
    assert long_lines(f"<p>\n{'x' * 201}\n{'x' * 200}") == ["x" * 201]
    assert nameless("{% if tones.t500 and code == 'a4 of 2' %}{{ names|length }}") == []
