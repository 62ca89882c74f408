"""What every test may use: people in one organisation around one initiative, and clients signed in as them."""

import gc
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation

from phases.models import ChecklistItem, Phase, Question
from phases.reports import produce
from phases.reports.pdf_process import Document, RenderedPdf, render_pdf
from projects.models import Initiative, Organisation, OrganisationRole, Role, User
from tests import factories
from tests.browser import browsers, chromium, no_longer_than
from tests.counting import pytest_sessionfinish, pytest_terminal_summary
from tests.logs.listening import REMOTE, Ear, told_too_much
from tests.published import renew_when_changed
from tests.unsaved.outages import end_other_connections, let_nobody_in_any_more

__all__ = ["browsers", "chromium", "pytest_sessionfinish", "pytest_terminal_summary"]


def pytest_configure() -> None:
    """Look for garbage less often: what a run imports and collects stays, and looking at it cost a seventh of the time."""
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that no process has to wait for another one at the end."""
    gc.collect()
    gc.freeze()
    longest = ("long", "fault", "browser")
    items.sort(
        key=lambda item: next((n for n, mark in enumerate(longest) if item.get_closest_marker(mark)), 9)
    )


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: Any, pytestconfig: pytest.Config
) -> Iterator[None]:
    """Let nobody into the database that is taken away at the end: a thread that was served a page may linger."""
    yield
    if not pytestconfig.getoption("reuse_db"):
        with django_db_blocker.unblock():
            let_nobody_in_any_more()


@pytest.fixture(autouse=True, scope="session")
def _changed_content_is_read_anew() -> None:
    renew_when_changed()


@pytest.fixture(autouse=True)
def _own_files(settings: object, tmp_path: Path) -> None:
    """Keep files and counters that a test makes for itself, and hash passwords fast."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    settings.ERASURE_LEDGER = tmp_path / "erasures.txt"  # type: ignore[attr-defined]
    settings.AUDIT_ANCHOR = tmp_path / "audit-anchor.txt"  # type: ignore[attr-defined]
    settings.OIDC_HOSTS = [factories.NOBODY_THERE]  # type: ignore[attr-defined]
    settings.CACHES = {  # type: ignore[attr-defined]
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    }
    storages = {**settings.STORAGES}  # type: ignore[attr-defined]
    storages["default"] = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path / "files")},
    }
    storages["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = storages  # type: ignore[attr-defined]
    settings.WHITENOISE_AUTOREFRESH = True  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _starts_in_english() -> None:
    """Begin in English, whichever language the test before left on."""
    translation.activate("en")


@pytest.fixture(autouse=True)
def _printed_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Print documents in this process: starting one for each costs two seconds, and is tried where it matters."""

    def print_here(document: Document, *, seconds: float) -> RenderedPdf:
        assert seconds
        return render_pdf(document)

    monkeypatch.setattr(produce, "render_in_subprocess", print_here)


@pytest.fixture(autouse=True)
def _nothing_is_told(record_property: Callable[[str, object], None]) -> Iterator[None]:
    """Read along: no log line tells of a person, no mail fetches anything."""
    ear = Ear()
    logging.getLogger().addHandler(ear)
    yield
    logging.getLogger().removeHandler(ear)
    sent = [str(body) for each in getattr(mail, "outbox", []) for body, _kind in each.alternatives]
    record_property("log lines", len(ear.lines))
    record_property("mails read", len(sent))
    assert [(fault, line) for line in ear.lines for fault in told_too_much(line)] == []
    assert [body for body in sent if REMOTE.search(body)] == []


@pytest.fixture(autouse=True)
def _no_browser_hangs(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let a test in a browser fail after ten minutes; it would keep the whole run waiting."""
    if "chromium" not in request.fixturenames:
        yield
        return
    with no_longer_than(600):
        yield


@pytest.fixture(autouse=True)
def _served_to_the_end(request: pytest.FixtureRequest) -> Iterator[None]:
    """Empty the tables only when no page of a served test works on them any more."""
    if "live_server" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    end_other_connections()


@dataclass(frozen=True)
class House:
    """One initiative with everyone who may come near it, and a stranger with an initiative of their own."""

    organisation: Organisation
    initiative: Initiative
    lead: User
    facilitator: User
    observer: User
    manager: User
    administrator: User
    stranger: User


@pytest.fixture
def house(db: None) -> House:
    return make_house()


def make_house() -> House:
    organisation = factories.make_organisation("Gemeente Voorbeeld")
    lead = factories.make_member(organisation, name="Lea Lead")
    initiative = factories.make_initiative(organisation, lead=lead, title="Work and income")
    other = factories.make_organisation()
    stranger = factories.make_member(other, OrganisationRole.MANAGER, name="Stan Stranger")
    factories.make_initiative(other, lead=stranger, title="Elsewhere")
    return House(
        organisation=organisation,
        initiative=initiative,
        lead=lead,
        facilitator=factories.make_team_member(initiative, Role.FACILITATOR, name="Fay Facilitator"),
        observer=factories.make_team_member(initiative, Role.OBSERVER, name="Obi Observer"),
        manager=factories.make_member(organisation, OrganisationRole.MANAGER, name="Mia Manager"),
        administrator=factories.make_member(organisation, OrganisationRole.ADMINISTRATOR, name="Ada Admin"),
        stranger=stranger,
    )


@pytest.fixture
def as_() -> Callable[[User | None], Client]:
    """Return a function that makes a browser signed in as someone (None: as nobody), in English."""

    def browser(user: User | None) -> Client:
        client = Client(headers={"accept-language": "en"})
        if user is not None:
            client.force_login(user)
        return client

    return browser


@dataclass(frozen=True)
class Road:
    """The four phases; the first has two questions and two items, of which one is required."""

    phases: list[Phase]
    questions: list[Question]
    items: list[ChecklistItem]


@pytest.fixture
def road(db: None) -> Road:
    return make_road()


def make_road() -> Road:
    """Lay a short road."""
    phases = factories.make_phases()
    questions = [factories.make_question(phases[0], code) for code in ("first-question", "second-question")]
    questions += [factories.make_question(phase) for phase in phases[1:3]]
    items = [
        factories.make_item(phases[0], "required-item", blocking=True, question=questions[0]),
        factories.make_item(phases[0], "other-item"),
        *(factories.make_item(phase) for phase in phases[1:]),
    ]
    return Road(phases, questions, items)
