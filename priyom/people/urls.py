"""Addresses of people: accounts, regions, organisations, teams."""

from django.urls import path
from django.views.generic import RedirectView

from priyom.people import calendar_urls, contract_urls, directory_urls
from priyom.people.views import accounts, audit, exports, jobs, keys, profile, signin

app_name = "people"
urlpatterns = [
    # --- accounts
    path("accounts/link/", signin.ask_link, name="ask_link"),
    path("accounts/link/<slug:token>/", signin.use_link, name="use_link"),
    path("accounts/password/reset/<slug:token>/", signin.new_password, name="new_password"),
    path("accounts/invitation/<slug:token>/", signin.accept, name="accept_invitation"),
    path("accounts/register/", signin.register, name="register"),
    path("accounts/waiting/", signin.waiting, name="waiting"),
    path("accounts/sessions/", profile.sessions, name="sessions"),
    path("accounts/sessions/others/", profile.end_other_sessions, name="end_other_sessions"),
    path("accounts/sessions/<int:session_id>/", profile.end_session, name="end_session"),
    path("profile/", profile.profile, name="profile"),
    path("profile/theme/", profile.theme, name="theme"),
    path("invitations/", accounts.invitations, name="invitations"),
    path("invitations/<int:invitation_id>/letters/", accounts.send_again, name="send_invitation_again"),
    path("invitations/<int:invitation_id>/withdrawal/", accounts.withdraw, name="withdraw_invitation"),
    path("admissions/", accounts.admissions, name="admissions"),
    path("admissions/<int:membership_id>/approval/", accounts.approve, name="approve"),
    path("admissions/<int:membership_id>/refusal/", accounts.refuse, name="refuse"),
    path("people/<str:login>/account/", accounts.account, name="account"),
    path("people/<str:login>/account/state/", accounts.account_state, name="account_state"),
    path("people/<str:login>/account/letters/", accounts.account_letter, name="account_letter"),
    path("people/<str:login>/account/factor/", accounts.account_factor, name="account_factor"),
    path("people/<str:login>/account/roles/", accounts.grant, name="grant_role"),
    path("people/<str:login>/account/roles/<int:membership_id>/", accounts.end_role, name="end_role"),
    path("settings/audit/", audit.trail, name="audit"),
    path("settings/audit/table/", audit.export, name="audit_export"),
    # Pages of settings have no slash in other rooms, and people type them so.
    *[
        path(f"settings/{page}", RedirectView.as_view(pattern_name=f"people:{page}"))
        for page in ("audit", "keys", "jobs", "contracts", "calendars")
    ],
    path("settings/jobs/", jobs.jobs, name="jobs"),
    path("settings/jobs/retry/", jobs.retry, name="retry_jobs"),
    path("settings/jobs/<int:job_id>/retry/", jobs.retry, name="retry_job"),
    path("settings/jobs/<int:job_id>/forget/", jobs.forget, name="forget_job"),
    path("settings/keys/", keys.keys, name="keys"),
    path("settings/keys/<int:key_id>/revocation/", keys.revoke, name="revoke_key"),
    path("exports/", exports.exports, name="exports"),
    path("exports/new/", exports.new, name="export_new"),
    path("exports/<int:pk>/file", exports.file, name="export_file"),
    # --- contracts
    *contract_urls.urlpatterns,
    # --- calendars
    *calendar_urls.urlpatterns,
    # --- directory
    *directory_urls.urlpatterns,
]
