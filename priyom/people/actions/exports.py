"""Exports: asked for, made in the background, forgotten after a day."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, TooMany
from priyom.base.events import record
from priyom.people.exports.own import file_of, path_of, reach_digest
from priyom.people.exports.tables import Table, table_of
from priyom.people.exports.writing import WRITERS
from priyom.people.models import User
from priyom.people.models.exports import Export

KEPT = timedelta(hours=24)
MOST_ROWS = 100_000
MOST_AT_ONCE = 3
WAIT_SECONDS = 60


@transaction.atomic
def ask_export(
    kind: str,
    *,
    by: User,
    format: str,  # noqa: A002 - its name
    filters: Mapping[str, Any],
    exactly: bool = False,
) -> Export:
    """Ask for a list as a file; it is made when nobody waits.

    What the list does not understand of the filters narrows nothing; ``exactly``: it is refused.
    """
    table = table_of(kind)
    if not table.may(by):
        raise NotAllowed(_("This list is not yours to take away."))
    if format not in WRITERS:
        raise Invalid(errors={"format": [_("Choose one of the list.")]})
    kept = table.read(filters)
    if exactly:
        _refuse_left_out(filters, kept)
    # RACE: the person's own row is the lock, so that two clicks are counted one after the other.
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    if Export.objects.filter(asked_by=by, state=Export.State.QUEUED, expires_at__gt=now()).count() >= MOST_AT_ONCE:
        raise TooMany(
            _("Three exports are being made for you already. Wait for one of them."), retry_after=WAIT_SECONDS
        )
    export = Export.objects.create(
        kind=kind, filters=kept, format=format, asked_by=by, asked_at=now(), expires_at=now() + KEPT
    )
    record("export.asked", export, by=by, table=kind, format=format)
    return export


def _refuse_left_out(asked: Mapping[str, Any], kept: Mapping[str, Any]) -> None:
    """A page leaves out what it does not understand; a program that misspelt a filter must not be given everything."""
    unknown = sorted(name for name, value in asked.items() if _values(value) > _values(kept.get(name)))
    if unknown:
        sentence = _("The list knows no such filter, or no such value of it.")
        raise Invalid(sentence, errors={name: [sentence] for name in unknown})


def _values(given: str | Iterable[str] | None) -> int:
    """Return how many different values are given, none of them empty."""
    many = [given] if isinstance(given, str) else given or ()
    return len({value.strip() for value in many} - {""})


def make_export(pk: int) -> None:
    """Make the file and say so. Safe to run twice: the file is written anew and told of once."""
    export = Export.objects.select_related("asked_by").filter(pk=pk, state=Export.State.QUEUED).first()
    if export is None or export.expires_at <= now():
        return
    user, table = export.asked_by, table_of(export.kind)
    # SECURITY: the rights are those of now, not of when it was asked for.
    if not user.active_memberships or not table.may(user):
        _finish(export, state=Export.State.FAILED)
        return
    reach = reach_digest(user)
    with translation.override(user.language), timezone.override(ZoneInfo(user.timezone_name)):
        rows = Counted(table.rows(user, export.filters), most=MOST_ROWS)
        path = _write(export, table, rows)
    _finish(
        export, state=Export.State.READY, rows=rows.count, is_cut=rows.is_cut, size=path.stat().st_size, reach=reach,
        ready_at=now(),
    )  # fmt: skip


def take_export(pk: int, *, by: User) -> tuple[Export, Path]:
    """Return the file to its asker, and note that it was taken."""
    export, path = file_of(by, pk)
    record("export.taken", export, by=by, table=export.kind, count=export.rows)
    return export, path


def forget_old_exports() -> int:
    """PRIVACY: a file and what was asked are gone when their day is over; return how many."""
    gone = list(Export.objects.filter(expires_at__lte=now()))
    for export in gone:
        path_of(export).unlink(missing_ok=True)
    return Export.objects.filter(pk__in=[export.pk for export in gone]).delete()[0]


class Counted(Iterator[Sequence[Any]]):
    """Rows up to a limit, with their number, and whether there were more."""

    def __init__(self, rows: Iterable[Sequence[Any]], *, most: int) -> None:
        self._rows, self._most = iter(islice(rows, most + 1)), most
        self.count, self.is_cut = 0, False

    def __next__(self) -> Sequence[Any]:
        row = next(self._rows)
        if self.count == self._most:
            self.is_cut = True
            raise StopIteration
        self.count += 1
        return row


def _write(export: Export, table: Table, rows: Iterable[Sequence[Any]]) -> Path:
    target = path_of(export)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        WRITERS[export.format](part, table.columns, rows)
        part.chmod(0o600)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return target


@transaction.atomic
def _finish(export: Export, **columns: Any) -> None:
    # RACE: a job that was taken over may be made twice; whoever is first tells of it.
    if Export.objects.filter(pk=export.pk, state=Export.State.QUEUED).update(**columns):
        kind = "export.ready" if columns["state"] == Export.State.READY else "export.failed"
        record(kind, export, by=export.asked_by, table=export.kind, count=columns.get("rows"))
