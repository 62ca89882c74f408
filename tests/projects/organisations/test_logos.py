"""The logo: what is refused, what is drawn anew, and who gets to see it."""

import struct
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client
from PIL import Image, ImageFile

from projects.models import AuditEntry, Organisation, Role, User
from projects.organisations.logo import MAX_SIZE, LogoError, sanitised
from tests import factories
from tests.conftest import House, Road
from tests.projects.organisations.hostile_logos import (
    DRAWN_ANEW,
    NAMES,
    REFUSED,
    WEBP_BOMB,
    jpeg_of_size,
    png,
)

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]
BOUNDARY = "a-line-that-stands-in-no-file"


def page_of(house: House) -> str:
    """Return the address of the house style."""
    return f"/organisation/{house.organisation.pk}/settings/house-style/"


def send(
    browser: Client, house: House, content: bytes, name: str = "logo.png", kind: str = "image/png"
) -> Any:
    """Send a file as a browser does, under any name."""
    file = SimpleUploadedFile(name, content, content_type=kind)
    return browser.post(page_of(house), {"logo": file, "accent": ""})


def kept(house: House) -> Organisation:
    """Return the organisation as it is kept."""
    return Organisation.objects.get(pk=house.organisation.pk)


def parts_of(drawn: bytes) -> list[str]:
    """Return the kinds of parts of a PNG, and see that nothing stands behind its end."""
    assert drawn.startswith(b"\x89PNG\r\n\x1a\n")
    found, place = [], 8
    while place < len(drawn):
        (length,) = struct.unpack(">I", drawn[place : place + 4])
        found.append(drawn[place + 4 : place + 8].decode())
        place += 12 + length
    assert place == len(drawn)
    return found


@pytest.fixture(params=[False, True], ids=["alone", "beside the renderer of reports"])
def lenient(request: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Be as lenient with what is cut off as WeasyPrint makes Pillow be, or not."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", request.param)


@pytest.mark.usefixtures("lenient")
@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_logo_is_refused_with_words(
    kind: str, house: House, as_: Browser, record_property: Callable[[str, object], None]
) -> None:
    answer = send(as_(house.administrator), house, REFUSED[kind]())
    record_property("hostile files", 1)
    assert answer.status_code == 422
    words = answer.context["form"].errors["logo"]
    assert len(words) == 1
    assert len(words[0]) > 15
    assert kept(house).logo == ""
    assert not default_storage.exists("logos")
    assert not AuditEntry.objects.filter(action="organisation.dressed").exists()


@pytest.mark.parametrize("kind", DRAWN_ANEW)
def test_of_a_picture_only_its_dots_are_kept(
    kind: str, house: House, as_: Browser, record_property: Callable[[str, object], None]
) -> None:
    browser = as_(house.administrator)
    answer = send(browser, house, DRAWN_ANEW[kind]())
    record_property("hostile files", 1)
    assert answer.status_code == 302
    drawn = kept(house).logo_png() or b""
    assert set(parts_of(drawn)) == {"IHDR", "IDAT", "IEND"}
    assert b"CANARY" not in drawn
    assert b"script" not in drawn
    picture = Image.open(BytesIO(drawn))
    picture.load()
    assert picture.info == {}
    assert dict(picture.getexif()) == {}
    assert picture.width <= MAX_SIZE[0]
    assert picture.height <= MAX_SIZE[1]
    assert browser.get(f"/organisation/{house.organisation.pk}/logo/").content == drawn


def test_the_corpus_does_carry_what_must_go() -> None:
    exif = Image.open(BytesIO(DRAWN_ANEW["a JPEG that tells its place"]())).getexif()
    assert exif.get_ifd(0x8825)[2] == (52.0, 1.0, 37.0)
    assert sum(b"CANARY" in make() for make in DRAWN_ANEW.values()) >= 7
    assert len(REFUSED) + len(DRAWN_ANEW) + len(NAMES) >= 60


def test_a_picture_that_lies_on_its_side_is_turned() -> None:
    turned = Image.open(BytesIO(sanitised(DRAWN_ANEW["a JPEG that tells its place"]())))
    assert turned.height > turned.width


@pytest.mark.parametrize(
    "bomb",
    [
        png(20_000, 20_000, rows=20_000),
        png(9_490, 9_490, rows=9_490),
        png(4_200, 4_200, rows=4_200),
        WEBP_BOMB,
        jpeg_of_size(10_000, 10_000),
    ],
    ids=["400 million", "90 million", "17 million", "WebP", "JPEG"],
)
def test_a_bomb_is_refused_before_it_is_decoded(bomb: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def decoding(*_anything: object) -> None:
        raise AssertionError("this was decoded")

    monkeypatch.setattr(ImageFile.ImageFile, "load", decoding)
    with pytest.raises(AssertionError):
        sanitised(factories.make_picture())
    with pytest.raises(LogoError, match="too many dots"):
        sanitised(bomb)


def test_each_limit_lets_through_what_is_just_inside() -> None:
    assert sanitised(png(4_000, 4_000, rows=4_000))
    with pytest.raises(LogoError, match="too many dots"):
        sanitised(png(4_000, 4_001, rows=4_001))
    assert sanitised(factories.make_picture((16, 16)))
    with pytest.raises(LogoError, match="too small"):
        sanitised(factories.make_picture((16, 15)))
    whole = factories.make_picture()
    assert sanitised(whole + bytes(1_000_000 - len(whole)))
    with pytest.raises(LogoError, match="too large"):
        sanitised(whole + bytes(1_000_001 - len(whole)))


def raw(name: str, content: bytes) -> bytes:
    """Return a form with a file under a name that no library would send."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="accent"\r\n\r\n\r\n--{BOUNDARY}\r\n'
    head += (
        f'Content-Disposition: form-data; name="logo"; filename="{name}"\r\nContent-Type: image/png\r\n\r\n'
    )
    return head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_the_name_of_a_file_means_nothing(name: str, house: House, as_: Browser) -> None:
    browser = as_(house.administrator)
    body = raw(name, factories.make_picture())
    answer = browser.generic("POST", page_of(house), body, f"multipart/form-data; boundary={BOUNDARY}")
    assert answer.status_code in ({302, 422} if name else {400}), (
        "without a name it is a text, and no text holds that"
    )
    assert "X-Evil" not in answer.headers
    logo = kept(house).logo
    if logo:
        assert logo == f"logos/{house.organisation.pk}/{kept(house).logo_code}.png"
        told = browser.get(f"/organisation/{house.organisation.pk}/logo/").headers["Content-Disposition"]
        assert told == 'inline; filename="logo.png"'
    written = [each for each in Path(default_storage.path("")).parent.rglob("*") if each.is_file()]
    assert [each.name for each in written] == ([f"{kept(house).logo_code}.png"] if logo else [])


def test_most_names_do_bring_a_logo(house: House, as_: Browser) -> None:
    browser = as_(house.administrator)
    took = 0
    for number, name in enumerate(NAMES):
        body = raw(name, factories.make_picture((100 + number, 50)))
        browser.generic("POST", page_of(house), body, f"multipart/form-data; boundary={BOUNDARY}")
        took += len(default_storage.listdir(f"logos/{house.organisation.pk}")[1]) if kept(house).logo else 0
    assert took >= 8


def test_the_kind_that_a_browser_tells_means_nothing(house: House, as_: Browser) -> None:
    browser = as_(house.administrator)
    assert send(browser, house, REFUSED["a page"](), kind="image/png").status_code == 422
    assert send(browser, house, factories.make_picture(), "x.html", "text/html").status_code == 302
    shown: Any = browser.get(f"/organisation/{house.organisation.pk}/logo/")
    assert shown.headers["Content-Type"] == "image/png"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in shown.headers["Content-Security-Policy"]


def test_of_a_huge_form_nothing_is_written(
    house: House, as_: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    monkeypatch.setattr(
        TemporaryFileUploadHandler, "receive_data_chunk", lambda _self, data, _at: written.append(len(data))
    )
    send(as_(house.administrator), house, bytes(5_000_000))
    assert sum(written) == 5_000_000
    for browser, url in ((as_(house.administrator), page_of(house)), (as_(None), "/account/sign-in/")):
        huge = {"logo": SimpleUploadedFile("logo.png", bytes(10_000_001))}
        assert browser.post(url, huge).status_code == 413
    assert sum(written) == 5_000_000


def test_a_large_file_is_refused_in_words(house: House, as_: Browser) -> None:
    browser = as_(house.administrator)
    large: Any = send(browser, house, bytes(5_000_000))
    assert large.status_code == 422
    assert large.context["form"].errors["logo"] == ["This file is too large: at most 1 MB fits."]


@pytest.mark.django_db(transaction=True)
def test_a_new_logo_takes_the_place_of_the_old_one(house: House, as_: Browser) -> None:
    browser, folder = as_(house.administrator), f"logos/{house.organisation.pk}"
    send(browser, house, factories.make_picture((300, 100)))
    first = kept(house).logo
    send(browser, house, factories.make_picture((200, 100)))
    assert kept(house).logo not in {"", first}
    assert len(default_storage.listdir(folder)[1]) == 1
    browser.post(page_of(house), {"accent": "#123f6b"})
    assert kept(house).logo_png() is not None
    browser.post(f"{page_of(house)}logo-removal/")
    assert kept(house).logo == ""
    assert default_storage.listdir(folder)[1] == []
    assert browser.get(f"/organisation/{house.organisation.pk}/logo/").status_code == 404


def test_the_same_logo_again_changes_nothing(house: House, as_: Browser) -> None:
    browser = as_(house.administrator)
    for _time in range(2):
        send(browser, house, factories.make_picture())
    assert AuditEntry.objects.filter(action="organisation.dressed").count() == 1


def test_who_is_of_outside_and_in_a_team_sees_the_logo_until_leaving(
    house: House, road: Road, as_: Browser
) -> None:
    factories.dress(house.organisation, by=house.administrator)
    guest = factories.make_user("Gus Guest")
    url = f"/organisation/{house.organisation.pk}/logo/"
    assert as_(guest).get(url).status_code == 404
    place = house.initiative.add_member(guest, Role.OBSERVER, by=house.lead)
    assert as_(guest).get(url).status_code == 200
    page = as_(guest).get(house.initiative.get_absolute_url()).text
    assert f"{url}?v={kept(house).logo_code}" in page
    place.leave(by=house.lead)
    assert as_(guest).get(url).status_code == 404
