"""What is said in a ticket, for programs: read on from where one stopped, answer, leave a note, with files."""

from typing import Any

from ninja import Query, Router
from ninja import Status as Answered

from priyom.base.api import REFUSALS, Paged, decode_cursor, once, page_of, refuse_unknown_filters
from priyom.desk.actions.sent_before import write_with_files
from priyom.desk.api.shapes import MessageOut, MessagePage, NewMessage
from priyom.desk.api.telling import message
from priyom.desk.models.choices import Visibility
from priyom.desk.queries import get_ticket, messages_of, written_message
from priyom.people.keys import Key
from priyom.people.requests import SignedIn

router = Router(tags=["messages"])
READ, WRITE = Key("tickets:read"), Key("tickets:write")


@router.get("/tickets/{int:number}/messages", auth=READ, response={200: MessagePage, **REFUSALS},
            operation_id="listMessages", summary="Read what was said, oldest first")  # fmt: skip
def index(request: SignedIn, number: int, filters: Query[Paged]) -> Any:
    refuse_unknown_filters(request, Paged)
    ticket = get_ticket(request.user, number)
    said = messages_of(request.user, ticket, after=decode_cursor(filters.cursor), limit=filters.limit + 1)
    shown, following = page_of([each.pk for each in said], filters.limit)
    return {"items": [message(request.user, each) for each in said[: len(shown)]], "next": following}


@router.post("/tickets/{int:number}/messages", auth=WRITE, response={201: MessageOut, **REFUSALS},
             operation_id="writeMessage", summary="Write an answer or a note")  # fmt: skip
def write(request: SignedIn, number: int, payload: NewMessage) -> Any:
    internal = payload.visibility == Visibility.INTERNAL
    facts: dict[str, Any] = {"body": payload.body, "internal": internal, "files": payload.files}
    made = once(request, lambda: write_with_files(number, by=request.user, **facts).pk)
    return Answered(201, written(request, made))


def written(request: SignedIn, pk: int) -> dict[str, Any]:
    """Return the message that the person has just written."""
    return message(request.user, written_message(pk))
