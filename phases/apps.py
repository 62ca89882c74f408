"""The road, and the work along it: the roadmap's questions and checklists, the answers to them, gates,
workshops, troubleshooting and reports.

`progress/progress.py` defines progress and the current phase, once. This app is the only one that knows the other two.
"""

from django.apps import AppConfig


class PhasesConfig(AppConfig):
    """The four phases and everything done in them."""

    name = "phases"
