"""Settings, read from the environment only (`.env.example` lists every name).

`EMBEDDED` is the one-machine mode of `make run`: SQLite and a folder as message broker, both under `VAR_DIR`.
Outside it, and with `DEBUG` off, the secret, the hosts, the database and the broker must be named.
"""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from environs import Env

from . import validators as v
from .operations.brokers import folder_broker, redis_broker
from .operations.database_timeouts import with_limits
from .operations.secret_checks import check_apart, check_password, check_secret
from .web.content_policy import CONTENT_SECURITY_POLICY
from .web.log_redaction import LOGGING
from .web.rate_limits import ACCOUNT_RATE_LIMITS, MFA_RATE_LIMITS, shared_cache
from .web.sign_in_settings import *  # noqa: F403 - all of them are settings

__all__ = ["ACCOUNT_RATE_LIMITS", "CONTENT_SECURITY_POLICY", "LOGGING", "MFA_RATE_LIMITS"]

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

# ── What kind of machine ─────────────────────────────────────────────────────────────────────────────────
DEBUG = env.bool("DEBUG", False)
EMBEDDED = env.bool("EMBEDDED", False)
HTTPS = env.bool("HTTPS", False)
SERVER = not (DEBUG or EMBEDDED)


def _default_off_server(value: Any) -> Any:
    """Return the default of a setting that a server has to name."""
    return ... if SERVER else value


VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var", validate=v.check_path)
SITE_URL = v.site_url(
    env.str("SITE_URL", _default_off_server("http://127.0.0.1:8000"), validate=v.check_site_url)
)
SECURITY_CONTACT = env.str("SECURITY_CONTACT", "", validate=v.check_contact)

if DEBUG:
    SECRET_KEY = env.str("SECRET_KEY", "only-for-development-on-this-machine-" + "x" * 30)
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "testserver"])
else:
    SECRET_KEY = env.str("SECRET_KEY", validate=check_secret)
    ALLOWED_HOSTS = v.names(env.list("ALLOWED_HOSTS", validate=v.check_hosts))
AUDIT_KEY = env.str("AUDIT_KEY", validate=check_secret) if SERVER else env.str("AUDIT_KEY", SECRET_KEY)
if SERVER:
    check_apart(SECRET_KEY, AUDIT_KEY)
    v.check_site_url_fits(SITE_URL, ALLOWED_HOSTS, https=HTTPS)
SECRET_KEY_FALLBACKS: list[str] = v.names(env.list("SECRET_KEY_FALLBACKS", []))
PARTICIPATION_KEY = env.str("PARTICIPATION_KEY", "") or SECRET_KEY
PARTICIPATION_KEY_FALLBACKS: list[str] = [
    *v.names(env.list("PARTICIPATION_KEY_FALLBACKS", [])),
    SECRET_KEY,
    *SECRET_KEY_FALLBACKS,
]

# ── Apps and middleware ──────────────────────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "crispy_forms",
    "csp",
    "django_htmx",
    "template_partials",
    "cocreation",
    "toolkit",
    "projects",
    "phases",
]
MIDDLEWARE = [
    "cocreation.web.middleware.CompressPublicPagesMiddleware",
    "cocreation.web.middleware.HtmxHistoryRestoreMiddleware",
    "cocreation.web.middleware.ResponseHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "cocreation.web.middleware.AllowedMethodsMiddleware",
    "cocreation.web.middleware.HealthCheckMiddleware",
    "cocreation.web.middleware.RejectInvalidTextMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "cocreation.web.log_redaction.RefusalLogMiddleware",
    "projects.accounts.authentication.AuthenticationMiddleware",
    "cocreation.web.middleware.UserLanguageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cocreation.web.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "projects.accounts.require_second_factor.SecondFactorRequiredMiddleware",
    "projects.accounts.session_activity.SessionActivityMiddleware",
    "cocreation.web.middleware.ContentRevisionMiddleware",
    "cocreation.web.middleware.MissingContentMiddleware",
    "cocreation.web.switched_forms.SwitchedFormMiddleware",
]
LOGGING_CONFIG = "cocreation.web.log_redaction.configure"
ROOT_URLCONF = "cocreation.urls"
WSGI_APPLICATION = "cocreation.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["projects.templatetags.direction", "projects.templatetags.icons"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "nlds"
CRISPY_TEMPLATE_PACK = "nlds"
FORM_RENDERER = "projects.forms.renderer.ControlRenderer"

# ── Database ─────────────────────────────────────────────────────────────────────────────────────────────
_sqlite = f"sqlite:///{VAR_DIR / 'database.sqlite3'}"
_database = env.dj_db_url("DATABASE_URL", _default_off_server(_sqlite))
if SERVER:
    check_password(_database["PASSWORD"])
_waits = {
    "statement": env.float("DATABASE_STATEMENT_SECONDS", 15.0, validate=v.check_seconds),
    "lock": env.float("DATABASE_LOCK_SECONDS", 3.0, validate=v.check_seconds),
    "idle": env.float("DATABASE_IDLE_SECONDS", 60.0, validate=v.check_seconds),
}
DATABASES = {"default": with_limits(_database, **_waits)}

# ── People and sign-in ───────────────────────────────────────────────────────────────────────────────────
# What is the same everywhere stands in web/sign_in_settings.py.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0, validate=v.check_not_negative)
# Sign-in of organisations (OpenID Connect): only at hosts that the operator names; none named: it is off.
OIDC_HOSTS = v.provider_hosts(env.list("OIDC_HOSTS", [], validate=v.check_provider_hosts))
OIDC_PLAIN_ON_LOOPBACK = DEBUG or EMBEDDED

# ── Language and time ────────────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "cocreation" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", "Europe/Amsterdam", validate=v.check_time_zone)

# ── Files ────────────────────────────────────────────────────────────────────────────────────────────────
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "cocreation.web.package_static.PackageFinder",
]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_HANDLERS = [
    "cocreation.web.upload_limit.MaxSizeUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# ── What was erased, kept apart from the database and its backups ────────────────────────────────────────
ERASURE_LEDGER = env.path("ERASURE_LEDGER", VAR_DIR / "erasures.txt", validate=v.check_path)
AUDIT_ANCHOR = env.path("AUDIT_ANCHOR", VAR_DIR / "audit-anchor.txt", validate=v.check_path)

# ── Mail ─────────────────────────────────────────────────────────────────────────────────────────────────
if SERVER:
    env.str("EMAIL_URL", validate=v.check_mail_server)
_mail = env.dj_email_url("EMAIL_URL", "console://")
_keeps_mails = EMBEDDED and not env.str("EMAIL_URL", "")
EMAIL_BACKEND = (
    "cocreation.operations.mail_preview.FileMailBackend" if _keeps_mails else _mail["EMAIL_BACKEND"]
)
EMAIL_HOST = _mail["EMAIL_HOST"]
EMAIL_PORT = _mail["EMAIL_PORT"]
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _mail["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _mail["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 10
EMAIL_USE_LOCALTIME = True  # the date of a mail is that of the clock of the site
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", _default_off_server("roadmap@localhost"))
if SERVER:
    env.str("DEFAULT_FROM_EMAIL", validate=v.check_sender)

# ── Background work ──────────────────────────────────────────────────────────────────────────────────────
REPORT_LEASE_SECONDS = env.float("REPORT_LEASE_SECONDS", 60.0, validate=v.check_positive)
REPORT_MOST_SECONDS = env.float("REPORT_MOST_SECONDS", 120.0, validate=v.check_positive)
REPORT_MOST_LETTERS = env.int("REPORT_MOST_LETTERS", 1_000_000)
REDIS_URL = env.str("REDIS_URL", validate=v.check_broker) if SERVER else env.str("REDIS_URL", "")
_broker = redis_broker(REDIS_URL) if REDIS_URL else folder_broker(VAR_DIR / "broker")
CELERY_BROKER_URL = _broker.url
CELERY_BROKER_TRANSPORT = _broker.transport
CELERY_BROKER_TRANSPORT_OPTIONS = _broker.options
BACKGROUND_IS_LATE = "projects.models.work_is_late"
CACHES = {"default": shared_cache(REDIS_URL)}
CELERY_TIMEZONE = TIME_ZONE

# ── Headers and cookies ──────────────────────────────────────────────────────────────────────────────────
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_ENGINE = "projects.accounts.session_store"
SESSION_COOKIE_AGE = 12 * 60 * 60  # at most; how long one may sit idle: projects/models/session.py
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "cocreation.web.views.csrf_failure"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
if HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    LANGUAGE_COOKIE_NAME = "__Host-language"
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
