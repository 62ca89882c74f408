"""Joined, hyphenated and spaced spellings, accents and invisible letters find the same, in every search."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client

from phases.models import OwnMethod
from projects.models import User
from tests import factories
from tests.conftest import House, Road
from toolkit.models import Method
from toolkit.search import method_stems
from toolkit.stems import stems_of

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
WAYS = {
    "co-creatie": ("cocreatie", "co creatie", "co-creatie", "Co\u2011creatie", "CO\u00adCREATIE", "co\u200bcreatie", "cocréatie"),
    "cocreatie": ("cocreatie", "co creatie", "co-creatie", "co‑creatie"),
    "co creatie": ("cocreatie", "co creatie", "co-creatie"),
    "e-mail": ("email", "e mail", "e-mail", "E\u00ad-mail", "e\u2011mail"),
    "living lab": ("livinglab", "living-lab", "living lab"),
    "burger-participatie": ("burgerparticipatie", "burger participatie"),
    "mede\u00adzeggenschap": ("medezeggenschap", "mede-zeggenschap", "medezeggen\u00adschap"),
    "crème brûlée": ("creme brulee", "cre\u0300me", "CRÈME"),
    "smørrebrød": ("smorrebrod", "smørrebrød"),
    "geïnteresseerd": ("geinteresseerd", "gei\u0308nteresseerd"),
    "foto's": ("fotos", "foto's", "foto’s"),
}  # fmt: skip
PAIRS = [(text, words) for text, ways in WAYS.items() for words in ways]


@pytest.mark.parametrize(("text", "words"), PAIRS)
def test_every_search_finds_it_however_it_is_spelled(
    text: str, words: str, house: House, road: Road, as_: Browser
) -> None:
    both = factories.text(f"Werken met {text} in de wijk", "Another thing")
    other = factories.text("Iets heel anders", "Something else")
    for kind, stems in ((both, stems_of([both])), (other, stems_of([other]))):
        factories.make_method(name=kind, stems=stems)
        factories.make_problem(name=kind, stems=stems)
    house.initiative.title = f"Werken met {text}"
    house.initiative.save()
    house.lead.language = "nl"
    house.lead.save()
    browser = as_(house.lead)
    pages = {
        "/toolkit/": "Werken met",
        "/search/": "Werken met",
        "/troubleshooting/": "Werken met",
        "/initiatives/": "Werken met",
    }
    for path, found in pages.items():
        page = browser.get(path, {"q": words}, headers={"accept-language": "nl"}).text
        hits = page.partition("het dichtst in de buurt")[0]
        assert found in hits, path
        assert "Iets heel anders" not in hits, path


def test_a_half_of_a_word_does_not_find_what_only_has_its_letters() -> None:
    text = factories.text("De kamer is te klein voor de krant", "x")
    factories.make_method(name=text, stems=stems_of([text]))
    for words in ("kamerkrant", "dekamer", "isteklein", "kleinkrant"):
        assert not Method.objects.published().matching(words).exists(), words


def test_a_method_of_an_organisation_is_found_as_well_after_the_content_was_loaded(house: House) -> None:
    text = factories.text("Werken aan co-creatie", "")
    own = OwnMethod.add(house.organisation, by=house.manager, **factories_of(text))
    Method.objects.filter(pk=own.method_id).update(stems=" co creati")
    call_command("load_content", verbosity=0)
    assert Method.objects.filter(shared=False).first().stems == method_stems(
        vars(Method.objects.get(pk=own.method_id))
    )
    assert Method.objects.filter(shared=False).first().stems != " co creati"


def factories_of(name: dict[str, str]) -> dict[str, object]:
    """Return the fields of an own method."""
    sample = factories.make_method(name=name)
    names = ("family", "duration", "minutes_min", "minutes_max", "skill", "cost", "format", "name", "steps")
    return {each: getattr(sample, each) for each in names}
