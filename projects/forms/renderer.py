"""How controls of forms are drawn: the HTML that Django's own templates give, put together without a template.

A select of thirty choices is thirty templates to Django; a page with filters spent most of its time on them. What is
not drawn here is drawn by Django.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape

Widget = Mapping[str, Any]
WIDGETS = "django/forms/widgets/"


class ControlRenderer(DjangoTemplates):
    """Draws the usual controls by themselves."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        draw = DRAWN.get(template_name)
        if draw is None:
            return str(super().render(template_name, context, request))
        return draw(context["widget"])


def _attributes(widget: Widget) -> str:
    attrs = widget["attrs"]
    return "".join(_attribute(name, attrs[name]) for name in attrs if attrs[name] is not False)


def _attribute(name: str, value: Any) -> str:
    return f" {name}" if value is True else f' {name}="{conditional_escape(value)}"'


def _input(widget: Widget) -> str:
    value = widget["value"]
    given = "" if value is None else f' value="{conditional_escape(value)}"'
    return f'<input type="{widget["type"]}" name="{conditional_escape(widget["name"])}"{given}{_attributes(widget)}>'


def _textarea(widget: Widget) -> str:
    text = conditional_escape(widget["value"] or "")
    return f'<textarea name="{conditional_escape(widget["name"])}"{_attributes(widget)}>\n{text}</textarea>'


def _option(widget: Widget) -> str:
    value, label = conditional_escape(widget["value"]), conditional_escape(widget["label"])
    return f'<option value="{value}"{_attributes(widget)}>{label}</option>'


def _select(widget: Widget) -> str:
    groups = "".join(_optgroup(name, options) for name, options, _index in widget["optgroups"])
    return f'<select name="{conditional_escape(widget["name"])}"{_attributes(widget)}>{groups}\n</select>'


def _optgroup(name: Any, options: list[Widget]) -> str:
    inside = "".join(f"\n  {_option(option)}\n" for option in options)
    if not name:
        return inside
    return f'\n  <optgroup label="{conditional_escape(name)}">{inside}\n  </optgroup>'


INPUTS = (
    "text",
    "number",
    "email",
    "url",
    "password",
    "hidden",
    "date",
    "time",
    "checkbox",
    "color",
    "search",
    "tel",
)
DRAWN: dict[str, Callable[[Widget], str]] = {
    **{f"{WIDGETS}{name}.html": _input for name in (*INPUTS, "input")},
    f"{WIDGETS}textarea.html": _textarea,
    f"{WIDGETS}select.html": _select,
    f"{WIDGETS}select_option.html": _option,
}
"""What is drawn here, by the name of the template that Django has for it."""
