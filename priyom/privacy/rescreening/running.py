"""Reading the stocks, a few things a transaction: what is done is marked with it, so a run may end at any moment."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base import locks
from priyom.base.clock import now
from priyom.base.errors import NotNow, WrongState
from priyom.base.requests import end_request, start_request
from priyom.privacy.found.keeping import forget_noted
from priyom.privacy.rescreening.models import RescreenMark
from priyom.privacy.rescreening.stocks import Stock, stocks

STEP = 20
ALONE = "rescreening"
TRIES = 3
PAUSE = 1.0  # seconds before the guard is asked again


@dataclass(frozen=True)
class Progress:
    """How far one stock is."""

    label: str
    seen: int
    changed: int
    left: int
    seconds_left: int | None


Tell = Callable[[Progress], None]


def rescreen(tell: Tell | None = None, *, again: bool = False) -> list[RescreenMark]:
    """Read everything that was not read yet; ``again`` begins anew. Two at once are refused."""
    with locks.alone(ALONE) as is_ours:
        if not is_ours:
            raise WrongState(_("What was kept is being read already."))
        if again:
            RescreenMark.objects.all().delete()
        return [_read(stock, tell) for stock in stocks()]


def _read(stock: Stock, tell: Tell | None) -> RescreenMark:
    mark, _new = RescreenMark.objects.get_or_create(stock=stock.name, defaults={"started_at": now()})
    if mark.finished_at:
        return mark
    whole, begun, before = stock.left(mark.last), time.monotonic(), mark.seen
    while rows := stock.after(mark.last, STEP):
        start_request()
        try:
            with transaction.atomic():
                for row in rows:
                    _screen(stock, row, mark)
                mark.save()
        finally:
            end_request()
        done = mark.seen - before
        pace = (time.monotonic() - begun) / done
        left = max(0, whole - done)
        if tell:
            tell(Progress(str(stock.label), mark.seen, mark.changed, left, round(pace * left)))
    mark.finished_at = now()
    mark.save(update_fields=["finished_at"])
    return mark


def _screen(stock: Stock, row: object, mark: RescreenMark) -> None:
    """Screen one thing. One that the guard cannot read stays as it is and is named, so that a person looks at it."""
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                mark.changed += stock.screen(row)
            break
        except NotNow:
            time.sleep(PAUSE if attempt < TRIES - 1 else 0)
    else:
        mark.unread = [*mark.unread, stock.key(row)]
    forget_noted()
    mark.seen += 1
    mark.last = stock.key(row)
