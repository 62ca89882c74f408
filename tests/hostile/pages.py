"""The pages with hostile texts, and who reads them."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from django.test import Client

from tests.access.table import TABLE, Browser, address
from tests.conftest import House, Road

READERS = ("lead", "administrator", "manager")


def refresh(house: House) -> None:
    """Read the people again, so that they sign in under their new address."""
    for field in fields(house):
        getattr(house, field.name).refresh_from_db()


def people_of(house: House, as_: Browser) -> dict[str, Client]:
    """Sign in those who may read most, once each."""
    return {actor: as_(getattr(house, actor)) for actor in READERS}


def pages_of(
    browsers: dict[str, Client], known: dict[str, Any], road: Road
) -> Iterator[tuple[str, str, str]]:
    """Yield who may read what, with the route and the address: every page of the table, without files."""
    for row in TABLE:
        actors = [actor for actor in READERS if row[actor] == "200"]
        if row["method"] != "GET" or not actors:
            continue
        url = address(row["route"], known, road)
        answer = browsers[actors[0]].get(url)
        assert answer.status_code == 200, row["route"]
        if answer.headers["Content-Type"].startswith("text/html"):
            yield actors[0], row["route"], url


def readable(browsers: dict[str, Client], known: dict[str, Any], road: Road) -> dict[tuple[str, ...], str]:
    """Return every page that someone of the house may read, as page and as fragment."""
    found: dict[tuple[str, ...], str] = {}
    for actor, route, url in pages_of(browsers, known, road):
        for kind, headers in (("page", {}), ("fragment", {"HX-Request": "true"})):
            found[route, kind] = browsers[actor].get(url, headers=headers).content.decode()
    return found
