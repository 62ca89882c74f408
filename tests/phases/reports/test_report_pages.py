"""The pages of a report as they are printed: readable at every limit, in every script, without a word broken by mistake."""

import logging
import re
from collections.abc import Callable
from typing import Any

import page as validator
import pytest
from django.test import Client
from django.utils import timezone, translation

from phases.models import Answer, Report, ReportState
from phases.reports import gather
from phases.reports.render import html_of
from phases.reports.typography import quoted, unquoted
from projects.models import Initiative, User
from projects.models.stakeholder import Engagement
from tests import factories
from tests.conftest import House, Road
from tests.phases.reports.report_reading import (
    PRIVATE,
    SCRIPTS,
    boxes_drawn,
    fill,
    fit,
    flow,
    pages,
    printed,
    words,
)

pytestmark = pytest.mark.django_db

LONGEST = "arbeidsongeschiktheidsverzekeringsuitkeringsgerechtigden"
ADDRESSES = (
    "participatiebegeleiding.werkeninkomen@gemeente-voorbeeldstad.example",
    "https://www.voorbeeldstad.example/participatieovereenkomsten/beinvloedingsmogelijkheden?jaar=2026",
    "www.arbeidsongeschiktheidsverzekering.example/formulierenoverzicht",
)


@pytest.fixture
def full(house: House, road: Road) -> Initiative:
    """Fill an initiative up to its limits."""
    fill(house.initiative, by=house.lead)
    return Initiative.objects.select_related("organisation").get(pk=house.initiative.pk)


def changed(initiative: Initiative, **values: Any) -> Initiative:
    """Return the initiative with other values."""
    Initiative.objects.filter(pk=initiative.pk).update(**values)
    return Initiative.objects.select_related("organisation").get(pk=initiative.pk)


@pytest.mark.parametrize(
    ("title", "problem"), [(20, 60), (31, 160), (60, 200), (61, 299), (119, 161), (120, 300)]
)
def test_title_and_problem_stand_free_of_the_cycle_at_every_length(
    house: House, road: Road, title: int, problem: int
) -> None:
    initiative = changed(
        house.initiative,
        title=fit(f"Samen met {LONGEST} en buren aan tafel ", title),
        problem=fit("Wie werkt of werk zoekt, loopt vast in regels. ", problem),
    )
    found = words(printed(initiative).pdf, 1)
    ring = min(top for word, _left, top, _right, _bottom in found if word in {"fase", "van"} and top > 250)
    lead = [bottom for word, *_box, bottom in found if word in {"regels.", "vast", "loopt"}]
    assert max(lead) < ring - 60
    assert {"Stand", "Gevraagd", "Versie"} <= {word for word, *_box in found}
    assert max(bottom for _word, *_box, bottom in found) < 842 - 30


def test_nothing_on_a_page_overlaps_another_word(full: Initiative) -> None:
    pdf = printed(
        changed(full, title=fit(f"{LONGEST} ", 120), problem=fit("Zo gaat het niet langer. ", 300))
    ).pdf
    for number in range(1, len(pages(pdf)) + 1):
        found = [row for row in words(pdf, number) if re.fullmatch(r"[A-Za-z.,]{3,}", row[0])]
        for index, (word, left, top, right, bottom) in enumerate(found):
            middle, centre = (top + bottom) / 2, (left + right) / 2
            over = [
                other
                for other, x0, y0, x1, y1 in found[index + 1 : index + 400]
                if x0 < centre < x1 and y0 + 2 < middle < y1 - 2
            ]
            assert over == [], f"page {number}: {word} under {over}"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_headings_and_short_cells_of_a_table_hold_whole_words(
    house: House, road: Road, language: str
) -> None:
    for number, level in enumerate(Engagement.values):
        factories.make_stakeholder(
            house.initiative,
            f"Group {number}",
            engagement=level,
            influence=1 + number % 5,
            interest=5 - number % 5,
        )
    for number, phase in enumerate(road.phases):
        workshop = factories.make_workshop(house.initiative, phase, title="Ontwerpbijeenkomst informatiepunt")
        workshop.count_people({house.initiative.stakeholders.all()[0]: number}, by=house.lead)
    pdf = printed(house.initiative, language).pdf
    found = {word for number in range(1, len(pages(pdf)) + 1) for word, *_box in words(pdf, number)}
    with translation.override(language):
        labels = [str(label) for label in Engagement.labels]
        labels += [str(row.get_influence_display()) for row in house.initiative.stakeholders.all()]
        contents = gather(house.initiative, None, made_by="x")
    heads = {"nl": "Invloed Belang Manier van meedoen", "en": "Influence Interest Takes part as"}[language]
    wanted = {
        word
        for label in [*labels, heads, *(row.title for row in contents.sections)]
        for word in label.split()
    }
    assert wanted - found == set()
    assert "informatiepunt" in found


def test_no_page_ends_with_a_heading_and_none_says_next_to_nothing(full: Initiative) -> None:
    report = printed(full)
    with translation.override("nl"):
        contents = gather(full, None, made_by="x")
    headings = {f"{section.number} {section.title}" for section in contents.sections} | {
        "Checklist",
        "Voorwaarden",
    }
    headings |= {f"{part.label} {part.prompt}" for phase in contents.phases for part in phase.questions}
    headings |= {f"{row.phase}: {row.kind}" for row in contents.decisions}
    headings |= {
        "Mensen in de zaal, per groep en bijeenkomst",
        "Register van belanghebbenden",
        "Voortgang per fase",
    }
    shown = [[re.sub(r"\s+", " ", line) for line in lines] for lines in pages(report.pdf)]
    assert len(shown) > 20
    assert [lines[-1] for lines in shown if lines[-1] in headings] == []
    assert [(number, lines) for number, lines in enumerate(shown, 1) if len(lines) < 4] == []
    assert headings & {line for lines in shown for line in lines}


def test_a_table_has_its_heads_on_every_page_it_reaches(full: Initiative) -> None:
    shown = pages(printed(full).pdf)
    first = next(number for number, lines in enumerate(shown) if "Register van belanghebbenden" in lines)
    register = shown[first:]
    assert len(register) > 6
    for lines in register:
        assert any(line.startswith("Groep ") and "Invloed" in line for line in lines), lines[:4]


def test_a_decision_longer_than_a_page_says_what_it_is_about(full: Initiative) -> None:
    text = " ".join(line for lines in pages(printed(full).pdf) for line in lines)
    assert text.count("Nog eens praten met werkgevers") >= 3 * 60
    assert text.index("Doorgaan, met voorwaarden") < text.index("Nog eens praten met werkgevers")


def test_decisions_stand_before_the_phases_and_what_is_empty_is_one_line(house: House, road: Road) -> None:
    for label, question in zip(("3.4", "3.5"), road.questions[:2], strict=True):
        type(question).objects.filter(pk=question.pk).update(label=label)
    with translation.override("nl"):
        contents = gather(house.initiative, None, made_by="x")
        text = html_of(contents)
    assert [section.kind for section in contents.sections][:5] == [
        "standing",
        "promise",
        "feedback",
        "decisions",
        "phase",
    ]
    assert re.search(r"<b>Nog niet beantwoord:</b>\s+3\.4, 3\.5\s+</p>", text)
    assert text.count("Nog te doen:") == len(road.phases)
    assert "<caption" in text
    assert "Checklist van" not in text
    Answer.record(house.initiative, road.questions[0], "Wel iets.", by=house.lead, version=0)
    with translation.override("nl"):
        text = html_of(gather(house.initiative, None, made_by="x"))
    assert re.search(r"<b>Nog niet beantwoord:</b>\s+3\.5\s+</p>", text)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_letter_is_added_to_an_address(house: House, road: Road, address: str) -> None:
    text = f"{'Veel woorden vooraf. ' * 3}{address} {'en nog meer woorden. ' * 2}{address}"
    Answer.record(house.initiative, road.questions[0], text, by=house.lead, version=0)
    factories.make_stakeholder(house.initiative, "Groep", stake=f"Mail {address} dus")
    workshop = factories.make_workshop(house.initiative, road.phases[0], title="Avond", place=address)
    factories.make_outcome(workshop, text=text)
    assert flow(printed(house.initiative).pdf).count(address) == 6


def test_a_dutch_word_never_breaks_before_a_trema(house: House, road: Road) -> None:
    text = " ".join(
        f"{'x' * length} beïnvloeden geïnteresseerden coördinatoren categorieën" for length in range(1, 60)
    )
    Answer.record(house.initiative, road.questions[0], text, by=house.lead, version=0)
    lines = [line for page in pages(printed(house.initiative).pdf) for line in page]
    broken = [line for line in lines if line.endswith("-")]
    assert broken
    assert [line for line in lines if re.match(r"[äëïöü]", line)] == []


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("“‘Zo gaat het niet’”", "‘Zo gaat het niet’"),
        ('"Zo gaat het niet"', "‘Zo gaat het niet’"),
        ("'Zo'n regel helpt niet'", "‘Zo'n regel helpt niet’"),
        ("„Zo niet”", "‘Zo niet’"),
        ("«Comme ça»", "‘Comme ça’"),
        ("“Ja” en “nee”", "‘“Ja” en “nee”’"),
        ('"Ik wil meedoen", zei ze.', '‘"Ik wil meedoen", zei ze.’'),
        ("‘Hij zei ‘nee’’", "‘Hij zei “nee”’"),
        ("’s Avonds kan ik niet", "‘’s Avonds kan ik niet’"),
        ("‘Kom ’s avonds’", "‘Kom ’s avonds’"),
        ("Gewoon", "‘Gewoon’"),
    ],
)
def test_a_quote_stands_between_one_pair_of_marks(typed: str, shown: str) -> None:
    assert quoted(typed) == shown


@pytest.mark.parametrize("text", ["", "“", "''", "“”", " ", "'t is goed"])
def test_a_text_of_only_marks_stays(text: str) -> None:
    assert unquoted(text) == text.strip()


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_of_inhabitants_has_no_box(house: House, road: Road, name: str) -> None:
    initiative = changed(house.initiative, problem=SCRIPTS[name])
    Answer.record(initiative, road.questions[0], SCRIPTS[name], by=house.lead, version=0)
    report = printed(initiative)
    assert report.missing == ""
    assert boxes_drawn(report.pdf) == 0


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_full_report_in_sixteen_scripts_is_compliant_with_pdf_ua(full: Initiative, language: str) -> None:
    report = printed(full, language)
    found = validator.validate_pdf_bytes(report.pdf, profile=validator.ValidationProfile.PDF_UA_1)
    assert [failure.message for failure in found.failures] == []
    assert report.missing == ""


def test_a_sign_that_no_font_has_is_told_to_who_asked_and_stands_in_no_log(
    house: House, road: Road, as_: Callable[[User | None], Client], caplog: pytest.LogCaptureFixture
) -> None:
    Answer.record(house.initiative, road.questions[0], f"Naam: {PRIVATE}", by=house.lead, version=0)
    with caplog.at_level(logging.DEBUG, logger="weasyprint"):
        control = printed(house.initiative)
    assert control.missing == PRIVATE
    assert PRIVATE not in caplog.text
    report = Report.ask(house.initiative, None, language="nl", by=house.lead)
    from phases.reports.produce import produce  # noqa: PLC0415

    assert produce(report.pk)
    shown = as_(house.lead).get(report.get_absolute_url()).text
    assert "1 sign could not be printed" in shown
    assert "U+E000" in shown


@pytest.mark.parametrize(("language", "phase"), [("nl", "fase-2-fase-2"), ("en", "phase-2-stage-2")])
def test_a_file_is_named_in_the_language_of_the_report(
    house: House, road: Road, as_: Callable[[User | None], Client], language: str, phase: str
) -> None:
    report = Report.ask(house.initiative, road.phases[1], language=language, by=house.lead)
    from phases.reports.produce import produce  # noqa: PLC0415

    assert produce(report.pk)
    day = timezone.localdate().isoformat()
    answer = as_(house.lead).get(f"{report.get_absolute_url()}file/")
    assert f'filename="work-and-income-{phase}-{day}.pdf"' in answer.headers["Content-Disposition"]
    changed(house.initiative, title=SCRIPTS["Arabic"])
    answer = as_(house.lead).get(f"{report.get_absolute_url()}file/")
    word = {"nl": "rapportage", "en": "report"}[language]
    assert f'filename="{word}-{phase}-{day}.pdf"' in answer.headers["Content-Disposition"]
    assert Report.objects.get(pk=report.pk).state == ReportState.READY
