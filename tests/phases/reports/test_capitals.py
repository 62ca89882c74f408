"""In Dutch the ij is one letter: nothing in a report raises a first letter alone, and what was typed stays as it is."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils import translation

from cocreation.web.package_static import SHEET
from phases.models import Answer
from phases.reports import gather
from phases.reports.pdf_process import Document, render_pdf
from phases.reports.render import document_of
from projects.models import Initiative
from tests import factories
from tests.conftest import House, Road
from tests.phases.reports.report_reading import flow

BASE = Path(settings.BASE_DIR)
RAISED_BY_STYLE = re.compile(r"text-transform\s*:\s*(?!none|inherit|var\()|:first-letter|font-variant-caps")
RAISED_BY_FILTER = re.compile(r"\|\s*(?:capfirst|title|upper)\b")
OUR_WORDS = {"access_matrix.html"}
"""Templates that raise words of the catalogue only."""


def test_no_style_and_no_filter_of_a_report_raises_a_letter() -> None:
    styles = [*(BASE / "static" / "css").glob("*.css"), *(BASE / "templates").rglob("*.css")]
    styles.append(Path(str(finders.find(SHEET))))
    assert {path.name for path in styles} >= {"report.css", "sheet.css", "house_style.css"}
    assert [path.name for path in styles if RAISED_BY_STYLE.search(path.read_text())] == []
    assert RAISED_BY_STYLE.search("h2 { --utrecht-heading-text-transform: uppercase }")
    pages = sorted((BASE / "templates" / "reports").rglob("*.html"))
    raised = {path.name for path in pages if RAISED_BY_FILTER.search(path.read_text())}
    assert raised == OUR_WORDS, "the control is among them"


HALF = re.compile(r"\bIj|msgstr \"ij", re.MULTILINE)
"""Half a capital, or a text of ours of which a filter would make one."""


def test_no_dutch_word_of_ours_has_half_a_capital() -> None:
    texts = [BASE / "cocreation" / "locale" / "nl" / "LC_MESSAGES" / "django.po"]
    texts += sorted((BASE / "fixtures").rglob("*.yaml"))
    assert [path.name for path in texts if HALF.search(path.read_text())] == []
    assert HALF.search("De Ijssel")
    assert HALF.search('msgstr "ijken"')
    assert not HALF.search('msgstr "De IJssel bij Ritje"')


@pytest.fixture
def frozen(house: House, road: Road) -> Initiative:
    """Return an initiative in which everything is called after ice."""
    house.initiative.title, house.initiative.audience = "ijsbaan", "ijsclub"
    house.initiative.save()
    factories.make_stakeholder(house.initiative, "ijsmeesters", end_users=True)
    workshop = factories.make_workshop(house.initiative, road.phases[0], title="ijspret")
    factories.make_outcome(workshop, text="ijskoud vinden mensen het.")
    Answer.record(house.initiative, road.questions[0], "ijzers slijpen", by=house.lead, version=0)
    return house.initiative


@pytest.mark.django_db
def test_a_typed_ij_stays_as_it_is_in_the_report(frozen: Initiative) -> None:
    with translation.override("nl"):
        document = document_of(gather(frozen, None, made_by="Lea Lead"))
    said = flow(render_pdf(document).pdf)
    for word in ("ijsbaan", "ijsclub", "ijsmeesters", "ijspret", "ijskoud", "ijzers"):
        assert word in said, word
    assert "Ij" not in said
    style = "<style>* { text-transform: capitalize }</style></head>"
    control = flow(render_pdf(Document(document.html.replace("</head>", style), document.own)).pdf)
    assert "ijsbaan" not in control
    assert re.search("(Ij|IJ)sbaan", control)
