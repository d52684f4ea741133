"""Doors of tables that are brought in: the file, what it would do, and how far it is."""

from collections.abc import Iterator, Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from priyom.base.errors import NotAllowed
from priyom.base.forms import key_in
from priyom.people.actions import imports as actions
from priyom.people.directory.tables import REGION_HEADER, region_table
from priyom.people.forms.imports import BringForm
from priyom.people.imports.columns import COLUMNS, words
from priyom.people.imports.plan import Outcome, Plan, Row
from priyom.people.imports.reading import NEEDS, get_import, plan_of, sheet_of
from priyom.people.models import Import, Region
from priyom.people.requests import SignedIn
from priyom.people.views.directory import given, show, table

SHOWN = 200


@login_required
def imports(request: SignedIn) -> HttpResponse:
    """Choose what the table holds, and bring it."""
    _refuse_others(request, "organisations")
    form = BringForm(
        given(request),
        request.FILES if request.method == "POST" else None,
        initial={"kind": request.GET.get("kind", "organisations")},
    )
    brought = form.carry_out(actions.bring_table, by=request.user) if request.method == "POST" else None
    if brought:
        return redirect("people:import", brought.pk)
    mine = Import.objects.filter(created_by=request.user).order_by("-pk")[:10]
    return show(request, "people/imports.html", {"recent": mine}, form=form)


@login_required
def import_template(request: SignedIn, kind: str) -> StreamingHttpResponse:
    _refuse_others(request, kind)
    return table(f"{kind}-template", [str(column.label) for column in COLUMNS[kind]], words()["examples"][kind])


@login_required
def regions_csv(request: SignedIn) -> StreamingHttpResponse:
    _refuse_others(request, "regions")
    rows = region_table(Region.objects.order_by("name"), _("yes"), _("no"))
    return table("regions", [str(name) for name in REGION_HEADER], rows)


@login_required
def import_(request: SignedIn, pk: int) -> HttpResponse:
    """Show what the table would do; when it is on its way, how far it is."""
    found = get_import(request.user, pk)
    if found.state != Import.State.DRAFT:
        return show(request, "people/import_done.html", {"table": found})
    plan, sheet = plan_of(found, by=request.user), sheet_of(found)
    outcome = _outcome(request, plan)
    context = {
        "table": found, "plan": plan, "sheet": sheet, "columns": COLUMNS[found.kind],
        "labels": {column.code: column.label for column in COLUMNS[found.kind]},
        "outcome": outcome, "rows": plan.of(outcome)[:SHOWN], "shown": SHOWN,
    }  # fmt: skip
    return show(request, "people/import.html", context)


@login_required
@require_POST
def import_columns(request: SignedIn, pk: int) -> HttpResponse:
    given = {name: key_in(value) for name, value in request.POST.items()}
    chosen = {name: column for name, column in given.items() if column is not None}
    actions.choose_columns(pk, chosen, by=request.user)
    return redirect("people:import", pk)


@login_required
@require_POST
def import_confirmation(request: SignedIn, pk: int) -> HttpResponse:
    actions.confirm_import(pk, by=request.user, leave_out_wrong="leave_out_wrong" in request.POST)
    return redirect("people:import", pk)


@login_required
def import_progress(request: SignedIn, pk: int) -> HttpResponse:
    found = get_import(request.user, pk)
    return render(request, "people/_import_progress.html", {"table": found})


@login_required
def import_wrong(request: SignedIn, pk: int) -> StreamingHttpResponse:
    """Give the wrong rows back as a table, each with what is wrong, to correct and bring again."""
    found = get_import(request.user, pk)
    if found.state != Import.State.DRAFT:
        raise Http404
    sheet, plan = sheet_of(found), plan_of(found, by=request.user)
    lines = dict(sheet.rows)
    labels = {column.code: str(column.label) for column in COLUMNS[found.kind]}
    return table("wrong-rows", [*sheet.header, _("what is wrong")], _wrong(plan.of(Outcome.WRONG), lines, labels))


@login_required
@require_POST
def import_removal(request: SignedIn, pk: int) -> HttpResponse:
    actions.discard_import(pk, by=request.user)
    messages.success(request, _("The table is gone."))
    return redirect("people:imports")


def _wrong(rows: Sequence[Row], lines: dict[int, list[str]], labels: dict[str, str]) -> Iterator[Sequence[object]]:
    for row in rows:
        yield [
            *lines[row.line],
            "; ".join(f"{labels.get(name, name)}: {text}" for name, text in row.errors.items()),
        ]


def _outcome(request: HttpRequest, plan: Plan) -> Outcome:
    """Return which rows to show: the asked ones, else the first kind that there is, wrong ones first."""
    asked = request.GET.get("show", "")
    if asked in set(Outcome):
        return Outcome(asked)
    order = (Outcome.WRONG, Outcome.CHANGED, Outcome.NEW, Outcome.UNCHANGED)
    return next((each for each in order if plan.counts[each]), Outcome.NEW)


def _refuse_others(request: SignedIn, kind: str) -> None:
    if kind not in NEEDS:
        raise Http404
    if not request.user.may(NEEDS[kind]):
        raise NotAllowed(_("Only an administrator takes tables in."))
