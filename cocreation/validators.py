"""What a server refuses to start with, beside bad secrets: settings that would go wrong later and without a word.

Each check says in words what to write instead. Spaces around names and a slash at the end of an address are taken off.
"""

import os
import re
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured
from django.core.exceptions import ValidationError as NotRight
from django.core.validators import validate_email
from django.http.request import validate_host
from environs import ValidationError

NAME = r"(\[[0-9a-f:.]+\]|[a-z0-9_-]+(\.[a-z0-9_-]+)*)"
HOST = re.compile(rf"\.?{NAME}", re.IGNORECASE)
HOST_AND_PORT = re.compile(rf"{NAME}(:[0-9]+)?", re.IGNORECASE)
MAIL_SERVERS = ("smtp://", "smtps://", "submission://", "submit://")
BROKERS = ("redis://", "rediss://", "redis+socket://", "unix://")


def names(value: list[str]) -> list[str]:
    """Return the names of a list without spaces around them, and without empty ones."""
    return [name.strip() for name in value if name.strip()]


def check_hosts(value: list[str]) -> None:
    """Refuse an empty list, `*`, and what is no name of a host: such an entry never fits."""
    if not names(value):
        raise ValidationError("Name the hosts under which the app is reached, with commas.")
    for name in names(value):
        if not HOST.fullmatch(name):
            raise ValidationError(
                f"{name!r} is no name of a host: write it without scheme, port, path or star."
            )


def check_site_url(value: str) -> None:
    """Refuse an address that cannot stand before a path: without scheme or host, or with more than these."""
    parts = urlsplit(value.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValidationError("Write the whole address of the site, such as https://roadmap.example.org.")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None:
        raise ValidationError("Write scheme and host only, such as https://roadmap.example.org.")


def site_url(value: str) -> str:
    """Return the address without a slash at its end."""
    return value.strip().rstrip("/").lower()


def check_site_url_fits(address: str, hosts: list[str], *, https: bool) -> None:
    """Refuse an address whose host the app would not answer to, or that says something else of HTTPS."""
    parts = urlsplit(address)
    if not validate_host(parts.hostname or "", hosts):
        raise ImproperlyConfigured(f"SITE_URL has the host {parts.hostname}, which is not in ALLOWED_HOSTS.")
    if (parts.scheme == "https") is not https:
        raise ImproperlyConfigured(
            "SITE_URL and HTTPS do not fit: https:// goes with HTTPS=true, http:// with false."
        )


def check_contact(value: str) -> None:
    if value and not value.startswith(("mailto:", "https://", "tel:")):
        raise ValidationError("Write mailto:…, https://… or tel:…, or leave it empty.")


def check_sender(value: str) -> None:
    """Refuse an address from which no mail arrives."""
    address = parseaddr(value)[1]
    try:
        validate_email(address)
    except NotRight as error:
        raise ValidationError(
            "Write the address from which mails are sent, such as roadmap@example.org."
        ) from error
    if address.rpartition("@")[2].lower() == "localhost":
        raise ValidationError(
            "Mails from localhost are refused by others: write an address of your own domain."
        )


def check_mail_server(value: str) -> None:
    """Refuse what is no mail server: links to new passwords would stand in the log, or go nowhere."""
    if not value.strip().startswith(MAIL_SERVERS) or not urlsplit(value.strip()).hostname:
        raise ValidationError(
            "Name the mail server, such as submission://name:password@mail.example.org:587."
        )


def check_broker(value: str) -> None:
    if not value.strip().startswith(BROKERS):
        raise ValidationError("Name the Redis server, such as redis://redis:6379/0.")


def check_time_zone(value: str) -> None:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, KeyError) as error:
        raise ValidationError("Write a time zone such as Europe/Amsterdam.") from error


def check_provider_hosts(value: list[str]) -> None:
    """Refuse an entry that is no host, or host and port: it would never fit."""
    for name in names(value):
        if not HOST_AND_PORT.fullmatch(name):
            raise ValidationError(
                f"{name!r} is no host: write it without scheme and path, such as login.example.org."
            )


def provider_hosts(value: list[str]) -> list[str]:
    """Return the hosts as they are compared: small letters, and no port where it is the usual one."""
    return [name.lower().removesuffix(":443") for name in names(value)]


def check_seconds(value: float) -> None:
    """Refuse less than nothing; 0 means without end."""
    if value < 0:
        raise ValidationError("Write a number of seconds; 0 means without end.")


def check_positive(value: float) -> None:
    if value <= 0:
        raise ValidationError("Write a number of seconds above 0.")


def check_not_negative(value: int) -> None:
    if value < 0:
        raise ValidationError("Write 0 or more.")


def check_path(value: Any) -> None:
    """Refuse an empty path, which would mean the folder that one happens to stand in."""
    if str(value).strip() in {"", "."}:
        raise ValidationError("Write a whole path, or leave the setting out.")


def check_can_write(settings: Any) -> None:
    """Refuse to start where a folder of the app cannot be written in; it is made when it is missing."""
    folders = {
        "VAR_DIR": Path(settings.STORAGES["default"]["OPTIONS"]["location"]),
        "ERASURE_LEDGER": Path(settings.ERASURE_LEDGER).parent,
        "AUDIT_ANCHOR": Path(settings.AUDIT_ANCHOR).parent,
    }
    for name, folder in folders.items():
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ImproperlyConfigured(f"{name}: {folder} cannot be made ({error.strerror}).") from error
        if not os.access(folder, os.W_OK | os.X_OK):
            raise ImproperlyConfigured(
                f"{name}: {folder} cannot be written in by the user that runs the app (id {os.geteuid()}). "
                "Give the folder to that user."
            )
