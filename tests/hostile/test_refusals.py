"""A refusal keeps what was typed, as words: forms that are wrong everywhere (422) and forms that come too late (409)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from tests import factories
from tests.access.bodies import NEVER_VALID, body_of
from tests.access.conftest import writer
from tests.access.table import TABLE, Browser, address
from tests.access.worlds import make_worlds
from tests.conftest import House, Road
from tests.hostile.packing import LONGEST, harmless
from tests.hostile.texts import TEXTS
from tests.hostile.tree import bare, judge, words_of

pytestmark = [pytest.mark.long, pytest.mark.django_db]

PLAIN = harmless(TEXTS)
Count = Callable[[str, object], None]


def typed(body: dict[str, Any], words: str) -> dict[str, Any]:
    """Return a body with the words in every field, but for what the form itself puts in."""
    keep = {"submission_key", "version"}
    return {name: value if name in keep else words for name, value in body.items()}


def refused(
    house: House, road: Road, as_: Browser, texts: tuple[str, ...], worlds: Any
) -> dict[tuple[str, ...], str]:
    """Post the words in every field of every form, and an old version of what is there: 422, 409 or 400 with words."""
    found: dict[tuple[str, ...], str] = {}
    words = " ".join(texts)
    for row in TABLE:
        if row["method"] != "POST" or row["route"] in NEVER_VALID:
            continue
        browser, url = as_(writer(row, house)), address(row["route"], worlds.here, road)
        body = body_of(row["route"], house, road, worlds)
        stale = {**with_words(browser, url, body, texts), "version": "77"}
        for kind, headers in (("page", {}), ("fragment", {"HX-Request": "true"})):
            for what, sent in (("all wrong", typed(body, words)), ("stale", stale)):
                cache.clear()  # else the many mails of this test meet their limit
                with transaction.atomic():
                    response: Any = browser.post(url, sent, headers=headers)
                    transaction.set_rollback(True)
                assert response.status_code < 500, row["route"]
                found[row["route"], kind, what, str(response.status_code)] = response.content.decode()
    return found


def with_words(browser: Client, url: str, body: dict[str, Any], texts: tuple[str, ...]) -> dict[str, Any]:
    """Return a body that is right but for its words, which are as many as fit in each text field."""
    with transaction.atomic():
        response: Any = browser.post(url, typed(body, "\x01"))
        transaction.set_rollback(True)
    forms = [context["form"] for context in response.context or [] if "form" in context]
    names = {"text", "note"} | {
        name
        for form in forms
        for name, field in getattr(form, "fields", {}).items()
        if type(field).__name__ == "CharField"
    }
    first = {name: " ".join(texts[:3])[:LONGEST] for name in names & set(body)}
    return body | first


def test_nothing_is_brought_into_a_refusal_that_keeps_what_was_typed(
    house: House, road: Road, as_: Browser, record_property: Count
) -> None:
    factories.make_problem("a-problem")
    worlds = make_worlds(house, road)
    plain = refused(house, road, as_, PLAIN, worlds)
    hostile = refused(house, road, as_, TEXTS, worlds)
    assert plain.keys() == hostile.keys()
    wrong = {where: found for where, html in hostile.items() if (found := judge(plain[where], html))}
    assert wrong == {}
    words = {where: words_of(html) for where, html in hostile.items() if where[3] == "422"}
    kept = [where for where, said in words.items() if all(bare(text) in said for text in TEXTS)]
    stale = [where for where in hostile if where[3] == "409"]
    record_property("hostile texts shown", len(kept) * len(TEXTS))
    assert len({where[0] for where in kept}) >= 12, kept
    assert len({where[0] for where in stale}) >= 5, stale
