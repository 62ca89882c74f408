"""What the form templates in `templates/nlds/` are drawn from."""

import json
from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import BoundField
from django.forms.utils import flatatt
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..forms.dates import BOXES, ThreePartDateWidget
from ..forms.errors import errors_of, formset_summary_of, message_of, summary_of, wrong_boxes

register = template.Library()
register.simple_tag(summary_of)
register.simple_tag(formset_summary_of)


@register.filter
def as_json(value: Any) -> str:
    """Return a value as JSON, for a data attribute that a script reads."""
    return json.dumps(value, cls=DjangoJSONEncoder)


BOX_CLASSES = {"checkbox": "utrecht-checkbox", "radio": "utrecht-radio-button"}


@dataclass(frozen=True, slots=True)
class SubInput:
    """One input of several: an option with its label and, below it, a description; or a part of a date.

    `kind` is its type.
    """

    kind: str
    label: str
    id: str
    control: SafeString
    description: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """A field as it is drawn. `kind` says how: `control`, `checkbox`, `options` or `date`.

    `control` is filled for the first two, `inputs` for the others.
    """

    kind: str
    errors: list[str]
    described_by: str
    control: SafeString | str
    inputs: list[SubInput]
    optional: bool


@register.simple_tag(takes_context=True)
def claims_of(context: Context, form: Any) -> str:
    """Say on the form element what becomes of typed work, and that what was given back is not stored.

    The browser never fills such a form in again by itself: the version or the key would be of another moment.
    """
    if not context.get("unsaved") or not form.visible_fields():
        return ""
    never_restored = context["unsaved"] in {"ask", "draft"}
    claims = {"data-unsaved": context["unsaved"], "data-unsaved-now": form.is_bound}
    return flatatt(claims | ({"autocomplete": "off"} if never_restored else {}))


@register.simple_tag(takes_context=True)
def parts_of(context: Context, field: BoundField) -> Parts:
    """Return the parts of a visible field."""
    kind, described_by = _kind(field), _described_by(field)
    several = kind in {"options", "date"}
    return Parts(
        kind=kind,
        errors=[message_of(error, field) for error in errors_of(field)],
        described_by=described_by,
        control="" if several else _control(field, described_by),
        inputs=_sub_inputs(field) if several else [],
        optional=_optional(context, field),
    )


def _optional(context: Context, field: BoundField) -> bool:
    """Say whether the label tells that a field may stay empty. In a form that only searches, all may."""
    searches = context.get("form_method") == "get"
    return not (field.field.required or searches or field.name in (context.get("depends") or ()))


def _kind(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, ThreePartDateWidget):
        return "date"
    if isinstance(widget, forms.RadioSelect):
        return "options"
    return "checkbox" if isinstance(widget, forms.CheckboxInput) else "control"


def _described_by(field: BoundField) -> str:
    ids = [field.field.widget.attrs.get("aria-describedby", "")]
    if field.help_text:
        ids.append(f"{field.auto_id}_helptext")
    if field.errors:
        ids.append(f"{field.auto_id}_error")
    return " ".join(filter(None, ids))


def _control(field: BoundField, described_by: str) -> SafeString:
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        name, variant = "utrecht-checkbox", "html-input"
    elif isinstance(widget, forms.Textarea):
        name, variant = "utrecht-textarea", "html-textarea"
    elif isinstance(widget, forms.Select):
        name, variant = "utrecht-select", "html-select"
    else:
        name, variant = "utrecht-textbox", "html-input"
    attrs: dict[str, Any] = {
        "class": _classes(name, variant, widget.attrs.get("class", ""), invalid=bool(field.errors)),
        "maxlength": False,  # browsers cut off pasted text without a word; our answer says it is too long
    }
    if described_by:
        attrs["aria-describedby"] = described_by
    return field.as_widget(attrs=attrs)


def _sub_inputs(field: BoundField) -> list[SubInput]:
    wrong = _invalid_parts(field)
    described = getattr(field.field.widget, "descriptions", {})
    return [
        _sub_input(
            widget.data,
            invalid=widget.data.get("box") in wrong,
            description=str(described.get(str(widget.data["value"]), "")),
        )
        for widget in field.subwidgets
    ]


def _invalid_parts(field: BoundField) -> set[str]:
    """Return the boxes of a date to mark; all when an error does not say which it is about."""
    if _kind(field) != "date":
        return set()
    named = [wrong_boxes(error) or tuple(BOXES) for error in errors_of(field)]
    return {box for boxes in named for box in boxes}


def _sub_input(data: dict[str, Any], *, invalid: bool, description: str) -> SubInput:
    attrs = {name: value for name, value in data["attrs"].items() if name != "aria-invalid"}
    if invalid:
        attrs["aria-invalid"] = "true"
    if description:
        attrs["aria-describedby"] = f"{attrs['id']}_description"
    name = BOX_CLASSES.get(data["type"], "utrecht-textbox")
    size = "date-in__year" if data.get("box") == "year" else ""
    attrs["class"] = _classes(name, "html-input", attrs.get("class", ""), size, invalid=invalid)
    if data["value"] is not None:
        attrs["value"] = str(data["value"])
    control = format_html('<input type="{}" name="{}"{}>', data["type"], data["name"], flatatt(attrs))
    return SubInput(data["type"], data["label"], attrs.get("id", ""), control, description)


def _classes(name: str, variant: str, *more: str, invalid: bool) -> str:
    return " ".join(filter(None, (name, f"{name}--{variant}", f"{name}--invalid" if invalid else "", *more)))
