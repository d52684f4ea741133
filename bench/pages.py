"""Measures what requests cost, against a floor in the same run and against what users would pick instead.

    .venv/bin/python -m bench.pages --tickets 10000 --keep /tmp/desks --only list,ticket
    .venv/bin/python -m bench.pages --tickets 10000,100000,1100000 --clients 1,8 --keep /tmp/desks --write
    .venv/bin/python -m bench.pages --tickets 10000 --keep /tmp/desks --profile list

How to read the table: bench/README.md.
"""

import argparse
import os
import statistics
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from bench import report
from bench.asking import ask, questions
from bench.processes import between
from bench.stage import People, Stage

WARM = 24
SETTLING, IDLE_SECONDS, IDLE_LOOKS = 10, 4, 9
QUIET_AFTER = 60
WRITING = ("create", "create-api", "reply", "reply-api")


def main():
    options = _options()
    folder = options.keep or tempfile.mkdtemp(prefix="priyom-bench-")
    if options.fill:
        for tickets in options.tickets:
            _filled(Stage(folder, tickets, options.port))
        return
    tables = [_apart(options, folder, tickets) for tickets in options.tickets]
    text = report.whole([table for table in tables if table], options)
    if text:
        print(text)
    if options.write and text:
        report.keep(text)


def _options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    numbers = lambda text: [int(each) for each in text.split(",")]  # noqa: E731 - three words
    parser.add_argument("--tickets", type=numbers, default=[10_000], help="sizes of the desk: 10000,100000")
    parser.add_argument("--clients", type=numbers, default=[1], help="how many ask at once: 1,8")
    parser.add_argument("--rounds", type=int, default=300, help="requests of each kind")
    parser.add_argument("--only", type=lambda text: text.split(","), help="names of what to ask: list,ticket,create …")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep filled desks here, and use those that are there")
    parser.add_argument("--guard", action="store_true", help="measure writing once more, with the guard on")
    parser.add_argument("--fill", action="store_true", help="only fill the desks, or bring them up to date")
    parser.add_argument("--port", type=int, default=8490)
    parser.add_argument("--profile", metavar="NAME", help="print where one page spends its time, in this process")
    parser.add_argument("--sql", action="store_true", help="with --profile: print the page's queries, too")
    parser.add_argument("--write", action="store_true", help="put the result into docs/performance.md")
    parser.add_argument("--beside", default="nothing known", help="what else runs on the machine, for the record")
    return parser.parse_args()


def _apart(options, folder, tickets):
    """Measure one size in a process of its own: settings are read once, and each desk has its own secrets."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(_measured, options, folder, tickets).result()


def _filled(stage):
    filled = stage.fill()
    if filled:
        print(f"filled with {stage.tickets} tickets in {filled:.0f} s", flush=True)
    return filled


def _measured(options, folder, tickets):
    stage = Stage(folder, tickets, options.port)
    filled = _filled(stage)
    with stage.served():
        stage.django()
        _under_contract()
        people = People()
        asked = questions(people, stage.port)
        if options.profile:
            from bench.profiling import profile

            profile(asked[options.profile], sql=options.sql)
            return None
        chosen = {name: asked[name] for name in options.only or asked}
        chosen |= {name: each for name, each in asked.items() if each.floor}
        table = report.Table(stage.tickets, filled, stage.ready_after, os.getloadavg()[0])
        for question in chosen.values():
            for clients in options.clients:
                table.rows.append(_row(options, stage, question, clients))
                print(f"  {report.line(table.rows[-1])}", flush=True)
        table.bare = _bare_sql(stage, options.rounds)
        database = set(stage.database.members())
        table.memory = stage.server.pss(without=database), stage.database.pss()
    if options.guard:
        _guarded(options, folder, table, [name for name in WRITING if name in (options.only or WRITING)])
    return table


def _under_contract():
    """Promise something for every open ticket, as a desk in use has it: clocks cost, so every size must have them."""
    from bench.clocks import promise_all
    from priyom.base.requests import end_request, start_request

    start_request()  # what stands in memory is asked for once, as in a job
    promise_all(0)
    end_request()


def _guarded(options, folder, table, names):
    """Ask the same with the guard on: its children are the web server's, and their time is that of the requests."""
    from django.db import connections

    connections.close_all()  # the server of the first desk has stopped
    stage = Stage(folder, table.tickets, options.port, guard="on")
    with stage.served():
        people = People()
        for name in names:
            question = questions(people, stage.port)[name]
            question = replace(question, name=f"{question.name}, guard on", column="")
            for clients in options.clients:
                table.rows.append(_row(options, stage, question, clients))
                print(f"  {report.line(table.rows[-1])}", flush=True)


def _row(options, stage, question, clients):
    ask(question, stage.port, rounds=WARM, clients=max(clients, 2))  # every process has its templates and plans
    _until_quiet()
    idle = _idle(stage)
    before, began = _spent(stage), time.monotonic()
    asked = ask(question, stage.port, rounds=options.rounds, clients=clients)
    _until_quiet()
    rested = time.monotonic() - began
    own, database = (
        (between(then, now) - rest * rested) * 1000 / options.rounds
        for then, now, rest in zip(before, _spent(stage), idle, strict=True)
    )
    return report.Row(replace(question, ask=None), clients, max(own, 0.0), max(database, 0.0), asked)


def _spent(stage):
    """The product's processes without PostgreSQL, which it starts, and PostgreSQL's."""
    database = stage.database.spent()
    whole = stage.server.spent()
    own = {pid: seconds for pid, seconds in whole[0].items() if pid not in database[0]}
    return (own, whole[1] - database[1]), database


def _idle(stage):
    """Return what both use in a second when nobody asks: looking for work, heartbeats, PostgreSQL's own upkeep.

    Several looks, without the highest and the lowest: a process that has just started, or a VACUUM, would make every
    request look cheaper, and sweeps that are due once in half a minute must be in it.
    """
    if not hasattr(stage, "idle"):
        time.sleep(SETTLING)
        looks = []
        for _ in range(IDLE_LOOKS):
            before = _spent(stage)
            time.sleep(IDLE_SECONDS)
            looks.append([between(then, now) / IDLE_SECONDS for then, now in zip(before, _spent(stage), strict=True)])
        stage.idle = [statistics.mean(sorted(each)[1:-1]) for each in zip(*looks, strict=True)]
        print(f"  nobody asks: {stage.idle[0] * 1000:.0f} + {stage.idle[1] * 1000:.0f} CPU ms a second", flush=True)
    return stage.idle


def _until_quiet():
    """Wait until what the requests left behind is done: answers after their ten seconds, reactions, jobs, letters."""
    from django.db import connection

    for _ in range(QUIET_AFTER * 5):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM procrastinate_jobs WHERE status = 'doing'"
                " OR status = 'todo' AND coalesce(scheduled_at, now()) <= now())"
                " OR EXISTS (SELECT FROM desk_message WHERE state = 'pending')"
                " OR EXISTS (SELECT FROM base_duereaction)"
                " OR EXISTS (SELECT FROM channels_letter WHERE state = 'waiting' AND due_at <= now())"
            )
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.2)


def _bare_sql(stage, rounds):
    """Return PostgreSQL's CPU for the floor's fifty rows, asked by its own client."""
    import psycopg

    from bench.floor import open_rows

    statement, values = open_rows().query.sql_with_params()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        for _ in range(WARM):
            connection.execute(statement, values).fetchall()
        before = stage.database.spent()
        for _ in range(rounds):
            connection.execute(statement, values).fetchall()
        return between(before, stage.database.spent()) * 1000 / rounds


if __name__ == "__main__":
    main()
