"""The form that sets a sign-in up."""

from typing import Any

from tests.conftest import House
from tests.oidc.providers import CLIENT, SECRET


def filled(page: Any, **values: str) -> dict[str, str]:
    """Fill the form in, with the key of the page."""
    form = page.context["form"]
    given = {"name": "Gemeente Voorbeeld", "issuer": "", "client_id": CLIENT, "secret": SECRET}
    return {**given, "submission_key": str(form["submission_key"].value()), **values}


def base(house: House) -> str:
    """Return the address of the page."""
    return f"/organisation/{house.organisation.pk}/identity-provider/"
