"""The only addresses that these tests need."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def leave(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("leave/", leave, name="leave")]
