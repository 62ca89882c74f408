"""Who works together on what: people, organisations, initiatives, teams, stakeholders and the audit trail.

`access.py` is the one door to an initiative; every view goes through it. This app knows neither the roadmap
nor the toolkit.
"""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """People and the initiatives they work on."""

    name = "projects"
