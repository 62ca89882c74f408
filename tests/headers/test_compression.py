"""Pages that anybody gets alike are sent compressed; what holds a secret of somebody never is."""

import gzip
from collections.abc import Callable

import pytest
from django.test import Client

from phases.models import ParticipantPage
from projects.models import Invitation, OrganisationRole, User
from tests.conftest import House, Road

pytestmark = [pytest.mark.django_db, pytest.mark.core]

Browser = Callable[[User | None], Client]
ACCEPTS = {"accept-encoding": "gzip, deflate, br", "accept-language": "en"}
PUBLIC = ("/", "/roadmap/", "/toolkit/", "/search/?q=talk", "/toolkit/glossary/")


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_is_compressed_for_a_visitor(path: str, road: Road) -> None:
    answer = Client(headers=ACCEPTS).get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    whole = gzip.decompress(answer.content)
    assert b"</html>" in whole
    assert len(answer.content) < len(whole) / 2


@pytest.mark.parametrize("path", PUBLIC)
def test_it_is_sent_as_it_is_to_who_takes_no_other(path: str, road: Road) -> None:
    answer = Client(headers={"accept-language": "en"}).get(path)
    assert "Content-Encoding" not in answer.headers
    assert b"</html>" in answer.content


@pytest.mark.parametrize("path", [*PUBLIC, "/initiatives/", "/account/"])
def test_no_page_of_a_signed_in_person_is_compressed(
    path: str, house: House, road: Road, as_: Browser
) -> None:
    answer = as_(house.lead).get(path, headers=ACCEPTS)
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


def test_no_page_whose_address_is_a_secret_is_compressed(house: House, road: Road) -> None:
    _invitation, token = Invitation.invite(
        house.organisation,
        "new@example.org",
        by=house.administrator,
        organisation_role=OrganisationRole.MEMBER,
    )
    page = ParticipantPage.switch_on(house.initiative, None, by=house.lead)
    for path in (f"/account/invitations/{token}/", f"/p/{page.token}/"):
        answer = Client(headers=ACCEPTS).get(path)
        assert answer.status_code == 200
        assert "Content-Encoding" not in answer.headers


def test_what_answers_a_form_is_not_compressed(house: House, road: Road, as_: Browser) -> None:
    """Least of all a text that comes back because the session of its writer is over."""
    client = as_(house.lead)
    question = road.questions[0].code
    client.logout()
    typed = {"text": "Typed by somebody. " * 50, "version": 0, "question": question}
    where = f"{house.initiative.get_absolute_url()}questions/{question}/answer/"
    answer = client.post(where, typed, headers={**ACCEPTS, "sec-fetch-site": "same-origin"})
    assert answer.status_code == 401
    assert "Typed by somebody." in answer.text
    assert "Content-Encoding" not in answer.headers
