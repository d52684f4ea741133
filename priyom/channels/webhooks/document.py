"""What the OpenAPI document says of the requests that we send: when, with which headers, all fields of the body."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema

from priyom.base.api import OneOf
from priyom.channels.webhooks.kinds import offered_kinds
from priyom.desk.models.choices import TicketImpact, TicketKind, TicketStatus, TicketUrgency, TicketWaitingFor

ABOUT = """
Sent to the address of a webhook when a fact of one of its `kinds` has happened to a ticket that its owner may see; and
as `webhook.test` when somebody tries it out, without event and ticket. Numbers, codes and states only: whoever needs
the words reads them with a key. An answer of 2xx takes it; a redirection is not followed; five seconds are waited.
What is not taken is sent again after 1, 5 and 15 minutes, 1, 3, 6 and 12 hours, under the same `Priyom-Delivery`: drop
what you have taken already.

`Priyom-Signature` is `t=<seconds>,v1=<hex>`: the HMAC-SHA256, by the secret that `createWebhook` told, over
`<seconds>.<body>` with the bytes of the body as they came. Refuse a moment that is long past.

The kinds: {kinds}.
""".strip()
_STRING = {"type": "string"}
_HEADERS = {
    "Priyom-Delivery": _STRING | {"format": "uuid"},
    "Priyom-Event": _STRING,
    "Priyom-Signature": _STRING | {"pattern": "^t=[0-9]+,v1=[0-9a-f]{64}$"},
}


class ToldTicket(Schema):
    """The ticket as it is when the request is sent."""

    number: int
    url: str
    status: Annotated[str, OneOf(TicketStatus.values)]
    waiting_for: Annotated[str, OneOf(TicketWaitingFor.values)] | None
    kind: Annotated[str, OneOf(TicketKind.values)]
    topic: str | None
    organisation: str
    region: str
    team: str | None
    assigned: bool
    impact: Annotated[str, OneOf(TicketImpact.values)] | None
    urgency: Annotated[str, OneOf(TicketUrgency.values)] | None
    priority: int | None
    merged_into: int | None
    opened_at: datetime
    changed_at: datetime
    resolved_at: datetime | None


class Told(Schema):
    """The body of a request that we send."""

    id: Annotated[str, Field(description="that of the delivery")]
    kind: str
    desk: Annotated[str, Field(description="the address of this desk")]
    event: Annotated[int | None, Field(description="its id in listEvents")] = None
    happened_at: datetime | None = None
    by: Annotated[Literal["system", "requester", "support", "colleague"] | None, Field(description="which side")] = None
    ticket: ToldTicket | None = None


def kinds_that_exist() -> list[str]:
    """Return what a webhook may be told of, in order."""
    return sorted(offered_kinds())


KindName = Annotated[str, Field(max_length=60), OneOf(kinds_that_exist())]


def described() -> dict[str, Any]:
    """Return the part of the document about what we send."""
    shape = Told.model_json_schema(ref_template="#/components/schemas/{model}")
    named = {"ToldTicket": shape.pop("$defs")["ToldTicket"], "Told": shape}
    sent = {
        "operationId": "told",
        "summary": "What a webhook is told",
        "description": ABOUT.format(kinds=", ".join(f"`{each}`" for each in kinds_that_exist())),
        "tags": ["webhooks"],
        "security": [],
        "parameters": [
            {"name": name, "in": "header", "required": True, "schema": schema} for name, schema in _HEADERS.items()
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Told"}}},
        },
        "responses": {"2XX": {"description": "Taken; the body is not read"}},
    }
    return {"webhooks": {"ticket": {"post": sent}}, "shapes": named}
