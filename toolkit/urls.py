"""Addresses of the toolkit."""

from django.urls import path

from . import views

app_name = "toolkit"
urlpatterns = [
    path("", views.methods, name="methods"),
    path("glossary/", views.glossary, name="glossary"),
    path("<slug:code>/", views.method, name="method"),
]
