"""Webhooks for programs that set themselves up: made, read with their log, changed, tried out, removed."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema
from ninja import Status as Answered

from priyom.base.api import REFUSALS, OneOf, Paged, Strict, decode_cursor, once, page_of, refuse_unknown_filters
from priyom.base.errors import Invalid, NotAllowed
from priyom.channels.models.webhooks import WebhookDelivery, WebhookTarget
from priyom.channels.webhooks import actions, queries
from priyom.channels.webhooks.document import KindName
from priyom.channels.webhooks.forms import WebhookForm
from priyom.people.keys import Key
from priyom.people.models import User
from priyom.people.requests import SignedIn

router = Router(tags=["webhooks"])
ADMIN = Key("admin")
DeliveryState = Annotated[str, OneOf(WebhookDelivery.State.values)]
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]


class NewWebhook(Strict):
    """Where to, of what; without an owner (a login) it sees what the key's person sees.

    ``region`` and ``organisation`` (codes) narrow it to tickets from there.
    """

    name: Annotated[str, Field(min_length=1, max_length=80)]
    url: Annotated[str, Field(min_length=8, max_length=500)]
    kinds: Annotated[list[KindName], Field(min_length=1, max_length=60)]
    owner: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    region: Annotated[str, Field(max_length=20)] = ""
    organisation: Annotated[str, Field(max_length=60)] = ""


class WebhookChange(Strict):
    """What is left out stays as it is."""

    name: Annotated[str, Field(min_length=1, max_length=80)] = ""
    url: Annotated[str, Field(min_length=8, max_length=500)] = ""
    kinds: Annotated[list[KindName], Field(min_length=1, max_length=60)] = []
    owner: Annotated[str, Field(min_length=1, max_length=60)] = ""
    region: Annotated[str, Field(max_length=20)] = ""
    organisation: Annotated[str, Field(max_length=60)] = ""
    is_active: bool = True


class WebhookOut(Schema):
    id: int
    name: str
    url: str
    kinds: list[str]
    owner: str
    region: str | None
    organisation: str | None
    is_active: bool
    failing_since: datetime | None
    created_at: datetime


class MadeWebhook(WebhookOut):
    """The webhook with the secret that signs its requests: told only here."""

    secret: str


class WebhookPage(Schema):
    items: list[WebhookOut]
    next: str | None


class DeliveryOut(Schema):
    """What became of one request; what it said is not kept."""

    id: UUID
    number: int
    kind: str
    event: int | None
    state: DeliveryState
    attempts: int
    status: int | None
    milliseconds: int | None
    failure: str
    written_at: datetime
    tried_at: datetime | None


class DeliveryPage(Schema):
    items: list[DeliveryOut]
    next: str | None


@router.get("/webhooks", auth=ADMIN, response={200: WebhookPage, **REFUSALS}, operation_id="listWebhooks",
            summary="List webhooks")  # fmt: skip
def index(request: SignedIn, filters: Query[Paged]) -> Any:
    refuse_unknown_filters(request, Paged)
    _refuse_strangers(request.user)
    rows = queries.targets_of(request.user).filter(pk__gt=decode_cursor(filters.cursor) or 0).order_by("pk")
    found = {row.pk: row for row in rows[: filters.limit + 1]}
    shown, following = page_of(list(found), filters.limit)
    return {"items": [_webhook(found[pk]) for pk in shown], "next": following}


@router.post("/webhooks", auth=ADMIN, response={201: MadeWebhook, **REFUSALS}, operation_id="createWebhook",
             summary="Let another program be told")  # fmt: skip
def create(request: SignedIn, payload: NewWebhook, response: HttpResponse) -> Any:
    facts = payload.dict() | {"owner": payload.owner or request.user.login}
    made = once(request, lambda: _submitted(facts, actions.create_target, by=request.user, without="is_active").pk)
    target = queries.get_target(request.user, made)
    response["Location"] = reverse("api:show_webhook", args=[made])
    return Answered(201, _webhook(target) | {"secret": actions.secret_of(target)})


@router.get("/webhooks/{int:number}", auth=ADMIN, response={200: WebhookOut, **REFUSALS}, operation_id="getWebhook",
            url_name="show_webhook", summary="Read a webhook")  # fmt: skip
def show(request: SignedIn, number: int) -> Any:
    return _webhook(queries.get_target(request.user, number))


@router.patch("/webhooks/{int:number}", auth=ADMIN, response={200: WebhookOut, **REFUSALS},
              operation_id="changeWebhook", summary="Change a webhook, switch it on or off")  # fmt: skip
def update(request: SignedIn, number: int, payload: WebhookChange) -> Any:
    target = queries.get_target(request.user, number)
    facts = _as_it_is(target) | payload.dict(exclude_unset=True)
    return _webhook(_submitted(facts, actions.change_target, number, by=request.user))


@router.delete("/webhooks/{int:number}", auth=ADMIN, response={204: None, **REFUSALS}, operation_id="removeWebhook",
               summary="Tell the program nothing more")  # fmt: skip
def remove(request: SignedIn, number: int) -> Any:
    actions.remove_target(number, by=request.user)
    return Answered(204, None)


@router.get("/webhooks/{int:number}/deliveries", auth=ADMIN, response={200: DeliveryPage, **REFUSALS},
            operation_id="listDeliveries", summary="Read what was sent, newest first")  # fmt: skip
def deliveries(request: SignedIn, number: int, filters: Query[Paged]) -> Any:
    refuse_unknown_filters(request, Paged)
    target = queries.get_target(request.user, number)
    rows = queries.deliveries_of(target, before=decode_cursor(filters.cursor), limit=filters.limit + 1)
    shown, following = page_of([row.pk for row in rows], filters.limit)
    return {"items": [_delivery(row) for row in rows[: len(shown)]], "next": following}


@router.post("/webhooks/{int:number}/tests", auth=ADMIN, response={201: DeliveryOut, **REFUSALS},
             operation_id="testWebhook", summary="Send a test now")  # fmt: skip
def test(request: SignedIn, number: int) -> Any:
    made = once(request, lambda: actions.write_test(number, by=request.user).pk)
    return Answered(201, _delivery(actions.attempt_test(made, by=request.user)))


@router.post("/webhooks/deliveries/{int:number}/attempts", auth=ADMIN, response={201: DeliveryOut, **REFUSALS},
             operation_id="sendDeliveryAgain", summary="Send once more, under the same id")  # fmt: skip
def again(request: SignedIn, number: int) -> Any:
    made = once(request, lambda: actions.send_again(number, by=request.user).pk)
    return Answered(201, _delivery(queries.get_delivery(request.user, made)))


def _submitted(facts: dict[str, Any], action: Any, *given: Any, by: User, without: str = "") -> WebhookTarget:
    """Check what was sent by the form of the page, then act."""
    form = WebhookForm(facts)
    if form.is_valid():
        form.submit(action, *given, by=by, **{k: v for k, v in form.cleaned_data.items() if k != without})
    if form.errors:
        errors = {name if name != "__all__" else "": list(texts) for name, texts in form.errors.items()}
        raise Invalid(_("The request could not be understood."), errors=errors)
    return form.result


def _refuse_strangers(user: User) -> None:
    if not user.may("deliveries.read"):
        raise NotAllowed(_("Only administrators and security officers see deliveries."))


def _as_it_is(row: WebhookTarget) -> dict[str, Any]:
    told = _webhook(row)
    return {name: told[name] or "" for name in ("name", "url", "owner", "region", "organisation")} | {
        "kinds": row.kinds, "is_active": row.is_active,
    }  # fmt: skip


def _webhook(row: WebhookTarget) -> dict[str, Any]:
    return {
        "id": row.pk, "name": row.name, "url": row.url, "kinds": row.kinds, "owner": row.owner.login,
        "region": row.region.code if row.region else None, "is_active": row.is_active,
        "organisation": row.organisation.code if row.organisation else None,
        "failing_since": row.failing_since, "created_at": row.created_at,
    }  # fmt: skip


def _delivery(row: WebhookDelivery) -> dict[str, Any]:
    return {
        "id": row.mark, "number": row.pk, "kind": row.kind, "event": row.event_id, "state": row.state,
        "attempts": row.attempts, "status": row.status, "milliseconds": row.milliseconds, "failure": row.failure,
        "written_at": row.written_at, "tried_at": row.tried_at,
    }  # fmt: skip
