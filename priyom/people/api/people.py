"""People for programs: found, read, given an account, changed, closed."""

from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query, Router
from ninja import Status as Answered

from priyom.base.api import REFUSALS, decode_cursor, once, page_of, refuse_unknown_filters
from priyom.base.errors import NotAllowed
from priyom.people.actions.accounts import create_user, disable_user, enable_user, login_for
from priyom.people.actions.people import change_person
from priyom.people.api.checked import as_it_is, said, submitted, unknown
from priyom.people.api.shapes import NewPerson, PeopleFilter, PeoplePage, PersonChange, PersonOut
from priyom.people.directory.changes import people_changed_since
from priyom.people.directory.organisations import organisations_in_reach
from priyom.people.directory.paging import in_order, keys_after
from priyom.people.directory.people import PeopleFilters, filtered, get_person
from priyom.people.forms.people import PersonForm
from priyom.people.keys import Key
from priyom.people.models import Membership, Organisation, TeamMembership, User
from priyom.people.permissions import may_grant, may_read_people
from priyom.people.requests import SignedIn
from priyom.people.roles import Role

router = Router(tags=["people"])
READ, WRITE = Key("people:read"), Key("people:write")


@router.get("/people", auth=READ, response={200: PeoplePage, **REFUSALS}, operation_id="listPeople",
            summary="List people within reach, by name")  # fmt: skip
def index(request: SignedIn, filters: Query[PeopleFilter]) -> Any:
    refuse_unknown_filters(request, PeopleFilter)
    if not may_read_people(request.user):
        raise NotAllowed(_("Only local specialists and support staff look in here."))
    found = filtered(request.user, _as_on_the_page(request.user, filters))
    if filters.email:
        found = found.filter(email__iexact=filters.email.strip())
    if filters.since:
        found = found.filter(people_changed_since(filters.since))
    keys = keys_after(found, decode_cursor(filters.cursor), limit=filters.limit + 1)
    shown, following = page_of(keys, filters.limit)
    return {"items": [_person(each) for each in _read(shown)], "next": following}


@router.get("/people/{login}", auth=READ, response={200: PersonOut, **REFUSALS}, operation_id="getPerson",
            url_name="show_person", summary="Read a person's card")  # fmt: skip
def show(request: SignedIn, login: str) -> Any:
    return _person(*_read([get_person(request.user, login).pk]))


@router.post("/people", auth=WRITE, response={201: PersonOut, **REFUSALS}, operation_id="createPerson",
             summary="Open an account")  # fmt: skip
def create(request: SignedIn, payload: NewPerson, response: HttpResponse) -> Any:
    made = once(request, lambda: _open_account(payload, by=request.user).pk)
    person = _person(*_read([made]))
    response["Location"] = reverse("api:show_person", args=[person["login"]])
    return Answered(201, person)


@router.patch("/people/{login}", auth=WRITE, response={200: PersonOut, **REFUSALS}, operation_id="changePerson",
              summary="Correct what is said of a person; close or open the account")  # fmt: skip
def update(request: SignedIn, login: str, payload: PersonChange) -> Any:
    with transaction.atomic():
        person = get_person(request.user, login)
        _change(person, said(payload), by=request.user)
    return _person(*_read([person.pk]))


def _as_on_the_page(user: User, filters: PeopleFilter) -> PeopleFilters:
    place = ""
    if filters.organisation:
        place = str(_place(user, filters.organisation).pk)
    return PeopleFilters(
        text=filters.q.strip(), organisation=place, region=filters.region, role=filters.role or "",
        state="" if filters.state == "active" else filters.state,
    )  # fmt: skip


def _open_account(payload: NewPerson, *, by: User) -> User:
    """Open an account as the page does; who only invites people opens accounts of requesters, as with a ticket."""
    facts = said(payload)
    place = _place(by, facts["organisation"])
    facts["role"] = payload.role
    if not (by.may("people.manage") or (payload.role == Role.REQUESTER and may_grant(by, payload.role, place))):
        raise NotAllowed(_("Only an administrator opens accounts. Others invite people."))
    if not facts.get("login"):
        if not facts.get("email"):
            raise unknown("email", _("Give an address or a login."))
        facts["login"] = login_for(facts["email"])
    form = PersonForm(facts | {"organisation": place.pk}, by=by)
    return submitted(form, create_user, by=by, password=None)


def _change(person: User, facts: dict[str, Any], *, by: User) -> None:
    is_active = facts.pop("is_active", person.is_active)
    if facts:
        if "organisation" in facts:
            facts["organisation"] = _place(by, facts["organisation"]).pk
        form = PersonForm(by=by, person=person)
        if beyond := facts.keys() - form.fields.keys():
            raise NotAllowed(_("Only an administrator changes this: %(names)s.") % {"names": ", ".join(sorted(beyond))})
        form = PersonForm(as_it_is(person, form) | facts, by=by, person=person)
        submitted(form, change_person, person.login, by=by)
    if is_active != person.is_active:
        (enable_user if is_active else disable_user)(person.login, by=by)


def _place(user: User, code: str) -> Organisation:
    found = organisations_in_reach(user).select_related("region").filter(code=code).first()
    if found is None:
        raise unknown("organisation", _("No organisation has this code."))
    return found


def _read(keys: list[int]) -> list[User]:
    """Return the people with everything their answers tell, in three queries whatever their number."""
    living = Membership.objects.exclude(state=Membership.State.ENDED).select_related("organisation").order_by("id")
    places = TeamMembership.objects.select_related("team").order_by("id")
    found = User.objects.filter(pk__in=keys).order_by().select_related("organisation__region")
    return in_order(keys, found.prefetch_related(Prefetch("memberships", living), Prefetch("places", places)))


def _person(person: User) -> dict[str, Any]:
    place = person.organisation
    return {
        "login": person.login,
        "email": person.email,
        "last_name": person.last_name,
        "first_name": person.first_name,
        "middle_name": person.middle_name,
        "full_name": person.full_name,
        "position": person.position,
        "phone": person.phone,
        "timezone": person.timezone or (place.timezone_name if place else ""),
        "organisation": place.code if place else None,
        "is_active": person.is_active,
        "is_machine": person.is_machine,
        "roles": [
            {"organisation": each.organisation.code, "role": each.role, "state": each.state}
            for each in person.memberships.all()
        ],
        "teams": [each.team.code for each in person.places.all()],
    }
