"""Addresses of the roadmap, and of the work along it."""

from django.urls import include, path

from .answers.views import checklist, phase, questions
from .followup.views import feedback, telling, themes
from .followup.views import outcomes as feedback_list
from .gates import views as gates
from .methods.views import adviser, own_methods
from .participation import views as participation
from .promise import views as promise
from .reports.views import report_back_sheets, reports, sheets
from .roadmap.views import problems, roadmap, search
from .workshops.views import log, outcomes, workshops

app_name = "phases"

of_an_initiative = [
    path("phases/", phase.phases, name="phases"),
    path("phases/<slug:phase_code>/", phase.phase, name="phase"),
    path("phases/<slug:phase_code>/gate/", gates.gate, name="gate"),
    path("phases/<slug:phase_code>/plan/", gates.plan, name="phase-plan"),
    path("phases/<slug:phase_code>/adviser/", adviser.adviser, name="adviser"),
    path("promise/", promise.promise, name="promise"),
    path("promise/telling/", promise.telling, name="promise-telling"),
    path("feedback/", feedback_list.feedback, name="feedback"),
    path("feedback/told/<uuid:telling_id>/", telling.telling, name="telling"),
    path("feedback/told/<uuid:telling_id>/pdf/", report_back_sheets.of_telling, name="telling-sheet"),
    path("feedback/pdf/<uuid:report_back_id>/file/", report_back_sheets.file, name="report-back-file"),
    path("participants-page/", participation.of_initiative, name="participant-page"),
    path("themes/new/", feedback_list.group, name="theme-add"),
    path("themes/<uuid:theme_id>/", themes.theme, name="theme"),
    path("themes/<uuid:theme_id>/edit/", themes.edit, name="theme-edit"),
    path("themes/<uuid:theme_id>/place/", themes.move, name="theme-move"),
    path("themes/<uuid:theme_id>/report-back/", telling.of_theme, name="theme-telling"),
    path("themes/<uuid:theme_id>/report-back/pdf/", report_back_sheets.of_theme, name="theme-sheet"),
    path("themes/<uuid:theme_id>/removal/", themes.remove, name="theme-remove"),
    path("questions/<slug:code>/", questions.question, name="question"),
    path("questions/<slug:code>/answer/", questions.answer, name="answer"),
    path("questions/<slug:code>/answer/finish/", questions.finish, name="finish"),
    path("questions/<slug:code>/answer/finish/undo/", questions.resume, name="resume"),
    path("checklist/<slug:code>/", checklist.item, name="item"),
    path("checklist/<slug:code>/undo/", checklist.item_undo, name="item-undo"),
    path("workshops/", workshops.workshops, name="workshops"),
    path("workshops/new/", workshops.plan, name="workshop-plan"),
    path("workshops/<uuid:workshop_id>/", workshops.workshop, name="workshop"),
    path("workshops/<uuid:workshop_id>/edit/", workshops.edit, name="workshop-edit"),
    path("workshops/<uuid:workshop_id>/adviser/", adviser.workshop_adviser, name="workshop-adviser"),
    path("workshops/<uuid:workshop_id>/report-back/", telling.of_workshop, name="workshop-telling"),
    path(
        "workshops/<uuid:workshop_id>/report-back/pdf/",
        report_back_sheets.of_workshop,
        name="workshop-sheet",
    ),
    path(
        "workshops/<uuid:workshop_id>/participants-page/",
        participation.of_workshop,
        name="workshop-participant-page",
    ),
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
    path(
        "workshops/<uuid:workshop_id>/outcomes/<uuid:outcome_id>/feedback/",
        feedback.outcome_feedback,
        name="outcome-feedback",
    ),
    path(
        "workshops/<uuid:workshop_id>/outcomes/<uuid:outcome_id>/consent/withdrawal/",
        outcomes.withdraw_consent,
        name="consent-withdraw",
    ),
    path("reports/", reports.reports, name="reports"),
    path("reports/preview/", reports.preview, name="report-preview"),
    path("reports/<uuid:report_id>/", reports.report, name="report"),
    path("reports/<uuid:report_id>/file/", reports.file, name="report-file"),
    path("reports/<uuid:report_id>/retry/", reports.retry, name="report-retry"),
]
urlpatterns = [
    path("roadmap/", roadmap.roadmap, name="roadmap"),
    path("roadmap/<slug:code>/", roadmap.roadmap_phase, name="roadmap-phase"),
    path("troubleshooting/", problems.problems, name="problems"),
    path("troubleshooting/<slug:code>/", problems.problem, name="problem"),
    path("search/", search.search, name="search"),
    path("p/<str:page_token>/", participation.participation, name="participation"),
    path("toolkit/<slug:code>/print/", sheets.sheet, name="sheet"),
    path("toolkit/<slug:code>/print/<uuid:sheet_id>/", sheets.made, name="sheet-made"),
    path("toolkit/<slug:code>/print/<uuid:sheet_id>/file/", sheets.file, name="sheet-file"),
    path("organisation/methods/", own_methods.own_methods, name="own-methods"),
    path("organisation/<uuid:organisation_id>/methods/new/", own_methods.add, name="own-method-add"),
    path("organisation/methods/<uuid:own_id>/", own_methods.own_method, name="own-method"),
    path("organisation/methods/<uuid:own_id>/edit/", own_methods.edit, name="own-method-edit"),
    path("organisation/methods/<uuid:own_id>/retirement/", own_methods.retire, name="own-method-retire"),
    path(
        "organisation/methods/<uuid:own_id>/retirement/undo/",
        own_methods.offer_again,
        name="own-method-offer",
    ),
    path("initiatives/<uuid:initiative_id>/", include(of_an_initiative)),
]
