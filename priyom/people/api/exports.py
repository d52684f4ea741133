"""Lists as files, for programs: asked for, looked after, taken by the one who asked."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.urls import reverse
from ninja import Field, Query, Router, Schema
from ninja import Status as Answered

from priyom.base.api import REFUSALS, OneOf, Paged, Strict, decode_cursor, once, page_of, refuse_unknown_filters
from priyom.people.actions.exports import ask_export, take_export
from priyom.people.exports.own import exports_of, get_export
from priyom.people.exports.tables import table_of
from priyom.people.keys import Key, refuse_without_scope
from priyom.people.models.exports import Export
from priyom.people.requests import SignedIn
from priyom.people.views.exports import handed_over

router = Router(tags=["exports"])
ANY = Key()
Format = Annotated[str, OneOf(Export.Format.values)]
State = Annotated[str, OneOf(Export.State.values)]
Word = Annotated[str, Field(max_length=200)]
BYTES = {
    "responses": {
        200: {
            "description": "The file",
            "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


class NewExport(Strict):
    """Which list, narrowed as on its page. Without filters: all that one may see; of tickets those that are open.

    ``tickets``: ``status`` (also ``any``), ``waiting_for``, ``team``, ``assignee``, ``topic``, ``kind``, ``priority``,
    ``impact``, ``organisation``, ``region``, ``requester`` (a login), ``product``, ``version``, ``rung`` (``below``,
    ``any``), ``opened_within``, ``unchanged_for``, ``due_within`` (``2h``, ``7d``), ``text``; each a text or a list of
    them, which are alternatives. ``people``: ``q``, ``organisation``, ``region``, ``role``, ``state`` (``closed``,
    ``waiting``, ``all``). ``organisations``: ``q``, ``region``, ``kind``, ``parent``, ``state`` (``closed``, ``all``).
    ``letters``: ``outcome``, ``q``. These take one text each. What the list does not know is refused.
    """

    kind: Literal["tickets", "people", "organisations", "letters"]
    format: Format = Export.Format.JSON
    filters: Annotated[
        dict[Annotated[str, Field(max_length=40)], Word | Annotated[list[Word], Field(max_length=20)]],
        Field(max_length=30),
    ] = {}


class ExportOut(Schema):
    """An export of one's own; ``is_cut``: there were more rows than a file holds."""

    id: int
    kind: str
    format: Format
    state: State
    rows: int | None
    size: int | None
    is_cut: bool
    url: str | None
    asked_at: datetime
    ready_at: datetime | None
    expires_at: datetime


class ExportPage(Schema):
    items: list[ExportOut]
    next: str | None


@router.post("/exports", auth=ANY, response={201: ExportOut, **REFUSALS}, operation_id="askExport",
             summary="Ask for a list as a file; needs the scope that reading the list needs")  # fmt: skip
def create(request: SignedIn, payload: NewExport, response: HttpResponse) -> Any:
    refuse_without_scope(request.api_key, table_of(payload.kind).scope)  # type: ignore[attr-defined]
    facts: dict[str, Any] = {"format": payload.format, "filters": payload.filters, "exactly": True}
    made = once(request, lambda: ask_export(payload.kind, by=request.user, **facts).pk)
    response["Location"] = reverse("api:show_export", args=[made])
    return Answered(201, _told(get_export(request.user, made)))


@router.get("/exports", auth=ANY, response={200: ExportPage, **REFUSALS}, operation_id="listExports",
            summary="List one's own exports of the last day, newest first")  # fmt: skip
def index(request: SignedIn, filters: Query[Paged]) -> Any:
    refuse_unknown_filters(request, Paged)
    before, rows = decode_cursor(filters.cursor), exports_of(request.user)
    found = list((rows.filter(pk__lt=before) if before else rows)[: filters.limit + 1])
    shown, following = page_of([row.pk for row in found], filters.limit)
    return {"items": [_told(row) for row in found[: len(shown)]], "next": following}


@router.get("/exports/{int:number}", auth=ANY, response={200: ExportOut, **REFUSALS}, operation_id="getExport",
            url_name="show_export", summary="Say whether an export is ready")  # fmt: skip
def show(request: SignedIn, number: int) -> Any:
    return _told(get_export(request.user, number))


@router.get("/exports/{int:number}/file", auth=ANY, response={200: None, **REFUSALS}, operation_id="getExportFile",
            url_name="export_file", openapi_extra=BYTES, summary="Download an export")  # fmt: skip
def file(request: SignedIn, number: int) -> Any:
    export = get_export(request.user, number)
    refuse_without_scope(request.api_key, table_of(export.kind).scope)  # type: ignore[attr-defined]
    return handed_over(*take_export(number, by=request.user))


def _told(export: Export) -> dict[str, Any]:
    is_ready = export.state == Export.State.READY
    return {
        "id": export.pk, "kind": export.kind, "format": export.format, "state": export.state, "rows": export.rows,
        "size": export.size, "is_cut": export.is_cut, "asked_at": export.asked_at, "ready_at": export.ready_at,
        "expires_at": export.expires_at, "url": reverse("api:export_file", args=[export.pk]) if is_ready else None,
    }  # fmt: skip
