"""Prints who may do what on every page, in words, as the route_policies of the app say it."""

import csv
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from ...compliance.access_matrix import ACTORS, RoutePolicy, route_policies
from ...compliance.route_descriptions import INITIATIVE, ORGANISATION, OWN, PUBLIC, ROLES, WORDS

Row = tuple[str, str, list[str], str]


class Command(BaseCommand):
    """Prints the table as text, as a page to print, or for a spreadsheet."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, choices=[*dict(settings.LANGUAGES)])
        parser.add_argument("--format", default="text", choices=["text", "html", "csv"])

    def handle(self, *, language: str, **options: Any) -> None:
        with translation.override(language):
            rows = sorted(rows_of(route_policies()))
            written = {"text": as_text, "html": as_page, "csv": as_csv}[options["format"]](rows)
            self.stdout.write(written)


def group_of(policy: RoutePolicy) -> str:
    if policy.is_public:
        return str(PUBLIC)
    if policy.access.role is not None:
        return str(INITIATIVE)
    return str(ORGANISATION if policy.access.organisation_roles is not None else OWN)


def rows_of(found: Iterable[RoutePolicy]) -> Iterator[Row]:
    """Yield what a row is about, what one does, a yes or no for each actor, and how it is in the archive."""
    for policy in found:
        cells = [_("yes") if policy.allows(actor) else _("no") for actor in ACTORS.values()]
        archived = (
            ""
            if policy.access.role is None
            else _("writing too")
            if policy.access.when_archived
            else _("reading only")
        )
        yield group_of(policy), str(WORDS[policy.route]), cells, archived


def heads() -> list[str]:
    """Return the heads of the columns."""
    return [_("About"), _("What one does"), *(str(ROLES[name][0]) for name in ACTORS), _("In the archive")]


def as_text(rows: list[Row]) -> str:
    """Return the table for a screen of any width above 150 signs, with what each role is."""
    lines = [f"{name}: {what}" for name, what in ROLES.values()]
    table = [heads(), *([about, what, *cells, archived] for about, what, cells, archived in rows)]
    widths = [max(len(row[place]) for row in table) for place in range(len(table[0]))]
    written = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in table]
    return "\n".join([*lines, "", *(line.rstrip() for line in written)])


def as_page(rows: list[Row]) -> str:
    return render_to_string(
        "reports/access_matrix.html", {"rows": rows, "heads": heads(), "roles": ROLES.values()}
    )


def as_csv(rows: list[Row]) -> str:
    class Lines(list[str]):
        write = list.append

    lines = Lines()
    writer = csv.writer(lines)
    writer.writerow(heads())
    writer.writerows([about, what, *cells, archived] for about, what, cells, archived in rows)
    return "".join(lines)
