"""Every form in which people type says what happens to the words: found by opening and sending everything.

What is opened and sent on the way is looked at whole: what is wrong with its words, too.
"""

from collections.abc import Callable, Iterable, Iterator

import pytest
from django.test import Client

from projects.models import User
from tests.access.worlds import Worlds
from tests.conftest import House, Road
from tests.pages.judging_words import faults_of_words
from tests.unsaved.crawling import Crawl, Seen
from tests.unsaved.judging_forms import KEPT, faults_of, faults_of_fields, faults_of_returned
from tests.unsaved.typed_forms import FORMS

pytestmark = pytest.mark.django_db

Count = Callable[[str, object], None]
Browser = Callable[[User | None], Client]


@pytest.fixture
def crawl(house: House, road: Road, worlds: Worlds, as_: Browser) -> Crawl:
    return Crawl(house, road, worlds, as_)


def faults_of_page(page: Seen) -> Iterator[str]:
    """Yield what is wrong with the forms and the words of a page."""
    for form in page.forms:
        yield from (*faults_of(form), *faults_of_fields(form), *faults_of_returned(form))
    yield from (f"{page.route}: {fault}" for fault in faults_of_words(page.tree))


def all_faults(pages: Iterable[Seen], record_property: Count) -> str:
    """Return what is wrong with the pages, each fault once, and count the forms."""
    pages = list(pages)
    typed = [form for page in pages for form in page.forms if form.typed]
    record_property("typed forms found", len(typed))
    return "\n".join(dict.fromkeys(fault for page in pages for fault in faults_of_page(page)))


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_typed_field_of_every_page_is_claimed_and_nothing_is_loose(
    language: str, crawl: Crawl, record_property: Count
) -> None:
    crawl.speak(language)
    pages = list(crawl.pages())
    faults = all_faults(pages, record_property)
    assert not faults, faults
    typed = [form for page in pages for form in page.forms if form.typed]
    found = {(form.action, form.claim) for form in typed if form.claim in KEPT}
    assert found == {(form.route, form.mechanism) for form in FORMS}, "each is tried in a browser"


def test_every_typed_field_of_every_answer_is_claimed_and_nothing_is_loose(
    crawl: Crawl, record_property: Count
) -> None:
    faults = all_faults(crawl.answers(), record_property)
    assert not faults, faults
