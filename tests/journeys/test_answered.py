"""What people said gets an answer: promise, plan, outcomes, themes, feedback, told, and read without an account."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from phases.models import Promise, Workshop
from phases.progress.feedback_debt import debt_of
from projects.models import Initiative
from tests import factories
from tests.counting import STEP
from tests.journeys.conftest import Site, Watched, sign_in

pytestmark = pytest.mark.browser

SAID = [
    ("idea", "Bel de werkgevers op"),
    ("wish", "Laat een werkgever langskomen"),
    ("open-question", "Wie tolkt er op dinsdag?"),
    ("fear", "Straks gaat het van mijn uitkering af"),
    ("insight", "Overdag kunnen veel mensen niet"),
    ("insight", "De bus stopt te ver weg"),
    ("insight", "Het loket is moeilijk te vinden"),
    ("insight", "Mensen komen met een vriend"),
]
PROMISED = {
    "fixed": "De wet en het geld.",
    "negotiable": "Waar het loket komt.",
    "decided_by": "De gemeenteraad",
    "follow_up": "Alles wordt gelezen.",
}
BECAUSE = "er elke dinsdag een tolk komt."
MAX_TAPS = 25
"""From outcome to told."""
A_TAP, A_LETTER = 1.8, 0.33
"""Seconds that someone takes who looks before each tap and types 36 words a minute with two thumbs."""
FIRST_SCREEN = 800


@dataclass
class Step:
    """What one step of the work asks of a person: taps, fields typed in, letters; and the seconds they wait."""

    taps: int = 0
    fields: int = 0
    letters: int = 0
    waited: float = 0.0

    def __str__(self) -> str:
        seconds = self.waited + self.taps * A_TAP + self.letters * A_LETTER
        return f"{self.taps} taps, {self.fields} fields, {self.letters} letters, {seconds:.0f} seconds"


class Phone:
    """A person at a page, for whom every step of the work is counted."""

    def __init__(self, watched: Watched, site: Site) -> None:
        self.page, self.base = watched.page, site.url
        self.steps: dict[str, Step] = {}
        self.now = Step()

    def begin(self, step: str) -> None:
        """Begin a step of the work."""
        self.now = self.steps.setdefault(step, Step())

    def go(self, path: str) -> None:
        """Open a page of the site."""
        with self._waiting():
            self.page.goto(f"{self.base}{path}")

    def tap(self, selector: str, *, until: str = "") -> None:
        """Press or tick something, and wait for what has to stand there then."""
        self.now.taps += 1
        with self._waiting():
            self.page.locator(selector).first.click()
            if until:
                self.page.wait_for_selector(until)
            self.page.wait_for_load_state()

    def type(self, selector: str, text: str) -> None:
        """Fill in a field."""
        self.now.fields += 1
        self.now.letters += len(text)
        self.page.fill(selector, text)

    def choose(self, selector: str, value: str) -> None:
        """Open a list and choose from it."""
        self.now.fields += 1
        self.now.taps += 2
        self.page.select_option(selector, value)

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.now.waited += time.monotonic() - began


@pytest.fixture
def initiative(site: Site) -> Initiative:
    """Return an initiative with the people it is for."""
    initiative = factories.make_initiative(
        site.organisation, lead=site.lead, title="Het loket", language="nl"
    )
    factories.make_stakeholder(initiative, "Werkzoekenden", end_users=True)
    return initiative


def promise_and_plan(phone: Phone, initiative: Initiative) -> Workshop:
    """Monday: say what people may count on, and plan where they meet."""
    phone.begin("promise")
    phone.go(f"{initiative.get_absolute_url()}promise/")
    phone.tap("[name=level][value=consult]")
    for name, words in PROMISED.items():
        phone.type(f"[name={name}]", words)
    phone.tap("main form .nl-button--primary", until="text=Deze belofte geldt vanaf nu.")
    Promise.objects.update(at=timezone.now() - timedelta(days=7))  # a week goes by

    phone.begin("plan")
    day = timezone.localdate() - timedelta(days=1)
    phone.go(f"{initiative.get_absolute_url()}workshops/new/")
    typed = {"title": "Banencafé", "day_day": day.day, "day_month": day.month, "day_year": day.year}
    for name, value in {**typed, "start": "10:00", "end": "12:00"}.items():
        phone.type(f"[name={name}]", str(value))
    phone.choose("[name=phase]", "needs-analysis")
    phone.tap("main form .nl-button--primary", until="h1:has-text('Banencafé')")
    return initiative.workshops.get()


def log(phone: Phone, workshop: Workshop) -> None:
    """Wednesday: write down what was said."""
    phone.begin("log")
    phone.go(f"{workshop.get_absolute_url()}log/")
    for number, (kind, text) in enumerate(SAID, 1):
        phone.tap(f".chip:has([value={kind}])")
        phone.type("[name=text]", text)
        phone.tap(".addbar button[type=submit]", until=f".outcome:nth-child({number})")


def answer(phone: Phone, initiative: Initiative) -> None:
    """Thursday: bring outcomes together, and say what is done with them and why."""
    phone.begin("themes")
    phone.go(f"{initiative.get_absolute_url()}feedback/")
    for name, chosen in (("Werkgevers", SAID[:2]), ("Uitleg", SAID[2:3])):
        for _kind, text in chosen:
            phone.tap(f".ocrow:has-text('{text}') input")
        phone.type("[name=name]", name)
        phone.tap(".grouping button", until=f".theme:has-text('{name}')")
    phone.begin("feedback")
    for link, kind, because in (
        (".theme:has-text('Werkgevers') a", "will", "u hen wilt spreken."),
        (".theme:has-text('Uitleg') a", "did", BECAUSE),
        (f".ocrow:has-text('{SAID[3][1]}') .ocrow__state a", "will-not", "de wet dat niet toestaat."),
    ):
        phone.tap(link)
        phone.tap(f".chip:has([value={kind}])")
        phone.type("[name=because]", because)
        saved = "text=Opgeslagen. Vertel het aan de deelnemers."
        phone.tap("main form .nl-button--primary", until=saved)


def tell(phone: Phone, workshop: Workshop) -> str:
    """Thursday: tell it; give the address where participants read it."""
    page = phone.page
    phone.begin("telling")
    phone.go(f"{workshop.get_absolute_url()}participants-page/")
    phone.tap("main form button[value=on]")
    address = page.locator("main .breaks a").get_attribute("href") or ""
    phone.go(f"{workshop.get_absolute_url()}report-back/")
    assert BECAUSE in page.locator("#copied").input_value()
    assert address in page.locator("#copied").input_value()
    phone.type("[name=how]", "In de groepsapp")
    told = "text=Opgeslagen. Dit kregen deelnemers te horen."
    phone.tap(".formpage .nl-button--primary", until=told)
    return address


@pytest.mark.parametrize("scripts", [True, False])
def test_from_promise_to_told_and_read(
    scripts: bool,
    site: Site,
    initiative: Initiative,
    visit: Callable[..., Watched],
    record_property: Callable[[str, object], None],
) -> None:
    phone = Phone(visit(width=390, scripts=scripts), site)
    phone.page.set_default_timeout(60_000)
    sign_in(phone.page, site, site.lead)
    workshop = promise_and_plan(phone, initiative)
    log(phone, workshop)
    assert debt_of(initiative).waiting == 4
    answer(phone, initiative)
    assert (debt_of(initiative).waiting, debt_of(initiative).untold) == (0, 4)
    address = tell(phone, workshop)
    assert (debt_of(initiative).waiting, debt_of(initiative).untold) == (0, 0)
    for name, step in phone.steps.items():
        record_property(STEP, f"{name}, {'with' if scripts else 'without'} scripts: {step}")
    assert sum(phone.steps[name].taps for name in ("themes", "feedback", "telling")) <= MAX_TAPS

    reader = visit(width=360, scripts=False).page
    reader.goto(site.url + address[address.index("/p/") :])
    told = reader.locator("li", has_text=BECAUSE)
    box = told.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= FIRST_SCREEN
    assert "Dat deden we, omdat" in told.inner_text()
