"""Addresses of signing in and out, under the names that allauth gives them."""

from allauth.account import views as accounts
from allauth.mfa.recovery_codes import views as recovery_codes
from django.contrib.auth.decorators import login_not_required
from django.urls import path, register_converter

from ..accounts.oidc import views as oidc
from ..accounts.views import account, second_factor
from ..accounts.views.sign_in import (
    ChangePasswordView,
    PasswordReauthenticateView,
    RequestResetView,
    SetNewPasswordView,
    SignOutView,
)
from ..invitations import views as invitations
from ..privacy import views as privacy


class Word:
    """A part of an address that is taken as it stands."""

    regex = ""

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Token(Word):
    """A token as `secrets.token_urlsafe` makes it of 32 bytes."""

    regex = "[A-Za-z0-9_-]{43}"


class Base36(Word):
    """An id as allauth writes it in the link of a mail."""

    regex = "[0-9A-Za-z]{1,40}"


class ResetKey(Word):
    """The key beside it."""

    regex = "[0-9A-Za-z-]{1,80}"


class SignedKey(Word):
    """A key as `django.core.signing` makes it."""

    regex = "[0-9A-Za-z:_-]{1,200}"


class Session(Word):
    """What the database knows of the key of a session."""

    regex = "[0-9a-f]{40}"


register_converter(Token, "token")
register_converter(SignedKey, "signed-key")
register_converter(Session, "session")
register_converter(Base36, "base36")
register_converter(ResetKey, "reset-key")

urlpatterns = [
    path("invitations/<token:token>/", invitations.invitation, name="invitation"),
    path("sign-in/", login_not_required(oidc.LoginView.as_view()), name="account_login"),
    path("", account.account, name="account"),
    path("email/", account.address, name="account_email"),
    path("email/undo/", account.address_undo, name="account_email_undo"),
    path("email/<signed-key:key>/", account.address_confirm, name="account_confirm_email"),
    path("sessions/", account.sessions, name="account_sessions"),
    path("sessions/<session:session>/end/", account.session_end, name="account_session_end"),
    path("session/", account.session, name="account_session"),
    path("history/", account.account_history, name="account_history"),
    path("sign-out/", SignOutView.as_view(), name="account_logout"),
    path("sign-up/", login_not_required(accounts.signup), name="account_signup"),
    path("password/", ChangePasswordView.as_view(), name="account_change_password"),
    path("password/reset/", login_not_required(RequestResetView.as_view()), name="account_reset_password"),
    path(
        "password/reset/sent/",
        login_not_required(accounts.password_reset_done),
        name="account_reset_password_done",
    ),
    path(
        "password/reset/<base36:uidb36>-<reset-key:key>/",
        login_not_required(SetNewPasswordView.as_view()),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        login_not_required(accounts.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("data/", privacy.own_data, name="account_data"),
    path("data/file/", privacy.file, name="account_data_file"),
    path("data/erasure/", privacy.erasure, name="account_erasure"),
    path("again/", PasswordReauthenticateView.as_view(), name="account_reauthenticate"),
    path("second-factor/", second_factor.SecondFactorIndexView.as_view(), name="mfa_index"),
    path(
        "second-factor/code/", login_not_required(second_factor.CodeView.as_view()), name="mfa_authenticate"
    ),
    path("second-factor/again/", second_factor.CodeReauthenticateView.as_view(), name="mfa_reauthenticate"),
    path("second-factor/on/", second_factor.ActivateTotpView.as_view(), name="mfa_activate_totp"),
    path("second-factor/off/", second_factor.DeactivateTotpView.as_view(), name="mfa_deactivate_totp"),
    path("second-factor/spare-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "second-factor/spare-codes/new/",
        second_factor.RecoveryCodesView.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-factor/spare-codes/file/",
        second_factor.RecoveryCodesFileView.as_view(),
        name="mfa_download_recovery_codes",
    ),
    path("with/<uuid:provider_id>/", oidc.start, name="openid_connect_login"),
    path("with/<uuid:provider_id>/callback/", oidc.finish, name="openid_connect_callback"),
    path("invitations/<token:token>/with/<uuid:provider_id>/", oidc.accept, name="invitation-with"),
    path("links/", oidc.links, name="account_links"),
    path("links/<uuid:provider_id>/", oidc.link, name="account_link"),
    path("links/<uuid:provider_id>/removal/", oidc.unlink, name="account_unlink"),
    path("second-factor/passkeys/new/", second_factor.AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path(
        "second-factor/passkeys/<uuid:passkey>/removal/",
        second_factor.RemovePasskeyView.as_view(),
        name="mfa_remove_webauthn",
    ),
    path(
        "second-factor/passkeys/sign-in/",
        login_not_required(second_factor.PasskeySignInView.as_view()),
        name="mfa_login_webauthn",
    ),
    path(
        "second-factor/passkeys/again/",
        second_factor.PasskeyReauthenticateView.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("inactive/", login_not_required(accounts.account_inactive), name="account_inactive"),
]
