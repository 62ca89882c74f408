"""What the base templates read from a page: a short contract, so that no page's own name means something to them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.template import Context, Engine
from django.template.base import FilterExpression, Node, Token, TokenType, Variable
from django.template.loader_tags import IncludeNode

pytestmark = pytest.mark.core

CONTRACT = {
    "base.html": {"request", "csrf_token", "messages", "initiative", "organisation"},
    "projects/initiative_base.html": {"initiative", "part"},
    "projects/organisation_base.html": {"organisation", "part"},
}
"""The names that a page shares with its base, on purpose: they mean the same in both."""
BOUND_BY = ("loopvars", "asvar", "target_var", "variable", "var_name", "varname")
"""What nodes call the names that they give themselves."""


def read_by(template: Any) -> set[str]:
    """Return the names that a template takes from the context it is given, its includes counted."""
    wanted, bound = set(), {"forloop", "block", "True", "False", "None"}
    for node in nodes_of(template.nodelist):
        bound |= set(bound_by(node))
        if isinstance(node, IncludeNode):
            wanted |= {name for value in node.extra_context.values() for name in names_in(value)}
            wanted |= set() if node.isolated_context else included(node) - set(node.extra_context)
        else:
            own = {key: value for key, value in vars(node).items() if key not in node.child_nodelists}
            wanted |= {name for value in own.values() for name in names_in(value)}
    return wanted - bound


def included(node: IncludeNode) -> set[str]:
    """Return what an included template reads."""
    return read_by(compiled(node.template.resolve(Context())))


def compiled(name: str) -> Any:
    """Return a template as its nodes."""
    return Engine.get_default().get_template(name)


def nodes_of(nodes: Any) -> Iterator[Node]:
    """Yield nodes and what stands inside them."""
    for node in nodes:
        yield node
        inside = [getattr(node, name, []) for name in node.child_nodelists]
        inside += [branch for _condition, branch in getattr(node, "conditions_nodelists", [])]
        for each in inside:
            yield from nodes_of(each or [])


def bound_by(node: Node) -> Iterator[str]:
    """Yield the names that a node gives."""
    for name in BOUND_BY:
        value = getattr(node, name, None)
        yield from [value] if isinstance(value, str) else value if isinstance(value, list) else []
    if not isinstance(node, IncludeNode):
        yield from getattr(node, "extra_context", None) or {}


def names_in(value: Any) -> Iterator[str]:
    """Yield the first words of every variable in a part of a node."""
    if isinstance(value, FilterExpression):
        yield from names_in(value.var)
        for _filter, arguments in value.filters:
            yield from (name for _is_variable, argument in arguments for name in names_in(argument))
    elif isinstance(value, Variable):
        yield from value.lookups[:1] if value.lookups else ()
    elif isinstance(value, Token) and value.token_type == TokenType.VAR:
        yield value.contents.split("|")[0].split(".")[0]
    elif isinstance(value, list | tuple):
        yield from (name for each in value for name in names_in(each))
    elif isinstance(value, dict):
        yield from (name for each in value.values() for name in names_in(each))
    elif hasattr(value, "first") or type(value).__name__ == "TemplateLiteral":
        parts = (getattr(value, part, None) for part in ("first", "second", "value"))
        yield from (name for part in parts for name in names_in(part))


@pytest.mark.parametrize("name", CONTRACT)
def test_a_base_template_reads_only_what_a_page_shares_with_it(name: str) -> None:
    read = read_by(compiled(name))
    assert read - CONTRACT[name] == set()
    assert CONTRACT[name] - read == set(), "read by nothing any more"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("{{ here.there }}", {"here"}),
        ("{% firstof here request.path %}", {"here", "request"}),
        ("{% if form and not n|add:x %}{{ a }}{% elif b %}{% else %}{{ c }}{% endif %}", {*"nxabc", "form"}),
        ("{% for a in b %}{{ a }}{{ forloop.counter }}{% endfor %}", {"b"}),
        ("{% with a=b %}{{ a }}{% endwith %}", {"b"}),
        ("{% url 'home' x as a %}{{ a }}", {"x"}),
        (
            "{% load i18n %}{% translate 'A' as a %}{{ a }}{% blocktranslate with n=m %}{{ n }}{{ z }}{% endblocktranslate %}",
            {"m", "z"},
        ),
        ("{% include '_brand.html' %}", {"house"}),
        ("{% include '_brand.html' with house=x %}", {"x"}),
        ("{% include '_brand.html' with house=x only %}", {"x"}),
        ("{% include '_brand.html' only %}", set()),
        ("{% block a %}{% icon 'down' %}{{ b }}{% endblock %}", {"b"}),
    ],
)
def test_the_reader_of_templates_sees_every_name(text: str, read: set[str]) -> None:
    assert read_by(Engine.get_default().from_string(text)) == read
