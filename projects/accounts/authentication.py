"""Takes the person of a request from what was read with the session."""

from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user, middleware
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from ..http import PublicRequest
from ..models import User


class AuthenticationMiddleware(middleware.AuthenticationMiddleware):
    """Sets `request.user`, as Django does; it asks the database again only where something is out of the ordinary."""

    def process_request(self, request: Any) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _person_of(request))


def _person_of(request: Any) -> Any:
    """Return the person, and remember it where Django does: log lines tell by it whether anybody was asked for."""
    if not hasattr(request, "_cached_user"):
        request._cached_user = _of_session(request) or get_user(request)
    return request._cached_user


def _of_session(request: PublicRequest) -> User | None:
    """Return the person that came with the session, where the session proves to be theirs; Django decides all the rest."""
    session = request.session
    backend, user_id, proof = (
        session.get(key) for key in (BACKEND_SESSION_KEY, SESSION_KEY, HASH_SESSION_KEY)
    )
    person: User | None = session.row.user if session.row else None
    if (
        person is not None
        and person.is_active
        and str(person.pk) == user_id
        and backend in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(proof or "", person.get_session_auth_hash())
    ):
        return person
    return None
