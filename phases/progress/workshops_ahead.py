"""Which workshop comes next, and which ones were held and have no log: what the overview shows of workshops."""

from functools import cache

from django.utils import timezone

from projects.fixed_sql import ModelColumns, fetch_all
from projects.models import Initiative

from ..models import Workshop

MAX_UNLOGGED = 6


@cache
def _written() -> tuple[ModelColumns, str]:
    workshop = ModelColumns(Workshop, "w")
    query = f"""
        SELECT {workshop.sql}, w.is_past FROM (
          SELECT w.*, w.ends_at < %s AS is_past,
            ROW_NUMBER() OVER (PARTITION BY w.ends_at < %s ORDER BY w.starts_at, w.id) AS place_in_line
          FROM phases_workshop w
          WHERE w.initiative_id = %s AND (w.ends_at >= %s OR w.logged_at IS NULL)
        ) w WHERE w.place_in_line <= CASE WHEN w.is_past THEN %s ELSE 1 END
        ORDER BY w.starts_at, w.id
    """  # noqa: S608 - names of columns only
    return workshop, query


def workshops_ahead(initiative: Initiative) -> tuple[Workshop | None, list[Workshop]]:
    """Return the next workshop, and those that wait longest for their log; written out, the overview asks it each time."""
    columns, query = _written()
    now = timezone.now()
    rows = fetch_all(query, now, now, initiative.pk, now, MAX_UNLOGGED)
    found: list[tuple[Workshop, bool]] = [(columns.instance(row[:-1]), bool(row[-1])) for row in rows]
    for workshop, _is_past in found:
        workshop.initiative = initiative
    following = next((workshop for workshop, is_past in found if not is_past), None)
    return following, [workshop for workshop, is_past in found if is_past]
