"""Every address of the site. Paths are English nouns; ids are UUIDs, content is addressed by its code."""

from django.urls import include, path

from phases.home import home
from phases.portfolio import views as portfolio

from .web import views
from .web.language_switch import language

urlpatterns = [
    path("", home, name="home"),
    path("initiatives/", portfolio.portfolio, name="portfolio"),
    path("initiatives/<uuid:initiative_id>/", portfolio.overview, name="initiative"),
    path("initiatives/", include("projects.urls")),
    path("", include("phases.urls")),
    path("toolkit/", include("toolkit.urls")),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("language/", language, name="set_language"),
    path("mails/", views.mails, name="mails"),
    path("health/live", views.live, name="health-live"),
    path("health/ready", views.ready, name="health-ready"),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
    path("account/", include("projects.urls.account")),
    path("organisation/", include("projects.urls.organisation")),
]
handler500 = "cocreation.web.outages.server_error"
