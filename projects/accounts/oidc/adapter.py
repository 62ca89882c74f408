"""How the sign-in library talks to the providers of our organisations: from our rows, by our rules.

The library keeps the state of a sign-in in the session and does the signing in; what is asked of a provider and
believed of it is ours (`protocol`), and so is who it lets in (`callback`).
"""

import secrets
from functools import partial
from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from ...models import IdentityProvider, User
from ...models.encryption import UnreadableSecretError
from . import callback, protocol
from .callback import Arrival
from .client import ProviderClient, ProviderError, origin_of
from .providers import available_providers, callback_of, find

KIND = "openid_connect"
RETRY_SECONDS = 10
"""For so long nobody is sent to a provider that did not answer, so that it does not hold up page after page."""


class OidcClient(OAuth2Client):
    """Writes the address that people are sent to, also where the provider's own has a question mark."""

    def get_redirect_url(self, authorization_url: str, scope: Any, extra_params: dict[str, str]) -> str:
        plain, _mark, query = authorization_url.partition("?")
        sent = str(super().get_redirect_url(plain, scope, extra_params))
        return f"{sent}&{query}" if query else sent


class OidcLogin(SocialLogin):
    """A sign-in of the library, with who arrived and from where."""

    def __init__(self, arrival: Arrival, login: SocialLogin) -> None:
        super().__init__(user=login.user, account=login.account, provider=login.provider)
        self.arrival = arrival


class OidcAdapter(OAuth2Adapter):
    """One sign-in at one provider, for one page."""

    client_class = OidcClient
    nonce = ""

    def __init__(self, request: HttpRequest, row: IdentityProvider) -> None:
        super().__init__(request)
        self.row, self.provider_id = row, str(row.pk)
        self.talk = ProviderClient()
        self._config: dict[str, Any] = {}

    @property
    def config(self) -> dict[str, Any]:
        """Return what the provider says of itself, asked once for a page; a silent one is left alone for a moment."""
        resting = f"identity-provider-rests-{self.provider_id}"
        if not self._config:
            if cache.get(resting):
                raise ProviderError("unreachable")
            try:
                self._config = protocol.discover(self.row.issuer, self.talk)
            except ProviderError as error:
                if error.reason == "unreachable":
                    cache.set(resting, True, RETRY_SECONDS)
                raise
        return self._config

    @property
    def access_token_url(self) -> str:
        return str(self.config["token_endpoint"])

    @property
    def authorize_url(self) -> str:
        """Return the address that people are sent to; it has to be where the pages let them go."""
        if origin_of(self.config["authorization_endpoint"]) != self.row.authorization_origin:
            raise ProviderError("moved", self.config["authorization_endpoint"])
        return str(self.config["authorization_endpoint"])

    def get_provider(self) -> "OidcProvider":
        return OidcProvider(self.request, self.row)

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return callback_of(self.row.pk)

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: Any, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        """Exchange the code, with the proof that it was us who asked for it."""
        return protocol.redeem(
            self.config,
            self.talk,
            client=(app.client_id, app.secret),
            code=request.GET.get("code", ""),
            back=self.get_callback_url(request, app),
            verifier=pkce_code_verifier or "",
        )

    def parse_token(self, data: dict[str, Any]) -> Any:
        """Take the tokens; none of them is kept."""
        if not isinstance(data.get("access_token"), str):
            raise ProviderError("bad-token", "access_token")
        return super().parse_token({"access_token": data["access_token"]})

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> SocialLogin:
        """Say who came back, by what is signed."""
        said = kwargs["response"].get("id_token")
        claims = protocol.read_id_token(
            said, self.config, self.talk, client_id=app.client_id, nonce=self.nonce
        )
        login: SocialLogin = self.get_provider().sociallogin_from_response(request, claims)
        arrival = Arrival(
            self.row, partial(protocol.verified_address, claims, self.config, self.talk, token.token)
        )
        return OidcLogin(arrival, login)


class OidcProvider(OAuth2Provider):
    """An organisation's provider, as the library sees it. Only the subject is taken over."""

    id = KIND
    name = "OpenID Connect"
    oauth2_adapter_class = OidcAdapter

    def __init__(self, request: HttpRequest, row: IdentityProvider) -> None:
        super().__init__(request, app=social_app_for(row))
        self.row = row

    def get_oauth2_adapter(self, request: HttpRequest) -> OidcAdapter:
        return OidcAdapter(request, self.row)

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(data["sub"])

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Keep nothing else."""
        return {}


def social_app_for(row: IdentityProvider) -> SocialApp:
    """Return a row in the form that the library knows; it is never stored."""
    try:
        secret = row.secret
    except UnreadableSecretError:  # one that cannot be read does not stand in the way of the others
        secret = ""
    app = SocialApp(
        provider=KIND, provider_id=str(row.pk), name=row.name, client_id=row.client_id, secret=secret
    )
    app.settings = {"oauth_pkce_enabled": True}
    return app


def redirect_to_provider(
    request: HttpRequest, row: IdentityProvider, *, process: str, next_url: str = "", **data: str
) -> HttpResponse:
    """Send the browser to the provider; `data` comes back with it. Raises `ProviderError` when it does not answer."""
    provider = OidcProvider(request, row)
    if not provider.app.secret:
        raise ProviderError("unreadable")
    nonce = secrets.token_urlsafe(24)
    invited = "invitation" in data
    response: HttpResponse = provider.redirect(
        request,
        process,
        next_url=next_url or None,
        data=data,
        nonce=nonce,
        scope=["openid", "email", "profile"] if invited else ["openid"],
        auth_params={"nonce": nonce},
    )
    return response


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Providers come from our rows; nobody is recognised by an address, and nobody registers by themselves."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """Return our rows instead of stored apps."""
        rows = available_providers() if provider in {None, KIND} else [find(provider)]
        return [social_app_for(row) for row in rows if row and client_id in {None, row.client_id}]

    def get_provider(self, request: HttpRequest, provider: Any, client_id: Any = None) -> OidcProvider:
        if row := find(provider):
            return OidcProvider(request, row)
        raise SocialApp.DoesNotExist

    def pre_social_login(self, request: HttpRequest, sociallogin: OidcLogin) -> None:
        callback.handle_callback(request, sociallogin, sociallogin.arrival)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: OidcProvider,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        stopped, failed = error == AuthError.CANCELLED, exception
        if failed is None and "callback_view" in (extra_context or {}) and "state" in extra_context:
            failed = ProviderError("error-answer") if not stopped else None
        callback.abort(callback.explain_failure(request, provider.row, stopped=stopped, error=failed))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """Recognise nobody by an address."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send no mail of the library's own."""

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> User:
        """Take nothing over from the provider."""
        user: User = sociallogin.user
        return user
