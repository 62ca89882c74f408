"""Signing in as people do."""

from django.test import Client

from projects.models import User
from tests import factories

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def sign_in(user: User, agent: str = FIREFOX) -> Client:
    """Sign in with the password."""
    browser = Client(headers={"accept-language": "en", "user-agent": agent}, REMOTE_ADDR="203.0.113.77")
    answer = browser.post("/account/sign-in/", {"login": user.email, "password": factories.PASSWORD})
    assert answer.status_code == 302
    return browser


def is_in(browser: Client) -> bool:
    """Tell whether a browser is signed in."""
    return browser.get("/account/sessions/").status_code == 200
