"""Erasing a person: the account is emptied, what they did for the organisation stays without a name."""

from functools import partial
from typing import Any

from django.db import transaction

from ..mail import forget
from ..models import AuditEntry, Erasure, Invitation, User
from ..personal_data import Erase, marks_of


class CannotLeaveError(Exception):
    """The person is the only lead of initiatives, or the last administrator; `where` names these in words."""

    def __init__(self, where: list[str]) -> None:
        super().__init__(", ".join(where))
        self.where = where


def blockers_of(user: User) -> list[str]:
    """Return the names of initiatives and organisations that nobody else leads or administers."""
    places = user.memberships.select_related("organisation").order_by("organisation")
    last = [place.organisation.name for place in places if place.is_last_administrator()]
    teams = user.teams.select_related("initiative").order_by("initiative")
    return [team.initiative.title for team in teams if not team.may_leave()] + last


def erase(user: User, *, by: Any, force: bool = False) -> None:
    """Empty the account of `user` and take away all that only it needed.

    Raises `CannotLeaveError` when others would be left without a lead or an administrator, unless `force`: then they
    are. `by` is None when the app does it by itself.
    """
    with transaction.atomic():
        person = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if person.erased_at:
            return
        if (where := blockers_of(person)) and not force:
            raise CannotLeaveError(where)
        for team in person.teams.select_related("initiative"):
            AuditEntry.record("team.left", by=by, initiative=team.initiative, target=team)
        for place in person.memberships.select_related("organisation"):
            AuditEntry.record("organisation.left", by=by, organisation=place.organisation, target=place)
        Invitation.objects.filter(email=person.email).delete()
        Invitation.objects.sent_by(person).withdraw(by=by)
        _remove_rows(person)
        transaction.on_commit(partial(forget, person.email, person.name), robust=True)
        person.anonymise()
        AuditEntry.record("account.erased", by=by, target=person)
        Erasure.record(Erasure.ACCOUNT, person.pk)


def _remove_rows(person: User) -> None:
    """Delete the rows about the person in every model that marks the field that points to them so."""
    for relation in relations_of(person):
        mark = marks_of(relation.related_model).get(relation.field.name)
        if mark and mark.erase is Erase.REMOVED:
            relation.related_model._base_manager.filter(**{relation.field.name: person}).delete()


def relations_of(person: User) -> list[Any]:
    """Return every relation that points to a person, of all apps."""
    fields = person._meta.get_fields(include_hidden=True)
    return [field for field in fields if field.auto_created and not field.concrete and field.related_model]
