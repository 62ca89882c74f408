"""What the bench measures: rows in a database of its own, the pages that show them, and the queries of each page.

Loading this file loads Django: the environment names the database by then. What stands in the rows is drawn, so that
no page can be made for one text.
"""

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402
from django.utils.crypto import get_random_string  # noqa: E402

from phases.demo import make_demonstration  # noqa: E402
from phases.models import (  # noqa: E402
    Answer,
    Feedback,
    Outcome,
    ParticipantPage,
    Phase,
    Promise,
    Question,
    Theme,
    Workshop,
)
from projects.models import Initiative, Organisation, Stakeholder, User  # noqa: E402

DEMONSTRATION = Path(__file__).resolve().parent.parent / "fixtures" / "demo.yaml"
PEOPLE = ("lead", "facilitator", "manager", "administrator")
INITIATIVES, ROWS, CROWD = 60, 50, 800
KINDS = ("idea", "wish", "fear", "risk", "agreement", "open-question")
WORDS = (
    *("bewoners", "buurt", "gemeente", "brief", "loket", "afspraak", "taal", "geld", "werk", "hulp", "vraag"),
    *(
        "antwoord",
        "samen",
        "idee",
        "huis",
        "jongeren",
        "ouders",
        "school",
        "zorg",
        "vervoer",
        "regels",
        "uitleg",
    ),
    *(
        "begrijpen",
        "kiezen",
        "proberen",
        "moeilijk",
        "eerder",
        "duidelijk",
        "niemand",
        "vrijwilliger",
        "raad",
    ),
    *("medewerker", "wethouder", "toekomst", "vertrouwen", "luisteren", "beloven", "terug", "horen", "graag"),
)
NO_STATEMENT = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """Something to ask of the app: an address, with a form for a save; `yardstick` is what it is compared with."""

    path: str
    cookies: Mapping[str, str]
    form: Callable[[], dict[str, str]] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    yardstick: str = "/list/"

    def statements(self) -> int:
        """Return how many SQL statements one request takes, in a process that answered it before."""
        client = Client(headers={"accept-language": "nl", **self.headers})
        client.cookies.load(dict(self.cookies))
        for _time in range(3):
            with CaptureQueriesContext(connection) as seen:
                self._ask(client)
        return len([each for each in seen.captured_queries if not NO_STATEMENT.match(each["sql"])])

    def _ask(self, client: Client) -> None:
        answer = client.post(self.path, self.form()) if self.form else client.get(self.path)
        assert answer.status_code == 200, f"{self.path} answers {answer.status_code}"


class Drawn:
    """Texts and numbers that are drawn, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - nothing secret is drawn

    def text(self, fewest: int, most: int) -> str:
        """Return a sentence of so many words."""
        words = self.dice.choices(WORDS, k=self.dice.randint(fewest, most))
        return f"{' '.join(words).capitalize()}."

    def number(self, least: int, most: int) -> int:
        return self.dice.randint(least, most)

    def one_of(self, choices: Any) -> Any:
        return self.dice.choice(choices)


class Rows:
    """Everything that the pages show."""

    def __init__(self, drawn: Drawn) -> None:
        call_command("load_content", verbosity=0)
        self.drawn = drawn
        self.demonstration = make_demonstration(DEMONSTRATION, dict.fromkeys(PEOPLE, "x" * 20))
        self.organisation = Organisation.objects.get()
        self.lead = User.objects.get(email="projectleider@voorbeeld.example")
        self.questions = list(Question.objects.published())

    def fill(self) -> "Rows":
        """Make what there is besides the demonstration, and let the database look at it."""
        for _number in range(INITIATIVES):
            self._answered(self._initiative())
        self.crowd, self.sorted, self.loose = (self._initiative() for _number in range(3))
        self._stakeholders(self.crowd, CROWD)
        self._themes(self._outcomes(self.sorted))
        self._outcomes(self.loose)
        self.page = ParticipantPage.switch_on(self.demonstration, None, by=self.lead)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return self

    def _initiative(self) -> Initiative:
        texts = {name: self.drawn.text(8, 20) for name in ("problem", "service", "audience")}
        given = {**texts, "values": [], "start_date": timezone.localdate(), "language": "nl"}
        return Initiative.start(self.organisation, by=self.lead, title=self.drawn.text(2, 5), **given)

    def _answered(self, initiative: Initiative) -> None:
        for question in self.questions[: self.drawn.number(0, 8)]:
            Answer.record(initiative, question, self.drawn.text(5, 40), by=self.lead, version=0)

    def _stakeholders(self, initiative: Initiative, number: int) -> None:
        place = self.drawn.number
        Stakeholder.objects.bulk_create(
            Stakeholder(
                initiative=initiative,
                name=f"{self.drawn.text(1, 3)} {each}",
                kind="group",
                influence=place(1, 5),
                interest=place(1, 5),
                stake=self.drawn.text(6, 14),
                updated_by=self.lead,
            )
            for each in range(number)
        )

    def _outcomes(self, initiative: Initiative) -> list[Outcome]:
        """Write down what came out of a workshop for which feedback was promised."""
        self._stakeholders(initiative, 5)
        groups = list(initiative.stakeholders.all())
        workshop = self._workshop(initiative)
        return [
            Outcome.add(
                workshop,
                by=self.lead,
                kind=self.drawn.one_of(KINDS),
                text=self.drawn.text(6, 20),
                stakeholder=self.drawn.one_of(groups),
            )
            for _number in range(ROWS)
        ]

    def _workshop(self, initiative: Initiative) -> Workshop:
        texts = {name: self.drawn.text(5, 12) for name in ("fixed", "negotiable", "decided_by", "follow_up")}
        Promise.make(initiative, by=self.lead, based_on=0, level="involve", feedback_days=14, **texts)
        return Workshop.plan(
            initiative,
            by=self.lead,
            phase=Phase.objects.get(code="co-design"),
            title=self.drawn.text(3, 6),
            starts_at=timezone.now(),
            ends_at=timezone.now() + timedelta(hours=2),
        )

    def _themes(self, outcomes: list[Outcome]) -> None:
        """Let each outcome have a theme; with every second one something is done."""
        for number, outcome in enumerate(outcomes):
            theme = Theme.make(
                outcome.workshop.initiative,
                by=self.lead,
                outcomes=Outcome.objects.filter(pk=outcome.pk),
                name=f"{self.drawn.text(1, 4)} {number}",
            )
            if number % 2:
                kind = self.drawn.one_of(("did", "will", "partly", "will-not"))
                Feedback.give(theme, by=self.lead, based_on=0, kind=kind, because=self.drawn.text(6, 20))


def pages(rows: Rows) -> dict[str, Page]:
    """Return each thing to measure by its name."""
    signed_in = sign_in(rows.lead)
    base, workshop = rows.demonstration.get_absolute_url(), rows.demonstration.workshops.first()
    paths = {
        "portfolio": "/initiatives/",
        "overview": base,
        "phase page": f"{base}phases/co-production/",
        "workshop log": f"{workshop.get_absolute_url()}log/",
        "methods": "/toolkit/?q=verhalen",
        "promise": f"{base}promise/",
        "themes": f"{rows.sorted.get_absolute_url()}feedback/",
        "feedback": f"{rows.loose.get_absolute_url()}feedback/",
        "register of 800": f"{rows.crowd.get_absolute_url()}stakeholders/",
    }
    found = {name: Page(path, signed_in) for name, path in paths.items()}
    found["answer save"] = save(rows, signed_in)
    found["participants"] = Page(f"/p/{rows.page.token}/", {})
    return found


def sign_in(person: User) -> dict[str, str]:
    """Return the cookies of a browser in which someone is signed in, and which may send forms."""
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: get_random_string(32)}


def save(rows: Rows, signed_in: Mapping[str, str]) -> Page:
    """Return the saving of an answer as its page does it, each time with another text on top of the last version."""
    question = Question.objects.get(code="fill-in")
    versions = Answer.objects.filter(initiative=rows.demonstration, question=question)
    path = f"{rows.demonstration.get_absolute_url()}questions/{question.code}/answer/"

    def form() -> dict[str, str]:
        version = versions.values_list("version", flat=True).get()
        return {"text": rows.drawn.text(20, 40), "version": str(version)}

    headers = {"HX-Request": "true", "X-CSRFToken": signed_in[settings.CSRF_COOKIE_NAME]}
    return Page(path, signed_in, form, headers, "/save/")
