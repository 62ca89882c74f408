"""Lets go what is about people and whose term is over; the app does so by itself each night."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from projects.privacy.retention import apply_rules

from ...compliance.retention import RULES


class Command(BaseCommand):
    """Says per rule and organisation how much goes, and lets it go."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would go")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        found = apply_rules(RULES, timezone.now(), dry_run=dry_run)
        for gone in found:
            where = f", {gone.organisation}" if gone.organisation else ""
            held = f"; {gone.held_up} cannot go yet" if gone.held_up else ""
            self.stdout.write(f"{gone.count} {gone.words}{where}{held}")
        if not found:
            self.stdout.write("Nothing is over its term.")
