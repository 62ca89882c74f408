"""Reads a drawn form as a browser would: through a real HTML parser."""

from typing import Any
from xml.etree.ElementTree import Element

from crispy_forms.utils import render_crispy_form
from django.template import Context, Template

from tests.html_tree import parse


class Page:
    """A drawn piece of a page."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.root: Element = parse(html)

    def all(self, tag: str = "*", **attributes: str) -> list[Element]:
        """Return the elements with these attributes; `class_` asks for one class among several."""
        return [element for element in self.root.iter() if _matches(element, tag, attributes)]

    def one(self, tag: str = "*", **attributes: str) -> Element:
        """Return the only such element."""
        (found,) = self.all(tag, **attributes)
        return found

    def with_id(self, name: str) -> Element:
        """Return the element with this id; there must be just one."""
        return self.one(id=name)

    def ids(self) -> list[str]:
        """Return every id, also when it stands there twice."""
        return [element.attrib["id"] for element in self.root.iter() if "id" in element.attrib]

    def description(self, element: Element) -> list[str]:
        """Return the texts that describe an element, in the order in which they are read out."""
        return [text(self.with_id(name)) for name in element.attrib.get("aria-describedby", "").split()]

    def summary(self) -> list[tuple[str, str]]:
        """Return the links of the error summary as (id, text)."""
        box = self.one(class_="errorbox")
        return [(link.attrib["href"].removeprefix("#"), text(link)) for link in box.iter("a")]

    def order(self, *ids: str) -> list[str]:
        """Return these ids in the order in which they stand on the page."""
        return [name for name in self.ids() if name in ids]


def text(element: Element) -> str:
    """Return the text of an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def draw(form: Any, **context: Any) -> Page:
    """Draw a form or a formset as `{% crispy %}` does."""
    return Page(render_crispy_form(form, context={"csrf_token": "a-token", **context}))


def draw_template(source: str, **context: Any) -> Page:
    """Draw a template that uses crispy's tags and filters."""
    return Page(Template("{% load crispy_forms_tags %}" + source).render(Context(context)))


def _matches(element: Element, tag: str, attributes: dict[str, str]) -> bool:
    if not isinstance(element.tag, str) or tag not in {"*", element.tag}:
        return False
    return all(_has(element, name, value) for name, value in attributes.items())


def _has(element: Element, name: str, value: str) -> bool:
    if name == "class_":
        return value in element.attrib.get("class", "").split()
    return element.attrib.get(name.replace("_", "-")) == value
