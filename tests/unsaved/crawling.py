"""Finds every form that people meet, by opening the pages of every route as everyone and sending every form off."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from projects.models import User
from tests.access.bodies import body_of
from tests.access.conftest import LEAVING
from tests.access.table import TABLE, address
from tests.access.worlds import Worlds
from tests.conftest import House, Road
from tests.html_tree import parse

ROLES = ("lead", "facilitator", "manager", "administrator")
MECHANISMS = frozenset({"autosave", "ask", "draft", "address", "secret"})
NOT_TYPED = frozenset({"hidden", "submit", "button", "image", "reset"})
PASTED = frozenset({"text", "search", "email", "url", "tel"})
"""Kinds of input into which people paste; in a password field a limit does no harm to what anyone wrote."""
FRAGMENT = {"HX-Request": "true"}


@dataclass(frozen=True)
class Found:
    """A form on a page: which route drew the page, for whom, and in answer to what."""

    route: str
    role: str
    asked: str
    path: str
    element: Element
    controls: tuple[Element, ...]
    status: int = 200

    @cached_property
    def typed(self) -> list[Element]:
        """Return the controls in which people type or choose."""
        return [each for each in self.controls if _is_typed(each)]

    @property
    def claim(self) -> str:
        """Return the mechanism that the form claims."""
        return self.element.attrib.get("data-unsaved", "")

    @property
    def is_versioned(self) -> bool:
        """Tell whether the form changes something that others change too."""
        return any(name_of(each) == "version" for each in self.controls)

    @property
    def action(self) -> str:
        """Return the route to which the form is sent."""
        return _route_of(self.element.attrib.get("action") or self.path)

    def __str__(self) -> str:
        names = dict.fromkeys(name_of(each) for each in self.typed)
        return f"{self.route} ({self.asked}), form to {self.action}: {', '.join(names)}"


def name_of(control: Element) -> str:
    """Return the name under which a control is posted."""
    return control.attrib.get("name", "")


def kind_of(control: Element) -> str:
    """Return the kind of an input, or the tag of another control."""
    return control.attrib.get("type", "text").lower() if control.tag == "input" else str(control.tag)


def _is_typed(control: Element) -> bool:
    """Tell whether people type or choose in a control; a link to copy, shown in a box, is not typed."""
    if not name_of(control) or control.attrib.keys() & {"readonly", "disabled"}:
        return False
    return control.tag in {"textarea", "select", "input"} and kind_of(control) not in NOT_TYPED


def _route_of(url: str) -> str:
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return urlsplit(url).path


def forms_in(
    html: str | Element,
    *,
    route: str,
    role: str = "",
    asked: str = "page",
    path: str = "/",
    status: int = 200,
    scripts: bool = True,
) -> list[Found]:
    """Return the forms of a page or fragment; typed controls outside of any form are a form without a claim.

    What is marked `data-apart` is part of another form where no scripts run.
    """
    tree = parse(html) if isinstance(html, str) else html
    controls = [each for each in tree.iter() if each.tag in {"input", "textarea", "select", "button"}]
    owners = {id(control): form for form in tree.iter("form") for control in form.iter()}
    by_id = {form.attrib["id"]: form for form in tree.iter("form") if "id" in form.attrib}
    loose = Element("form", {"method": "post"})
    owned: dict[int, list[Element]] = {}
    for control in controls:
        named = by_id.get(
            control.attrib.get("data-apart" if scripts and "data-apart" in control.attrib else "form", "")
        )
        owner = owners.get(id(control), loose) if named is None else named
        owned.setdefault(id(owner), []).append(control)
    return [
        Found(route, role, asked, path, form, tuple(owned.get(id(form), ())), status)
        for form in [*tree.iter("form"), loose]
        if owned.get(id(form))
    ]


@dataclass(frozen=True)
class Seen:
    """A page or a part of one that was shown: which route drew it, for whom, in answer to what."""

    route: str
    role: str
    asked: str
    path: str
    status: int
    tree: Element

    @cached_property
    def forms(self) -> list[Found]:
        """Return the forms on it."""
        return self._forms(scripts=True)

    @cached_property
    def forms_without_scripts(self) -> list[Found]:
        """Return the forms as they are sent where no scripts run."""
        return self._forms(scripts=False)

    def _forms(self, *, scripts: bool) -> list[Found]:
        where: dict[str, Any] = {"route": self.route, "role": self.role, "asked": self.asked}
        return forms_in(self.tree, **where, path=self.path, status=self.status, scripts=scripts)


class Crawl:
    """Everyone who goes through the site, and what they are shown."""

    def __init__(
        self, house: House, road: Road, worlds: Worlds, as_: Callable[[User | None], Client]
    ) -> None:
        self.house, self.road, self.worlds = house, road, worlds
        self.browsers = {role: as_(getattr(house, role)) for role in ROLES} | {"anonymous": as_(None)}

    def speak(self, language: str) -> None:
        """Let everyone read in a language."""
        User.objects.update(language=language)
        for browser in self.browsers.values():
            browser.defaults["HTTP_ACCEPT_LANGUAGE"] = language

    def pages(self) -> Iterator[Seen]:
        """Yield every page that somebody may open."""
        for row in TABLE:
            for role, browser in self.browsers.items():
                if row["method"] == "GET" and row[role] == "200":
                    path = address(row["route"], self.worlds.here, self.road)
                    yield from _look(
                        browser.get(path), route=row["route"], role=role, asked="opened", path=path
                    )

    def answers(self) -> Iterator[Seen]:
        """Yield what comes back when forms are sent: empty, right, and as a part of a page."""
        for row in TABLE:
            route, role = row["route"], self._writer(row)
            if row["method"] != "POST" or role is None or route in LEAVING | {"account_logout"}:
                continue
            path = address(route, self.worlds.here, self.road)
            full = body_of(route, self.house, self.road, self.worlds)
            for asked, body in (("sent empty", {}), ("sent", full)):
                for part, headers in (("", {}), (" as a part", FRAGMENT)):
                    browser = self._fresh(role)
                    with transaction.atomic():
                        answer = browser.post(path, body, headers=headers)
                        transaction.set_rollback(True)
                    yield from _look(answer, route=route, role=role, asked=asked + part, path=path)

    def _writer(self, row: dict[str, str]) -> str | None:
        wanted = {"200", "302", "409", "422"}
        return next((role for role in ("anonymous", *ROLES) if row[role] in wanted), None)

    def _fresh(self, role: str) -> Client:
        """Return a browser of somebody that may be signed out or lose its cookies without harm."""
        browser = Client(headers={"accept-language": "en"})
        browser.cookies.update(self.browsers[role].cookies)
        return browser


def _look(answer: Any, **known: str) -> Iterator[Seen]:
    """Yield an answer, if it is a page or a part of one."""
    html = answer.content.decode() if answer.headers.get("Content-Type", "").startswith("text/html") else ""
    if html.strip():
        yield Seen(**known, status=answer.status_code, tree=parse(html))
