"""Addresses of initiatives and of the people around them."""

from django.urls import path

from ..audit import views as audit
from ..initiatives.views import contacts, hand_over, initiatives, leave, stakeholders, team
from ..invitations import views as invitations

app_name = "projects"
urlpatterns = [
    path("new/", initiatives.start, name="start"),
    path("<uuid:initiative_id>/edit/", initiatives.edit, name="edit"),
    path("<uuid:initiative_id>/archive/", initiatives.archive, name="archive"),
    path("<uuid:initiative_id>/archive/undo/", initiatives.reopen, name="reopen"),
    path("<uuid:initiative_id>/history/", audit.of_initiative, name="history"),
    path("<uuid:initiative_id>/team/", team.team, name="team"),
    path("<uuid:initiative_id>/team/new/", team.add, name="team-add"),
    path("<uuid:initiative_id>/team/invite/", invitations.invite_to_team, name="team-invite"),
    path(
        "<uuid:initiative_id>/invitations/<uuid:invitation_id>/renewal/",
        invitations.renew_for_team,
        name="invitation-renew",
    ),
    path(
        "<uuid:initiative_id>/invitations/<uuid:invitation_id>/withdrawal/",
        invitations.withdraw_for_team,
        name="invitation-withdraw",
    ),
    path("<uuid:initiative_id>/team/<uuid:member_id>/", team.member, name="team-member"),
    path("<uuid:initiative_id>/team/<uuid:member_id>/removal/", team.leave, name="team-leave"),
    path("<uuid:initiative_id>/team/departure/", leave.team, name="team-departure"),
    path("<uuid:initiative_id>/hand-over/", hand_over.hand_over, name="hand-over"),
    path(
        "<uuid:initiative_id>/hand-over/<uuid:hand_over_id>/reading/",
        hand_over.reading,
        name="hand-over-reading",
    ),
    path("<uuid:initiative_id>/stakeholders/", stakeholders.register, name="stakeholders"),
    path("<uuid:initiative_id>/stakeholders/new/", stakeholders.add, name="stakeholder-add"),
    path("<uuid:initiative_id>/stakeholders/<uuid:stakeholder_id>/", stakeholders.edit, name="stakeholder"),
    path(
        "<uuid:initiative_id>/stakeholders/<uuid:stakeholder_id>/removal/",
        stakeholders.remove,
        name="stakeholder-remove",
    ),
    path(
        "<uuid:initiative_id>/stakeholders/<uuid:stakeholder_id>/contacts/new/",
        contacts.add,
        name="contact-add",
    ),
    path(
        "<uuid:initiative_id>/stakeholders/<uuid:stakeholder_id>/contacts/<uuid:contact_id>/",
        contacts.edit,
        name="contact",
    ),
    path(
        "<uuid:initiative_id>/stakeholders/<uuid:stakeholder_id>/contacts/<uuid:contact_id>/removal/",
        contacts.remove,
        name="contact-removal",
    ),
]
