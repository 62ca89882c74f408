"""Addresses of an organisation: its people and their invitations, its settings, its house style."""

from django.urls import path

from ..audit import views as audit
from ..invitations import views as invitations
from ..organisations.views import identity_providers, leave, members, rights_review, settings

app_name = "organisation"
urlpatterns = [
    path("<uuid:organisation_id>/people/", members.people, name="people"),
    path("<uuid:organisation_id>/second-factor/", settings.second_factor, name="second-factor"),
    path("<uuid:organisation_id>/history/", audit.of_organisation, name="history"),
    path("<uuid:organisation_id>/people/invite/", invitations.invite_to_organisation, name="invite"),
    path("<uuid:organisation_id>/people/<uuid:member_id>/", members.member, name="member"),
    path("<uuid:organisation_id>/people/<uuid:member_id>/removal/", members.leave, name="leave"),
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
    path("<uuid:organisation_id>/departure/", leave.organisation, name="departure"),
    path("<uuid:organisation_id>/settings/", settings.overview, name="settings"),
    path("<uuid:organisation_id>/settings/general/", settings.general, name="general"),
    path("<uuid:organisation_id>/settings/house-style/", settings.house_style, name="house-style"),
    path(
        "<uuid:organisation_id>/settings/house-style/logo-removal/", settings.remove_logo, name="logo-remove"
    ),
    path("<uuid:organisation_id>/settings/terms/", settings.terms, name="terms"),
    path("<uuid:organisation_id>/logo/", settings.logo, name="logo"),
    path("<uuid:organisation_id>/style/", settings.style, name="style"),
    path("<uuid:organisation_id>/rights/", rights_review.review, name="rights"),
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
