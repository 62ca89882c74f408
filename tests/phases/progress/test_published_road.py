"""The road that pages share: read once for a revision of the content, copied before anything is added to it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from phases.models import Answer, ItemCompletion, ItemState, Question
from phases.progress.published_road import published_phases, published_road
from projects.models import SiteRevision
from tests import factories
from tests.conftest import House, Road
from toolkit.published import content_at
from toolkit.search import published_methods

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[Any], Client]


def queries_of(read: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as seen:
        read()
    return len(seen)


def retired(row: Any) -> Any:
    type(row).objects.filter(pk=row.pk).update(retired_at=timezone.now())
    return row


@pytest.mark.parametrize("read", [published_phases, published_road, published_methods])
def test_it_is_read_once_for_a_revision(road: Road, read: Callable[[], object]) -> None:
    first, second = uuid4(), uuid4()
    with content_at(first):
        assert queries_of(read) > 0
        assert queries_of(read) == 0
    with content_at(first):
        assert queries_of(read) == 0
    with content_at(second):
        assert queries_of(read) > 0
    with content_at(None):
        assert queries_of(read) > 0
        assert queries_of(read) > 0
    assert queries_of(read) > 0


def test_it_has_what_the_database_has(road: Road) -> None:
    method, other = factories.make_method(), factories.make_method()
    asked = road.questions[0]
    asked.recommendations.create(method=other, place=1)
    asked.recommendations.create(method=method, place=2)
    found = published_road()
    assert list(found.phases) == road.phases
    assert list(found.questions) == list(Question.objects.all())
    assert list(found.items) == road.items
    assert found.advised == {asked.pk: (other.pk, method.pk)}
    for question in found.questions:
        assert queries_of(lambda question=question: question.phase.code) == 0  # type: ignore[misc]  # a name of its own
    for item in found.items:
        assert queries_of(lambda item=item: (item.phase.code, str(item.question))) == 0  # type: ignore[misc]  # as above


def test_what_is_retired_is_known_and_not_offered(road: Road) -> None:
    question, item = retired(road.questions[1]), retired(road.items[1])
    found = published_road()
    assert question in found.questions_of(road.phases[0])
    assert question not in found.offered_questions
    assert found.question(question.code) == question
    assert item in found.items_of(road.phases[0])
    assert found.item(item.code) is None
    assert found.question("nowhere") is None


def test_pages_add_nothing_to_what_they_share(house: House, road: Road, as_: Browser) -> None:
    """One person's answer in a row that all pages share would stand in the page of the next one."""
    client = as_(house.lead)
    base = f"/initiatives/{house.initiative.pk}"
    revision = SiteRevision.objects.get().content
    with content_at(revision):
        shared = published_road()
    before = [dict(vars(row)) for row in (*shared.questions, *shared.items)]
    Answer.record(house.initiative, road.questions[0], "Only ours.", by=house.lead, version=0)
    ItemCompletion.settle(house.initiative, road.items[0], ItemState.DONE, "Only ours.", by=house.lead)
    answer = {"text": "More of ours.", "version": 1, "question": road.questions[0].code}
    assert b"Only ours." in client.get(f"{base}/phases/needs-analysis/").content
    client.post(f"{base}/questions/{road.questions[0].code}/answer/", answer)
    client.post(f"{base}/checklist/{road.items[0].code}/", {"state": "done", "note": "More of ours."})
    client.get(f"{base}/questions/{road.questions[0].code}/")
    with content_at(revision):
        assert published_road() is shared
    assert [dict(vars(row)) for row in (*shared.questions, *shared.items)] == before


def test_a_page_shows_the_content_of_its_revision(house: House, road: Road, as_: Browser) -> None:
    client = as_(house.lead)
    path = f"/initiatives/{house.initiative.pk}/phases/needs-analysis/"
    assert str(road.questions[0].prompt) in client.get(path).content.decode()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE phases_question SET prompt = %s WHERE id = %s",
            ['{"nl": "Nieuw?", "en": "Is it new?"}', road.questions[0].pk],
        )
    assert "Is it new?" not in client.get(path).content.decode(), (
        "nothing is shared, so nothing is tried here"
    )
    SiteRevision.renew()
    assert "Is it new?" in client.get(path).content.decode()


def test_a_visitor_reads_the_content_as_it_is(road: Road, as_: Browser) -> None:
    client = as_(None)
    path = f"/roadmap/{road.phases[0].code}/"
    client.get(path)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE phases_question SET prompt = %s WHERE id = %s",
            ['{"nl": "Nieuw?", "en": "Is it new?"}', road.questions[0].pk],
        )
    assert "Is it new?" in client.get(path).content.decode()
