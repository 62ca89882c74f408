#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys


def main() -> None:
    """Run one management command with the project's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cocreation.settings")
    # Who starts a command waits for it: a backup or a migration takes as long as it takes. For a lock it waits as pages do.
    os.environ |= {"DATABASE_STATEMENT_SECONDS": "0", "DATABASE_IDLE_SECONDS": "0"}
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
