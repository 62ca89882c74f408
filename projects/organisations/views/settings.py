"""An organisation's settings, and its house style as pages and the browser ask for it."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ...access import requires_administrator, requires_connection
from ...accounts.reauthentication import reauthenticate
from ...forms import post_or_none
from ...http import Request
from ...models import Organisation
from ..forms.settings import GeneralForm, HouseStyleForm, TermsForm
from ..palette import READABLE, WHITE, contrast, read_colour, tones_of

CACHE_CONTROL = "private, max-age=86400, immutable"
"""A logo and a colour have their version in the address; every page asks for them, also on a slow line."""


@require_safe
@requires_administrator
def overview(request: Request, organisation: Organisation) -> HttpResponse:
    """Show all settings in words, each with a link to change it."""
    context = {"organisation": organisation, "part": "settings", "preview": _preview(organisation.accent)}
    return render(request, "projects/organisations/settings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires_administrator
def general(request: Request, organisation: Organisation) -> HttpResponse:
    form = GeneralForm(post_or_none(request), organisation=organisation)
    if form.is_bound and form.is_valid():
        try:
            changed = organisation.update_profile(**form.cleaned_data, by=request.user)
        except IntegrityError:
            form.add_error("name", form.taken())
        else:
            return _saved(request, organisation, changed=changed)
    return _form(request, organisation, form, "projects/organisations/settings_general.html")


@require_http_methods(["GET", "HEAD", "POST"])
@requires_administrator
def house_style(request: Request, organisation: Organisation) -> HttpResponse:
    """Change logo and accent colour; by htmx only what the colour that is being typed looks like."""
    if request.method != "POST" and request.htmx:
        preview = _preview(request.GET.get("accent", ""))
        return render(
            request, "projects/organisations/settings_house_style.html#preview", {"preview": preview}
        )
    form = HouseStyleForm(post_or_none(request), request.FILES or None, organisation=organisation)
    if form.is_bound and form.is_valid():
        changed = organisation.set_house_style(**form.cleaned_data, by=request.user)
        return _saved(request, organisation, changed=changed)
    return _house_style_page(request, organisation, form)


def _house_style_page(request: Request, organisation: Organisation, form: Any) -> HttpResponse:
    typed = request.POST.get("accent", "") if form.is_bound else organisation.accent
    return _form(
        request,
        organisation,
        form,
        "projects/organisations/settings_house_style.html",
        preview=_preview(typed),
    )


@require_POST
@requires_administrator
def remove_logo(request: Request, organisation: Organisation) -> HttpResponse:
    """Go on without a logo. Without scripts the colour comes along, and is stored first."""
    form = HouseStyleForm(request.POST, request.FILES or None, organisation=organisation)
    if "shown" in request.POST and form.has_changed():
        if not form.is_valid():
            return _house_style_page(request, organisation, form)
        organisation.set_house_style(**form.cleaned_data, by=request.user)
    return _saved(request, organisation, changed=organisation.remove_logo(by=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@requires_administrator
def terms(request: Request, organisation: Organisation) -> HttpResponse:
    """Change how long data about people are kept."""
    form = TermsForm(post_or_none(request), organisation=organisation)
    if form.is_bound and form.is_valid():
        return _saved(
            request, organisation, changed=organisation.set_retention(form.terms(), by=request.user)
        )
    return _form(request, organisation, form, "projects/organisations/settings_terms.html")


@require_POST
@requires_administrator
@reauthenticate()
def second_factor(request: Request, organisation: Organisation) -> HttpResponse:
    organisation.set_second_factor_required(required=request.POST.get("required") == "yes", by=request.user)
    return _saved(request, organisation, changed=True)


@require_safe
@requires_connection
def logo(request: Request, organisation: Organisation) -> HttpResponse:
    """Return the logo: our own drawing of what was uploaded."""
    picture = organisation.logo_png()
    if picture is None:
        raise Http404
    headers = {"Content-Disposition": 'inline; filename="logo.png"', "Cache-Control": CACHE_CONTROL}
    return HttpResponse(picture, content_type="image/png", headers=headers)


@require_safe
@requires_connection
def style(request: Request, organisation: Organisation) -> HttpResponse:
    """Return the shades of the accent colour as a style sheet; an empty one without a colour."""
    tones = tones_of(organisation.accent) if organisation.accent else None
    response = render(
        request,
        "projects/organisations/house_style_screen.css",
        {"tones": tones},
        content_type="text/css; charset=utf-8",
    )
    response.headers["Cache-Control"] = CACHE_CONTROL
    return response


def _preview(text: str) -> dict[str, Any] | None:
    """Return what a colour looks like and whether one can read it; None while there is none."""
    colour = read_colour(text)
    if colour is None:
        return None
    ratio = contrast(colour, WHITE)
    return {
        "colour": colour,
        "ratio": int(ratio * 10) / 10,
        "readable": ratio >= READABLE,
        "tones": tones_of(colour),
    }


def _form(
    request: Request, organisation: Organisation, form: Any, template: str, **more: Any
) -> HttpResponse:
    context = {"organisation": organisation, "part": "settings", "form": form, **more}
    return render(request, template, context, status=form.status)


def _saved(request: Request, organisation: Organisation, *, changed: bool) -> HttpResponse:
    messages.success(request, _("Saved.") if changed else _("Nothing was different, so nothing changed."))
    return redirect("organisation:settings", organisation.pk)
