"""How the audit trail tells of people and organisations, and finds them by what one types."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from priyom.base.audit import Subject, register_model, register_subject, register_values
from priyom.people.models import ApiKey, Contract, Invitation, Organisation, Product, Region, Team, User, WorkCalendar
from priyom.people.models.exports import Export
from priyom.people.models.imports import Import
from priyom.people.roles import Role

MANAGE = "organisations.manage"


def _tell_users(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    return {one.pk: (one.name, reverse("people:person", args=[one.login])) for one in User.objects.filter(pk__in=ids)}


def _find_user(typed: str) -> int | None:
    return User.objects.filter(login=typed.strip().lower()).values_list("pk", flat=True).first()


def _tell_organisations(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    known = Organisation.objects.filter(pk__in=ids).values_list("pk", "short_name")
    return {pk: (name, reverse("people:organisation", args=[pk])) for pk, name in known}


def _find_organisation(typed: str) -> int | None:
    return Organisation.objects.filter(code=typed.strip()).values_list("pk", flat=True).first()


def _tell_keys(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    return {key.pk: (str(key), reverse("people:keys")) for key in ApiKey.objects.filter(pk__in=ids)}


def _find_key(typed: str) -> int | None:
    return ApiKey.objects.filter(prefix=typed.strip()).values_list("pk", flat=True).first()


def _tell_invitations(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    return {pk: (email, "") for pk, email in Invitation.objects.filter(pk__in=ids).values_list("pk", "email")}


def _find_invitation(typed: str) -> int | None:
    return Invitation.objects.filter(email=typed.strip().lower()).order_by("-pk").values_list("pk", flat=True).first()


register_subject(Subject("user", _("person (login)"), _tell_users, _find_user, _("person"), User))
register_subject(
    Subject(
        "organisation",
        _("organisation (code)"),
        _tell_organisations,
        _find_organisation,
        _("organisation"),
        Organisation,
    )
)
register_subject(Subject("apikey", _("key (its beginning)"), _tell_keys, _find_key, _("key"), ApiKey, "keys.manage"))
register_subject(Subject("invitation", _("invitation (e-mail)"), _tell_invitations, _find_invitation, _("invitation")))
register_model(Region, _("region"), _("region (code)"), page="people:region", by="code", needs=MANAGE)
register_model(Team, _("team"), _("team (code)"), page="people:team", by="code")
register_model(Product, _("product"), _("product (code)"), page="people:product", by="code", needs=MANAGE)
register_model(
    Contract, _("contract"), _("contract (number of its row)"), page="people:contract", needs="contracts.read"
)
register_model(WorkCalendar, _("calendar"), _("calendar (number)"), page="people:calendar", needs="calendars.read")
register_model(
    Import, _("table brought"), _("table brought (number)"), page="people:imports", named=False, needs=MANAGE
)
register_model(Export, _("table taken"), _("table taken (number)"), page="people:exports", named=False)
register_values("fields", {
    "parties": _("parties"), "levels": _("matrix"), "signs": _("signs of a critical incident"), "rungs": _("ladder"),
    "days": _("single days"), "production": _("production calendar"),
})  # fmt: skip
register_values("role", dict(Role.choices))
register_values("scopes", dict(ApiKey.Scope.choices))
