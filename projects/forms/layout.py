"""How every real form of the product is sent: one helper, set here once."""

from collections.abc import Collection
from typing import Any, Literal

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django.shortcuts import resolve_url

Unsaved = Literal["ask", "autosave", "draft", "address", "secret"]
"""What becomes of what someone typed and did not save; `static/js/unsaved.js` does it."""


def form_helper(
    submit: Any,
    *,
    cancel_url: str | None = None,
    action: str = "",
    error_title: Any = "",
    depends: Collection[str] = (),
    unsaved: Unsaved = "ask",
    takes_all: bool = False,
) -> FormHelper:
    """Return the helper of a form that posts, says what went wrong in our words, and can be left.

    `submit` is the text on the button. `cancel_url` is a path or the name of a route; with it there is a
    link "Cancel". `error_title` replaces the heading of the error summary. `depends` names
    fields that are needed only with some answers to others: nothing says that they are optional. `unsaved` is
    what the form claims for what is typed in it, when it has a field to type or choose in. `takes_all`: without
    scripts every button of the page sends this form, so that nothing typed is lost.
    """
    helper = FormHelper()
    helper.form_class = "stack stack--9"
    helper.form_action = action
    helper.form_error_title = str(error_title)
    helper.attrs = {"novalidate": True}
    if takes_all:
        helper.form_id = "page-form"
    helper.render_hidden_fields = True
    helper.depends = depends
    helper.unsaved = unsaved
    helper.cancel_url = resolve_url(cancel_url) if cancel_url else ""
    helper.add_input(Submit("", submit))
    return helper
