"""What clocks cost on a large desk: `.venv/bin/python -m bench.clocks --tickets 1100000 --keep /tmp/desks`.

The desk is filled by `priyom load`; every open ticket falls under one contract with three promises, and some have
waited. Measured: a sweep over everything that is due, the digests, and counting every open clock of a changed calendar.
"""

import argparse
import statistics
from datetime import timedelta
from time import perf_counter

from bench.stage import Stage

SWEEPS = 5
USUAL = 500  # thirty thousand open tickets take some four steps a second


def main():
    """Fill the desk, measure, print the table."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--tickets", type=int, default=1_100_000)
    asked.add_argument("--open", type=int, default=30_000, help="closed tickets are opened again up to so many")
    asked.add_argument("--keep", default="/tmp/desks")
    asked.add_argument("--port", type=int, default=8660)
    given = asked.parse_args()
    stage = Stage(given.keep, given.tickets, given.port)
    stage.fill()
    from priyom.base.postgres import EmbeddedPostgres

    database = EmbeddedPostgres(stage.folder)  # alone: a worker's own sweeps would be ahead of ours
    database.start()
    try:
        stage.django()
        from priyom.base.requests import start_request

        start_request()  # what stands in memory is asked for once, as in a job
        calendar = promise_all(given.open)
        rows = [*sweeps(), recount(calendar)]
    finally:
        database.stop()
    print("| what | clocks | seconds |\n|---|---:|---:|")
    for what, clocks, seconds in rows:
        print(f"| {what} | {clocks:,} | {seconds:.2f} |")


def promise_all(wanted):
    """Put every open ticket under a contract, as if it had been opened under it; return its calendar."""
    from django.db import connection

    from priyom.desk.actions.clocks import promise
    from priyom.desk.models import Clock, FrozenTerms, Pause, Ticket
    from priyom.people.contracts import terms_for
    from priyom.people.models import Contract, ContractParty, Region, ServiceLevel, Target, WorkCalendar

    week = {str(day): [["09:00", "13:00"], ["14:00", "18:00"]] for day in range(5)}
    if Clock.objects.filter(ended_at=None).exists():
        return WorkCalendar.objects.get(code="bench")
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")  # what is set up here is no page's statement
    FrozenTerms.objects.filter(contract__number="bench").delete()  # of a run that was interrupted
    Contract.objects.filter(number="bench").delete()
    calendar, _new = WorkCalendar.objects.get_or_create(code="bench", defaults={"name": "5×8", "weekly": week})
    contract = Contract.objects.create(number="bench", title="bench", calendar=calendar)
    ContractParty.objects.bulk_create(ContractParty(contract=contract, region=each) for each in Region.objects.all())
    level = ServiceLevel.objects.create(contract=contract, name="all", clause="1")
    for what, unit, amount in (
        ("response", "work_min", 60),
        ("update", "work_min", 480),
        ("resolution", "work_day", 12),
    ):
        Target.objects.create(level=level, promise=what, unit=unit, amount=amount, stops_for_external=True)
    missing = max(wanted - Ticket.objects.open().count(), 0)
    closed = Ticket.objects.filter(merged_into=None).done().order_by("-id").values("pk")[:missing]
    Ticket.objects.filter(pk__in=list(closed.values_list("pk", flat=True))).update(status="open")
    tickets = list(Ticket.objects.open().select_related("organisation__region", "topic"))
    clocks, pauses = [], []
    for place, ticket in enumerate(tickets):
        promise(ticket, terms_for(ticket.organisation, at=ticket.opened_at) if ticket.organisation else None)
        clocks += ticket._promised.clocks.values()
        if place % 3 == 0:
            since = ticket.opened_at + timedelta(hours=3)
            pauses.append(Pause(
                ticket=ticket, region_id=ticket.region_id, reason="requester", since=since,
                until=since + timedelta(hours=5),
            ))  # fmt: skip
    Clock.objects.bulk_create(clocks, batch_size=2_000)
    Pause.objects.bulk_create(pauses, batch_size=2_000)
    Ticket.objects.bulk_update(tickets, ["contract", "terms", "due_at"], batch_size=1_000)
    return calendar


def sweeps():
    """Measure the sweep: when everything is due at once, and on a usual round."""
    from priyom.desk.actions.watching_clocks import tell_of_clocks, warn_of_clocks

    rows = []
    for what, act in (
        ("sweep, everything due at once", warn_of_clocks),
        ("digests of that", tell_of_clocks),
    ):
        began = perf_counter()
        rows.append((what, act(), perf_counter() - began))
    return [*rows, again(USUAL), again(0)]


def again(due):
    """Measure the median sweep over so many clocks whose next step has come."""
    from django.db.models import F

    from priyom.desk.actions.watching_clocks import warn_of_clocks
    from priyom.desk.models import Clock

    took = []
    for _turn in range(SWEEPS):
        some = Clock.objects.filter(ended_at=None, due_at__isnull=False).values("pk")[:due]
        Clock.objects.filter(pk__in=list(some.values_list("pk", flat=True))).update(
            warned=0, breached_at=None, next_warning_at=F("started_at")
        )
        began = perf_counter()
        warn_of_clocks()
        took.append(perf_counter() - began)
    return "sweep, a usual round", due, statistics.median(took)


def recount(calendar):
    """Measure counting every open clock of a calendar of which a day was corrected."""
    from priyom.desk.actions.recounting import recount_calendar
    from priyom.people.models import CalendarDay, User

    day = calendar.days.order_by("-date").first()
    CalendarDay.objects.create(
        calendar=calendar, date=(day.date if day else from_today()) - timedelta(days=1), kind="off", name="bench"
    )
    began = perf_counter()
    done = recount_calendar(calendar, by=User.objects.system())
    return f"count a calendar's clocks again ({done.moved:,} moved)", done.total, perf_counter() - began


def from_today():
    """Return the day from which days of the calendar are taken off, one with every run."""
    from priyom.base.clock import now

    return now().date()


if __name__ == "__main__":
    main()
