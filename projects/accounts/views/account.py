"""One's own account: name and language, another address, where one is signed in, and what happened."""

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.decorators import rate_limit
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ...audit.words import lines_of
from ...forms import post_or_none
from ...http import PublicRequest, Request
from ...key_pages import KeyPage
from ...models import AuditEntry, Invitation, Session
from ...models.session import hash_of_key
from ..events import credential_change, end_sessions
from ..forms.account import NewAddressForm, OwnAccountForm
from ..reauthentication import reauthenticate
from ..second_factor import factors_of
from ..session_activity import passive

RECENT_LINES = 8
WARNING_SECONDS = 5 * 60


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: Request) -> HttpResponse:
    person = request.user
    form = OwnAccountForm(post_or_none(request), person=person)
    if request.method == "POST" and form.is_valid():
        person.revise(**form.cleaned_data, by=person)
        messages.success(request, _("Saved."))
        return redirect("account")
    entries = list(AuditEntry.objects.about_account(person)[: RECENT_LINES + 1])
    context = {
        "form": form,
        "factors": factors_of(person),
        "linked": SocialAccount.objects.filter(user=person).count(),
        "browsers": Session.objects.running().of(person).count(),
        "lines": lines_of(entries[:RECENT_LINES]),
        "there_is_more": len(entries) > RECENT_LINES,
    }
    return render(request, "projects/accounts/account.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="manage_email")
@reauthenticate()
def address(request: Request) -> HttpResponse:
    """Ask for another e-mail address; it counts once a link in a mail to it was opened."""
    person = request.user
    form = NewAddressForm(post_or_none(request), person=person)
    if request.method == "POST" and form.is_valid():
        new = form.cleaned_data["email"]
        if not form.is_taken():
            EmailAddress.objects.add_new_email(request, person, new)
        AuditEntry.record("account.address-asked", by=person, target=person)
        messages.success(request, _("Look in the mail of {address}.").format(address=new))
        return redirect("account_email")
    context = {"form": form, "waiting": EmailAddress.objects.get_new(person)}
    return render(request, "projects/accounts/address.html", context, status=422 if form.is_bound else 200)


@require_POST
def address_undo(request: Request) -> HttpResponse:
    """Keep the present address after all; the link in the mail stops working."""
    person = request.user
    EmailAddress.objects.filter(user=person, verified=False).delete()
    AuditEntry.record("account.address-kept", by=person, target=person)
    messages.success(request, _("Your address stays as it is."))
    if typed := request.POST.get("email", "").strip():
        form = NewAddressForm(initial={"email": typed}, person=person)
        return render(request, "projects/accounts/address.html", {"form": form})
    return redirect("account")


@require_http_methods(["GET", "HEAD", "POST"])
def address_confirm(request: Request, key: str) -> HttpResponse:
    """Let the new address count. Opening the link changes nothing, and it works only for whose account it is."""
    found = EmailConfirmationHMAC.from_key(key)
    if found is None or found.email_address.user_id != request.user.pk:
        return _address_page(request, None)
    if request.method == "POST":
        try:
            with credential_change(request, "account.address-changed", tell=request.user.email):
                _take(request, found)
        except IntegrityError:
            return _address_page(request, None)
        return redirect("account")
    return _address_page(request, found.email_address.email)


def _take(request: Request, found: EmailConfirmationHMAC) -> None:
    """Let the address count, unless somebody else has it by now; open invitations to the old one lapse."""
    Invitation.objects.filter(email=request.user.email).withdraw(by=request.user)
    if not found.email_address.can_set_verified() or not found.confirm(request):
        raise IntegrityError


def _address_page(request: Request, new: str | None) -> HttpResponse:
    """Answer with a page that tells nobody its address."""
    response = render(
        request, "projects/accounts/address_confirm.html", {"new": new}, status=200 if new else 410
    )
    response.headers["Referrer-Policy"] = "same-origin"  # with less the browser hides where a form comes from
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@reauthenticate(reads=False)
def sessions(request: Request) -> HttpResponse:
    """Show where the person is signed in, and sign out everywhere else."""
    if request.method == "POST":
        end_sessions(request, request.user)
        messages.success(request, _("You are signed out everywhere else."))
        return redirect("account_sessions")
    running = list(Session.objects.running().of(request.user))
    context = {
        "sessions": running,
        "has_other_sessions": len(running) > 1,
        "here": hash_of_key(request.session.session_key or ""),
    }
    return render(request, "projects/accounts/sessions.html", context)


@require_POST
@reauthenticate()
def session_end(request: Request, session: str) -> HttpResponse:
    if end_sessions(request, request.user, key=session):
        messages.success(request, _("That browser is signed out."))
    return redirect("account_sessions")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@passive
def session(request: PublicRequest) -> HttpResponse:
    """Say how long this browser stays signed in, which a page asks by itself; posting lets it go on."""
    if not getattr(request, "htmx", False):
        return redirect("account")
    if not request.user.is_authenticated:
        return render(request, "account/_session.html", {"over": True})
    kept = request.session
    if request.method == "POST":
        kept.touch()
    left = kept.seconds_left()
    context = {
        "left": left,
        "minutes": max(1, round(left / 60)),
        "warn": left <= WARNING_SECONDS,
        "again": kept.at_absolute_timeout(),
        "wait": max(1, left - WARNING_SECONDS),
        "page": request.htmx.current_url_abs_path or "/",
    }
    return render(request, "account/_session.html", context)


@require_safe
def account_history(request: Request) -> HttpResponse:
    """Show what happened with the account, newest first."""
    page = KeyPage(AuditEntry.objects.about_account(request.user), "at", request.GET.get("after", ""))
    context = {"page": page, "lines": lines_of(page.rows)}
    return render(request, "projects/accounts/history.html", context)
