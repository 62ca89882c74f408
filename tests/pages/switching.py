"""A page, and the same page in the other language."""

from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.html_tree import parse

OTHER = {"en": "nl", "nl": "en"}


@dataclass(frozen=True)
class Page:
    """What a page says of itself: its language, its headings and where its switch would lead."""

    language: str
    switch: dict[str, str]


def page_of(text: str) -> Page:
    """Read a page; every switch on it (one for the desk, one for the phone) says the same."""
    tree: Any = parse(text)
    root = tree if tree.tag == "html" else tree.find(".//html")
    forms = [form for form in tree.iterfind(".//form") if form.get("action") == reverse("set_language")]
    bodies = [
        {
            field.get("name"): field.get("value")
            for field in (*form.iterfind(".//input"), *form.iterfind(".//button"))
        }
        for form in forms
    ]
    alike = [
        {name: value for name, value in body.items() if name != "csrfmiddlewaretoken"} for body in bodies
    ]
    assert all(body == alike[0] for body in alike)
    return Page(root.get("lang"), alike[0] if alike else {})


def switched(browser: Client, answer: Any, **headers: str) -> Any:
    """Use the switch of a page, and go where it leads."""
    page = page_of(answer.text)
    assert page.switch, "a page without a language switch"
    assert page.switch["language"] == OTHER[page.language]
    after = browser.post(reverse("set_language"), page.switch, follow=True, headers=headers)
    assert page_of(after.text).language == OTHER[page.language]
    return after
