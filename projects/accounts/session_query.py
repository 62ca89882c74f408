"""What every request of a signed-in person begins with, in one query: session, person, second factor, revision of the content."""

from functools import cache

from django.utils import timezone

from ..fixed_sql import ModelColumns, as_id, fetch_all
from ..models import Session, User


@cache
def _written() -> tuple[ModelColumns, ModelColumns, str]:
    session, user = ModelColumns(Session, "s"), ModelColumns(User, "u")
    query = f"""
        SELECT {session.sql}, {user.sql},
          NOT EXISTS (SELECT 1 FROM mfa_authenticator a WHERE a.user_id = u.id) AND EXISTS (
            SELECT 1 FROM projects_organisation o
            WHERE o.second_factor_required AND (
              EXISTS (
                SELECT 1 FROM projects_organisationmember m WHERE m.organisation_id = o.id AND m.user_id = u.id
              ) OR EXISTS (
                SELECT 1 FROM projects_teammember t JOIN projects_initiative i ON i.id = t.initiative_id
                WHERE t.user_id = u.id AND i.organisation_id = o.id
              )
            )
          ),
          (SELECT r.content FROM projects_siterevision r)
        FROM projects_session s LEFT JOIN projects_user u ON u.id = s.user_id
        WHERE s.session_key = %s AND s.expire_date > %s
    """  # noqa: S608 - names of columns only
    return session, user, query


def running_session(key_hash: str) -> Session | None:
    """Return the session with this hash that is not over; None where there is none.

    The person is at hand in it; `may_lack_second_factor` tells whether an organisation of theirs asks for a factor while
    they have none (it may have been proven at the organisation's own provider).
    """
    sessions, users, query = _written()
    row = next(iter(fetch_all(query, key_hash, timezone.now())), None)
    if row is None:
        return None
    session: Session = sessions.instance(row[: len(sessions)])
    session.user = users.instance(row[len(sessions) : -2])
    session.may_lack_second_factor = bool(row[-2])
    session.content_revision = row[-1] and as_id(row[-1])
    return session
