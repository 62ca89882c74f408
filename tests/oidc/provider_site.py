"""A whole identity provider in a process of its own: `python provider_site.py FOLDER PORT`.

It is `allauth.idp.oidc` with people and a consent page, as a municipality could run it. Over `/control/` a test makes
clients and people, and tells it to behave badly: to say something else of itself or in its tokens, to sign with
another key, to be slow.
"""

import json
import os
import sys
import time
from http import HTTPStatus
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings

BEHAVIOUR: dict[str, Any] = {}
MADE = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ANOTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def configure(folder: Path, port: str) -> None:
    """Set Django up."""
    settings.configure(
        SECRET_KEY="a-secret-of-the-provider-" + "x" * 40,
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="__main__",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "provider.sqlite3"}},
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "__main__.misbehave",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        SESSION_COOKIE_NAME=f"provider-session-{port}",
        CSRF_COOKIE_NAME=f"provider-csrf-{port}",
        ACCOUNT_LOGIN_METHODS={"email"},
        ACCOUNT_EMAIL_VERIFICATION="none",
        ACCOUNT_RATE_LIMITS=False,
        IDP_OIDC_ADAPTER="__main__.Adapter",
        IDP_OIDC_PRIVATE_KEY=pem_of(MADE),
        USE_TZ=True,
    )
    django.setup()


def pem_of(key: rsa.RSAPrivateKey) -> str:
    """Write a key down."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def misbehave(get_response: Any) -> Any:
    """Be slow, send elsewhere, answer something else, or change the token on its way out."""
    from django.http import HttpResponse, HttpResponseRedirect  # noqa: PLC0415

    def middleware(request: Any) -> Any:
        if request.path == "/control/":
            return get_response(request)
        part = request.path.rpartition("/")[2]
        time.sleep(BEHAVIOUR.get("seconds", 0))
        if part in BEHAVIOUR.get("redirects", {}):
            return HttpResponseRedirect(BEHAVIOUR["redirects"][part])
        if part in BEHAVIOUR.get("answers", {}):
            return HttpResponse(BEHAVIOUR["answers"][part], content_type="application/json")
        response = get_response(request)
        if part == "token" and response.status_code == HTTPStatus.OK and "forgery" in BEHAVIOUR:
            said = json.loads(response.content)
            said["id_token"] = forged(said["id_token"], BEHAVIOUR["forgery"])
            response.content = json.dumps(said)
            response.headers["Content-Length"] = str(len(response.content))
        return response

    return middleware


def forged(token: str, how: str) -> str:
    """Change a token that was signed honestly."""
    kid = jwt.get_unverified_header(token)["kid"]
    claims = jwt.decode(token, options={"verify_signature": False})
    head, _said, signature = token.split(".")
    changed = jwt.encode({**claims, "sub": "2"}, "", algorithm="none").split(".")[1]
    ways = {
        "another key of the same name": jwt.encode(claims, ANOTHER, algorithm="RS256", headers={"kid": kid}),
        "another key of another name": jwt.encode(claims, ANOTHER, algorithm="RS256", headers={"kid": "x"}),
        "no signature": jwt.encode(claims, "", algorithm="none", headers={"kid": kid}),
        "the public key as a shared secret": by_hand(claims, kid),
        "another subject under the old signature": f"{head}.{changed}.{signature}",
        "signature cut off": token.rpartition(".")[0] + ".",
        "no token at all": "",
    }
    return ways[how]


def by_hand(claims: dict[str, Any], kid: str) -> str:
    """Sign with HS256 and the public key as the secret, which the library itself refuses to do."""
    import base64  # noqa: PLC0415
    import hmac  # noqa: PLC0415

    def part(value: bytes) -> str:
        return base64.urlsafe_b64encode(value).rstrip(b"=").decode()

    public = MADE.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head = {"alg": "HS256", "typ": "JWT", "kid": kid}
    signed = f"{part(json.dumps(head).encode())}.{part(json.dumps(claims).encode())}"
    return f"{signed}.{part(hmac.new(public, signed.encode(), 'sha256').digest())}"


def control(request: Any) -> Any:
    """Make clients and people, and set the behaviour."""
    from allauth.account.models import EmailAddress  # noqa: PLC0415
    from allauth.idp.oidc.models import Client  # noqa: PLC0415
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415
    from django.contrib.auth.models import User  # noqa: PLC0415
    from django.http import JsonResponse  # noqa: PLC0415

    said = json.loads(request.body)
    if (client := said.get("client")) is not None:
        Client.objects.update_or_create(
            id=client["id"],
            defaults={
                "name": "Roadmap co-creatie",
                "secret": make_password(client["secret"]),
                "scopes": "openid\nemail\nprofile",
                "redirect_uris": "\n".join(client["redirects"]),
            },
        )
    if (person := said.get("person")) is not None:
        names = {"username": person["email"], "first_name": person["name"], "email": person["email"]}
        user, _new = User.objects.update_or_create(pk=person["pk"], defaults=names)
        user.set_password(person["password"])
        user.save()
        EmailAddress.objects.filter(user=user).delete()
        EmailAddress.objects.create(
            user=user, email=person["email"], verified=person["verified"], primary=True
        )
    if "behaviour" in said:
        BEHAVIOUR.clear()
        BEHAVIOUR.update(said["behaviour"])
    return JsonResponse({"process": os.getpid()})


def build() -> list[Any]:
    """Return the addresses, and define what needs Django to be set up."""
    from allauth.idp.oidc.adapter import DefaultOIDCAdapter  # noqa: PLC0415
    from django.urls import include, path  # noqa: PLC0415
    from django.views.decorators.csrf import csrf_exempt  # noqa: PLC0415

    class Adapter(DefaultOIDCAdapter):
        def populate_id_token(self, id_token: Any, client: Any, scopes: Any, **options: Any) -> None:
            id_token.update(BEHAVIOUR.get("claims", {}))
            for name in BEHAVIOUR.get("without", []):
                id_token.pop(name, None)

        def get_claims(self, purpose: Any, user: Any, client: Any, scopes: Any, **options: Any) -> Any:
            claims = super().get_claims(purpose, user, client, scopes, **options)
            if purpose == "userinfo":
                claims.update(BEHAVIOUR.get("userinfo", {}))
            return claims

        def populate_server_metadata(self, data: Any) -> None:
            data.update(BEHAVIOUR.get("metadata", {}))

    globals()["Adapter"] = Adapter
    return [
        path("control/", csrf_exempt(control)),
        path("accounts/", include("allauth.account.urls")),
        path("", include("allauth.idp.urls")),
    ]


class Server(ThreadingMixIn, WSGIServer):
    """Answers several at once."""

    daemon_threads = True


class Silent(WSGIRequestHandler):
    """Writes no log."""

    def log_message(self, *_anything: Any) -> None:
        """Say nothing."""


if __name__ == "__main__":
    where, port = Path(sys.argv[1]), sys.argv[2]
    configure(where, port)
    urlpatterns = build()
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    call_command("migrate", verbosity=0)
    make_server(
        "127.0.0.1", int(port), get_wsgi_application(), server_class=Server, handler_class=Silent
    ).serve_forever()
