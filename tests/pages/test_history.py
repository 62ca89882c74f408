"""Going back gives a whole page: htmx restores it from the server, which may not answer with a part."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from projects.models import User
from tests import factories
from tests.access.table import TABLE, address, arguments
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
READ = [row for row in TABLE if row["method"] == "GET" and "200" in row.values()]
FRAGMENT = {"HX-Request": "true"}
RESTORED = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
ANSWER_FRAGMENTS = {
    "phases:adviser",
    "phases:report",
    "phases:search",
    "phases:sheet-made",
    "phases:telling-sheet",
    "phases:theme-sheet",
    "phases:workshop-sheet",
    "phases:workshop-adviser",
    "organisation:house-style",
    "toolkit:methods",
}


def start(answer: Any) -> str:
    """Return how an answer begins; a file may begin with anything."""
    return (
        b"".join(answer)[:20].decode(errors="replace")
        if answer.streaming
        else answer.content[:20].decode(errors="replace")
    )


@pytest.mark.parametrize("row", READ, ids=lambda row: row["route"])
def test_a_page_that_is_gone_back_to_is_whole(
    row: dict[str, str], house: House, road: Road, as_: Browser
) -> None:
    factories.make_problem("a-problem")
    url = address(row["route"], arguments(house, road), road)
    actor = next(actor for actor in ("lead", "administrator", "anonymous", "manager") if row[actor] == "200")
    browser = as_(getattr(house, actor, None))
    page, fragment, restored = (browser.get(url, headers=headers) for headers in ({}, FRAGMENT, RESTORED))
    is_page = "<!doctype html>" in start(page)
    assert restored.status_code == page.status_code
    assert ("<!doctype html>" in start(restored)) == is_page
    if is_page:
        assert "HX-History-Restore-Request" in page.headers["Vary"]
    answers_fragments = is_page and "<!doctype html>" not in start(fragment)
    assert answers_fragments == (row["route"] in ANSWER_FRAGMENTS)
