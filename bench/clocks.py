"""What clocks cost on a large desk: `.venv/bin/python -m bench.clocks --tickets 1100000 --keep /tmp/desks`.

The desk is filled by `priyom load`; every open ticket falls under one contract with three promises, and some have
waited. Measured: a sweep over everything that is due, the digests, and counting every open clock of a changed calendar.
"""

import argparse
import os
import statistics
from contextlib import contextmanager
from datetime import timedelta
from time import perf_counter

from bench.processes import Family, between
from bench.stage import Stage

SWEEPS = 5
USUAL = 500  # thirty thousand open tickets take some four steps a second
OUTAGE = """
    SELECT max(steps) FROM (
        SELECT date_trunc('hour', step) AS hour, count(*) AS steps
        FROM desk_clock, unnest(ladder) AS step WHERE ended_at IS NULL GROUP BY hour
    ) hours
"""


class Watch:
    """What some work takes: seconds on the wall, and of the processors of this process and of PostgreSQL."""

    def __init__(self, folder):
        postmaster = int((folder / "postgres/postmaster.pid").read_text().split()[0])
        self.families = Family(os.getpid()), Family(postmaster)

    @contextmanager
    def running(self):
        """Measure what happens within."""
        before, began = [each.spent() for each in self.families], perf_counter()
        yield self
        self.wall = perf_counter() - began
        after = [each.spent() for each in self.families]
        self.python, self.postgres = (between(*pair) for pair in zip(before, after, strict=True))

    @property
    def taken(self):
        """Return wall, Python's and PostgreSQL's seconds."""
        return self.wall, self.python, self.postgres


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
        watch = Watch(stage.folder)
        rows = [*sweeps(watch), recount(calendar, watch)]
    finally:
        database.stop()
    print("| what | clocks | seconds | CPU of Python | of PostgreSQL |\n|---|---:|---:|---:|---:|")
    for what, clocks, *seconds in rows:
        print(f"| {what} | {clocks:,} | {' | '.join(f'{each:.2f}' for each in seconds)} |")


def promise_all(wanted):
    """Put every open ticket under a contract, as if it had been opened under it; return its calendar."""
    from django.db import connection

    from priyom.desk.actions.clocks import promise
    from priyom.desk.models import Clock, ClockStand, FrozenTerms, Pause, Ticket
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
    ClockStand.objects.bulk_create([clock.stand for clock in clocks], batch_size=2_000)
    Pause.objects.bulk_create(pauses, batch_size=2_000)
    Ticket.objects.bulk_update(tickets, ["contract", "terms", "due_at"], batch_size=1_000)
    return calendar


def sweeps(watch):
    """Measure the sweep: when everything is due at once, after an hour's outage, and on a usual round."""
    from django.db import connection

    from priyom.desk.actions.watching_clocks import tell_of_clocks

    with connection.cursor() as cursor:
        cursor.execute(OUTAGE)
        hour = cursor.fetchone()[0]
    rows = [again("sweep, everything due at once", None, watch)]
    with watch.running():
        told = tell_of_clocks()
    return [
        *rows, ("digests of that", told, *watch.taken), again("sweep, after an hour's outage", hour, watch),
        again("sweep, a usual round", USUAL, watch), again("sweep, nothing new", 0, watch),
    ]  # fmt: skip


def again(what, due, watch):
    """Measure the median sweep over so many clocks (none: all) whose next step has come."""
    from priyom.desk.actions.watching_clocks import warn_of_clocks

    took = []
    for _turn in range(SWEEPS):
        make_due(due)
        with watch.running():
            warned = warn_of_clocks()
        took.append(watch.taken)
    return what, warned, *(statistics.median(each) for each in zip(*took, strict=True))


def make_due(due):
    """Let so many running clocks be due as if nothing had been said of them yet, any of them, as they come in life."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(
            """
            WITH given AS (
                SELECT id, started_at FROM desk_clock WHERE ended_at IS NULL AND due_at IS NOT NULL
                ORDER BY md5(id::text) LIMIT %s
            )
            UPDATE desk_clockstand stand SET warned = 0, told = 0, breached_at = NULL, next_at = given.started_at
            FROM given WHERE given.id = stand.clock_id RETURNING clock_id
            """,
            [due],
        )
        ids = [each for (each,) in cursor.fetchall()]
        cursor.execute(
            "DELETE FROM desk_breach WHERE ticket_id IN (SELECT ticket_id FROM desk_clock WHERE id = ANY(%s))", [ids]
        )
        cursor.execute("VACUUM desk_clockstand")
        cursor.execute("VACUUM desk_breach")


def recount(calendar, watch):
    """Measure counting every open clock of a calendar of which a day was corrected."""
    from priyom.desk.actions.recounting import recount_calendar
    from priyom.people.models import CalendarDay, User

    day = calendar.days.order_by("date").first()  # of an earlier run
    CalendarDay.objects.create(
        calendar=calendar, date=(day.date if day else from_today()) - timedelta(days=1), kind="off", name="bench"
    )
    with watch.running():
        done = recount_calendar(calendar, by=User.objects.system())
    return f"count a calendar's clocks again ({done.moved:,} moved)", done.total, *watch.taken


def from_today():
    """Return the day from which days of the calendar are taken off, one with every run."""
    from priyom.base.clock import now

    return now().date()


if __name__ == "__main__":
    main()
