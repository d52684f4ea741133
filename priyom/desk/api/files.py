"""Files for programs: sent first and named by the message that takes them along, listed, had by the ticket's rights."""

from typing import Annotated, Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Field, File, Form, Router
from ninja import Status as Answered
from ninja.files import UploadedFile

from priyom.base.api import REFUSALS, Problem, Strict, once
from priyom.base.idempotency import ids_behind, number_for
from priyom.base.uploads import TooLarge, too_large_of
from priyom.desk.actions.files import add_file, remove_file
from priyom.desk.actions.sent_before import write_with_files
from priyom.desk.api.messages import written
from priyom.desk.api.shapes import FileOut, FilePage, MessageOut, Visibility
from priyom.desk.api.telling import file as told
from priyom.desk.models import Attachment, Message
from priyom.desk.queries import get_attachment, get_ticket, messages_of
from priyom.people.keys import Key
from priyom.people.models import User
from priyom.people.requests import SignedIn
from priyom.privacy.found.looking import TAKEN, note_look
from priyom.privacy.handing import handed_over

router = Router(tags=["files"])
READ, WRITE = Key("tickets:read"), Key("tickets:write")
UPLOADED = {413: Problem, **REFUSALS}
BYTES = {
    "responses": {
        200: {
            "description": "The bytes, always as an attachment",
            "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


class Words(Strict):
    """What is said with the file; without words its name is said."""

    body: Annotated[str, Field(max_length=100_000)] = ""
    visibility: Visibility = "public"


@router.post("/files", auth=WRITE, response={201: FileOut, **UPLOADED}, operation_id="sendFile",
             summary="Send a file, to be named by a ticket or a message afterwards")  # fmt: skip
def send(request: SignedIn, response: HttpResponse, file: File[UploadedFile]) -> Any:
    _refuse_too_large(request)
    number = once(request, lambda: number_for(add_file(file, by=request.user, token=uuid4()).pk))
    sent = _sent(request.user, number)
    response["Location"] = reverse("api:get_file", args=[sent.pk])
    return Answered(201, told(sent))


@router.post("/tickets/{int:number}/files", auth=WRITE, response={201: MessageOut, **UPLOADED},
             operation_id="addFileToTicket", summary="Write a message with a file")  # fmt: skip
def add(request: SignedIn, number: int, file: File[UploadedFile], words: Form[Words]) -> Any:
    get_ticket(request.user, number)
    _refuse_too_large(request)
    return Answered(201, written(request, once(request, lambda: _message(request.user, number, file, words).pk)))


@router.get("/tickets/{int:number}/files", auth=READ, response={200: FilePage, **REFUSALS},
            operation_id="listFiles", summary="List the files of a ticket")  # fmt: skip
def index(request: SignedIn, number: int) -> Any:
    said = messages_of(request.user, get_ticket(request.user, number))
    return {"items": [told(each) for message in said for each in message.attachments.all()], "next": None}


@router.get("/files/{uuid:file_id}", auth=READ, response={200: None, **REFUSALS}, operation_id="getFile",
            url_name="get_file", openapi_extra=BYTES, summary="Download a file")  # fmt: skip
def show(request: SignedIn, file_id: UUID) -> Any:
    screened = get_attachment(request.user, file_id).screened
    answer = handed_over(screened)
    note_look(screened, by=request.user, how=TAKEN)
    return answer


@router.delete("/files/{uuid:file_id}", auth=WRITE, response={204: None, **REFUSALS}, operation_id="takeFileBack",
               summary="Take back a file that no message has named yet")  # fmt: skip
def remove(request: SignedIn, file_id: UUID) -> Any:
    remove_file(file_id, by=request.user)
    return Answered(204, None)


def _message(user: User, number: int, file: UploadedFile, words: Words) -> Message:
    added = add_file(file, by=user, token=uuid4())
    body = words.body.strip() or _("File: %(name)s") % {"name": added.screened.name}
    return write_with_files(number, by=user, body=body, internal=words.visibility == "internal", files=[added.pk])


def _sent(user: User, number: int) -> Attachment:
    found = Attachment.objects.select_related("screened").filter(added_by=user, pk__range=ids_behind(number))
    return found.get()


def _refuse_too_large(request: HttpRequest) -> None:
    if too_large_of(request):
        raise TooLarge(_("A file may have at most %(most)d MB.") % {"most": settings.PRIYOM.max_file_mb})
