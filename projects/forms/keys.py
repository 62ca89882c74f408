"""What a form carries besides what people see: a key against double sending, a version against overwriting."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from ..models import Submission
from .fields import WholeNumberField

MOST_VERSIONS = 2**31 - 2
"""The highest version that the database can count on from."""


def posted(request: HttpRequest) -> QueryDict | None:
    """Give what was posted, be it nothing; None when the page is only read."""
    return request.POST if request.method == "POST" else None


class CreatingForm(forms.Form):
    """A form that makes something: its key makes that two posts of it make one thing."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def once(self, *, by: Any, route: str, make: Callable[[], str]) -> str:
        """Run `make` unless a post with this key did so before; give the address that answers it."""
        return Submission.once(self.cleaned_data["submission_key"], by=by, route=route, make=make)

    def made_before(self, *, by: Any) -> str:
        """Give the address of an earlier post with this key, for a form that became invalid by it."""
        return Submission.earlier(self.data.get(self.add_prefix("submission_key"), ""), by=by)


class ChangingForm(forms.Form):
    """A form that changes something: it names the version it was filled in on."""

    version = WholeNumberField(widget=forms.HiddenInput, min_value=1, max_value=MOST_VERSIONS)

    def add_stale_error(self, now: Any) -> None:
        """Say that a colleague was earlier; `now` is the row as it stands. What was typed stays."""
        typed: Any = self.data.copy()  # type: ignore[attr-defined]
        typed[self.add_prefix("version")] = str(now.version)
        self.data = typed
        self.add_error(
            None,
            _(
                "{name} changed this while you were writing. Your text is still here. "
                "Check it and save again to replace theirs."
            ).format(name=now.updated_by or _("A colleague")),
        )
