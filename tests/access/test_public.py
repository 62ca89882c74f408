"""Which pages are open to everyone: a list that only grows on purpose."""

from django.urls import get_resolver

from tests.access.table import routes

PUBLIC = {
    "accessibility",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_session",
    "account_signup",
    "health-live",
    "health-ready",
    "invitation",
    "invitation-with",
    "mails",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "openid_connect_callback",
    "openid_connect_login",
    "home",
    "phases:participation",
    "phases:problem",
    "phases:problems",
    "phases:roadmap",
    "phases:roadmap-phase",
    "phases:search",
    "phases:sheet",
    "phases:sheet-file",
    "phases:sheet-made",
    "privacy",
    "security-txt",
    "set_language",
    "toolkit:glossary",
    "toolkit:method",
    "toolkit:methods",
}


def test_only_these_pages_are_public() -> None:
    found = {
        name
        for name, pattern in routes(get_resolver())
        if not getattr(pattern.callback, "login_required", True)
    }
    assert found == PUBLIC
