"""Who signs in, and who is signed in."""

from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client

from projects.accounts.session_store import BEGUN
from projects.models import IdentityProvider, Invitation, OrganisationRole, User
from tests import factories
from tests.conftest import House
from tests.oidc.providers import Person, browser


def with_password(user: User) -> Client:
    """Sign in with the password, and say once more that it is you."""
    ours = browser()
    ours.post("/account/sign-in/", {"login": user.email, "password": factories.PASSWORD})
    ours.post("/account/again/", {"password": factories.PASSWORD})
    return ours


def an_hour_later(ours: Client) -> None:
    """Let an hour go by since signing in and since saying again who it is."""
    session = ours.session
    session[BEGUN] -= 3600
    records = session[AUTHENTICATION_METHODS_SESSION_KEY]
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [each | {"at": each["at"] - 3600} for each in records]
    session.save()


def who(ours: Client) -> str:
    """Return the id of who is signed in, or nothing."""
    return str(ours.session.get("_auth_user_id", ""))


def invited(house: House, email: str = "nina@example.org", **purpose: Any) -> str:
    """Invite Nina, into the organisation when no team is said; give the address of the invitation."""
    by = house.lead if purpose else house.administrator
    purpose = purpose or {"organisation_role": OrganisationRole.MANAGER}
    token = Invitation.invite(house.organisation, email, by=by, **purpose)[1]
    return f"/account/invitations/{token}/"


def started(row: IdentityProvider) -> tuple[Client, str]:
    """Sign in at the provider; give our browser, and the address that leads back, which nobody opened yet."""
    ours = browser()
    return ours, Person("nina@example.org").goes(ours.post(f"/account/with/{row.pk}/").headers["Location"])
