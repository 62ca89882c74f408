"""Addresses of the toolkit."""

from django.urls import path

from . import views

app_name = "toolkit"
urlpatterns = [
    path("", views.methods, name="methods"),
    path("<slug:code>/", views.method, name="method"),
]
