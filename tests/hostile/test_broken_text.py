"""A null byte or half a letter is refused alike in every field of every form, and wherever else text can stand."""

from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.access.bodies import body_of
from tests.access.worlds import Worlds
from tests.conftest import House, Road
from tests.hostile.forms import Use, taken_back

pytestmark = [pytest.mark.long, pytest.mark.django_db, pytest.mark.core]

BROKEN = "a\x00b"
ENCODED = "application/x-www-form-urlencoded"


def _sent(use: Use, body: dict[str, Any], *, encoded: bool) -> int:
    with taken_back(use.browser):
        if use.method == "GET":
            return int(use.browser.get(use.url, body).status_code)
        if not encoded:
            return int(use.browser.post(use.url, body).status_code)
        pairs = "&".join(f"{quote(name)}={quote(str(value))}" for name, value in body.items())
        return int(use.browser.post(use.url, pairs, content_type=ENCODED).status_code)


@pytest.mark.parametrize("encoded", [True, False], ids=["encoded", "multipart"])
def test_every_field_of_every_form_refuses_it(
    used: dict[type[Any], Use], house: House, road: Road, worlds: Worlds, encoded: bool
) -> None:
    taken, tried = [], 0
    for form, use in used.items():
        valid = {name: value for name, value in body_of(use.route, house, road, worlds).items() if value}
        for name in {*use.sample.fields, *valid}:
            tried += 1
            if _sent(use, {**valid, name: BROKEN}, encoded=encoded) != 400:
                taken.append(f"{form.__name__}.{name}")
    assert tried >= 150
    assert taken == []


def test_a_tick_a_name_of_a_field_and_of_a_file_refuse_it(house: House) -> None:
    browser = Client()
    browser.force_login(house.lead)
    url = f"/initiatives/{house.initiative.pk}/stakeholders/add/"
    for body in ({"end_users": "\x00"}, {"x\x00y": "1"}, {"name": "\x00"}):
        assert browser.post(url, body).status_code == 400
    browser.force_login(house.administrator)
    style = f"/organisation/{house.organisation.pk}/settings/house-style/"
    file = SimpleUploadedFile("x.png", b"x", "image/png")
    assert browser.post(style, {"logo": file, "accent": "\x00"}).status_code == 400
    boundary = "x"
    parts = b'--x\r\nContent-Disposition: form-data; name="logo"; filename="a\x00b.png"\r\n\r\nx\r\n--x--\r\n'
    answer = browser.post(style, parts, content_type=f"multipart/form-data; boundary={boundary}")
    assert answer.status_code in {400, 422}


@pytest.mark.parametrize("path", ["/%00", "/?q=%00", "/search/?q=a%00", "/search/?%00=a"])
def test_an_address_refuses_it(path: str) -> None:
    assert Client().get(path).status_code == 400


def test_cookies_and_headers_refuse_it() -> None:
    browser = Client()
    assert browser.get("/toolkit/", headers={"X-Page-Of": "a\x00"}).status_code == 400
    browser.cookies["language"] = "nl\x00"
    assert browser.get("/toolkit/").status_code == 400


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "Dit verzoek klopt niet"), ("en", "This request is not right")]
)
def test_the_refusal_is_in_the_language_of_the_reader(language: str, words: str) -> None:
    answer = Client().get("/search/?q=%00", headers={"Accept-Language": language})
    assert words in answer.text
    assert f'lang="{language}"' in answer.text


@pytest.mark.parametrize(
    "body",
    [{"text": "x" * 1_200_000}, {f"field-{number}": "x" for number in range(600)}],
    ids=["a megabyte", "600 fields"],
)
@pytest.mark.parametrize("encoded", [True, False], ids=["encoded", "multipart"])
def test_too_much_at_once_is_answered_in_words(house: House, body: dict[str, str], encoded: bool) -> None:
    browser = Client()
    browser.force_login(house.lead)
    url = f"/initiatives/{house.initiative.pk}/stakeholders/add/"
    pairs = "&".join(f"{name}={value}" for name, value in body.items())
    sent: Any = browser.post(url, pairs, content_type=ENCODED) if encoded else browser.post(url, body)
    assert sent.status_code == 413
    assert "Dit is te veel in één keer" in sent.text
