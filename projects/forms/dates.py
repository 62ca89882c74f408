"""Dates and times as people write them: a date in three boxes, a time of day in one.

A form that needs a moment asks for a `ThreePartDateField` and a `TimeOfDayField` side by side.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..typed_text import clean_text, normalize_digits, trimmed

BOXES = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
FIRST_YEAR, LAST_YEAR = 1900, 2200

STILL_EMPTY = {
    ("day",): _("Fill in the day too."),
    ("month",): _("Fill in the month too."),
    ("year",): _("Fill in the year too."),
    ("day", "month"): _("Fill in the day and the month too."),
    ("day", "year"): _("Fill in the day and the year too."),
    ("month", "year"): _("Fill in the month and the year too."),
}


def _in_boxes(value: date | None) -> list[str]:
    return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]


class ThreePartDateWidget(forms.MultiWidget):
    """Three text boxes, posted as `<name>_day`, `<name>_month` and `<name>_year`."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({box: forms.TextInput({"inputmode": "numeric"}) for box in BOXES}, attrs)

    def decompress(self, value: date | None) -> list[str]:
        """Return what stands in the boxes for a date, or three empty ones."""
        return _in_boxes(value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Name the boxes after what they hold, in their ids too."""
        context = super().get_context(name, value, attrs)
        whole = context["widget"]["attrs"].get("id")
        for (box, label), drawn in zip(BOXES.items(), context["widget"]["subwidgets"], strict=True):
            drawn.update(box=box, label=label)
            if whole:
                drawn["attrs"]["id"] = f"{whole}_{box}"
        return context

    def subwidgets(self, name: str, value: Any, attrs: dict[str, Any] | None = None) -> Iterator[Any]:
        """Yield the boxes one by one, as a list of radio buttons does with its options."""
        yield from self.get_context(name, value, attrs)["widget"]["subwidgets"]

    def id_for_label(self, id_: str) -> str:
        """Point at the first box."""
        return f"{id_}_day" if id_ else ""


class ThreePartDateField(forms.MultiValueField):
    """A date from 1900 to 2200; its errors name the boxes they are about in `params["boxes"]`."""

    widget = ThreePartDateWidget
    default_error_messages = {
        "required": _("Fill in the date."),
        "day": _("Fill in the day as a number from 1 to 31."),
        "month": _("Fill in the month as a number from 1 to 12."),
        "year": _("Fill in the year with four figures."),
        "years": _("Fill in a year from 1900 to 2200."),
        "too_short": _("%(month)s has no %(day)s days. Fill in another day."),
        "no_leap_day": _("February %(year)s has no 29 days. Fill in another day."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(tuple(forms.CharField() for _box in BOXES), **options)

    def clean(self, value: Any) -> date | None:
        """Return the date, or None when every box is empty and it may be.

        Raises ValidationError in words otherwise: one for empty boxes, else one for each wrong box.
        """
        if not isinstance(value, (list, tuple)):
            value = _in_boxes(value)
        boxes = dict(zip(BOXES, (trimmed(clean_text(part or "")) for part in value), strict=True))
        if not any(boxes.values()):
            if self.required:
                raise self._wrong("required", *BOXES)
            return None
        empty = tuple(box for box, text in boxes.items() if not text)
        if empty:
            raise ValidationError(STILL_EMPTY[empty], code="incomplete", params={"boxes": empty})
        found = self._date(boxes)
        self.run_validators(found)
        return found

    def compress(self, data_list: Sequence[date]) -> date | None:
        """Return the first value; `clean` has made the date already."""
        return data_list[0] if data_list else None

    def _date(self, boxes: dict[str, str]) -> date:
        shapes = {"day": "[0-9]{1,2}", "month": "[0-9]{1,2}", "year": "[0-9]{4}"}
        wrong = [
            self._wrong(box, box) for box, shape in shapes.items() if not re.fullmatch(shape, boxes[box])
        ]
        if wrong:
            raise ValidationError(wrong)
        return self._existing(*(int(text) for text in boxes.values()))

    def _existing(self, day: int, month: int, year: int) -> date:
        wrong = []
        if not 1 <= day <= 31:
            wrong.append(self._wrong("day", "day"))
        if not 1 <= month <= 12:
            wrong.append(self._wrong("month", "month"))
        if not FIRST_YEAR <= year <= LAST_YEAR:
            wrong.append(self._wrong("years", "year"))
        if wrong:
            raise ValidationError(wrong)
        try:
            return date(year, month, day)
        except ValueError:
            code = "no_leap_day" if (day, month) == (29, 2) else "too_short"
            words = {"day": day, "month": capfirst(str(MONTHS[month])), "year": year}
            raise self._wrong(code, "day", "month", **words) from None

    def _wrong(self, code: str, *boxes: str, **words: Any) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={"boxes": boxes, **words})


TIME = re.compile(
    r"([0-9]{1,2})(?:[ :.,]?(?:u|uur|h)?[ :.,]?([0-9]{2})(?::00)?|)(?: ?(?:u|uur|h)\.?)?", re.IGNORECASE
)


def validate_past(day: date | None, words: Any) -> date | None:
    """Refuse a day that is still to come, in these words."""
    if day and day > timezone.localdate():
        raise ValidationError(words)
    return day


class TimeOfDayField(forms.TimeField):
    """A time of day in hours and minutes, in a text field: `14:30`, `14.30`, `1430`, `14u30` or `14 uur`; `24:00` is midnight."""

    default_error_messages = {"invalid": _("Fill in the time in hours and minutes, for example 14:30.")}

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TimeInput({"autocomplete": "off", "dir": "auto"}, format="%H:%M"))
        super().__init__(**options)

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, time):
            return value
        text = normalize_digits(str(value or ""))
        if not text:
            return None
        found = TIME.fullmatch(text)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
        if minute > 59 or (hour, minute) > (24, 0):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return time(hour % 24, minute)
