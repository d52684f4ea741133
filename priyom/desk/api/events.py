"""What happened, for programs: of one ticket, or of all that the key's person sees, read on from where one stopped."""

from typing import Any

from ninja import Query, Router

from priyom.base.api import REFUSALS, Paged, decode_cursor, encode_cursor, page_of, refuse_unknown_filters
from priyom.base.models import Event
from priyom.desk.api.shapes import EventFilter, EventPage
from priyom.desk.lists.programs import events_for_programs
from priyom.desk.queries import get_ticket, timeline_of
from priyom.people.keys import Key
from priyom.people.models import User
from priyom.people.requests import SignedIn

router = Router(tags=["events"])
READ = Key("tickets:read")


@router.get("/events", auth=READ, response={200: EventPage, **REFUSALS}, operation_id="listEvents",
            summary="Read what happened, oldest first; “next” is always there to come back with")  # fmt: skip
def index(request: SignedIn, filters: Query[EventFilter]) -> Any:
    refuse_unknown_filters(request, EventFilter)
    after = decode_cursor(filters.cursor)
    found = events_for_programs(
        request.user, after=after, since=filters.since, kind=filters.kind, limit=filters.limit
    )  # fmt: skip
    last = found[-1][0].pk if found else after
    items = [_event(request.user, event, number) for event, number in found]
    return {"items": items, "next": encode_cursor(last) if last else None}


@router.get("/tickets/{int:number}/events", auth=READ, response={200: EventPage, **REFUSALS},
            operation_id="listTicketEvents", summary="Read what happened to a ticket, oldest first")  # fmt: skip
def of_ticket(request: SignedIn, number: int, filters: Query[Paged]) -> Any:
    refuse_unknown_filters(request, Paged)
    ticket = get_ticket(request.user, number)
    events = timeline_of(request.user, ticket, after=decode_cursor(filters.cursor) or 0)[: filters.limit + 1]
    shown, following = page_of([event.pk for event in events], filters.limit)
    return {"items": [_event(request.user, each, number) for each in events[: len(shown)]], "next": following}


def _event(reader: User, event: Event, number: int) -> dict[str, Any]:
    """Return a fact without its details: they are the desk's own. Outside, only one's own acts have a name."""
    known = event.actor is not None and (reader.works_at_desk or event.actor_id == reader.pk)
    return {
        "id": event.pk,
        "kind": event.kind,
        "ticket": number,
        "by": event.actor.login if known and event.actor else None,
        "message": event.details.get("message"),
        "happened_at": event.happened_at,
    }
