"""Sending invitations and accepting them. Opening a link changes nothing, since mail scanners open links too."""

from typing import Any
from uuid import UUID

from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ..access import requires_administrator, requires_role
from ..accounts import events
from ..accounts.oidc.providers import allow_form_action, available_providers
from ..accounts.reauthentication import reauthenticate
from ..forms import post_or_none
from ..http import PublicRequest, Request, active_language
from ..mail import send
from ..mail_limits import refused_mail
from ..models import Initiative, Invitation, InvitationGoneError, Organisation, Role, User
from .forms import InviteToOrganisationForm, InviteToTeamForm, NewAccountForm

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_http_methods(["GET", "HEAD", "POST"])
@requires_administrator
@reauthenticate()
def invite_to_organisation(request: Request, organisation: Organisation) -> HttpResponse:
    form = InviteToOrganisationForm(post_or_none(request), organisation=organisation)
    back = reverse("organisation:people", args=[organisation.pk])
    return _invite(
        request, organisation, form, {"organisation": organisation, "part": "people", "back": back}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires_role(Role.LEAD)
def invite_to_team(request: Request, initiative: Initiative) -> HttpResponse:
    form = InviteToTeamForm(post_or_none(request), initiative=initiative)
    back = reverse("projects:team", args=[initiative.pk])
    context = {"initiative": initiative, "part": "team", "back": back}
    return _invite(request, initiative.organisation, form, context)


def _invite(request: Request, organisation: Organisation, form: Any, context: dict[str, Any]) -> HttpResponse:
    context |= {"form": form, "base": _base(context)}
    if form.is_bound and form.is_valid():
        address = form.cleaned_data["email"]
        if refused := refused_mail(by=request.user, to=address):
            form.add_error(None, refused)
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "projects/invitations/invite.html", context, status=status)
    invitation, token = Invitation.invite(
        organisation, form.cleaned_data["email"], by=request.user, **form.purpose()
    )
    return _sent(request, invitation, token, context)


def _sent(request: Request, invitation: Invitation, token: str, context: dict[str, Any]) -> HttpResponse:
    """Send the mail, and show the link this once: only its hash is kept."""
    link = f"{settings.SITE_URL}{reverse('invitation', args=[token])}"
    receiver = User.objects.filter(email=invitation.email).first()
    language = (receiver.language if receiver else "") or invitation.organisation.language
    mailed = send("invitation", invitation.email, language=language, invitation=invitation, link=link)
    context |= {"invitation": invitation, "link": link, "mailed": mailed}
    return render(request, "projects/invitations/invited.html", context)


def _base(context: dict[str, Any]) -> str:
    return "projects/initiative_base.html" if "initiative" in context else "projects/organisation_base.html"


@require_POST
@requires_administrator
def renew_for_organisation(request: Request, organisation: Organisation, invitation_id: UUID) -> HttpResponse:
    """Send an invitation again, with a new link."""
    found = get_object_or_404(organisation.invitations.pending(), pk=invitation_id, initiative=None)
    back = reverse("organisation:people", args=[organisation.pk])
    return _renew(request, found, {"organisation": organisation, "part": "people", "back": back})


@require_POST
@requires_role(Role.LEAD)
def renew_for_team(request: Request, initiative: Initiative, invitation_id: UUID) -> HttpResponse:
    """Send an invitation again, with a new link."""
    found = get_object_or_404(initiative.invitations.pending(), pk=invitation_id)
    back = reverse("projects:team", args=[initiative.pk])
    return _renew(request, found, {"initiative": initiative, "part": "team", "back": back})


def _renew(request: Request, invitation: Invitation, context: dict[str, Any]) -> HttpResponse:
    context["base"] = _base(context)
    if refused := refused_mail(by=request.user, to=invitation.email):
        messages.error(request, refused)
        return redirect(context["back"])
    try:
        token = invitation.renew(by=request.user)
    except InvitationGoneError:
        messages.warning(
            request, _("This invitation was not waiting any more: it was used, or withdrawn before.")
        )
        return redirect(context["back"])
    return _sent(request, invitation, token, context)


@require_POST
@requires_administrator
def withdraw_for_organisation(
    request: Request, organisation: Organisation, invitation_id: UUID
) -> HttpResponse:
    found = get_object_or_404(organisation.invitations, pk=invitation_id, initiative=None)
    _withdraw(request, found)
    return redirect("organisation:people", organisation.pk)


@require_POST
@requires_role(Role.LEAD)
def withdraw_for_team(request: Request, initiative: Initiative, invitation_id: UUID) -> HttpResponse:
    found = get_object_or_404(initiative.invitations, pk=invitation_id)
    _withdraw(request, found)
    return redirect("projects:team", initiative.pk)


def _withdraw(request: Request, invitation: Invitation) -> None:
    """Withdraw, and say so only when it still waited."""
    if invitation.withdraw(by=request.user):
        messages.success(request, _("The invitation is withdrawn."))
    else:
        messages.warning(
            request, _("This invitation was not waiting any more: it was used, or withdrawn before.")
        )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="invitation")
def invitation(request: PublicRequest, token: str) -> HttpResponse:
    """Show who invites for what; the button lets the person in, with a new account when there is none."""
    found = Invitation.objects.by_token(token)
    if found is None:
        return _answer(request, "projects/invitation_gone.html", {}, status=410)
    has_account = User.objects.filter(email=found.email, is_active=True).exists()
    mine = request.user.is_authenticated and request.user.email == found.email
    form = None if has_account else NewAccountForm(post_or_none(request), invitation=found)
    offered = [] if has_account or request.user.is_authenticated else available_providers(found.organisation)
    context: dict[str, Any] = {"invitation": found, "form": form, "mine": mine, "has_account": has_account}
    context |= {"providers": offered, "token": token}
    if request.method == "POST" and (mine or (form is not None and form.is_valid())):
        return _accept(request, found, form)
    status = 422 if request.method == "POST" else 200
    return allow_form_action(
        _answer(request, "projects/invitations/invitation.html", context, status=status), offered
    )


def _accept(request: PublicRequest, found: Invitation, form: NewAccountForm | None) -> HttpResponse:
    """Let the person in; of many posts at once only one makes an account."""
    try:
        with transaction.atomic():
            user = _user(request, found, form)
            found.accept(user)
    except InvitationGoneError:
        return _answer(request, "projects/invitation_gone.html", {}, status=410)
    if not request.user.is_authenticated:
        login(request, user, backend=BACKEND)
        events.record_sign_in(request, user)
    messages.success(request, _("Welcome. You are in."))
    return redirect(found.initiative.get_absolute_url() if found.initiative else "home")


def _user(request: PublicRequest, found: Invitation, form: NewAccountForm | None) -> Any:
    if request.user.is_authenticated:
        return request.user
    assert form is not None  # noqa: S101 - without an account there is a form
    found.lock()
    data = form.cleaned_data
    return User.objects.create_user(
        found.email, data["password"], name=data["name"], language=active_language()
    )


def _answer(request: PublicRequest, template: str, context: dict[str, Any], *, status: int) -> HttpResponse:
    """Answer with a page that tells no other site its address and is kept nowhere.

    With `no-referrer` browsers would send its form with the origin "null", which the check of forms refuses.
    """
    response = render(request, template, context, status=status)
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store"
    return response
