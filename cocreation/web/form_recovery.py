"""What was typed comes back when it could not be taken: the session had ended, or the page was open too long.

Nothing is kept here. A form that was sent as a page comes back as a page that holds the text and can send it again. A
fragment leaves the page as it is, with everything that stands in it. Both only for a form of a page of this site, so
that no other site can put words into someone's mouth; and never with a secret in it, so that none stands in a page.
"""

import json
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import ResolverMatch
from django.utils.crypto import salted_hmac

Fields = list[tuple[str, str]]
GENERATED_FIELDS = frozenset({"version", "submission_key", "shown"})
"""Fields that a page fills in by itself."""
SECRETS = ("password", "code", "secret", "credential")
RECOVERABLE_ROUTES = frozenset({"account", "account_email", "invitation"})
"""Pages besides those of the work whose forms come back; never one where somebody says who they are."""
MIN_SHOWN_LENGTH = 20
"""Texts from here on are shown, to be read and copied; shorter ones, codes and numbers go along unseen."""


def can_recover_form(request: HttpRequest) -> bool:
    """Tell whether someone filled in something on a page of ours that may be shown again."""
    match = request.resolver_match
    if request.method != "POST" or match is None or not is_recoverable(match) or request.FILES:
        return False
    fields = without_secrets(sent_fields(request))
    return is_of_this_site(request) and any(value.strip() for _name, value in fields)


def is_recoverable(match: ResolverMatch) -> bool:
    """Tell whether the form of an address may be shown again."""
    return bool(match.namespace) or match.url_name in RECOVERABLE_ROUTES


def recover_form(request: HttpRequest, *, status: int) -> HttpResponse:
    """Show what was typed, with a button that sends it again; what came with a secret can only be read and copied."""
    sent = sent_fields(request)
    kept = without_secrets(sent)
    return render_recovered(
        request, kept, action=request.get_full_path(), status=status, is_whole=len(kept) == len(sent)
    )


def render_recovered(
    request: HttpRequest, fields: Fields, *, action: str, status: int, is_whole: bool = True
) -> HttpResponse:
    """Show fields that were typed for `action`; the language switch of that page takes them along."""
    context = {
        "fields": fields,
        "action": action,
        "shown": worth_showing(fields) if is_whole else typed_by_hand(fields),
        "is_whole": is_whole,
        "typed": json.dumps(fields, ensure_ascii=False),
    }
    response = render(request, "cocreation/web/typed.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def is_secret(name: str) -> bool:
    """Tell from its name whether a field holds what may stand in no page."""
    return any(word in name.lower() for word in SECRETS)


def page_owner(user: Any) -> str:
    """Return the mark that a page carries of the person for whom it was made; it tells nobody who that is."""
    return salted_hmac("the page of", str(user.pk), algorithm="sha256").hexdigest()[:32]


def session_notice(request: HttpRequest, **said: bool) -> HttpResponse:
    """Say in the page that the session ended, or what else is `said`; the rest of the page stays."""
    response = render(request, "account/_session.html", said or {"over": True}, status=401)
    response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#session", "outerHTML"
    return response


def renew_csrf_token(request: HttpRequest) -> HttpResponse:
    """Hand the page of a fragment the token of now, with which it sends again what it just sent.

    Only the page of the person who is signed in now gets it: what one typed is never saved as the words of another.
    """
    response = HttpResponse(status=403)
    if not is_of_this_site(request):
        return response
    if not request.user.is_authenticated:
        return session_notice(request)
    if request.headers.get("X-Page-Of") != page_owner(request.user):
        return session_notice(request, somebody_else=True)
    response.headers["HX-Trigger"] = json.dumps({"new-token": get_token(request)})
    return response


def without_secrets(fields: Fields) -> Fields:
    return [(name, value) for name, value in fields if not is_secret(name)]


def typed_by_hand(fields: Fields) -> list[str]:
    """Return what stands in the fields, without what a page fills in by itself."""
    return [value for name, value in fields if value.strip() and name not in GENERATED_FIELDS]


def worth_showing(fields: Fields) -> list[str]:
    """Return the texts that people want to read and copy."""
    return [value for _name, value in fields if " " in value.strip() and len(value) >= MIN_SHOWN_LENGTH]


def sent_fields(request: HttpRequest) -> Fields:
    """Return every field that was sent, one by one, without the mark against forgery."""
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    return [(name, str(value)) for name, value in sent if name != "csrfmiddlewaretoken"]


def is_of_this_site(request: HttpRequest) -> bool:
    """Tell whether the browser says that the form came from a page of this site."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    origin = urlsplit(request.headers.get("Origin", ""))
    return (origin.scheme, origin.netloc) == (request.scheme, request.get_host())
