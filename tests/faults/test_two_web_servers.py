"""Two processes that serve pages keep content and drawn pieces for themselves; neither ever shows what is over."""

import http.client
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.db import connection
from django.test import Client

from phases.roadmap.loading import load_content
from projects.models import Initiative
from tests.conftest import House, make_house
from tests.faults.workers import database_url, free_port, wait_for
from tests.published import load_published

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

FIXTURES = settings.BASE_DIR / "fixtures"


@dataclass(frozen=True)
class Server:
    port: int
    cookies: str

    def ask(self, path: str) -> tuple[int, str]:
        """Return status and text of a page as the lead gets it."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request("GET", path, headers={"Cookie": self.cookies, "Accept-Language": "en"})
            answer = line.getresponse()
            return answer.status, answer.read().decode()
        finally:
            line.close()

    def is_up(self) -> bool:
        try:
            return self.ask("/health/live")[0] == 200
        except OSError:
            return False


@pytest.fixture
def house(transactional_db: None) -> House:
    load_published()
    return make_house()


@pytest.fixture
def servers(house: House, tmp_path: Path) -> Iterator[tuple[Server, Server]]:
    """Start two web servers on the database of the test; the lead is signed in."""
    client = Client()
    client.force_login(house.lead)
    cookies = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    with ExitStack() as last:
        found = (start_server(last, tmp_path / "one", cookies), start_server(last, tmp_path / "two", cookies))
        for server in found:
            wait_for(server.is_up, seconds=60, said="a web server")
        yield found


def start_server(last: ExitStack, folder: Path, cookies: str) -> Server:
    port = free_port()
    folder.mkdir()
    (folder / "static").symlink_to(settings.BASE_DIR / "var" / "static")
    own = {
        "DATABASE_URL": database_url(),
        "VAR_DIR": str(folder),
        "SECRET_KEY": settings.SECRET_KEY,
        "DEBUG": "false",
        "EMBEDDED": "false",
        "DJANGO_SETTINGS_MODULE": "cocreation.settings",
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "cocreation.wsgi", "--bind", f"127.0.0.1:{port}"],
        cwd=settings.BASE_DIR,
        env={**os.environ, **own},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    last.callback(server.wait, timeout=20)
    last.callback(server.terminate)
    return Server(port, cookies)


def each(servers: tuple[Server, Server], path: str, holds: Callable[[int, str], object]) -> list[bool]:
    """Tell of each server whether its very next answer is as it should be."""
    return [bool(holds(*server.ask(path))) for server in servers]


def say(prompt: str) -> Callable[[int, str], bool]:
    return lambda status, text: status == 200 and prompt in text


def test_what_changed_is_seen_by_the_next_request_of_both(
    house: House, servers: tuple[Server, Server], tmp_path: Path
) -> None:
    initiative = house.initiative
    path = f"{initiative.get_absolute_url()}phases/needs-analysis/"
    assert each(servers, path, say(initiative.title)) == [True, True]

    reword_by_hand("Is this seen too early?")
    seen = each(servers, path, say("Is this seen too early?"))
    assert seen == [False, False], "they keep nothing, so nothing is tried here"

    load_content(reworded(tmp_path, "Whom is it about, after all?"))
    assert each(servers, path, say("Whom is it about, after all?")) == [True, True]

    Initiative.objects.filter(pk=initiative.pk).update(title="Renamed meanwhile")
    assert each(servers, path, say("Renamed meanwhile")) == [True, True]

    house.initiative.team.filter(user=house.lead).delete()
    assert each(servers, path, lambda status, _text: status == 404) == [True, True]


def reword_by_hand(prompt: str) -> None:
    """Change the first question as nobody should: without saying that the content changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE phases_question SET prompt = jsonb_set(prompt, '{en}', to_jsonb(%s::text)) WHERE label = '1.1'",
            [prompt],
        )


def reworded(folder: Path, prompt: str) -> Path:
    """Return the files of the content with another first question."""
    files = Path(shutil.copytree(FIXTURES, folder / "fixtures"))
    place = files / "roadmap/needs-analysis.yaml"
    content: dict[str, Any] = yaml.safe_load(place.read_text())
    (first,) = (row for row in content["questions"] if row["label"] == "1.1")
    first["prompt"]["en"] = prompt
    place.write_text(yaml.safe_dump(content, allow_unicode=True))
    return files
