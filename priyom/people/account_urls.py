"""Addresses under /accounts/: the pages of allauth that we use, and ours in the place of those that we do not.

SECURITY: only what is listed exists; allauth's sign-up, its e-mail addresses and its reset keys do not.
"""

from allauth.account import views as account
from allauth.mfa.totp import views as totp
from csp.decorators import csp_update
from django.urls import include, path

from priyom.people.views import signin

urlpatterns = [
    path("login/", signin.SignInView.as_view(), name="account_login"),
    path("logout/", signin.SignOutView.as_view(), name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", signin.ask_password, name="account_reset_password"),
    # The picture with the secret is made for this one answer; nowhere else may pictures be data.
    path("2fa/totp/activate/", csp_update({"img-src": ["data:"]})(totp.activate_totp), name="mfa_activate_totp"),
    path("2fa/", include("allauth.mfa.urls")),
]
