"""A dry run: a sent form is answered once more, so that its page can be read in another language; nothing is taken."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django import forms
from django.utils.translation import gettext as _

is_dry_run: ContextVar[bool] = ContextVar("is_dry_run", default=False)
"""No mail goes out while this is so."""
refuses_forms: ContextVar[bool] = ContextVar("refuses_forms", default=False)


@contextmanager
def dry_run(*, refusing: bool) -> Iterator[None]:
    """Send no mails; with `refusing` a form in which nothing is wrong is not taken either, and says so."""
    tokens = is_dry_run.set(True), refuses_forms.set(refusing)
    try:
        yield
    finally:
        is_dry_run.reset(tokens[0])
        refuses_forms.reset(tokens[1])


class DryRunForm(forms.Form):
    """A form that can be shown with what was typed in it, right or wrong, without being taken."""

    def full_clean(self) -> None:
        """Refuse in a dry run what would be taken."""
        super().full_clean()
        if refuses_forms.get() and self.is_bound and not self.errors:
            self.add_error(None, _("What you filled in still stands here. It is not saved yet."))
