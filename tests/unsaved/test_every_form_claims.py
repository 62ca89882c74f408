"""Every form in which people type says what happens to the words: found by opening and sending everything."""

from collections.abc import Callable, Iterable

import pytest
from django.test import Client

from projects.models import User
from tests.access.worlds import Worlds
from tests.conftest import House, Road
from tests.unsaved.crawling import Crawl, Found
from tests.unsaved.judging_forms import KEPT, faults_of
from tests.unsaved.typed_forms import FORMS

pytestmark = pytest.mark.django_db

Count = Callable[[str, object], None]
Browser = Callable[[User | None], Client]


@pytest.fixture
def crawl(house: House, road: Road, worlds: Worlds, as_: Browser) -> Crawl:
    return Crawl(house, road, worlds, as_)


def all_faults(found: Iterable[Found], record_property: Count) -> str:
    """Give what is wrong with the forms that were found, each fault once, and count the forms."""
    typed = [form for form in found if form.typed]
    record_property("typed forms found", len(typed))
    return "\n".join(dict.fromkeys(fault for form in typed for fault in faults_of(form)))


def test_every_typed_field_of_every_page_is_claimed(crawl: Crawl, record_property: Count) -> None:
    faults = all_faults(crawl.pages(), record_property)
    assert not faults, faults


def test_every_typed_field_of_every_answer_is_claimed(crawl: Crawl, record_property: Count) -> None:
    faults = all_faults(crawl.answers(), record_property)
    assert not faults, faults


def test_every_form_of_the_work_that_is_found_is_tried(crawl: Crawl) -> None:
    found = {(form.action, form.claim) for form in crawl.pages() if form.typed and form.claim in KEPT}
    assert found == {(form.route, form.mechanism) for form in FORMS}
