"""What a contract's report costs on a large desk: `.venv/bin/python -m bench.contract_report --tickets 100000`.

Every solved ticket of the desk is put under one contract with two promises, as if its clocks had run: one in twenty is
late, one in five has waited. Measured: the page, the workbook and the paper of the fullest month.
"""

import argparse
from time import perf_counter, process_time

from bench.stage import Stage

CLOCKS = """
    INSERT INTO desk_clock (ticket_id, region_id, contract_id, promise, unit, amount, end_of_day, stops_for, clause,
        level_name, calendar_id, timezone, began, started_at, due_at, ladder, ended_at, outcome)
    SELECT id, region_id, %(contract)s, promise, unit, amount, false, '{requester}', '4.' || promise, 'bench',
        %(calendar)s, 'Europe/Moscow', 'opened', opened_at,
        CASE WHEN id %% 20 = 0 THEN ended - interval '1 hour' ELSE ended + interval '1 hour' END, '{}', ended,
        CASE WHEN id %% 20 = 0 THEN 'late' ELSE 'kept' END
    FROM (SELECT *, coalesce(resolved_at, closed_at) AS ended FROM desk_ticket WHERE resolved_at IS NOT NULL) ticket,
        (VALUES ('response', 'work_min', 60), ('resolution', 'work_day', 12)) AS target (promise, unit, amount)
    WHERE NOT EXISTS (SELECT 1 FROM desk_clock clock WHERE clock.ticket_id = ticket.id)
"""
BREACHES = """
    INSERT INTO desk_breach (ticket_id, region_id, contract_id, promise, due_at, noticed_at, cause, note)
    SELECT ticket_id, region_id, contract_id, promise, due_at, ended_at, '', '' FROM desk_clock WHERE outcome = 'late'
    ON CONFLICT DO NOTHING
"""
PAUSES = """
    INSERT INTO desk_pause (ticket_id, region_id, reason, whom, since, until)
    SELECT id, region_id, 'requester', '', opened_at + interval '5 minutes', opened_at + interval '3 hours'
    FROM desk_ticket WHERE resolved_at IS NOT NULL AND id %% 5 = 0
"""


def main():
    """Fill the desk, let its past run under a contract, measure, print the table."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--tickets", type=int, default=100_000)
    asked.add_argument("--keep", default="/tmp/desks")
    asked.add_argument("--port", type=int, default=8670)
    given = asked.parse_args()
    stage = Stage(given.keep, given.tickets, given.port)
    stage.fill()
    from priyom.base.postgres import EmbeddedPostgres

    database = EmbeddedPostgres(stage.folder)
    database.start()
    try:
        stage.django()
        rows = measured(under_a_contract())
    finally:
        database.stop()
    print("| what | rows | statements | seconds | CPU of Python |\n|---|---:|---:|---:|---:|")
    for what, count, statements, wall, cpu in rows:
        print(f"| {what} | {count:,} | {statements} | {wall:.2f} | {cpu:.2f} |")


def under_a_contract():
    """Give every solved ticket clocks that have ended; return their contract."""
    from django.db import connection

    from priyom.people.models import Contract, ContractParty, Region, WorkCalendar

    week = {str(day): [["09:00", "18:00"]] for day in range(5)}
    calendar, _new = WorkCalendar.objects.get_or_create(code="past", defaults={"name": "5×9", "weekly": week})
    contract, is_new = Contract.objects.get_or_create(
        number="past", defaults={"title": "past", "calendar": calendar, "goal_percent": 95}
    )
    if not is_new:
        return contract
    ContractParty.objects.bulk_create(ContractParty(contract=contract, region=each) for each in Region.objects.all())
    values = {"contract": contract.pk, "calendar": calendar.pk}
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("UPDATE desk_ticket SET contract_id = %(contract)s WHERE contract_id IS NULL", values)
        for statement in (CLOCKS, BREACHES, PAUSES):
            cursor.execute(statement, values)
        cursor.execute("ANALYZE")
    return contract


def measured(contract):
    """Measure each face of the report once it is warm; a second run finds the same in memory."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from priyom.base.requests import end_request, start_request
    from priyom.insight import book, paper
    from priyom.insight.report import late_ones, report_of, usual_period
    from priyom.people.models import User

    reader = User.objects.filter(memberships__role="manager").first()
    period = usual_period(contract)
    faces = {
        "figures": lambda: report_of(reader, contract, period),
        "late ones, as listed": lambda: late_ones(reader, contract, period, explained=False),
        "late ones, each explained": lambda: late_ones(reader, contract, period, explained=True),
        "workbook": lambda: book.write(
            report_of(reader, contract, period), late_ones(reader, contract, period, explained=True)
        ),
        "paper": lambda: paper.write(
            report_of(reader, contract, period), late_ones(reader, contract, period, explained=True)
        ),
    }
    rows = []
    for what, make in faces.items():
        start_request()
        make()
        began, cpu = perf_counter(), process_time()
        with CaptureQueriesContext(connection) as asked:
            made = make()
        count = len(made) if isinstance(made, list) else contract_size(contract)
        rows.append((what, count, len(asked), perf_counter() - began, process_time() - cpu))
        end_request()
    return rows


def contract_size(contract):
    """Return how many tickets the contract has altogether."""
    from priyom.desk.models import Ticket

    return Ticket.objects.filter(contract=contract).count()


if __name__ == "__main__":
    main()
