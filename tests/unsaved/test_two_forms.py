"""Where no scripts run, no page has a button that leaves behind what is typed in another form of the page.

One form of the page holds all that is typed (`id="page-form"`, or that of the log), and every button sends that form.
Parts of a page are asked for by scripts only.
"""

from collections.abc import Callable, Iterator

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from projects.models import User
from tests.access.worlds import Worlds
from tests.conftest import House, Road
from tests.html_tree import parse
from tests.projects.organisations.hostile_logos import png
from tests.unsaved.crawling import Crawl, Found, Seen
from tests.unsaved.judging_forms import KEPT

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]

OF_EVERY_PAGE = frozenset({"set_language", "account_logout"})
"""Stand in the head of every page, and lead away from it as its links do."""


def left_behind(page: Seen) -> Iterator[str]:
    """Yield each form of a page with which a button of another form loses what is typed in it."""
    forms = [form for form in page.forms_without_scripts if form.action not in OF_EVERY_PAGE]
    for form in forms:
        if form.typed and form.claim in KEPT:
            yield from (
                f"{other.action} leaves behind: {form}"
                for other in forms
                if other is not form and sends(other)
            )


def sends(form: Found) -> bool:
    """Tell whether a form stands on the page and has a button that people can press without scripts."""
    is_there = form.element.attrib.get("method") == "post" and "hidden" not in form.element.attrib
    buttons = (each for each in form.controls if each.tag == "button" and each.attrib.get("type") == "submit")
    return is_there and form.element.attrib.get("action") is not None and any(True for _each in buttons)


@pytest.fixture
def crawl(house: House, road: Road, worlds: Worlds, as_: Browser) -> Crawl:
    """Go through a site in which everything waits that has a button of its own."""
    house.organisation.set_house_style(accent="", logo=png(1, 1), by=house.administrator)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=f"new-{user.pk}@example.org") for user in User.objects.all()
    )
    return Crawl(house, road, worlds, as_)


def test_no_button_leaves_behind_what_is_typed_beside_it(crawl: Crawl) -> None:
    pages = [page for page in (*crawl.pages(), *crawl.answers()) if "as a part" not in page.asked]
    faults = dict.fromkeys(fault for page in pages for fault in left_behind(page))
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("tied", "found"),
    [
        ("", ["projects:archive leaves behind"]),
        ('form="page-form" formaction="/" data-apart', []),
        ('form="no-such-form" formaction="/" data-apart', ["projects:archive leaves behind"]),
    ],
)
def test_a_button_with_a_form_of_its_own_is_seen(tied: str, found: list[str], house: House) -> None:
    """The control: the button of the archive as it was, and tied to a form that is not there."""
    here = house.initiative.get_absolute_url()
    page = f"""<form id="page-form" action="{here}edit/" method="post" data-unsaved="ask"><textarea name="problem"></textarea>
        <button type="submit">Save</button></form>
        <form action="{here}archive/" method="post"><button type="submit" {tied}>Archive</button></form>"""
    seen = Seen("projects:edit", "lead", "opened", f"{here}edit/", 200, parse(page))
    assert [fault.partition(":  ")[0].split(": ")[0] for fault in left_behind(seen)] == found
