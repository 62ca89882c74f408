"""The seed of a hundred times the data: its numbers, and that every row of it could have been written by the app."""

import io
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count, Model

from phases.management.scale import making
from phases.management.scale.numbers import FULL, Numbers
from phases.models import Answer, Feedback, OwnMethod, Promise, Report, Telling, hash_of
from projects.models import AuditEntry, Initiative, Invitation, Organisation, User
from tests.factories import make_initiative
from tests.published import load_published
from toolkit.published import PublishedContent

LEAD = "projectleider@voorbeeld.example"
SAMPLE = 25
EMPTY_BY_HAND = {"updated_by", "by", "organisation", "initiative", "number", "last_login", "waived"}
"""Fields that may be empty in the database and are not `blank`, since no form shows them."""
OURS = ("projects", "phases")


def sow(**options: Any) -> str:
    out = io.StringIO()
    call_command("seed_scale", times=1, stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.core
def test_every_number_is_a_hundredth_at_one_and_one_at_the_least() -> None:
    assert Numbers(100).all() == FULL
    assert Numbers(1).all() == {kind: max(1, full // 100) for kind, full in FULL.items()}
    with pytest.raises(
        CommandError, match="PostgreSQL only" if connection.vendor == "sqlite" else "at least 1"
    ):
        call_command("seed_scale", times=0)
    assert Initiative.objects.count() == 0


@pytest.mark.long
@pytest.mark.django_db
def test_it_makes_what_it_says_and_every_row_holds() -> None:
    load_published()
    told = sow(seed=7)
    assert told.startswith("With seed 7, 1 times: 101 initiatives, 24 people, 5 invitations, ")
    check_numbers()
    check_the_big_one()
    check_rows()
    call_command("verify_audit", stdout=(out := io.StringIO()))
    assert out.getvalue().endswith("lines, all in order.\n")
    check_refusals()


def check_numbers() -> None:
    made = Initiative.objects.filter(source=making.OWN)
    assert made.count() == 100
    assert made.exclude(archived_at=None).count() == 10
    assert User.objects.get(email=LEAD).teams.filter(initiative__source=making.OWN).count() == 20
    assert Promise.objects.filter(initiative__in=made).count() == 101
    per = made.annotate(n=Count("workshops")).exclude(title="Het grote initiatief")
    assert set(per.values_list("n", flat=True)) == {3}
    assert set(made.annotate(n=Count("stakeholders")).values_list("n", flat=True)) == {5, 8}
    assert sum(made.annotate(n=Count("workshops__outcomes")).values_list("n", flat=True)) == 2_500
    assert 1_450 < Answer.objects.filter(initiative__in=made).count() < 1_750
    assert Invitation.objects.pending().count() == 5
    assert OwnMethod.objects.count() == 3
    assert AuditEntry.objects.count() >= 10_000
    assert len(set(Feedback.objects.values_list("kind", flat=True))) == 5


def check_the_big_one() -> None:
    big = Initiative.objects.get(title="Het grote initiatief")
    assert (big.stakeholders.count(), big.workshops.count(), big.themes.count()) == (5, 2, 2)
    outcomes = big.workshops.annotate(n=Count("outcomes")).values_list("n", flat=True)
    assert sorted(outcomes) == [0, 50]
    assert big.audit_entries.count() > 20
    assert [default_storage.exists(report.file) for report in Report.objects.filter(initiative=big)] == [True]
    lead = User.objects.get(email=LEAD)
    assert AuditEntry.objects.about_account(lead).count() > 20


def check_rows() -> None:
    """Let Django check some rows of every model that people write in, fields and constraints."""
    seen, faults = {}, []
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            if not issubclass(model, PublishedContent):
                rows = list(model._base_manager.order_by("?")[:SAMPLE])
                faults += [(model.__name__, fault) for row in rows for fault in faults_of(row)]
                seen[model.__name__] = len(rows)
    assert faults == []
    assert all(seen[model.__name__] for model in (Answer, Telling, Feedback, Report, OwnMethod, AuditEntry))
    assert [row for row in Telling.objects.all() if row.content_hash != hash_of(row.content)] == []


def faults_of(row: Model) -> list[str]:
    empty = {name for name in EMPTY_BY_HAND if not getattr(row, name, row)}
    try:
        row.full_clean(exclude=empty)
    except ValidationError as error:
        return [str(error)]
    return []


def check_refusals() -> None:
    with pytest.raises(CommandError, match="seed 7 makes is here already"):
        sow(seed=7)
    other = make_initiative(Organisation.objects.get(name="Gemeente Voorbeeld"))
    with pytest.raises(CommandError, match="initiatives of others"):
        sow(seed=8)
    assert Initiative.objects.exclude(source=making.OWN).exclude(is_example=True).get() == other
