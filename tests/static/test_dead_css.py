"""Every class of our own style sheets is named where pages are made: in a template, a module or a script."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders

from cocreation.web.package_static import SHEET

BASE = Path(__file__).resolve().parents[2]
FROM_ELSEWHERE = {"htmx-request"}
"""Classes that a library puts on an element by itself."""
APPS = ("cocreation", "phases", "projects", "toolkit")
COMPOSED = re.compile(r"([\w-]+--)\{[{%]")
"""A class whose end is filled in, as in `cycle__phase--{{ phase.number }}`."""


def classes(css: str) -> set[str]:
    """Return the classes in the selectors of a style sheet."""
    css = re.sub(r"/\*.*?\*/|\"[^\"]*\"|\[[^\]]*\]", "", css, flags=re.DOTALL)
    selectors = " ".join(re.findall(r"[^{};]+(?=\{)", css))
    return set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", selectors))


def dead(css: str, pages: str) -> set[str]:
    """Return the classes of a style sheet that no page can have."""
    words, composed = set(re.findall(r"[\w-]+", pages)), tuple(COMPOSED.findall(pages))
    return {name for name in classes(css) - words if not name.startswith(composed)}


def test_no_class_is_dead() -> None:
    sheets = "\n".join(path.read_text() for path in (BASE / "static" / "css").glob("*.css"))
    package = classes(Path(str(finders.find(SHEET))).read_text())
    sources = [path for app in APPS for path in (BASE / app).rglob("*.py")]
    sources += [*(BASE / "templates").rglob("*.html"), *(BASE / "static" / "js").glob("*.js")]
    pages = "\n".join(path.read_text() for path in sources)
    assert dead(sheets, pages) - package - FROM_ELSEWHERE == set()
    assert dead(sheets, pages) >= FROM_ELSEWHERE
    assert len(classes(sheets)) > 300


def test_a_dead_class_is_seen() -> None:
    css = ".used, .step--2 { top: 0 } @media print { .gone:not(.step--3) > a[href='.pdf'] { left: .5rem } } /* .said { */"
    assert classes(css) == {"used", "step--2", "step--3", "gone"}
    assert dead(css, '<p class="used step--{{ n }}">') == {"gone"}
    assert dead(css, '<p class="used gone-by step--2">') == {"gone", "step--3"}
