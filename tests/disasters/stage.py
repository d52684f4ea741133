"""A desk of real processes that things happen to: started, killed, frozen, and asked afterwards what it has kept."""

import json
import os
import re
import signal
import subprocess
import sys
import time

import psycopg

from priyom.base.postgres import EmbeddedPostgres, embedded_url
from tests.base.program import ROOT, Program
from tests.database import unpack

PATIENCE = 40


def until(question, seconds=PATIENCE):
    """Ask again and again; return the first answer that is not empty, or the last one."""
    deadline = time.monotonic() + seconds
    while True:
        answer = question()
        if answer or time.monotonic() > deadline:
            return answer
        time.sleep(0.1)


class Stage(Program):
    """One data folder with its own PostgreSQL, web server and worker; an empty one is for a restore."""

    def __init__(self, *, empty=False):
        super().__init__()
        if not empty:
            unpack(self.data)
        (self.data / "priyom.toml").write_text('demo = true\nworkers = 2\nintake = "off"\nlog_format = "json"\n')

    def enter(self):
        """Let the cast enter; return a key of Anna's and a session of Zoya's."""
        told = self._python("-m", "tests.disasters.enter")
        return json.loads(told.stdout)

    def _python(self, *arguments):
        done = subprocess.run(  # noqa: S603
            [sys.executable, *arguments], env=self.environment(DJANGO_SETTINGS_MODULE="priyom.settings"), cwd=ROOT,
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done

    def start_worker_of_plays(self):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.disasters.plays"], cwd=ROOT,
            env=self.environment(DJANGO_SETTINGS_MODULE="priyom.settings"),
        )  # fmt: skip
        self.running.append(process)
        return process

    def database(self):
        """The database alone, for as long as the block lasts."""
        return EmbeddedPostgres(self.data)

    def sql(self, query, *values):
        """Ask the database of the desk, waiting while it recovers."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with psycopg.connect(embedded_url(self.data), autocommit=True) as connection:
                    found = connection.execute(query, values)
                    return found.fetchall() if found.description else []
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def defer(self, task, number):
        """Queue a job of the play."""
        self.sql(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status) VALUES ('soon', %s, %s, 'todo')",
            task, json.dumps({"event_id": number}),
        )  # fmt: skip

    def jobs(self):
        """Return how many jobs are in which state, and how many reactions have still to run."""
        return dict(
            self.sql(
                "SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1"
                " UNION ALL SELECT 'due', count(*) FROM base_duereaction HAVING count(*) > 0"
            )
        )

    def pids(self, part):
        """Return the processes of a part: web, worker or database."""
        pattern = {"web": r"priyom web", "worker": r"priyom worker", "database": r"postgres"}[part]
        return [pid for pid, command in self.processes().items() if re.search(pattern, command)]

    def strike(self, *parts, number=signal.SIGKILL):
        """Send the signal to every process of the parts, as one blow."""
        struck = [pid for part in parts for pid in self.pids(part)]
        for pid in struck:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue
        return struck

    def is_whole(self):
        """Whether everything works, as a load balancer would ask."""
        return self.get("/ready") == 200
