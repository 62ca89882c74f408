"""Addresses of an organisation's people and their invitations."""

from django.urls import path

from .views import history, identity_providers, invitations, organisation

app_name = "organisation"
urlpatterns = [
    path("<uuid:organisation_id>/people/", organisation.people, name="people"),
    path("<uuid:organisation_id>/second-factor/", organisation.second_factor, name="second-factor"),
    path("<uuid:organisation_id>/history/", history.of_organisation, name="history"),
    path("<uuid:organisation_id>/people/invite/", invitations.invite_to_organisation, name="invite"),
    path("<uuid:organisation_id>/people/<uuid:member_id>/", organisation.member, name="member"),
    path("<uuid:organisation_id>/people/<uuid:member_id>/leave/", organisation.leave, name="leave"),
    path(
        "<uuid:organisation_id>/invitations/<uuid:invitation_id>/renewal/",
        invitations.renew_for_organisation,
        name="invitation-renew",
    ),
    path(
        "<uuid:organisation_id>/invitations/<uuid:invitation_id>/withdrawal/",
        invitations.withdraw_for_organisation,
        name="invitation-withdraw",
    ),
    path("<uuid:organisation_id>/identity-provider/", identity_providers.overview, name="identity-provider"),
    path(
        "<uuid:organisation_id>/identity-provider/new/",
        identity_providers.set_up,
        name="identity-provider-new",
    ),
    path(
        "<uuid:organisation_id>/identity-provider/<uuid:provider_id>/",
        identity_providers.revise,
        name="identity-provider-edit",
    ),
    path(
        "<uuid:organisation_id>/identity-provider/<uuid:provider_id>/removal/",
        identity_providers.remove,
        name="identity-provider-remove",
    ),
]
