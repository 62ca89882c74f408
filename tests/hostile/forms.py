"""Finds every form of the product, the route that uses it, and what odd people could fill in."""

import copy
import importlib
import pkgutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.forms.formsets import BaseFormSet
from django.test import Client
from django.urls import get_resolver
from hypothesis import strategies as st

from tests.access.table import address, routes
from tests.hostile.texts import TEXTS

APPS = ("projects", "phases", "toolkit", "cocreation")
NASTY_TEXTS = (
    "",
    " ",
    "\t\n",
    "x" * 121,
    "x" * 301,
    "x" * 2_001,
    "x" * 10_001,
    "0",
    "-1",
    "None",
    "null",
    "\x01",
    "\x1f\x7f",
    "\u202e",
    "\u0000",
    "e" + chr(0x301) * 300,
    "\U0001f600" * 50,
    "\ufffe\uffff",
    "\r\n" * 40,
    "İıßſ",
    "۱۲۳",
    "²",
    *TEXTS[::9],
)
NASTY_NUMBERS = (
    "",
    "0",
    "-1",
    "1",
    "2",
    "77",
    "1.5",
    "1e9",
    "1e400",
    "NaN",
    "inf",
    "0x10",
    "١٢",
    "²",
    "1_000",
    " 3 ",
    "+4",
    "x",
    str(2**15),
    str(2**31 - 1),
    str(2**31),
    str(2**63 - 1),
    str(2**63),
    str(-(2**63) - 1),
    "9" * 400,
)
NASTY_DATES = (
    "",
    "0",
    "1",
    "29",
    "30",
    "31",
    "32",
    "2",
    "12",
    "13",
    "-1",
    "1899",
    "1900",
    "2200",
    "2201",
    "9999",
    "٣",
)
NASTY_TIMES = (
    "",
    "24:00",
    "23:59",
    "0:00",
    "00:00",
    "2:30",
    "9",
    "9.30",
    "9:60",
    "25:00",
    "٩:٣٠",
    "9u30",
    "19:00 ",
)
NASTY_FILES = (
    b"",
    b"x",
    b"\x89PNG\r\n\x1a\n",
    b"<svg onload=__hit()>",
    b"GIF89a<script>",
    b"%PDF-1.7",
    b"\xff" * 2_000,
)
PLAIN: tuple[tuple[type[Any], list[str]], ...] = (
    (forms.IntegerField, ["7"]),
    (forms.BooleanField, ["on"]),
    (forms.EmailField, ["x@example.org"]),
    (forms.MultiValueField, ["3"]),
)
NOT_ALLOWED = 405


def product_forms() -> list[type[Any]]:
    """Return every form of the product that is used as it is: those that others are made of are left out."""
    found: set[type[Any]] = set()
    for app in APPS:
        package = importlib.import_module(app)
        for module in pkgutil.walk_packages(package.__path__, f"{app}."):
            if ".migrations" in module.name or module.name.endswith("wsgi"):
                continue
            everything = vars(importlib.import_module(module.name)).values()
            found |= {each for each in everything if _is_ours(each, app)}
    used = {
        each for each in found if not any(other is not each and issubclass(other, each) for other in found)
    }
    return sorted(used, key=lambda each: f"{each.__module__}.{each.__name__}")


def _is_ours(each: Any, app: str) -> bool:
    is_form = isinstance(each, type) and issubclass(each, forms.BaseForm | BaseFormSet)
    return is_form and each.__module__.split(".")[0] == app


Made = list[tuple[type[Any], dict[str, Any], Any]]
"""Forms that a view made: their class, what it was made with, and the form itself."""


@dataclass
class Use:
    """That a form is filled in at an address by someone; `options` are what its view makes it with, `sample` is one."""

    form: type[Any]
    route: str
    method: str
    url: str
    browser: Client
    options: dict[str, Any]
    sample: Any
    seen: dict[str, int] = field(default_factory=lambda: {"examples": 0, "saved": 0})

    @property
    def of_a_library(self) -> bool:
        """Tell whether the form looks at the request by itself, so that only its view can ask it."""
        return any(each.__module__.startswith("allauth.") for each in self.form.__mro__)

    def make(self, data: Any, files: Any) -> Any:
        """Make the form as its view does."""
        return self.form(data=data, files=files, **self.options)


def uses(known: dict[str, Any], road: Any, browsers: dict[str, Client]) -> dict[type[Any], Use]:
    """Send nothing to every route as everyone, and see which form each of them makes of it."""
    found: dict[type[Any], Use] = {}
    made: Made = []
    with pytest.MonkeyPatch.context() as patch:
        for form in product_forms():
            patch.setattr(form, "__init__", _telling(form, made))
        for route, _pattern in routes(get_resolver()):
            url = "" if route == "account_logout" else address(route, known, road)
            for method, browser in ways(browsers) if url else ():
                made.clear()
                with taken_back(browser):
                    answer = browser.get(url) if method == "GET" else browser.post(url)
                    if method == "POST" and answer.status_code != NOT_ALLOWED:
                        browser.post(url, {"code": ""})
                for form, options, sample in made:
                    found.setdefault(form, Use(form, route, method, url, browser, options, sample))
                if method == "POST" and (made or answer.status_code == NOT_ALLOWED):
                    break
    return found


@contextmanager
def taken_back(browser: Client) -> Iterator[None]:
    """Let nothing remain of what is done here: no row, and no cookie of a session that is not there any more."""
    cookies = copy.deepcopy(browser.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    browser.cookies = cookies


def ways(browsers: dict[str, Client]) -> Iterator[tuple[str, Client]]:
    """Yield how an address is tried: read by the lead, then sent to by one after another."""
    yield "GET", browsers["lead"]
    yield from (("POST", browser) for browser in browsers.values())


def _telling(form: type[Any], made: Made) -> Callable[..., None]:
    original = form.__init__

    def tell(self: Any, *args: Any, **options: Any) -> None:
        data = args[0] if args else options.get("data")
        if type(self) is form and data is not None:
            plain = {
                name: value for name, value in options.items() if name not in {"data", "files", "initial"}
            }
            made.append((form, plain, self))
        original(self, *args, **options)

    return tell


def filled_in(form: Any, valid: dict[str, Any], foreign: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Return ways to fill in a form: as it should be, with one to three fields done oddly, or oddly everywhere."""
    right: dict[str, st.SearchStrategy[Any]] = {}
    odd: dict[str, st.SearchStrategy[Any]] = {}
    for name, each in form.fields.items():
        for box, oddly in _boxes(form.add_prefix(name), each):
            right[box] = _right(box, each, valid)
            odd[box] = st.one_of(oddly, oddly, st.none(), st.sampled_from(foreign).map(_alone))
    if not right:
        return st.just({})

    @st.composite
    def ways(draw: Any) -> dict[str, Any]:
        filled = draw(st.fixed_dictionaries(right))
        everywhere = draw(st.integers(0, 9)) == 0
        some = draw(st.lists(st.sampled_from(sorted(odd)), max_size=3, unique=True))
        return filled | {box: draw(odd[box]) for box in (odd if everywhere else some)}

    return ways()


def _boxes(name: str, each: Any) -> Iterator[tuple[str, st.SearchStrategy[Any]]]:
    """Yield the names under which a field is posted, with odd values for each."""
    if isinstance(each.widget, forms.MultiWidget):
        for suffix in each.widget.widgets_names:  # type: ignore[attr-defined]
            yield f"{name}{suffix}", st.sampled_from(NASTY_DATES).map(_alone)
    else:
        yield name, _odd(each)


def _odd(each: Any) -> st.SearchStrategy[Any]:
    texts = st.one_of(
        st.sampled_from(NASTY_TEXTS),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    )
    if isinstance(each, forms.FileField):
        return st.sampled_from(NASTY_FILES).map(
            lambda content: [SimpleUploadedFile("x.png", content, "image/png")]
        )
    if isinstance(each, forms.IntegerField):
        return st.sampled_from(NASTY_NUMBERS).map(_alone)
    if isinstance(each, forms.MultipleChoiceField):
        return st.lists(texts, max_size=3)
    if "Time" in type(each).__name__:
        return st.one_of(st.sampled_from(NASTY_TIMES), texts).map(_alone)
    return texts.map(_alone)


def _right(name: str, each: Any, valid: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Return what belongs in a field: what the valid body has, else one of its choices or something plain."""
    if isinstance(each, forms.UUIDField):
        return st.builds(lambda: [str(uuid.uuid4())])
    if name in valid:
        value = valid[name]
        return st.just([str(part) for part in value] if isinstance(value, list) else [str(value)])
    choices = [str(value) for value, _label in getattr(each, "choices", ())][:400]
    if choices and isinstance(each, forms.MultipleChoiceField):
        return st.lists(st.sampled_from(choices), max_size=4)
    if choices:
        return st.sampled_from(choices).map(_alone)
    plain = st.just(next((value for kind, value in PLAIN if isinstance(each, kind)), ["Plain words"]))
    return plain if each.required else st.one_of(plain, st.none())


def _alone(value: Any) -> list[Any]:
    return [value]
