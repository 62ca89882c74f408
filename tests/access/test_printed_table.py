"""The table that is printed for the owner of the app says what the table written by hand says."""

import csv
import io
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation

from cocreation.compliance.access_matrix import ACTORS, RoutePolicy, route_policies
from cocreation.compliance.route_descriptions import ROLES, WORDS
from cocreation.management.commands.access_matrix import group_of
from projects.access import RouteAccess
from projects.models import Role
from tests.access.table import ACTORS as COLUMNS
from tests.access.table import REFUSED, TABLE

ONLY_SOME = {"projects:hand-over-reading": "among those who may come in only who took over may do it"}
"""Routes that refuse some of those whom the door lets in, and why; the words of the route say so too."""
POLICIES = {policy.route: policy for policy in route_policies()}


def printed(**options: Any) -> str:
    """Return what the command prints."""
    out = io.StringIO()
    call_command("access_matrix", stdout=out, **options)
    return out.getvalue()


def test_every_route_has_words_and_every_word_a_route() -> None:
    assert set(WORDS) == set(POLICIES) == {row["route"] for row in TABLE}
    assert tuple(ACTORS) == tuple(ROLES) == COLUMNS


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['method']} {row['route']}")
def test_the_doors_say_what_is_written_by_hand(row: dict[str, str]) -> None:
    policy = POLICIES[row["route"]]
    cells = {actor: row[actor] for actor in ACTORS}
    if policy.is_public:
        assert {"login", "403"} & set(cells.values()) == set()
    elif policy.access.role is None and policy.access.organisation_roles is None:
        assert cells.pop("anonymous") == "login"
        assert "403" not in cells.values()  # a 404 here: of one's own there is nothing yet
    else:
        may = {actor for actor, cell in cells.items() if cell not in REFUSED}
        let_in = {
            actor for actor, each in ACTORS.items() if policy.allows(each, to_read=row["method"] == "GET")
        }
        assert may <= let_in if row["route"] in ONLY_SOME else may == let_in


@pytest.mark.parametrize(
    "row", [row for row in TABLE if row["method"] == "POST"], ids=lambda row: row["route"]
)
def test_the_archive_is_as_written_by_hand(row: dict[str, str]) -> None:
    policy = POLICIES[row["route"]]
    if policy.access.role is not None and row["lead"] not in REFUSED:
        # An initiative that is not in the archive cannot go into it twice, nor come out: both rows say so.
        assert policy.access.when_archived == (row["archived"] != "403")


def test_a_wider_door_would_be_seen() -> None:
    wide = RoutePolicy("phases:gate", is_public=False, access=RouteAccess(role=Role.OBSERVER))
    row = next(row for row in TABLE if (row["route"], row["method"]) == ("phases:gate", "POST"))
    assert [actor for actor, each in ACTORS.items() if wide.allows(each) and row[actor] in REFUSED] == [
        "observer",
        "facilitator",
        "manager",
    ]


def test_it_is_printed_in_dutch_for_people_and_for_a_spreadsheet() -> None:
    text = printed()
    assert "projectleider" in text
    assert text.count("\n") > len(WORDS)
    rows = list(csv.reader(io.StringIO(printed(format="csv"))))
    assert len(rows) == len(WORDS) + 1
    gate = next(row for row in rows if row[1] == "een fasebesluit vastleggen")
    assert gate[2:9] == ["nee", "nee", "nee", "nee", "ja", "nee", "nee"]
    page = printed(format="html")
    assert page.count('<th scope="row">') == len(WORDS)
    assert '<html lang="nl">' in page
    assert "record a gate decision" in printed(language="en")


def test_what_is_public_is_called_public() -> None:
    with translation.override("nl"):
        assert {group_of(POLICIES[route]) for route in ("phases:roadmap", "privacy")} == {"Openbaar"}
