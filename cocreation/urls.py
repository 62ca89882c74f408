"""Every address of the site. Paths are English nouns; ids are UUIDs, content is addressed by its code."""

from django.urls import include, path

from .web import views
from .web.language import language

urlpatterns = [
    path("", include("phases.urls")),
    path("initiatives/", include("projects.urls")),
    path("toolkit/", include("toolkit.urls")),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("language/", language, name="set_language"),
    path("mails/", views.mails, name="mails"),
    path("health/live", views.live, name="health-live"),
    path("health/ready", views.ready, name="health-ready"),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
    path("account/", include("projects.account_urls")),
    path("organisation/", include("projects.organisation_urls")),
]
handler500 = "cocreation.web.outages.server_error"
