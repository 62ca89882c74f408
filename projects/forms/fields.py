"""The fields in which people type. Every text of every form passes here: cleaned, counted, refused in our words."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..typed_text import ROOM, characters, clean_text, comparison_key, is_broken, normalize_digits, trimmed

BROKEN = _("There is a sign in this text that cannot be kept. Type the text again.")


class CharacterLimitValidator:
    """Refuses what is longer than `limit` characters as people count them, or than `room` code points."""

    def __init__(self, limit: int, room: int) -> None:
        self.limit, self.room = limit, room

    def __call__(self, text: str) -> None:
        if len(text) <= self.limit:
            return
        over = characters(text) - self.limit
        if over > 0:
            raise ValidationError(too_long(over, self.limit), code="max_length")
        if len(text) > self.room:
            raise ValidationError(
                _("Some characters here are piled up from very many parts. Take some of them away."),
                code="max_length",
            )


def too_long(over: int, limit: int) -> str:
    words = ngettext(
        "This is %(over)s character too long. There is room for %(limit)s.",
        "This is %(over)s characters too long. There is room for %(limit)s.",
        over,
    )
    return words % {"over": _grouped(over), "limit": _grouped(limit)}


def _grouped(number: int) -> str:
    return number_format(number, use_l10n=True, force_grouping=True)


def validate_storable(text: str) -> None:
    """Refuse a null byte and half a letter."""
    if is_broken(text):
        raise ValidationError(BROKEN, code="broken")


class CleanedTextMixin:
    """Cleans a text, and lets nothing cut it off. `limit` is what people are told, `max_length` what Django calls it."""

    limit: int | None = None
    strip: bool
    widget: Any
    empty_value: Any

    def to_python(self, value: Any) -> str:
        text = clean_text(str(value or ""), lines=isinstance(self.widget, forms.Textarea))
        return (trimmed(text) if self.strip else text) or str(self.empty_value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let the browser count along, and let each text choose its direction; nothing is cut off while pasting."""
        if widget.is_hidden:
            return {}
        return {"dir": "auto"} | ({"data-limit": self.limit} if self.limit else {})


class CleanedField(CleanedTextMixin, forms.CharField):
    """A text as we keep it. `max_length` counts characters as people do; `room` is what the column holds.

    With a text area the text may have several lines. `strip=False` keeps the spaces at both ends.
    """

    def __init__(self, *, max_length: int | None = None, room: int | None = None, **options: Any) -> None:
        self.limit = max_length
        super().__init__(max_length=max_length, **options)
        self.validators = [validate_storable]
        if max_length is not None:
            self.validators.append(CharacterLimitValidator(max_length, room or ROOM * max_length))


class SecretField(forms.CharField):
    """A password or another secret: kept letter for letter, and not cut off while it is pasted."""

    def __init__(self, *, max_length: int, autocomplete: str, strip: bool = False, **options: Any) -> None:
        options["widget"] = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(strip=strip, **options)
        self.validators = [validate_storable, CharacterLimitValidator(max_length, max_length)]


class AddressField(CleanedTextMixin, forms.EmailField):
    default_error_messages = {
        "invalid": _("This is no e-mail address. It looks like this: name@example.org.")
    }

    def __init__(self, *, max_length: int = 254, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)
        self.validators = [
            validate_storable,
            CharacterLimitValidator(max_length, max_length),
            *self.default_validators,
        ]


class WholeNumberField(forms.IntegerField):
    """A whole number in a text field, since a number field of a browser posts less than one sees.

    Figures of every script count, and spaces, dots or commas between thousands.
    """

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Fill in a whole number."),
        "range": _("Fill in a number from %(least)s to %(most)s."),
    }

    def __init__(self, *, min_value: int, max_value: int, **options: Any) -> None:
        super().__init__(**options)
        self.least, self.most = min_value, max_value

    def to_python(self, value: Any) -> int | None:
        number = value if isinstance(value, int) else self._read(str(value or ""))
        if number is not None and not self.least <= number <= self.most:
            words = {"least": _grouped(self.least), "most": _grouped(self.most)}
            raise ValidationError(self.error_messages["range"], code="range", params=words)
        return number

    def _read(self, typed: str) -> int | None:
        text = normalize_digits(typed)
        if not text:
            return None
        grouped = re.fullmatch(r"-?\d{1,3}([ .,])\d{3}(?:\1\d{3})*", text)
        digits = re.sub(r"[ .,]", "", text) if grouped else text
        if not re.fullmatch(r"-?[0-9]{1,15}", digits):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(digits)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {} if widget.is_hidden else {"inputmode": "numeric", "autocomplete": "off"}


def replace_text_fields(form: forms.BaseForm, *names: str) -> None:
    """Let text fields of a library's form be ours, with their own widgets and without examples inside the boxes."""
    for name in names:
        field: Any = form.fields[name]
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs.pop("maxlength", None)
        if isinstance(field.widget, forms.PasswordInput):
            continue
        kind = AddressField if isinstance(field, forms.EmailField) else CleanedField
        form.fields[name] = kind(
            label=field.label,
            help_text=field.help_text,
            required=field.required,
            initial=field.initial,
            widget=field.widget,
        )


def validate_distinct(name: str, others: Iterable[str], words: Any) -> None:
    """Refuse a name that people would call the same as one of `others`."""
    if comparison_key(name) in {comparison_key(other) for other in others}:
        raise ValidationError(words, code="near_equal")
