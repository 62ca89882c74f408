"""The language of the pages: which page the switch leads to, and what happens when it is used."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, Resolver404, ResolverMatch, resolve, reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as django_set_language

from .form_recovery import render_recovered
from .switched_forms import read_typed

PAGE_OF_ROUTE = {
    "account_email_undo": "account_email",
    "account_link": "account_links",
    "account_session_end": "account_sessions",
    "account_unlink": "account_links",
    "invitation-with": "invitation",
    "openid_connect_login": "account_login",
    "organisation:invitation-renew": "organisation:people",
    "organisation:invitation-withdraw": "organisation:people",
    "organisation:logo-remove": "organisation:house-style",
    "organisation:second-factor": "organisation:people",
    "phases:answer": "phases:question",
    "phases:attendance": "phases:workshop-log",
    "phases:consent-withdraw": "phases:workshop",
    "phases:finish": "phases:question",
    "phases:item": "phases:phases",
    "phases:item-undo": "phases:phases",
    "phases:outcome-add": "phases:workshop-log",
    "phases:own-method-offer": "phases:own-method",
    "phases:own-method-retire": "phases:own-method",
    "phases:report-retry": "phases:report",
    "phases:resume": "phases:question",
    "phases:theme-add": "phases:feedback",
    "phases:theme-move": "phases:feedback",
    "phases:workshop-log-close": "phases:workshop-log",
    "projects:archive": "initiative",
    "projects:hand-over-reading": "initiative",
    "projects:invitation-renew": "projects:team",
    "projects:invitation-withdraw": "projects:team",
    "projects:reopen": "initiative",
}
"""Where the page of a route that can only be posted to is read."""
TEMPORARY_REDIRECT = 307
"""Lets the browser send the same form to another address."""
SINGLE_USE_ROUTES = frozenset({"openid_connect_callback"})
"""Routes whose query comes from elsewhere and works once: a page of theirs repeats nothing of it."""


def page_address(request: HttpRequest) -> str:
    """Return where the page that is being made can be read: what a refused form says of itself cannot be."""
    if request.method == "POST":
        came_from = _of_this_site(request, request.headers.get("Referer", ""))
        if came_from and urlsplit(came_from).path != request.path:
            return came_from
    match = request.resolver_match or _match(request.path)
    if match is not None and match.view_name in SINGLE_USE_ROUTES:
        return request.path
    if match is None or match.view_name not in PAGE_OF_ROUTE:
        return request.get_full_path()
    return _reversed(PAGE_OF_ROUTE[match.view_name], list(match.kwargs.items()))


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language: for this browser, and for the person when signed in."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        request.user.language = chosen
        request.user.save(update_fields=["language"])
    response = django_set_language(request)
    if response.status_code == 302:
        response.headers["Location"] = _next(request)
    typed = read_typed(request)
    sent_to = _of_this_site(request, request.POST.get("sent_to", ""))
    if typed and sent_to and urlsplit(sent_to).path != request.path:
        response.status_code, response.headers["Location"] = TEMPORARY_REDIRECT, sent_to
        return response
    if typed and chosen in dict(settings.LANGUAGES):
        with translation.override(chosen):
            page = render_recovered(request, typed, action=_next(request), status=200)
        page.cookies = response.cookies
        return page
    return response


def _next(request: HttpRequest) -> str:
    """Return the page to go back to: with the query of now, which filters may have changed since the page was made."""
    wanted = _of_this_site(request, request.POST.get("next", ""))
    came_from = _of_this_site(request, request.headers.get("Referer", ""))
    if not wanted or urlsplit(came_from).path == urlsplit(wanted).path:
        return came_from or wanted or "/"
    return wanted


def _of_this_site(request: HttpRequest, url: str) -> str:
    """Return path and query of an address of this site; nothing for any other."""
    host = {request.get_host()}
    if not url or not url_has_allowed_host_and_scheme(url, host, require_https=request.is_secure()):
        return ""
    parts = urlsplit(url)
    return parts._replace(scheme="", netloc="", fragment="").geturl() or "/"


def _reversed(route: str, parts: list[tuple[str, Any]]) -> str:
    """Return the address of a route, with as many parts of an address below it as it has."""
    try:
        return reverse(route, kwargs=dict(parts))
    except NoReverseMatch:
        if not parts:
            raise
        return _reversed(route, parts[:-1])


def _match(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None
