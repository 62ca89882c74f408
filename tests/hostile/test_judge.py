"""The judge sees what is brought in, and only that."""

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe

from tests.hostile.packing import harmless, packed
from tests.hostile.texts import FAMILIES, TEXTS
from tests.hostile.tree import Page, alone, bare, brought_in

PAGE = '<main><h1>{{ words }}</h1><p title="{{ words }}">x</p><textarea>{{ words }}</textarea></main>'


def drawn(words: str, *, safe: bool) -> Page:
    """Draw a page that escapes words, or one made unsafe on purpose."""
    return Page.of(Template(PAGE).render(Context({"words": mark_safe(words) if safe else words})))  # noqa: S308 - the fault


ACTIVE = [
    name
    for name in FAMILIES
    if name not in {"other languages", "Markdown", "header lines", "names that scripts use"}
]


@pytest.mark.parametrize("family", ACTIVE)
def test_a_page_that_does_not_escape_is_seen(family: str) -> None:
    texts = FAMILIES[family]
    plain, page = (drawn(" ".join(each), safe=True) for each in (harmless(texts), texts))
    assert brought_in(plain, page) != []
    one_by_one = [
        text for text in texts if brought_in(drawn(harmless((text,))[0], safe=True), drawn(text, safe=True))
    ]
    assert len(one_by_one) >= len(texts) // 2


def test_a_page_that_escapes_passes() -> None:
    everything, plain = (" ".join(each) for each in (TEXTS, harmless(TEXTS)))
    page = drawn(everything, safe=False)
    assert brought_in(drawn(plain, safe=False), page) == []
    assert alone(page) == []
    words = page.words
    assert all(bare(text) in words for text in TEXTS)


@pytest.mark.parametrize(
    "fault",
    [
        "<p onclick=x>x</p>",
        "<p style='color:red'>x</p>",
        "<a href='java\tscript:x'>x</a>".replace("\t", ""),
        "<a href=' data:text/html,x'>x</a>",
        "<script>x</script>",
        "<script src=//evil.example/></script>",
        "<iframe></iframe>",
        "<base href=/>",
        "<svg><a xlink:href='javascript:x'>x</a></svg>",
        "<button formaction=vbscript:x>x</button>",
    ],
)
def test_what_no_page_of_ours_has_is_seen_without_a_plain_page(fault: str) -> None:
    assert alone(Page.of(f"<main>{fault}</main>")) != []


def test_a_link_of_markdown_is_judged_by_its_address() -> None:
    def with_link(address: str) -> Page:
        return Page.of(f'<p><a href="{address}" rel="noopener">x</a></p>')

    none = Page.of("<p>x</p>")

    assert brought_in(none, with_link("https://example.org/"), markdown=True) == []
    assert brought_in(none, with_link("https://example.org/"), markdown=False) != []
    for address in ("javascript:x", "data:text/html,x", "http://example.org/", " vbscript:x"):
        assert brought_in(none, with_link(address), markdown=True) != []
    assert brought_in(none, Page.of('<p><em class="x">x</em></p>'), markdown=True) != []


def test_a_link_made_of_a_typed_address_is_judged_by_all_that_it_carries() -> None:
    def with_link(address: str, more: str = 'rel="nofollow noopener noreferrer"') -> Page:
        return Page.of(f'<p><a class="nl-link" href="{address}" {more}>x</a></p>')

    none = Page.of("<p>x</p>")
    for address in ("https://example.org/", "http://example.org/", "mailto:x@example.org"):
        assert brought_in(none, with_link(address)) == []
        for more in ("", 'rel="noopener"', 'rel="nofollow noopener noreferrer" target="_blank"'):
            assert brought_in(none, with_link(address, more)) != []
    for address in ("javascript:x", "data:text/html,x", "/account/", "ftp://example.org/", " vbscript:x"):
        assert brought_in(none, with_link(address)) != []


def test_every_text_stands_in_a_pack_and_no_pack_is_too_long() -> None:
    packs = packed(TEXTS, 120)
    assert max(map(len, packs)) <= 120
    assert " ".join(packs) == " ".join(TEXTS)
