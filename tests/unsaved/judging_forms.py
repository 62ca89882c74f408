"""What must hold for a form in which people type, whatever form it is."""

from collections.abc import Iterator

from tests.unsaved.crawling import MECHANISMS, PASTED, Found, kind_of, name_of

KEPT = frozenset({"ask", "autosave", "draft"})
"""Mechanisms that see to it that what is typed is not lost."""
REFUSED = 422


def faults_of(form: Found) -> Iterator[str]:
    """Yield what is wrong with what a form claims, or does not claim."""
    if not form.typed:
        return
    if form.claim not in MECHANISMS:
        yield f"no mechanism ({form.claim or 'none claimed'}): {form}"
    if form.is_versioned and form.element.attrib.get("autocomplete") != "off":
        yield f"the browser may fill in old values: {form}"
    is_get = form.element.attrib.get("method", "get").lower() == "get"
    if (form.claim == "address") != is_get:
        yield f"claims {form.claim or 'nothing'}, and is sent by {'GET' if is_get else 'POST'}: {form}"
    if any(kind_of(control) == "password" for control in form.typed) and form.claim in KEPT - {"ask"}:
        yield f"holds a password, and claims {form.claim}: {form}"


def faults_of_fields(form: Found) -> Iterator[str]:
    """Yield the fields of a form that send less than people see in them, or cut what they paste."""
    for control in form.typed:
        if "maxlength" in control.attrib and kind_of(control) in PASTED | {"textarea"}:
            yield f"{form.route}, {name_of(control)}: cut without a word"
        if kind_of(control) == "number":
            yield f"{form.route}, {name_of(control)}: sends less than is seen"


RETURNED_BY = {
    "phases:finish": "phases:answer",
    "phases:resume": "phases:answer",
    "phases:consent-withdraw": "phases:outcome",
    "projects:archive": "projects:edit",
    "organisation:logo-remove": "organisation:house-style",
}
"""What is sent to the one may come back in the form of the other."""


def faults_of_returned(form: Found) -> Iterator[str]:
    """Yield whether a form says wrongly that it came back with what was typed, because it was refused."""
    says_so = "data-unsaved-now" in form.element.attrib
    is_own = form.action in {form.route, RETURNED_BY.get(form.route)}
    if says_so and not (form.status == REFUSED and is_own):
        yield f"is as it was stored, and counts as not stored: {form}"
    if (
        form.typed
        and form.claim in KEPT
        and not says_so
        and form.status == REFUSED
        and form.action == form.route
    ):
        yield f"came back with what was typed, and counts as stored: {form}"
