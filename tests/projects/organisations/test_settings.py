"""The settings of an organisation: name and language, house style, signing in, terms."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation

from projects.models import AuditEntry, Initiative, Organisation, User
from tests import factories
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
TERMS = {
    "retention_invitations_days": "60",
    "retention_raw_notes_months": "6",
    "retention_contacts_months": "3",
    "retention_inactive_account_months": "12",
}
DAYS = {"feedback_days": "14"}


def base(house: House) -> str:
    """Return where the pages of the organisation begin."""
    return f"/organisation/{house.organisation.pk}"


def fresh(house: House) -> Organisation:
    """Return the organisation as it is kept."""
    return Organisation.objects.get(pk=house.organisation.pk)


def last_line(action: str) -> AuditEntry:
    """Return the newest line of the trail of a kind."""
    return AuditEntry.objects.filter(action=action).order_by("-at")[0]


def test_the_settings_are_shown_in_words(house: House, as_: Browser) -> None:
    factories.dress(house.organisation, by=house.administrator)
    page = as_(house.administrator).get(f"{base(house)}/settings/").text
    for words in (
        "Gemeente Voorbeeld",
        "Dutch",
        "#7a1f5c",
        "30 days",
        "12 months",
        "24 months",
        "Ask everyone",
    ):
        assert words in page, words
    people = as_(house.administrator).get(f"{base(house)}/people/").text
    for part in ("people", "settings", "rights", "history"):
        assert f'href="{base(house)}/{part}/"' in people, part
    assert "Ask everyone for a code" not in people


def test_the_name_is_changed_and_the_line_does_not_tell_it(house: House, as_: Browser) -> None:
    answer = as_(house.administrator).post(
        f"{base(house)}/settings/general/", {"name": "  Gemeente \t Anders ", "language": "en", **DAYS}
    )
    assert answer.status_code == 302
    assert (fresh(house).name, fresh(house).language) == ("Gemeente Anders", "en")
    line = last_line("organisation.described")
    assert line.detail == {"fields": "language, name"}
    assert "Anders" not in repr(line.detail)


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "\u202eevil", "a\u200bb", "\x07", "gemeente ELDERS"])
def test_a_name_that_will_not_do_is_refused(name: str, house: House, as_: Browser) -> None:
    factories.make_organisation("Gemeente Elders")
    answer = as_(house.administrator).post(
        f"{base(house)}/settings/general/", {"name": name, "language": "nl", **DAYS}
    )
    assert answer.status_code == 422
    assert fresh(house).name == "Gemeente Voorbeeld"


def test_a_name_that_was_taken_a_moment_ago_is_refused_too(
    house: House, as_: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(*_anything: object, **_more: object) -> bool:
        raise IntegrityError

    monkeypatch.setattr(Organisation, "update_profile", taken)
    answer: Any = as_(house.administrator).post(
        f"{base(house)}/settings/general/", {"name": "Gemeente Anders", "language": "nl", **DAYS}
    )
    assert answer.status_code == 422
    assert "has this name already" in answer.text


def test_new_promises_start_from_the_days_of_the_organisation(house: House, road: Road, as_: Browser) -> None:
    body = {"name": "Gemeente Voorbeeld", "language": "nl", "feedback_days": "21"}
    assert as_(house.administrator).post(f"{base(house)}/settings/general/", body).status_code == 302
    assert last_line("organisation.described").detail == {"fields": "feedback_days"}
    assert "21 days" in as_(house.administrator).get(f"{base(house)}/settings/").text
    page: Any = as_(house.lead).get(f"{house.initiative.get_absolute_url()}promise/")
    assert page.context["form"]["feedback_days"].value() == 21


@pytest.mark.parametrize("days", ["0", "181", "", "two weeks"])
def test_days_that_will_not_do_are_refused(days: str, house: House, as_: Browser) -> None:
    body = {"name": "Gemeente Voorbeeld", "language": "nl", "feedback_days": days}
    assert as_(house.administrator).post(f"{base(house)}/settings/general/", body).status_code == 422
    assert fresh(house).feedback_days == 14


def test_a_line_end_in_a_name_does_not_reach_a_mail(house: House, as_: Browser) -> None:
    as_(house.administrator).post(
        f"{base(house)}/settings/general/",
        {"name": "Gemeente\r\nBcc: x@example.org", "language": "nl", **DAYS},
    )
    assert fresh(house).name == "Gemeente Bcc: x@example.org"


def test_the_same_again_leaves_no_line(house: House, as_: Browser) -> None:
    answer: Any = as_(house.administrator).post(
        f"{base(house)}/settings/general/",
        {"name": "Gemeente Voorbeeld", "language": "nl", **DAYS},
        follow=True,
    )
    assert "nothing changed" in answer.text
    assert not AuditEntry.objects.filter(action="organisation.described").exists()


def test_new_things_begin_in_the_language_of_the_organisation(house: House, as_: Browser) -> None:
    house.organisation.update_profile(
        name="Gemeente Voorbeeld", language="en", feedback_days=14, by=house.administrator
    )
    page: Any = as_(house.lead).get("/initiatives/new/")
    assert page.context["form"]["language"].value() == "en"
    invite = {"submission_key": "8f3f4c1e-0f6e-4f3f-9a33-0c1d2e3f4a5b", "role": "member"}
    for language, words in (("nl", "nodigt"), ("en", "asks you")):
        house.organisation.update_profile(
            name="Gemeente Voorbeeld", language=language, feedback_days=14, by=house.administrator
        )
        as_(house.administrator).post(
            f"{base(house)}/people/invite/", {**invite, "email": f"{language}@example.org"}
        )
        with translation.override(language):
            assert translation.gettext("Hello,") in mail.outbox[-1].body, words


def test_a_colour_is_kept_in_one_way_of_writing(house: House, as_: Browser) -> None:
    as_(house.administrator).post(f"{base(house)}/settings/house-style/", {"accent": " 7A1F5C "})
    assert fresh(house).accent == "#7a1f5c"
    assert last_line("organisation.dressed").detail == {"fields": "accent"}


@pytest.mark.parametrize(
    ("colour", "ratio"), [("#ffcc00", "1.5"), ("#777777", "4.4"), ("#ff0000", "3.9"), ("#ffffff", "1.0")]
)
def test_a_colour_that_is_too_light_is_refused_with_the_ratio(
    colour: str, ratio: str, house: House, as_: Browser
) -> None:
    answer: Any = as_(house.administrator).post(f"{base(house)}/settings/house-style/", {"accent": colour})
    assert answer.status_code == 422
    words = answer.context["form"].errors["accent"][0]
    assert f"contrast with white is {ratio} to 1" in words
    assert "at least 4.5 to 1" in words
    assert fresh(house).accent == ""
    proposed = words.split()[-1].rstrip(".")
    again = as_(house.administrator).post(f"{base(house)}/settings/house-style/", {"accent": proposed})
    assert again.status_code == 302, proposed


@pytest.mark.parametrize("colour", ["#767676", "#000", "#0a5562"])
def test_a_colour_that_one_can_read_is_taken(colour: str, house: House, as_: Browser) -> None:
    answer = as_(house.administrator).post(f"{base(house)}/settings/house-style/", {"accent": colour})
    assert answer.status_code == 302
    assert fresh(house).accent


def test_the_database_takes_no_other_text_for_a_colour(house: House) -> None:
    for text in ("red", "#FFF", "}*{a:b", "#00000g"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Organisation.objects.filter(pk=house.organisation.pk).update(accent=text)


def test_what_a_colour_looks_like_is_shown_while_typing(house: House, as_: Browser) -> None:
    browser, url = as_(house.administrator), f"{base(house)}/settings/house-style/"
    shown = browser.get(url, {"accent": "#b5174e"}, headers={"HX-Request": "true"}).text
    assert 'fill="#b5174e"' in shown
    assert "6.5 to 1. That is enough." in shown
    assert "<html" not in shown
    light = browser.get(url, {"accent": "#ffcc00"}, headers={"HX-Request": "true"}).text
    assert "too little" in light
    none = browser.get(url, {"accent": "#ffc<script>"}, headers={"HX-Request": "true"}).text
    assert "no colour to show" in none
    assert "<script>" not in none


def test_the_pages_of_an_initiative_wear_the_house_style(house: House, road: Road, as_: Browser) -> None:
    browser = as_(house.observer)
    plain = browser.get(house.initiative.get_absolute_url()).text
    assert f"{base(house)}/style/" not in plain
    assert f"{base(house)}/logo/" not in plain
    factories.dress(house.organisation, by=house.administrator)
    dressed = browser.get(house.initiative.get_absolute_url()).text
    assert f'<link rel="stylesheet" href="{base(house)}/style/?v=7a1f5c">' in dressed
    assert f"{base(house)}/logo/?v={fresh(house).logo_code}" in dressed
    assert base(house) not in browser.get("/toolkit/").text
    sheet = browser.get(f"{base(house)}/style/")
    assert sheet.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "--basis-color-action-1-inverse-bg-default: #7a1f5c;" in sheet.text


def test_an_organisation_does_not_dress_another(house: House, road: Road, as_: Browser) -> None:
    factories.dress(house.organisation, by=house.administrator)
    theirs = Initiative.objects.get(title="Elsewhere")
    page = as_(house.stranger).get(theirs.get_absolute_url()).text
    assert "/style/" not in page
    assert "/logo/" not in page


def test_without_a_colour_the_style_sheet_is_empty(house: House, as_: Browser) -> None:
    assert as_(house.lead).get(f"{base(house)}/style/").text.strip() == ""


def test_terms_are_changed_within_their_limits(house: House, as_: Browser) -> None:
    browser, url = as_(house.administrator), f"{base(house)}/settings/terms/"
    assert browser.post(url, TERMS).status_code == 302
    assert fresh(house).retention_raw_notes_months == 6
    assert last_line("organisation.terms-set").detail["fields"].count("retention") == 4
    for name, wrong in (
        *(("retention_invitations_days", each) for each in ("6", "366", "-1", "x", "", "9" * 30)),
        *(("retention_raw_notes_months", each) for each in ("0", "61", "1.5")),
        *(("retention_contacts_months", each) for each in ("0", "25", "")),
        *(("retention_inactive_account_months", each) for each in ("5", "61", "NaN")),
    ):
        answer: Any = browser.post(url, {**TERMS, name: wrong})
        assert answer.status_code == 422, wrong
        assert list(answer.context["form"].errors) == [name]
    assert fresh(house).retention_invitations_days == 60


def test_the_privacy_page_tells_ones_own_terms(house: House, as_: Browser) -> None:
    house.organisation.set_retention({"retention_raw_notes_months": 7}, by=house.administrator)
    assert "7 months" in as_(house.lead).get("/privacy/").text
    assert "7 months" not in as_(house.stranger).get("/privacy/").text
    assert "7 months" not in as_(None).get("/privacy/").text


def test_the_rule_of_signing_in_is_set_with_the_settings(house: House, as_: Browser) -> None:
    answer = as_(house.administrator).post(f"{base(house)}/second-factor/", {"required": "yes"})
    assert answer.headers["Location"] == f"{base(house)}/settings/"
    assert fresh(house).second_factor_required


def test_what_was_set_stands_in_the_history_in_words(house: House, as_: Browser) -> None:
    factories.dress(house.organisation, by=house.administrator)
    house.organisation.remove_logo(by=house.administrator)
    house.organisation.update_profile(
        name="Gemeente Anders", language="nl", feedback_days=14, by=house.administrator
    )
    house.organisation.set_retention({"retention_raw_notes_months": 7}, by=house.administrator)
    page = as_(house.administrator).get(f"{base(house)}/history/").text
    for words in (
        "changed the house style",
        "took the logo away",
        "changed the name",
        "how long data are kept",
    ):
        assert words in page, words
