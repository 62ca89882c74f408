"""What people were told, and what was made for them: tellings, pages for those who took part, reports and sheets."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from projects.models import Initiative, User
from toolkit.models import Method

from ...models import (
    MethodSheet,
    ParticipantPage,
    Phase,
    Report,
    ReportBackSheet,
    ReportState,
    Telling,
    Theme,
    ToldOutcome,
    Workshop,
    hash_of,
)

PDF = b"%PDF-1.7\n%%EOF\n"
OF_WORKSHOPS = """
SELECT w.initiative, w.id, NULL, 'Werkplaats ' || w.n, (w.starts AT TIME ZONE 'Europe/Amsterdam')::date::text,
  jsonb_agg(jsonb_build_object('name', '', 'said', jsonb_build_array(
    jsonb_build_object('outcome', o.id, 'text', o.text, 'is_quote', o.kind = 'quote')),
    'feedback', f.id, 'kind', f.kind, 'passed_to', f.passed_to, 'because', f.because))
FROM scale_workshop AS w JOIN phases_outcome AS o ON o.workshop_id = w.id
JOIN phases_feedback AS f ON f.outcome_id = o.id AND f.superseded_at IS NULL
WHERE (o.kind <> 'quote' OR o.consent IN ('anonymous', 'with-name')) AND (w.big OR mod(w.i, 10) = 5)
GROUP BY w.initiative, w.id, w.n, w.starts
"""
OF_THEMES = """
SELECT x.initiative, NULL, x.id, t.name, NULL,
  jsonb_build_array(jsonb_build_object('name', t.name, 'said', jsonb_agg(
    jsonb_build_object('outcome', o.id, 'text', o.text, 'is_quote', o.kind = 'quote')),
    'feedback', f.id, 'kind', f.kind, 'passed_to', f.passed_to, 'because', f.because))
FROM scale_theme AS x JOIN phases_theme AS t ON t.id = x.id JOIN phases_outcome AS o ON o.theme_id = x.id
JOIN phases_feedback AS f ON f.theme_id = x.id AND f.superseded_at IS NULL
WHERE (o.kind <> 'quote' OR o.consent IN ('anonymous', 'with-name')) AND mod(x.n, 2) = 1 AND x.big
GROUP BY x.initiative, x.id, t.name, f.id
"""


def tell(by: User) -> None:
    """Let people be told about some workshops and themes, as `Telling.record` does it."""
    tellings = [_telling(row, by) for statement in (OF_WORKSHOPS, OF_THEMES) for row in _rows(statement)]
    Telling.objects.bulk_create(tellings, batch_size=500)
    told = [
        ToldOutcome(telling=telling, outcome_id=said["outcome"], feedback_id=item["feedback"])
        for telling in tellings
        for item in telling.content["items"]
        for said in item["said"]
    ]
    ToldOutcome.objects.bulk_create(told, batch_size=5_000)


def _rows(statement: str) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        yield from cursor.fetchall()


def _telling(row: tuple[Any, ...], by: User) -> Telling:
    initiative, workshop, theme, title, day, items = row
    content = {"title": title, "day": day, "items": json.loads(items), "again": None, "left_off": 0}
    return Telling(
        initiative_id=initiative,
        workshop_id=workshop,
        theme_id=theme,
        told_on=timezone.localdate(),
        how="Per mail en op papier in het buurthuis",
        content=content,
        content_hash=hash_of(content),
        by=by,
    )


def make_documents(big: Initiative, reports: int, *, by: User) -> None:
    """Make so many reports of the big initiative, a page for those who took part, and a sheet of each kind."""
    for number in range(reports):
        phase = Phase.objects.get(number=number % 4) if number % 4 else None
        _finish(Report.ask(big, phase, language="nl", by=by))
    workshop = big.workshops.order_by("created_at").get(title="Werkplaats 1")
    for each in (None, workshop):
        ParticipantPage.switch_on(big, each, by=by)
    targets: tuple[Workshop | Theme | Telling | None, ...] = (
        workshop,
        big.themes.first(),
        big.tellings.first(),
    )
    for target in filter(None, targets):
        _finish(ReportBackSheet.ask(target, language="nl", shows="0" * 64, by=by))
    _finish(MethodSheet.ask(Method.objects.published()[0], language="nl", paper="a4"))


def _finish(document: Report | ReportBackSheet | MethodSheet) -> None:
    """Give a document a small file, as if a worker had made it."""
    name = default_storage.save(f"reports/{document.pk}/x.pdf", ContentFile(PDF))
    ready = {"state": ReportState.READY, "file": name, "finished_at": timezone.now()}
    type(document).objects.filter(pk=document.pk).update(**ready)
