"""Checks the audit trail: whether a line was changed, taken away, put in or moved."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...models import AuditEntry, AuditHead, anchor_is_lost, verify


class Command(BaseCommand):
    """Says how many lines hold; fails, and names the first fault, when one does not."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anchor", metavar="NUMBER:LINK", help="an end of the chain as the log tells it")

    def handle(self, *, anchor: str | None, **options: Any) -> None:
        """Chain what is new, then check everything."""
        lost = anchor_is_lost()
        while AuditHead.chain():
            pass
        if anchor_is_lost():
            AuditHead.drop_anchor(begins=True)
        faults: list[Any] = list(verify())
        if lost:
            faults.insert(
                0,
                "the file of the anchor (AUDIT_ANCHOR) was gone; it is made anew of what the trail holds now",
            )
        if anchor:
            number, _colon, link = anchor.partition(":")
            if not AuditEntry.objects.filter(number=int(number), link=link).exists():
                faults.append(f"line {number} is not the one of the anchor")
        if faults:
            told = "\n".join(
                fault if isinstance(fault, str) else f"line {fault.number}: {fault.reason}"
                for fault in faults[:20]
            )
            raise CommandError(f"{len(faults)} faults, first ones:\n{told}")
        self.stdout.write(f"{AuditEntry.objects.count()} lines, all in order.")
