"""Tables of regions, organisations, people, days of calendars: brought, understood, taken in by one transaction."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils.translation import gettext as _

from priyom.base import locks
from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, WrongState
from priyom.base.events import record
from priyom.base.sealing import seal
from priyom.people import sheets
from priyom.people.imports.columns import COLUMNS, match_columns
from priyom.people.imports.days import apply_days
from priyom.people.imports.organisations import apply_organisations
from priyom.people.imports.people import apply_people
from priyom.people.imports.plan import Outcome
from priyom.people.imports.reading import NEEDS, PURPOSE, get_import, plan_of, sheet_of
from priyom.people.imports.regions import apply_regions
from priyom.people.models import Import, User

AT_ONCE = 2_000  # up to so many rows the person waits; beyond, the worker does it and the page shows how far it is
TELL_EVERY = 250
APPLY = {"regions": apply_regions, "organisations": apply_organisations, "people": apply_people, "days": apply_days}


@transaction.atomic
def bring_table(kind: str, content: bytes | str, *, by: User) -> Import:
    """Keep a table, sealed, and guess what its columns are."""
    if not by.may(NEEDS[kind]):
        raise NotAllowed(_("Only an administrator takes tables in."))
    try:
        text = content if isinstance(content, str) else sheets.decode(content)
        sheet = sheets.read(text)
    except sheets.NotATable as refused:
        raise Invalid(errors={"file": [_what_is_wrong(refused.reason)]}) from refused
    if not sheet.rows:
        raise Invalid(errors={"file": [_("The table has a heading only. There is nothing to take in.")]})
    return Import.objects.create(
        kind=kind,
        sealed=seal(text.encode(), purpose=PURPOSE),
        columns=match_columns(kind, sheet.header),
        total=len(sheet.rows),
        created_by=by,
        created_at=now(),
    )


@transaction.atomic
def choose_columns(pk: int, columns: Mapping[str, int], *, by: User) -> Import:
    """Say which column of the table fills which field."""
    table = _draft(pk, by=by)
    width = len(sheet_of(table).header)
    known = {column.code for column in COLUMNS[table.kind]}
    table.columns = {code: at for code, at in columns.items() if code in known and 0 <= at < width}
    table.save(update_fields=["columns"])
    return table


@transaction.atomic
def confirm_import(pk: int, *, by: User, leave_out_wrong: bool = False) -> Import:
    """Take the table in: at once when it is short, by the worker when it is long."""
    table = _draft(pk, by=by)
    table.leave_out_wrong, table.confirmed_at, table.state = leave_out_wrong, now(), Import.State.QUEUED
    table.save(update_fields=["leave_out_wrong", "confirmed_at", "state"])
    if table.total <= AT_ONCE:
        return _take_in(table, tell=lambda _done: None)
    record("import.confirmed", table, by=by)
    return table


def run_import(pk: int) -> None:
    """Take a long table in, showing how far it is; run twice, it is taken in once."""
    with transaction.atomic():
        # RACE: not by a lock on the row, which is written from outside while this transaction is at work.
        if not locks.take(f"import {pk}"):
            return
        table = Import.objects.select_related("created_by").filter(pk=pk, state=Import.State.QUEUED).first()
        if table is None:
            return
        with _progress_seen_by_others(pk) as tell:
            try:
                with transaction.atomic():
                    _take_in(table, tell=tell)
            except WrongState:
                # The directory has changed since the preview; who brought the table looks at it again.
                Import.objects.filter(pk=pk).update(state=Import.State.FAILED, finished_at=now())


@transaction.atomic
def discard_import(pk: int, *, by: User) -> str:
    """Forget a table that is not wanted; return its kind."""
    table = _draft(pk, by=by)
    table.delete()
    return table.kind


def _take_in(table: Import, *, tell: Callable[[int], None]) -> Import:
    by = table.created_by
    plan = plan_of(table, by=by)
    if plan.counts[Outcome.WRONG] and not table.leave_out_wrong:
        raise WrongState(_("Some rows are wrong. Correct them, or leave them out."))
    APPLY[table.kind](plan, by=by, tell=tell)
    table.state, table.counts, table.finished_at = Import.State.DONE, plan.counts, now()
    table.done, table.sealed = table.total, b""
    table.save(update_fields=["state", "counts", "finished_at", "done", "sealed"])
    record("import.finished", table, by=by, kind=table.kind, **plan.counts)
    return table


def _draft(pk: int, *, by: User) -> Import:
    table = get_import(by, pk, lock=True)
    if table.state != Import.State.DRAFT:
        raise WrongState(_("This table is on its way in already."))
    return table


@contextmanager
def _progress_seen_by_others(pk: int) -> Iterator[Callable[[int], None]]:
    """Give a function that writes how far the work is over a connection of its own.

    What the working transaction writes nobody sees until it ends; progress is for those who wait.
    """
    apart = connection.copy()
    told = 0

    def tell(done: int) -> None:
        nonlocal told
        if done - told < TELL_EVERY:
            return
        told = done
        with apart.cursor() as cursor:
            cursor.execute("UPDATE people_import SET done = %s WHERE id = %s", [done, pk])

    try:
        yield tell
    finally:
        apart.close()


def _what_is_wrong(reason: str) -> str:
    sentences = {
        "empty": _("The table is empty."),
        "workbook": _("This is a workbook. Save it as CSV and bring that."),
        "binary": _("This is not a table in text form. Save it as CSV and bring that."),
        "large": _("The table is too large: up to 60,000 rows and 10 MB at once."),
        "broken": _("The table cannot be read: a quotation mark is not closed."),
    }
    return sentences[reason]
