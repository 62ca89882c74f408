"""Pages by key: every row stands on one page, whatever moments rows share and whatever is added meanwhile."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from projects.key_pages import KeyPage
from projects.models import AuditEntry

pytestmark = [pytest.mark.core, pytest.mark.django_db]


def add(count: int, *, seconds: int = 30) -> None:
    now = timezone.now()
    moments = [now - timedelta(seconds=random.randrange(seconds)) for _each in range(count)]  # noqa: S311
    AuditEntry.objects.bulk_create(AuditEntry(action="try", at=moment) for moment in moments)


def walk(*, soonest_first: bool = False) -> list[list[AuditEntry]]:
    pages, after = [], ""
    while True:
        page = KeyPage(AuditEntry.objects.all(), "at", after, soonest_first=soonest_first)
        pages.append(page.rows)
        after = page.next_after
        if not after:
            return pages


@pytest.mark.parametrize("soonest_first", [True, False])
@pytest.mark.parametrize("count", [0, 1, 49, 50, 51, 100, 133])
def test_every_row_stands_on_one_page(count: int, soonest_first: bool) -> None:
    add(count)
    pages = walk(soonest_first=soonest_first)
    sign = "" if soonest_first else "-"
    assert [row for page in pages for row in page] == list(
        AuditEntry.objects.order_by(f"{sign}at", f"{sign}pk")
    )
    assert [len(page) for page in pages[:-1]] == [KeyPage.SIZE] * (max(0, count - 1) // KeyPage.SIZE)


def test_what_is_added_meanwhile_moves_nothing() -> None:
    add(120)
    first = KeyPage(AuditEntry.objects.all(), "at")
    second = [row.pk for row in KeyPage(AuditEntry.objects.all(), "at", first.next_after).rows]
    AuditEntry.objects.create(action="later", at=timezone.now() + timedelta(hours=1))
    assert [row.pk for row in KeyPage(AuditEntry.objects.all(), "at", first.next_after).rows] == second


@pytest.mark.parametrize(
    "odd", ["x", "_", "2026-01-01", "2026-01-01T00:00:00_1", "2026-13-41T00:00:00+00:00_x", "🙂", "\0_\0"]
)
def test_what_is_no_place_begins_anew(odd: str) -> None:
    add(60)
    assert KeyPage(AuditEntry.objects.all(), "at", odd).rows == KeyPage(AuditEntry.objects.all(), "at").rows


def test_a_place_without_a_clock_begins_anew() -> None:
    add(60)
    moment, key = KeyPage(AuditEntry.objects.all(), "at").next_after.split("_")
    bare = f"{moment.removesuffix('+00:00')}_{key}"
    assert bare != f"{moment}_{key}"
    assert KeyPage(AuditEntry.objects.all(), "at", bare).rows == KeyPage(AuditEntry.objects.all(), "at").rows
