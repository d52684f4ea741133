"""What is said in a ticket, for programs: read on from where one stopped, answer, leave a note, with files."""

from typing import Any

from ninja import Query, Router
from ninja import Status as Answered

from priyom.base.api import REFUSALS, Paged, decode_places, encode_cursor, once, refuse_unknown_filters
from priyom.desk.actions.sent_before import write_with_files
from priyom.desk.api.shapes import MessageOut, MessagePage, NewMessage
from priyom.desk.api.telling import message
from priyom.desk.models import Message
from priyom.desk.models.choices import Visibility
from priyom.desk.queries import Place, get_ticket, messages_as_said, place_after, without_files, written_message
from priyom.people.keys import Key
from priyom.people.requests import SignedIn

router = Router(tags=["messages"])
READ, WRITE = Key("tickets:read"), Key("tickets:write")


@router.get("/tickets/{int:number}/messages", auth=READ, response={200: MessagePage, **REFUSALS},
            operation_id="listMessages", summary="Read what was said, in the order in which it was said")  # fmt: skip
def index(request: SignedIn, number: int, filters: Query[Paged]) -> Any:
    """Messages by ``sent_at``. One that was written earlier and sent later stands where it was sent, so that whoever
    reads on from a cursor misses none. One's own that is not sent yet stands at the end, without ``sent_at``; it comes
    once more where it was sent, under the same ``id``, for whoever reads on after that.
    """
    refuse_unknown_filters(request, Paged)
    ticket = get_ticket(request.user, number)
    position, moment, unsaid = decode_places(filters.cursor)
    before = Place(position, moment, unsaid) if position and moment else Place()
    said = messages_as_said(request.user, ticket, after=before, limit=filters.limit + 1)
    shown = said[: filters.limit]
    following = encode_cursor(*place_after(shown, before)) if len(said) > len(shown) else None
    return {"items": [message(request.user, each) for each in shown], "next": following}


@router.post("/tickets/{int:number}/messages", auth=WRITE, response={201: MessageOut, **REFUSALS},
             operation_id="writeMessage", summary="Write an answer or a note")  # fmt: skip
def write(request: SignedIn, number: int, payload: NewMessage) -> Any:
    internal = payload.visibility == Visibility.INTERNAL
    facts: dict[str, Any] = {"body": payload.body, "internal": internal, "files": payload.files}
    said: list[Message] = []  # empty when the same key has said it before

    def say() -> int:
        said.append(write_with_files(number, by=request.user, **facts))
        return said[0].pk

    made = once(request, say)
    if said and not payload.files:  # all of it is known: nothing has to be read again
        return Answered(201, message(request.user, without_files(said)[0]))
    return Answered(201, written(request, made))


def written(request: SignedIn, pk: int) -> dict[str, Any]:
    """Return the message that the person has just written."""
    return message(request.user, written_message(pk))
