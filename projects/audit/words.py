"""The audit trail in words: what happened, for a lead and for an administrator."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..models import AuditEntry, HandOver, IdentityProvider, OrganisationMember, Stakeholder, TeamMember

ACTIONS: dict[str, Any] = {
    "access.refused": _("wanted to do this, and may not"),
    "account.address-asked": _("asked for another e-mail address"),
    "account.address-changed": _("changed the e-mail address"),
    "account.address-kept": _("kept the e-mail address after all"),
    "account.erased": _("erased an account"),
    "account.passkey-added": _("added a passkey"),
    "account.passkey-removed": _("removed a passkey"),
    "account.passkey-untied": _("used a passkey with the new password; it works by itself again"),
    "account.passkeys-tied": _("let passkeys work only after the new password"),
    "account.password-changed": _("changed the password"),
    "account.password-reset": _("chose a new password through a link in a mail"),
    "account.provider-linked": _("linked an account of work"),
    "account.provider-unlinked": _("took an account of work off"),
    "account.revised": _("changed name or language"),
    "account.second-factor-lost": _("had lost codes and passkeys; they were taken off"),
    "account.second-factor-off": _("switched the code of an app off"),
    "account.second-factor-on": _("switched the code of an app on"),
    "account.sessions-ended": _("signed other browsers out"),
    "account.sign-in-failed": _("signing in failed"),
    "account.signed-in": _("signed in"),
    "account.signed-out": _("signed out"),
    "account.spare-codes-made": _("made new spare codes"),
    "contact.added": _("named a contact of a group"),
    "contact.removed": _("removed a contact of a group"),
    "contact.revised": _("changed a contact of a group"),
    "identity-provider.linked": _("linked an account to the organisation's sign-in"),
    "identity-provider.removed": _("removed a sign-in of the organisation"),
    "identity-provider.revised": _("changed a sign-in of the organisation"),
    "identity-provider.set-up": _("set up a sign-in of the organisation"),
    "identity-provider.unlinked": _("took an account off the organisation's sign-in"),
    "initiative.archived": _("put the initiative in the archive"),
    "initiative.reopened": _("took the initiative out of the archive"),
    "initiative.revised": _("changed the particulars"),
    "initiative.started": _("started the initiative"),
    "invitation.accepted": _("accepted an invitation"),
    "invitation.renewed": _("sent an invitation again"),
    "invitation.sent": _("invited someone"),
    "invitation.withdrawn": _("withdrew an invitation"),
    "organisation.admitted": _("let someone into the organisation"),
    "organisation.founded": _("made the organisation"),
    "organisation.went": _("left the organisation"),
    "organisation.left": _("took someone out of the organisation"),
    "organisation.role-given": _("gave someone another role in the organisation"),
    "organisation.described": _("changed the name of the organisation, or what new things start from"),
    "organisation.dressed": _("changed the house style"),
    "organisation.logo-taken-away": _("took the logo away"),
    "organisation.rights-reviewed": _("looked at who may do what, and found it right"),
    "organisation.terms-set": _("changed how long data are kept"),
    "organisation.second-factor-asked": _("changed whether a second factor is asked"),
    "retention.applied": _("let data go whose term is over"),
    "stakeholder.added": _("added a stakeholder"),
    "stakeholder.removed": _("removed a stakeholder"),
    "stakeholder.revised": _("changed a stakeholder"),
    "team.handed-over": _("handed over the lead"),
    "team.joined": _("added someone to the team"),
    "team.left": _("took someone out of the team"),
    "team.note-read": _("read the note of a hand-over"),
    "team.role-given": _("gave someone another role in the team"),
    "team.went": _("left the team"),
}


Target = tuple[str, str]
"""The kind and the id of a row that a line is about."""


@dataclass(frozen=True)
class AuditLine:
    """One line of the history. `times` is more than 1 where the same person did the same again and again.

    `targets` are the rows it was done to, newest first, each once.
    """

    at: Any
    who: str
    action: str
    where: str
    times: int
    targets: tuple[Target, ...] = ()

    @property
    def is_repeated(self) -> bool:
        return self.times > 1


def lines_of(entries: Iterable[AuditEntry]) -> list[AuditLine]:
    """Read lines of the trail (newest first); what one person did again and again in one day becomes one line."""
    lines: list[AuditLine] = []
    for entry in entries:
        where = str(entry.initiative) if entry.initiative else ""
        target = ((entry.target_kind, entry.target_id),) if entry.target_id else ()
        line = AuditLine(entry.at, str(entry.by or ""), entry.action, where, 1, target)
        last = lines[-1] if lines else None
        if last and _is_the_same(last, line):
            targets = tuple(dict.fromkeys((*last.targets, *line.targets)))
            lines[-1] = replace(last, times=last.times + 1, targets=targets)
        else:
            lines.append(line)
    return lines


def _is_the_same(one: AuditLine, other: AuditLine) -> bool:
    """Tell whether the same person did the same on the same day."""
    return (one.who, one.action, one.where, one.at.date()) == (
        other.who,
        other.action,
        other.where,
        other.at.date(),
    )


def ids_by_kind(targets: Iterable[Target]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for kind, row in targets:
        found.setdefault(kind, set()).add(row)
    return found


def names_of(targets: Iterable[Target]) -> dict[Target, str]:
    """Return the names, as they are now, of the rows of the people side that are still there: a query a kind."""
    asked = ids_by_kind(targets)
    named: dict[str, Callable[..., Any]] = {
        "projects.identityprovider": IdentityProvider.objects.filter,
        "projects.stakeholder": Stakeholder.objects.filter,
        "projects.handover": HandOver.objects.select_related("receiver").filter,
        "projects.teammember": TeamMember.objects.select_related("user").filter,
        "projects.organisationmember": OrganisationMember.objects.select_related("user").filter,
    }
    return {
        (kind, str(row.pk)): str(getattr(row, "user", row))
        for kind, rows in named.items()
        if kind in asked
        for row in rows(pk__in=asked[kind])
    }
