"""The trail in words: a lead reads what happened in the initiative, an administrator what happened in the organisation."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cocreation.audit_trail import ACTIONS
from projects.audit.words import lines_of
from projects.models import AuditEntry, OrganisationRole, User
from projects.personal_data import ELSEWHERE
from tests import factories
from tests.conftest import House

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
ACTION = re.compile(r'"((?:%s)\.[a-z-]+)"' % "|".join(sorted({name.split(".")[0] for name in ACTIONS})))  # noqa: UP031


def test_every_action_that_the_code_records_has_words() -> None:
    base = Path(settings.BASE_DIR)
    files = [path for app in ("projects", "phases") for path in (base / app).rglob("*.py")]
    for words in ("projects/audit/words.py", "phases/audit_words.py"):
        files.remove(base / words)
    recorded = {action for path in files for action in ACTION.findall(path.read_text())}
    recorded -= set(ELSEWHERE)  # names of models, written the same way
    assert len(recorded) > 30
    assert recorded == set(ACTIONS)


def test_a_lead_reads_what_happened_in_the_initiative_only(house: House, as_: Browser) -> None:
    elsewhere = factories.make_initiative(house.organisation, lead=house.lead, title="Elsewhere")
    factories.make_stakeholder(elsewhere)
    page = as_(house.lead).get(f"{house.initiative.get_absolute_url()}history/").text
    assert "started the initiative" in page
    assert "Lea Lead" in page
    assert page.count("started the initiative") == 1


def test_an_administrator_reads_the_organisation_and_not_its_initiatives(house: House, as_: Browser) -> None:
    house.organisation.add_member(
        factories.make_user("Cleo"), OrganisationRole.MEMBER, by=house.administrator
    )
    page = as_(house.administrator).get(f"/organisation/{house.organisation.pk}/history/").text
    assert "let someone into the organisation" in page
    assert "started the initiative" not in page


def test_the_same_again_by_the_same_person_is_one_line(house: House) -> None:
    for _time in range(4):
        AuditEntry.record("answer.recorded", by=house.lead, initiative=house.initiative)
    AuditEntry.record("answer.recorded", by=house.observer, initiative=house.initiative)
    newest = AuditEntry.objects.filter(action="answer.recorded").order_by("-at")
    assert [(line.who, line.times) for line in lines_of(newest)] == [("Obi Observer", 1), ("Lea Lead", 4)]
    oldest = newest.last()
    assert oldest is not None
    oldest.at -= timedelta(days=1)
    assert [line.times for line in lines_of([*newest[:4], oldest])] == [1, 3, 1]


def test_the_list_asks_as_much_for_many_lines_as_for_few(house: House, as_: Browser) -> None:
    browser, url = as_(house.lead), f"{house.initiative.get_absolute_url()}history/"
    with CaptureQueriesContext(connection) as few:
        browser.get(url)
    for _time in range(120):
        AuditEntry.record("answer.recorded", by=factories.make_user(), initiative=house.initiative)
    with CaptureQueriesContext(connection) as many:
        page = browser.get(url)
    assert len(many) == len(few)
    seen, after = [], ""
    while page.context["page"].next_after:
        assert page.context["page"].next_after != after
        after = page.context["page"].next_after
        seen += [row.pk for row in page.context["page"].rows]
        page = browser.get(url, {"after": after})
    seen += [row.pk for row in page.context["page"].rows]
    assert seen == list(house.initiative.audit_entries.order_by("-at", "-pk").values_list("pk", flat=True))
    assert len(seen) > 100
