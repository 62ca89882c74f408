"""Addresses of the roadmap, and of the work along it."""

from django.urls import include, path

from .views import gates, home, log, outcomes, phase, questions, reports, roadmap, troubleshooting, workshops

app_name = "phases"

of_an_initiative = [
    path("phases/", phase.phases, name="phases"),
    path("phases/<slug:phase_code>/", phase.phase, name="phase"),
    path("phases/<slug:phase_code>/gate/", gates.gate, name="gate"),
    path("questions/<slug:code>/", questions.question, name="question"),
    path("questions/<slug:code>/answer/", questions.answer, name="answer"),
    path("questions/<slug:code>/answer/finish/", questions.finish, name="finish"),
    path("questions/<slug:code>/answer/finish/undo/", questions.resume, name="resume"),
    path("checklist/<slug:code>/", phase.item, name="item"),
    path("checklist/<slug:code>/undo/", phase.item_undo, name="item-undo"),
    path("workshops/", workshops.workshops, name="workshops"),
    path("workshops/new/", workshops.plan, name="workshop-plan"),
    path("workshops/<uuid:workshop_id>/", workshops.workshop, name="workshop"),
    path("workshops/<uuid:workshop_id>/edit/", workshops.edit, name="workshop-edit"),
    path("workshops/<uuid:workshop_id>/log/", log.log, name="workshop-log"),
    path("workshops/<uuid:workshop_id>/attendance/", log.attendance, name="attendance"),
    path("workshops/<uuid:workshop_id>/log/close/", log.close, name="workshop-log-close"),
    path("workshops/<uuid:workshop_id>/outcomes/new/", outcomes.add, name="outcome-add"),
    path("workshops/<uuid:workshop_id>/outcomes/<uuid:outcome_id>/", outcomes.edit, name="outcome"),
    path(
        "workshops/<uuid:workshop_id>/outcomes/<uuid:outcome_id>/removal/",
        outcomes.remove,
        name="outcome-remove",
    ),
    path("reports/", reports.reports, name="reports"),
    path("reports/preview/", reports.preview, name="report-preview"),
    path("reports/<uuid:report_id>/", reports.report, name="report"),
    path("reports/<uuid:report_id>/file/", reports.file, name="report-file"),
    path("reports/<uuid:report_id>/retry/", reports.retry, name="report-retry"),
]
urlpatterns = [
    path("", home.home, name="home"),
    path("roadmap/", roadmap.roadmap, name="roadmap"),
    path("roadmap/<slug:code>/", roadmap.roadmap_phase, name="roadmap-phase"),
    path("troubleshooting/", troubleshooting.problems, name="problems"),
    path("troubleshooting/<slug:code>/", troubleshooting.problem, name="problem"),
    path("initiatives/<uuid:initiative_id>/", include(of_an_initiative)),
]
