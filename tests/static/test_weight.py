"""What a first visit costs: the budget is 90 kB of compressed files, in at most 8 files."""

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders

BASE = Path(__file__).resolve().parents[2]
BUDGET = 90_000
SPARE_FOR_THE_PAGE = 10_000
SPARE_FONT = "packages/fonts/radio-canada-latin-ext-wght-normal.woff2"
FIRST_VISIT = (
    "packages/nlds.css",
    "css/app.css",
    "django_htmx/htmx-2.min.js",
    "js/app.js",
    "img/favicon.svg",
    "packages/fonts/radio-canada-latin-wght-normal.woff2",
)

TYPED_WORK = ("js/unsaved.js", "js/autosave.js", "js/drafts.js")
"""What pages of signed-in people load besides, to lose nothing of what they type."""


def content(name: str) -> bytes:
    """Return a static file as it is served before compression."""
    place = finders.find(name)
    assert place, f"{name} is not there"
    return Path(place).read_bytes()


def weight(name: str) -> int:
    """Return the bytes of a static file on the wire; fonts are compressed already."""
    raw = content(name)
    return len(raw) if name.endswith(".woff2") else len(gzip.compress(raw, 6))


def test_a_first_visit_stays_within_the_budget_with_its_page() -> None:
    assert sum(weight(name) for name in FIRST_VISIT) + SPARE_FOR_THE_PAGE <= BUDGET


def test_a_page_for_work_stays_within_the_same_budget() -> None:
    assert sum(weight(name) for name in (*FIRST_VISIT, *TYPED_WORK)) + SPARE_FOR_THE_PAGE <= BUDGET


def test_the_files_for_typed_work_are_those_that_are_counted() -> None:
    page = (BASE / "templates" / "_unsaved.html").read_text()
    assert re.findall(r"""static ['"]([^'"]+)['"]""", page) == list(TYPED_WORK)


def test_a_first_visit_takes_at_most_eight_files_even_with_rare_letters() -> None:
    assert len({*FIRST_VISIT, SPARE_FONT, "the page itself"}) <= 8


def test_the_base_page_loads_exactly_the_files_that_are_counted() -> None:
    page = "".join((BASE / "templates" / name).read_text() for name in ("base.html", "_htmx.html"))
    loaded = set(re.findall(r"""static ['"]([^'"]+)['"]""", page))
    assert loaded == {name for name in FIRST_VISIT if not name.endswith(".woff2")}


def test_the_style_sheet_asks_for_the_counted_fonts_only() -> None:
    sheets = content("packages/nlds.css").decode() + content("css/app.css").decode()
    asked = {name.rsplit("/", 1)[1] for name in re.findall(r'url\("([^"]+\.woff2)"\)', sheets)}
    assert asked == {name.rsplit("/", 1)[1] for name in (*FIRST_VISIT, SPARE_FONT) if name.endswith(".woff2")}


def test_dutch_and_english_need_no_rare_letters() -> None:
    _, rare = re.findall(r"unicode-range:([^;]+);", content("css/app.css").decode())
    letters = "áéíóúàèëïöüç" + "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u20ac\u00d7\u00b7"
    for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", rare):
        span = range(int(first, 16), int(last or first, 16) + 1)
        assert not [letter for letter in letters if ord(letter) in span]
        assert min(span) > ord("~")
