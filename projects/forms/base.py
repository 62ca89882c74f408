"""What a form carries besides what people see: a key against double sending, a version against overwriting."""

import hashlib
import json
import uuid
from collections.abc import Callable
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, QueryDict
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from ..dry_run import refuses_forms
from ..models import IdempotencyKey
from ..typed_text import isolated
from .errors import STANDS
from .fields import WholeNumberField

MAX_VERSION = 2**31 - 2
"""The highest version that the database can count on from."""


class DryRunForm(forms.Form):
    """A form that can be shown with what was typed in it, right or wrong, without being taken."""

    def full_clean(self) -> None:
        """Refuse in a dry run what would be taken."""
        super().full_clean()
        if refuses_forms.get() and self.is_bound and not self.errors:
            self.add_error(None, _("What you filled in still stands here. It is not saved yet."))


def post_or_none(request: HttpRequest) -> QueryDict | None:
    """Return what was posted, be it nothing; None when the page is only read."""
    return request.POST if request.method == "POST" else None


class IdempotentForm(DryRunForm):
    """A form that makes something: its key makes that the same words sent twice make one thing.

    Other words with the same key, typed after going back to a page that was sent already, are another thing.
    """

    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def run_once(self, *, by: Any, route: str, create: Callable[[], str]) -> str:
        """Run `create` unless these words came with this key before; give the address that answers it."""
        key = self._key_of_words(self.cleaned_data["submission_key"])
        return IdempotencyKey.run_once(key, by=by, route=route, create=create)

    def already_done(self, *, by: Any) -> str:
        """Return the address of an earlier post of these words, for a form that became invalid by it."""
        try:
            key = uuid.UUID(self.data.get(self.add_prefix("submission_key"), ""))
        except ValueError:
            return ""
        return IdempotencyKey.earlier(self._key_of_words(key), by=by)

    def _key_of_words(self, key: uuid.UUID) -> uuid.UUID:
        """Return a key for what was typed, whichever fields the form has by now."""
        fields = (self.base_fields | self.fields).items()
        typed = [
            (name, str(value))
            for name, field in sorted(fields)
            if not field.widget.is_hidden
            and (value := field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name)))
        ]
        return uuid.uuid5(key, json.dumps(typed))


def _add_what_stands(form: forms.Form) -> None:
    """Say beside each field that differs what stands there by now: both texts are to be seen."""
    for field in form.visible_fields():
        if field.name in form.initial and field.field.has_changed(field.initial, field.data):
            stands = _as_read(field.field, field.initial)
            said = _("It now says: {text}").format(text=isolated(stands)) if stands else _("It is empty now.")
            form.add_error(field.name, ValidationError(said, code=STANDS))


def _as_read(field: Any, value: Any) -> str:
    """Return a value as people read it in the form."""
    if isinstance(value, bool):
        return str(_("Yes")) if value else str(_("No"))
    if isinstance(value, date):
        return date_format(value)
    if isinstance(value, time):
        return time_format(value)
    labels = {str(code): str(label) for code, label in getattr(field, "choices", ())}
    several = value if isinstance(value, list | tuple) else [value]
    return ", ".join(labels.get(str(each), str(each)) for each in several if each not in {None, ""})


class VersionedForm(DryRunForm):
    """A form that changes something: it names the version it was filled in on."""

    version = WholeNumberField(widget=forms.HiddenInput, min_value=1, max_value=MAX_VERSION)

    def add_stale_error(self, now: Any) -> None:
        """Say that a colleague was earlier; `now` is the row as it stands. What was typed stays."""
        typed: Any = self.data.copy()  # type: ignore[attr-defined]  # a form that was sent
        typed[self.add_prefix("version")] = str(now.version)
        self.data = typed
        self.add_error(
            None,
            _(
                "{name} changed this while you were writing. Your text is still here. "
                "Check it and save again to replace theirs."
            ).format(name=isolated(str(now.updated_by or _("A colleague")))),
        )
        _add_what_stands(self)


class SnapshotForm(DryRunForm):
    """A form over something that counts no versions: it names what it showed.

    What was changed meanwhile by somebody else is refused once, and is then what the form is about.
    """

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        now = json.dumps(options["initial"], cls=DjangoJSONEncoder, sort_keys=True)
        self.digest = hashlib.sha256(now.encode()).hexdigest()
        options["initial"] = {**options["initial"], "shown": self.digest}
        super().__init__(*args, **options)
        self.is_stale = False

    def clean(self) -> dict[str, Any]:
        """Say that somebody was earlier, if so. What was filled in stays, and may be sent again."""
        cleaned: dict[str, Any] = super().clean() or {}
        self.is_stale = cleaned.pop("shown", "") not in {"", self.digest}
        if self.is_stale:
            typed: Any = self.data.copy()  # type: ignore[attr-defined]  # a form that was sent
            typed[self.add_prefix("shown")] = self.digest
            self.data = typed
            self.add_error(
                None,
                _(
                    "Somebody changed this while you had this page open. What you filled in is still here. "
                    "Check it and save again to replace theirs."
                ),
            )
            _add_what_stands(self)
        return cleaned

    @property
    def status(self) -> int:
        return (409 if self.is_stale else 422) if self.is_bound else 200
