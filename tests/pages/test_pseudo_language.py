"""A run of every page in a language made of strange letters: a plain word on it was not marked for translation."""

import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import trans_real

from phases.models import Answer, GateDecision, ItemCompletion, ItemState, Report
from projects.drawn import forget
from projects.models import HandOver, IdentityProvider, OrganisationRole, StakeholderContact, User
from tests import factories
from tests.access.table import TABLE, address, arguments
from tests.conftest import House, Road

pytestmark = pytest.mark.django_db

PLACE = re.compile(r"(%\([a-z_]+\)[sd]|%s|\{[a-z_]*\}|&[a-z]+;|<[^>]+>)")
# What is not ours to translate: names of things, units of content, languages in their own words.
ALLOWED = {"English", "Nederlands", "PDF", "CoSIE", "Houten", "pilot", "WCAG", "Europe", "Amsterdam"}


def strange(text: str) -> str:
    """Write every letter of a text as a wide one, leaving the places where values go."""
    parts = PLACE.split(text)
    return "".join(
        part if PLACE.fullmatch(part) else re.sub("[A-Za-z]", lambda found: chr(ord(found[0]) + 0xFEE0), part)
        for part in parts
    )


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Translate everything that is marked into strange letters."""
    backend: Any = translation._trans  # type: ignore[attr-defined]
    monkeypatch.setattr(backend, "gettext", strange, raising=False)
    monkeypatch.setattr(backend, "pgettext", lambda _context, text: strange(text), raising=False)
    monkeypatch.setattr(
        backend, "ngettext", lambda one, many, number: strange(one if number == 1 else many), raising=False
    )
    monkeypatch.setattr(
        backend,
        "npgettext",
        lambda _context, one, many, number: strange(one if number == 1 else many),
        raising=False,
    )
    monkeypatch.setattr(trans_real, "gettext", strange)
    forget()
    yield
    forget()


class Words(HTMLParser):
    """Collects what a person sees or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take spoken attributes; know what is not shown."""
        self.silent += tag in {"script", "style", "option"}
        self.found += [
            value or "" for name, value in attrs if name in {"aria-label", "placeholder", "title", "alt"}
        ]

    def handle_endtag(self, tag: str) -> None:
        """Leave what is not shown."""
        self.silent -= tag in {"script", "style", "option"}

    def handle_data(self, data: str) -> None:
        """Take text."""
        if not self.silent:
            self.found.append(data)


def plain_words(page: str) -> set[str]:
    """Return the words in ordinary letters on a page; a secret or a hash is letters by chance, no words."""
    reader = Words()
    reader.feed(re.sub(r'<code class="(?:secret">[A-Z2-7]+|hash">[0-9a-f]+)</code>', "", page))
    spoken = re.sub(r"\S+@\S+|https?://\S+", "", " ".join(reader.found))
    return set(re.findall(r"[A-Za-z]{3,}", spoken)) - ALLOWED


@pytest.fixture
def greek(house: House, road: Road) -> House:
    """Return everything that people and content say in Greek letters, and fill the pages."""
    User.objects.update(name="Ελένη")
    house.organisation.name = "Δήμος"
    house.organisation.save()
    words = {"title": "Εργασία", "problem": "Πρόβλημα", "service": "Υπηρεσία", "audience": "Άνθρωποι"}
    type(house.initiative).objects.update(**words)
    Answer.record(house.initiative, road.questions[0], "Απάντηση", by=house.lead, version=0)
    ItemCompletion.settle(house.initiative, road.items[0], ItemState.DONE, "Σημείωση", by=house.lead)
    said = {"reason": "Γιατί", "decided_by": "Ποιος", "decided_on": "2026-11-01"}
    GateDecision.decide(house.initiative, road.phases[0], by=house.lead, kind="back", **said)
    factories.make_stakeholder(house.initiative, "Ομάδα", end_users=True)
    factories.make_member(house.organisation, OrganisationRole.MEMBER, name="Νίκος", email="1@2.33")
    return house


GREEK = {"nl": "Κείμενο", "en": "Κείμενο"}


def greek_content() -> None:
    """Let the content say nothing in ordinary letters."""
    from django.db.models import JSONField  # noqa: PLC0415

    from phases.models import ChecklistItem, Phase, Problem, Question  # noqa: PLC0415
    from toolkit.models import Method, Term  # noqa: PLC0415

    for model in (Phase, Question, ChecklistItem, Problem, Method, Term):
        for row in model.objects.all():
            for field in model._meta.fields:
                if isinstance(field, JSONField) and field.name not in {
                    "related",
                    "estimate",
                    "methods",
                    "example",
                    "see",
                }:
                    value = getattr(row, field.name)
                    fresh = [GREEK] if isinstance(value, list) else GREEK if value else value
                    model.objects.filter(pk=row.pk).update(**{field.name: fresh})


PAGES = [
    row
    for row in TABLE
    if row["method"] == "GET" and row["lead"] == "200" and not row["route"].startswith("health")
]


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row["route"])
def test_every_word_on_a_page_is_marked(
    row: dict[str, str], greek: House, road: Road, as_: Callable[[User | None], Client], pseudo: None
) -> None:
    factories.make_problem("a-problem")
    factories.make_method("a-method", name=factories.text("Κείμενο"))
    known = arguments(greek, road)
    greek_content()
    greek.initiative.workshops.update(title="Συνάντηση")
    for workshop in greek.initiative.workshops.all():
        workshop.outcomes.update(text="Ιδέα")
    greek.initiative.stakeholders.filter(name="Secret group").update(name="Άλλη ομάδα")
    words = dict.fromkeys(("fixed", "negotiable", "decided_by", "follow_up"), "Λόγια")
    greek.initiative.promises.update(**words)
    greek.initiative.phase_plans.update(decided_by="Λόγια", ask="Λόγια")
    greek.initiative.promises.exclude(told="").update(told="Αλλαγή")
    greek.initiative.themes.update(name="Θέμα", description="Λόγια")
    greek.initiative.feedback.update(because="Λόγια", note="Λόγια")
    for telling in greek.initiative.tellings.all():
        text = json.dumps(telling.content, ensure_ascii=False)
        telling.content = json.loads(re.sub(r'("(?:text|name|title|because)": ")[^"]*', r"\1Λόγια", text))
        telling.how = "Λόγια"
        telling.save()
    HandOver.objects.update(note="Λόγια")
    IdentityProvider.objects.update(name="Πάροχος")
    StakeholderContact.objects.update(name="Μαρία", reason="Γιατί")
    if row["route"].endswith("-file") or row["route"] in {"organisation:logo", "organisation:style"}:
        return
    response = as_(greek.lead).get(address(row["route"], known, road))
    assert response.status_code == 200
    assert not plain_words(response.text)


def test_the_run_sees_a_word_that_is_not_marked(
    house: House, as_: Callable[[User | None], Client], pseudo: None
) -> None:
    page = as_(house.lead).get(f"/initiatives/{house.initiative.pk}/team/").text
    assert "Lea" in plain_words(page)
    assert plain_words(f"<p>{strange('Some words')}</p><img alt='unmarked'>") == {"unmarked"}


def test_errors_are_marked_too(
    greek: House, road: Road, as_: Callable[[User | None], Client], pseudo: None
) -> None:
    greek_content()
    browser = as_(greek.lead)
    base = greek.initiative.get_absolute_url()
    for path in (
        "/initiatives/new/",
        f"{base}stakeholders/new/",
        f"{base}workshops/new/",
        f"{base}team/new/",
    ):
        refused = browser.post(path, {"x": "y"})
        assert refused.status_code == 422
        assert not plain_words(refused.text), path
    assert Report.objects.count() == 0
