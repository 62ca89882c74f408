"""The second factor: switched on with a code, asked at signing in, demanded by an organisation, never gone round."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client

from projects.accounts.second_factor import lacks_second_factor
from projects.models import AuditEntry, OrganisationRole, Role, User
from tests import factories
from tests.access.table import TABLE, address, arguments
from tests.conftest import House, Road
from tests.projects.accounts.codes import code_of

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
ASKED = "An organisation that you work with asks this of everyone."


def sign_in(user: User) -> tuple[Client, Any]:
    """Sign in with the password."""
    browser = Client(headers={"accept-language": "en"})
    answer = browser.post(
        "/account/sign-in/", {"login": user.email, "password": factories.PASSWORD}, follow=True
    )
    return browser, answer


@pytest.fixture
def secret(house: House, road: Road) -> str:
    """Switch the second factor of the facilitator on, as a person does; give the app's secret."""
    browser, _answer = sign_in(house.facilitator)
    asked = browser.get("/account/second-factor/on/")
    if "/again/" in asked.headers.get("Location", ""):
        browser.post(asked.headers["Location"], {"password": factories.PASSWORD})
    page = browser.get("/account/second-factor/on/")
    found = re.search(r"<code class=.secret.>(\w+)</code>", page.text)
    assert found is not None, page.text
    secret = found[1]
    assert "data:image/svg+xml" in page.text, page.text
    wrong = browser.post("/account/second-factor/on/", {"code": "000000"})
    assert wrong.status_code == 422
    done = browser.post("/account/second-factor/on/", {"code": code_of(secret)}, follow=True)
    assert "Your spare codes" in done.text
    return secret


def recovery_codes(user: User) -> list[str]:
    """Return the spare codes that are left."""
    codes: list[str] = (
        Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()
    )
    return codes


def later(monkeypatch: pytest.MonkeyPatch) -> float:
    """Let half a minute and more go by, so that the app shows another code."""
    moment = time.time() + 60
    monkeypatch.setattr("time.time", lambda: moment)
    return moment


def test_signing_in_asks_for_the_code(
    house: House, road: Road, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = later(monkeypatch)
    browser, page = sign_in(house.facilitator)
    assert "Your password is right. Now the code." in page.text
    assert browser.get(house.initiative.get_absolute_url()).status_code == 302
    assert browser.post("/account/second-factor/code/", {"code": "000000"}).status_code == 422
    assert browser.post("/account/second-factor/code/", {}).status_code in {302, 422}
    browser.post("/account/second-factor/code/", {"code": code_of(secret, at=moment)})
    assert browser.get(house.initiative.get_absolute_url()).status_code == 200


def test_a_code_works_once(house: House, secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    code = code_of(secret, at=later(monkeypatch))
    first, _page = sign_in(house.facilitator)
    assert first.post("/account/second-factor/code/", {"code": code}).status_code == 302
    second, _page = sign_in(house.facilitator)
    assert second.post("/account/second-factor/code/", {"code": code}).status_code == 422


def test_a_spare_code_works_once(house: House, secret: str) -> None:
    spare = recovery_codes(house.facilitator)[0]
    first, _page = sign_in(house.facilitator)
    assert first.post("/account/second-factor/code/", {"code": spare}).status_code == 302
    assert spare not in recovery_codes(house.facilitator)
    second, _page = sign_in(house.facilitator)
    assert second.post("/account/second-factor/code/", {"code": spare}).status_code == 422


@pytest.mark.parametrize(("language", "name"), [("nl", "reservecodes"), ("en", "spare-codes")])
def test_the_file_of_spare_codes_is_named_in_the_language_of_the_page(
    language: str, name: str, house: House, secret: str
) -> None:
    browser, _page = sign_in(house.facilitator)
    browser.post("/account/second-factor/code/", {"code": recovery_codes(house.facilitator)[0]})
    User.objects.filter(pk=house.facilitator.pk).update(language=language)
    file = browser.get("/account/second-factor/spare-codes/file/")
    assert file.headers["Content-Disposition"] == f'attachment; filename="{name}.txt"'
    assert all(code in file.text for code in recovery_codes(house.facilitator))


def test_a_code_shows_once_more_who_one_is(house: House, secret: str) -> None:
    spare = recovery_codes(house.facilitator)
    browser, _page = sign_in(house.facilitator)
    browser.post("/account/second-factor/code/", {"code": spare[0]})
    asked = browser.get("/account/data/file/").headers["Location"]
    assert asked.startswith("/account/again/")
    assert browser.post("/account/second-factor/again/", {"code": "000000"}).status_code == 422
    assert browser.get("/account/data/file/").headers["Location"] == asked
    assert browser.post("/account/second-factor/again/", {"code": spare[1]}).status_code == 302
    assert browser.get("/account/data/file/").status_code == 200


def test_the_secret_is_not_readable_in_the_database(house: House, secret: str) -> None:
    kept = repr(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    for spare in recovery_codes(house.facilitator):
        assert spare not in kept


def test_a_new_password_by_mail_does_not_go_round_it(house: House, road: Road, secret: str) -> None:
    browser = Client(headers={"accept-language": "en"})
    mail.outbox.clear()
    browser.post("/account/password/reset/", {"email": house.facilitator.email})
    url = next(
        line for line in mail.outbox[0].body.splitlines() if "/account/password/reset/" in line
    ).strip()
    form = browser.get(url.replace("http://testserver", ""), follow=True)
    new = {"password1": "een heel ander wachtwoord", "password2": "een heel ander wachtwoord"}
    browser.post(form.request["PATH_INFO"], new, follow=True)
    assert browser.get(house.initiative.get_absolute_url()).status_code == 302
    page = browser.post(
        "/account/sign-in/", {"login": house.facilitator.email, "password": new["password1"]}, follow=True
    )
    assert "Now the code." in page.text


def test_switching_it_off_asks_who_one_is_first(house: House, secret: str) -> None:
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(house.facilitator)
    session = browser.session
    session["begun"] -= 3600  # an hour ago; who signed in just now is not asked
    session.save()
    assert "/again/" in browser.post("/account/second-factor/off/").headers["Location"]
    assert Authenticator.objects.filter(user=house.facilitator, type=Authenticator.Type.TOTP).exists()


def test_where_it_is_asked_no_page_opens_without_it(house: House, road: Road, as_: Browser) -> None:
    as_(house.administrator).post(
        f"/organisation/{house.organisation.pk}/second-factor/", {"required": "yes"}
    )
    assert AuditEntry.objects.filter(action="organisation.second-factor-asked").exists()
    factories.make_problem("a-problem")
    known, browser = arguments(house, road), as_(house.facilitator)
    closed = 0
    for row in TABLE:
        url = address(row["route"], known, road)
        if url.startswith(("/account/", "/language/", "/health/", "/.well-known/")):
            continue
        answer = browser.generic(row["method"], url)
        assert answer.headers.get("Location") == "/account/second-factor/", row["route"]
        fragment = browser.generic(row["method"], url, headers={"HX-Request": "true"})
        assert (fragment.status_code, fragment.headers["HX-Redirect"]) == (401, "/account/second-factor/")
        closed += 1
    assert closed > 80
    house.organisation.refresh_from_db()
    house.organisation.set_second_factor_required(required=False, by=house.administrator)
    assert browser.get(house.initiative.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("archived", [False, True], ids=["active", "archived"])
@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.name.lower())
def test_where_it_is_asked_who_is_only_in_a_team_needs_it_too(
    role: Role, archived: bool, house: House, road: Road, as_: Browser
) -> None:
    """Somebody of elsewhere was invited into one team; what they do for others waits too, as for the people inside."""
    guest = factories.make_user("Gus Guest")
    house.initiative.add_member(guest, role, by=house.lead)
    elsewhere = house.stranger.teams.get().initiative
    elsewhere.add_member(guest, Role.OBSERVER, by=house.stranger)
    if archived:
        house.initiative.archive(by=house.lead)
    browser, there = as_(guest), house.initiative.get_absolute_url()
    assert browser.get(there).status_code == 200
    house.organisation.set_second_factor_required(required=True, by=house.administrator)
    for path in (there, f"{there}team/", "/initiatives/", elsewhere.get_absolute_url()):
        assert browser.get(path).headers.get("Location") == "/account/second-factor/", path
        fragment = browser.get(path, headers={"HX-Request": "true"})
        assert (fragment.status_code, fragment.headers["HX-Redirect"]) == (401, "/account/second-factor/")
    assert ASKED in browser.get("/account/second-factor/").text
    assert as_(house.stranger).get(elsewhere.get_absolute_url()).status_code == 200
    house.initiative.team.get(user=guest).leave(by=house.lead)
    assert browser.get(elsewhere.get_absolute_url()).status_code == 200
    assert ASKED not in browser.get("/account/second-factor/").text


def test_who_is_only_in_a_team_goes_on_with_a_second_factor(house: House, road: Road, as_: Browser) -> None:
    guest = factories.make_user("Gus Guest")
    house.initiative.add_member(guest, Role.LEAD, by=house.lead)
    house.organisation.set_second_factor_required(required=True, by=house.administrator)
    assert as_(guest).get(house.initiative.get_absolute_url()).status_code == 302
    TOTP.activate(guest, generate_totp_secret())
    assert as_(guest).get(house.initiative.get_absolute_url()).status_code == 200


def test_looking_whether_it_is_asked_is_one_question(
    house: House, django_assert_num_queries: Callable[[int], Any]
) -> None:
    for _number in range(3):
        house.organisation.add_member(house.stranger, OrganisationRole.MEMBER, by=house.administrator)
        factories.make_initiative(house.organisation, lead=house.stranger)
        with django_assert_num_queries(1):
            assert not lacks_second_factor(house.stranger)


def test_the_settings_say_whom_it_is_asked_of(house: House, as_: Browser) -> None:
    said = "This also holds for people of elsewhere who are in a team here."
    settings = f"/organisation/{house.organisation.pk}/settings/"
    assert said not in as_(house.administrator).get(settings).text
    house.organisation.set_second_factor_required(required=True, by=house.administrator)
    browser, _page = sign_in(house.administrator)
    TOTP.activate(house.administrator, generate_totp_secret())
    assert said in browser.get(settings).text


def test_who_has_it_goes_on_where_it_is_asked(house: House, road: Road, secret: str) -> None:
    house.organisation.set_second_factor_required(required=True, by=house.administrator)
    browser, _page = sign_in(house.facilitator)
    browser.post("/account/second-factor/code/", {"code": recovery_codes(house.facilitator)[0]})
    assert browser.get(house.initiative.get_absolute_url()).status_code == 200
    stranger = Client()
    stranger.force_login(house.stranger)
    assert stranger.get("/initiatives/").status_code == 200


@pytest.mark.parametrize("enough", [True, False])
def test_changes_of_codes_are_limited_for_one_person(
    enough: bool, house: House, secret: str, settings: Any
) -> None:
    if not enough:
        settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"change_second_factor": "2/h/user"}
    browser, _page = sign_in(house.facilitator)
    browser.post("/account/second-factor/code/", {"code": recovery_codes(house.facilitator)[0]})
    browser.post("/account/second-factor/again/", {"code": recovery_codes(house.facilitator)[0]})
    mail.outbox.clear()
    answers = [browser.post("/account/second-factor/spare-codes/new/") for _time in range(4)]
    assert [answer.status_code for answer in answers][-1] == (302 if enough else 429)
    assert len(mail.outbox) == (4 if enough else 2)
