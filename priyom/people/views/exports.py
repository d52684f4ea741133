"""The doors to exports: what to take away and in which form, what is ready, the file."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from priyom.base.clock import now
from priyom.base.errors import NotAllowed
from priyom.people.actions.exports import MOST_ROWS, ask_export, take_export
from priyom.people.exports.own import exports_of
from priyom.people.exports.tables import Table, table_of, tables
from priyom.people.models.exports import Export
from priyom.people.requests import SignedIn
from priyom.people.sections import sections_for

SHOWN = 50
TYPES = {
    Export.Format.CSV: "text/csv; charset=utf-8",
    Export.Format.JSON: "application/json",
    Export.Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
OWN = ("list", "form", "csrfmiddlewaretoken")  # of this form; everything else narrows the list


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: SignedIn) -> HttpResponse:
    if request.method == "POST":
        kind, form = request.POST.get("list", ""), request.POST.get("form", "")
        ask_export(kind, by=request.user, format=form, filters=_filters(request.POST))
        messages.success(request, _("The file is being made. The bell will tell you when it is ready."))
        return redirect("people:exports")
    context = {
        "rows": exports_of(request.user)[:SHOWN], "labels": {each.kind: each.label for each in tables()},
        "most": MOST_ROWS, "sections": sections_for(request),
    }  # fmt: skip
    return render(request, "people/exports.html", context)


@login_required
@require_safe
def new(request: SignedIn) -> HttpResponse:
    """Say which list it is and ask in which form."""
    table = _allowed(request, request.GET.get("list", ""))
    filters = table.read(_filters(request.GET))
    fields = [
        (name, each) for name, value in filters.items() for each in (value if isinstance(value, list) else [value])
    ]
    context = {
        "table": table, "fields": fields, "formats": Export.Format.choices, "most": MOST_ROWS,
        "sections": sections_for(request),
    }  # fmt: skip
    return render(request, "people/export_new.html", context)


@login_required
@require_safe
def file(request: SignedIn, pk: int) -> FileResponse:
    return handed_over(*take_export(pk, by=request.user))


def handed_over(export: Export, path: Any) -> FileResponse:
    """Return the file as something to save."""
    name = f"{export.kind}-{export.ready_at or now():%Y-%m-%d}.{export.format}"
    answer = FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type=TYPES[Export.Format(export.format)]
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _allowed(request: SignedIn, kind: str) -> Table:
    table = table_of(kind)
    if not table.may(request.user):
        raise NotAllowed(_("This list is not yours to take away."))
    return table


def _filters(given: Any) -> dict[str, Any]:
    found = {name: given.getlist(name) for name in given if name not in OWN}
    return {name: values if len(values) > 1 else values[0] for name, values in found.items() if values}
