"""Every address of the site. Paths are English nouns; ids are UUIDs, content is addressed by its code."""

from django.urls import include, path

from . import site
from .language import language

urlpatterns = [
    path("", include("phases.urls")),
    path("initiatives/", include("projects.urls")),
    path("toolkit/", include("toolkit.urls")),
    path("accessibility/", site.accessibility, name="accessibility"),
    path("privacy/", site.privacy, name="privacy"),
    path("language/", language, name="set_language"),
    path("mails/", site.mails, name="mails"),
    path("health/live", site.live, name="health-live"),
    path("health/ready", site.ready, name="health-ready"),
    path(".well-known/security.txt", site.security_txt, name="security-txt"),
    path("account/", include("projects.account_urls")),
    path("organisation/", include("projects.organisation_urls")),
]
handler500 = "cocreation.outages.server_error"
