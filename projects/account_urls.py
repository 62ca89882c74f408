"""Addresses of signing in and out, under the names that allauth gives them."""

from allauth.account import views as accounts
from django.contrib.auth.decorators import login_not_required
from django.urls import path

from .views.account import SignIn

urlpatterns = [
    path("sign-in/", login_not_required(SignIn.as_view()), name="account_login"),
    path("sign-out/", accounts.logout, name="account_logout"),
    path("sign-up/", login_not_required(accounts.signup), name="account_signup"),
    path("inactive/", login_not_required(accounts.account_inactive), name="account_inactive"),
]
