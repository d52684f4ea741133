"""Measures pages against a floor.

    .venv/bin/python -m bench.pages [--tickets 10000] [--rounds 60] [--port 8490] [--write]

For each page: the median and the 95th hundredth of its time, seen by one client on the same machine; the CPU time that
web server and PostgreSQL spend on one request; how many queries it asks; the bare time of those same queries; and the
ratio to the floor, which is a Django view that says «hello» behind the same middleware on the same server.
"""

import argparse
import http.client
import os
import platform
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAPER = ROOT / "docs/performance.md"
TICKS = os.sysconf("SC_CLK_TCK")


def main():
    options = _options()
    place = Path(tempfile.mkdtemp(prefix="priyom-bench-"))
    place.chmod(0o711)
    (place / "priyom.toml").write_text(f"demo = true\nport = {options.port}\n")
    os.environ.update(PRIYOM_DATA_DIR=str(place), PYTHONPATH=str(ROOT), DJANGO_SETTINGS_MODULE="bench.floor_settings")
    from priyom.base.postgres import EmbeddedPostgres

    with EmbeddedPostgres(place):
        subprocess.run([sys.executable, "-m", "priyom", "upgrade"], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        began = time.monotonic()
        stage = _fill(options.tickets)
        print(f"filled with {options.tickets} tickets in {time.monotonic() - began:.0f} s")
        server = _serve(options.port)
        try:
            rows = [_measure(options, server, *page) for page in _pages(stage)]
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(20)
    report = _report(options, rows)
    print(report)
    if options.write:
        _keep(report)


def _options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--port", type=int, default=8490)
    parser.add_argument("--write", action="store_true", help="add the result to docs/performance.md")
    parser.add_argument("--beside", default="nothing known", help="what else runs on the machine, for the record")
    return parser.parse_args()


def _fill(tickets):
    import django

    django.setup()
    from bench.world import fill

    return fill(tickets)


def _serve(port):
    """Granian as the product runs it: two processes, four threads each."""
    options = f"--interface wsgi --host 127.0.0.1 --port {port} --http 1 --workers 2 --blocking-threads 4"
    quiet = ["--log-level", "warning", "--no-ws", "bench.floor:application"]
    command = [sys.executable, "-m", "granian", *options.split(), *quiet]
    server = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    for _ in range(200):
        time.sleep(0.1)
        try:
            if _get(_connect(port), "/live", "")[0] == http.HTTPStatus.OK:
                return server
        except OSError:
            continue
    raise SystemExit("the server does not answer")


def _pages(stage):
    agent, doctor = (_session(stage[who]) for who in ("agent", "doctor"))
    ticket, team = stage["ticket"].number, stage["team"].code
    return [
        ("floor: bare WSGI", "/floor/bare", None, {}),
        ("floor: a view behind the middleware", "/floor/view", (stage["agent"], agent), {}),
        ("my work", "/desk/", (stage["agent"], agent), {}),
        ("list of a team, 50 rows", f"/desk/lists/{team}-open", (stage["agent"], agent), {}),
        ("list of everything ever", "/desk/tickets?status=any", (stage["agent"], agent), {}),
        ("search in subjects", "/desk/tickets?status=any&text=%D1%8D%D0%BC%D0%B4", (stage["agent"], agent), {}),
        ("ticket with its list", f"/desk/tickets/{ticket}", (stage["agent"], agent), {}),
        ("ticket as a fragment", f"/desk/tickets/{ticket}", (stage["agent"], agent), {"HX-Request": "true"}),
        ("my tickets, portal", "/portal/tickets", (stage["doctor"], doctor), {}),
        ("hospital's tickets, portal", "/portal/organisation", (stage["doctor"], doctor), {}),
        ("new request, portal", "/portal/", (stage["doctor"], doctor), {}),
        ("ticket, portal", f"/portal/tickets/{ticket}", (stage["doctor"], doctor), {}),
    ]


def _session(user):
    from tests.live import session_of

    return session_of(user)


def _measure(options, server, name, path, who, headers):
    cookie = f"sid={who[1]}" if who else ""
    client = _connect(options.port)
    for _ in range(10):  # warm: every process has loaded its templates and plans
        status, size = _get(client, path, cookie, headers)
    if status != http.HTTPStatus.OK:
        raise SystemExit(f"{path} answers {status}")
    times, before = [], _cpu(server)
    for _ in range(options.rounds):
        began = time.perf_counter()
        _get(client, path, cookie, headers)
        times.append((time.perf_counter() - began) * 1000)
    web, database = ((after - then) * 1000 / options.rounds for after, then in zip(_cpu(server), before, strict=True))
    queries, bare = _queries(path, who[0], headers) if who else (0, 0.0)
    return {
        "name": name, "median": statistics.median(times), "p95": statistics.quantiles(times, n=20)[-1], "web": web,
        "database": database, "queries": queries, "bare": bare, "size": size / 1024,
    }  # fmt: skip


def _queries(path, user, headers):
    """Ask the page inside this process, and then its queries alone, as PostgreSQL's own client would."""
    import psycopg
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers=headers or None, SERVER_NAME="localhost")
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    asked = [query["sql"] for query in captured.captured_queries if query["sql"].startswith(("SELECT", "WITH"))]
    with psycopg.connect(os.environ.get("DATABASE_URL") or settings.PRIYOM.database_url, autocommit=True) as bare:
        times = []
        for _ in range(10):
            began = time.perf_counter()
            for sql in asked:
                bare.execute(sql).fetchall()
            times.append((time.perf_counter() - began) * 1000)
    return len(captured.captured_queries), statistics.median(times)


def _connect(port):
    return http.client.HTTPConnection("127.0.0.1", port, timeout=30)


def _get(client, path, cookie, headers=None):
    host = {"Host": f"localhost:{client.port}", "Cookie": cookie, "Accept-Encoding": "identity"}
    client.request("GET", path, headers=host | (headers or {}))
    answer = client.getresponse()
    return answer.status, len(answer.read())


def _cpu(server):
    """Return the seconds of CPU that the web server's processes and PostgreSQL's sessions have used."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        sessions = [pid for (pid,) in cursor.fetchall()]
    web = [int(folder.name) for folder in Path("/proc").glob("[0-9]*") if _group_of(int(folder.name)) == server.pid]
    return sum(map(_spent, web)), sum(map(_spent, sessions))


def _group_of(pid):
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0


def _spent(pid):
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


HEAD = """## {moment} UTC, {tickets} tickets

{cores} cores, Python {python}, load before {load:.1f}; beside it: {beside}.
{rounds} requests each, one after another, the client on the same machine.

| page | median ms | 95 % ms | × floor | CPU web ms | CPU database ms | queries | those queries bare, ms | KiB |
|---|---:|---:|---:|---:|---:|---:|---:|---:|"""
CELLS = (
    "{name}", "{median:.1f}", "{p95:.1f}", "{ratio:.1f}", "{web:.1f}", "{database:.1f}", "{queries}", "{bare:.1f}",
    "{size:.0f}",
)  # fmt: skip
LINE = f"| {' | '.join(CELLS)} |"


def _report(options, rows):
    floor = next(row["median"] for row in rows if row["name"].startswith("floor: a view"))
    head = HEAD.format(
        moment=f"{datetime.now(UTC):%Y-%m-%d %H:%M}",
        cores=os.cpu_count(),
        python=platform.python_version(),
        load=os.getloadavg()[0],
        **vars(options),
    )
    return "\n".join([head, *(LINE.format(**row, ratio=row["median"] / floor) for row in rows)])


def _keep(report):
    text = PAPER.read_text()
    PAPER.write_text(f"{text.rstrip()}\n\n{report}\n")


if __name__ == "__main__":
    main()
