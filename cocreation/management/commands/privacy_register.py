"""Prints the register of processing (GDPR, article 30) as it follows from the code, as Markdown."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.apps import apps as installed
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from projects.personal_data import marks_of


class Command(BaseCommand):
    """Prints each personal field with whose it is, for what, on which ground, how long, and what becomes of it."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, choices=[*dict(settings.LANGUAGES)])

    def handle(self, *, language: str, **options: Any) -> None:
        with translation.override(language):
            self.stdout.write("\n".join(register()))


def register() -> Iterator[str]:
    """Yield the lines of the register in the active language."""
    yield "# " + _("Register of processing")
    yield ""
    yield _(
        "Made by `manage.py privacy_register` from the marks in the code; a test sees that both are equal."
    )
    columns = (_("field"), _("whose"), _("for what"), _("ground"), _("how long"), _("own data"), _("erasure"))
    for model in sorted(installed.get_models(), key=lambda model: model._meta.label_lower):
        marks = marks_of(model)
        if not marks:
            continue
        yield ""
        yield f"## {model._meta.label}"
        yield ""
        yield f"| {' | '.join(columns)} |"
        yield "|" + "---|" * len(columns)
        for name, mark in marks.items():
            told = (mark.whose, mark.purpose, mark.basis, mark.term, mark.export.value, mark.erase.value)
            yield f"| `{name}` | {' | '.join(str(each) for each in told)} |"
