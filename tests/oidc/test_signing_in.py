"""Signing in with the account of one's work, at a real provider: going there, coming back, linking, being invited."""

from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount

from projects.models import AuditEntry, IdentityProvider, OrganisationRole, Role, User
from tests import factories
from tests.conftest import House, Road
from tests.oidc.people import an_hour_later, invited, who, with_password
from tests.oidc.providers import Provider, browser, dance

pytestmark = [pytest.mark.django_db, pytest.mark.core]


def test_the_whole_way_from_the_button_to_being_in(house: House, road: Road, row: IdentityProvider) -> None:
    row.link(house.lead, "1", by=house.lead)
    ours = browser()
    page = ours.get("/account/sign-in/")
    assert "Continue with Gemeente Voorbeeld" in page.text
    back = dance(ours, f"/account/with/{row.pk}/")
    assert (back.status_code, back.headers["Location"]) == (302, "/")
    assert who(ours) == str(house.lead.pk)
    assert ours.get(house.initiative.get_absolute_url()).status_code == 200


def test_one_lands_where_one_wanted_to_be(house: House, road: Road, row: IdentityProvider) -> None:
    row.link(house.lead, "1", by=house.lead)
    wanted = house.initiative.get_absolute_url()
    ours = browser()
    assert f'name="next" value="{wanted}"' in ours.get(f"/account/sign-in/?next={wanted}").text
    assert dance(ours, f"/account/with/{row.pk}/", next=wanted).headers["Location"] == wanted
    elsewhere = dance(browser(), f"/account/with/{row.pk}/", next="https://elsewhere.example/")
    assert elsewhere.headers["Location"] == "/"


def test_nothing_of_the_provider_is_kept_but_the_subject(
    house: House, road: Road, row: IdentityProvider
) -> None:
    row.link(house.lead, "1", by=house.lead)
    ours = browser()
    dance(ours, f"/account/with/{row.pk}/")
    assert who(ours)
    kept = SocialAccount.objects.values_list("user", "provider", "uid", "extra_data")
    assert list(kept) == [(house.lead.pk, str(row.pk), "1", {})]
    assert "nina" not in repr(dict(ours.session)).lower()
    assert "token" not in repr(dict(ours.session)).lower()


def test_only_an_invitation_asks_for_more_than_who_it_is(house: House, row: IdentityProvider) -> None:
    asked = browser().post(f"/account/with/{row.pk}/").headers["Location"]
    assert "scope=openid&" in asked
    assert "code_challenge_method=S256" in asked
    assert "nonce=" in asked


def test_someone_links_the_account_and_signs_in_with_it(
    house: House, road: Road, row: IdentityProvider
) -> None:
    ours = with_password(house.lead)
    assert "Not linked yet." in ours.get("/account/links/").text
    back = dance(ours, f"/account/links/{row.pk}/")
    assert (back.status_code, back.headers["Location"]) == (302, "/account/links/")
    page = ours.get("/account/links/").text
    assert "Linked: you can sign in with it." in page
    line = AuditEntry.objects.get(action="identity-provider.linked")
    assert (line.by, line.organisation, line.target_id) == (house.lead, house.organisation, str(row.pk))
    fresh = browser()
    dance(fresh, f"/account/with/{row.pk}/")
    assert who(fresh) == str(house.lead.pk)
    ours.post(f"/account/links/{row.pk}/removal/")
    assert not SocialAccount.objects.exists()
    assert AuditEntry.objects.filter(action="identity-provider.unlinked", by=house.lead).exists()
    again = browser()
    assert dance(again, f"/account/with/{row.pk}/").status_code == 403
    assert who(again) == ""


def test_linking_asks_first_who_it_is(house: House, row: IdentityProvider) -> None:
    ours = browser()
    ours.post("/account/sign-in/", {"login": house.lead.email, "password": factories.PASSWORD})
    assert ours.get("/account/links/").status_code == 200
    row.link(house.lead, "1", by=house.lead)
    an_hour_later(ours)
    assert ours.get("/account/links/").headers["Location"] == "/account/again/?next=%2Faccount%2Flinks%2F"
    for path in (f"/account/links/{row.pk}/", f"/account/links/{row.pk}/removal/"):
        assert ours.post(path).headers["Location"] == "/account/links/"
    assert "_state" not in repr(dict(ours.session))
    assert SocialAccount.objects.count() == 1


def test_a_provider_of_an_organisation_of_others_is_not_there(house: House, row: IdentityProvider) -> None:
    ours = with_password(house.stranger)
    assert "Gemeente Voorbeeld" not in ours.get("/account/links/").text
    assert ours.post(f"/account/links/{row.pk}/").status_code == 404


def test_who_was_invited_comes_in_without_a_password(house: House, road: Road, row: IdentityProvider) -> None:
    path = invited(house)
    ours = browser()
    assert "Continue with Gemeente Voorbeeld" in ours.get(path).text
    back = dance(ours, f"{path}with/{row.pk}/")
    assert (back.status_code, back.headers["Location"]) == (302, "/")
    nina = User.objects.get(email="nina@example.org")
    assert who(ours) == str(nina.pk)
    assert (nina.name, nina.has_usable_password()) == ("Nina Nieuw", False)
    assert nina.memberships.get().role == OrganisationRole.MANAGER
    assert ours.get(path).status_code == 410
    fresh = browser()
    dance(fresh, f"/account/with/{row.pk}/")
    assert who(fresh) == str(nina.pk)


def test_who_was_invited_into_a_team_lands_in_the_initiative(
    house: House, road: Road, row: IdentityProvider
) -> None:
    path = invited(house, initiative=house.initiative, role=Role.OBSERVER)
    ours = browser()
    assert dance(ours, f"{path}with/{row.pk}/").headers["Location"] == house.initiative.get_absolute_url()
    assert ours.get(house.initiative.get_absolute_url()).status_code == 200
    fresh = browser()
    dance(fresh, f"/account/with/{row.pk}/")
    assert who(fresh)


def test_who_has_no_password_keeps_the_only_way_in(house: House, road: Road, row: IdentityProvider) -> None:
    ours = browser()
    dance(ours, f"{invited(house)}with/{row.pk}/")
    page = ours.post(f"/account/links/{row.pk}/removal/", follow=True)
    assert "This is your only way to sign in." in page.text
    assert SocialAccount.objects.count() == 1
    nina = User.objects.get(email="nina@example.org")
    nina.set_password(factories.PASSWORD)
    nina.save()
    with_password(nina).post(f"/account/links/{row.pk}/removal/")
    assert not SocialAccount.objects.exists()


def test_who_has_no_password_can_ask_for_one(
    house: House, road: Road, row: IdentityProvider, mailoutbox: list[Any]
) -> None:
    dance(browser(), f"{invited(house)}with/{row.pk}/")
    browser().post("/account/password/reset/", {"email": "nina@example.org"})
    assert [mail.to for mail in mailoutbox] == [["nina@example.org"]]


def test_who_linked_nothing_lately_signs_in_again_before_changes(
    house: House, road: Road, row: IdentityProvider
) -> None:
    ours = browser()
    dance(ours, f"{invited(house)}with/{row.pk}/")
    assert ours.get("/account/links/").status_code == 200
    an_hour_later(ours)
    assert ours.get("/account/links/").headers["Location"] == "/"
    assert ours.post(f"/account/links/{row.pk}/removal/").headers["Location"] == "/"


def test_a_sign_in_that_asks_a_second_factor_counts_for_its_own_organisation_only(
    house: House, road: Road, provider: Provider
) -> None:
    house.organisation.set_second_factor_required(required=True, by=house.administrator)
    row = provider.row(house.organisation, by=house.administrator, asks_second_factor=True)
    row.link(house.lead, "1", by=house.lead)
    wanted = house.initiative.get_absolute_url()
    assert with_password(house.lead).get(wanted).headers["Location"] == "/account/second-factor/"
    ours = browser()
    dance(ours, f"/account/with/{row.pk}/")
    assert ours.get(wanted).status_code == 200
    other = house.stranger.memberships.get().organisation
    other.add_member(house.lead, OrganisationRole.MEMBER, by=house.stranger)
    assert ours.get(wanted).status_code == 200
    other.set_second_factor_required(required=True, by=house.stranger)
    assert ours.get(wanted).headers["Location"] == "/account/second-factor/"


def test_a_sign_in_that_asks_a_second_factor_counts_for_who_is_only_in_a_team_there(
    house: House, road: Road, provider: Provider
) -> None:
    guest = factories.make_user("Gus Guest")
    house.initiative.add_member(guest, Role.FACILITATOR, by=house.lead)
    house.organisation.set_second_factor_required(required=True, by=house.administrator)
    row = provider.row(house.organisation, by=house.administrator, asks_second_factor=True)
    row.link(guest, "1", by=guest)
    wanted = house.initiative.get_absolute_url()
    assert with_password(guest).get(wanted).headers["Location"] == "/account/second-factor/"
    ours = browser()
    dance(ours, f"/account/with/{row.pk}/")
    assert ours.get(wanted).status_code == 200


def test_a_sign_in_that_asks_none_does_not_count(house: House, road: Road, row: IdentityProvider) -> None:
    row.link(house.lead, "1", by=house.lead)
    house.organisation.set_second_factor_required(required=True, by=house.administrator)
    ours = browser()
    dance(ours, f"/account/with/{row.pk}/")
    wanted = house.initiative.get_absolute_url()
    assert ours.get(wanted).headers["Location"] == "/account/second-factor/"
    fragment = ours.get(wanted, headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment.headers["HX-Redirect"]) == (401, "/account/second-factor/")


def test_a_password_after_the_provider_does_not_count(house: House, road: Road, provider: Provider) -> None:
    house.organisation.set_second_factor_required(required=True, by=house.administrator)
    row = provider.row(house.organisation, by=house.administrator, asks_second_factor=True)
    row.link(house.lead, "1", by=house.lead)
    ours = browser()
    dance(ours, f"/account/with/{row.pk}/")
    assert ours.get(house.initiative.get_absolute_url()).status_code == 200
    ours.post("/account/sign-out/")
    ours.post("/account/sign-in/", {"login": house.lead.email, "password": factories.PASSWORD})
    assert who(ours) == str(house.lead.pk)
    assert ours.get(house.initiative.get_absolute_url()).headers["Location"] == "/account/second-factor/"


def test_the_secret_is_not_readable_in_the_database(row: IdentityProvider) -> None:
    from tests.oidc.providers import SECRET  # noqa: PLC0415
    from tests.states import texts_of_tables, where  # noqa: PLC0415

    assert row.secret == SECRET
    kept = texts_of_tables()
    assert where(SECRET, kept) == set()
    assert where(row.client_id, kept) == {"projects_identityprovider"}


def test_erasure_takes_the_link_away(house: House, road: Road, row: IdentityProvider) -> None:
    from projects.privacy.data_export import data_export  # noqa: PLC0415
    from projects.privacy.erasure import erase  # noqa: PLC0415

    row.link(house.observer, "the-subject-of-obi", by=house.observer)
    told = [
        each for each in data_export(house.observer)["rows"] if each["kind"] == "socialaccount.socialaccount"
    ]
    assert [each["uid"] for each in told] == ["the-subject-of-obi"]
    erase(house.observer, by=house.observer)
    assert not SocialAccount.objects.exists()
