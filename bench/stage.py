"""The desk that is measured: filled once by `priyom load`, kept in a folder, served by `priyom serve`."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

from bench.processes import Family

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = """\
demo = true
port = {port}
intake_port = {intake}
workers = 2
api_calls_per_minute = 100000
api_calls_per_address = 1000000
log_level = "warning"
"""
PATIENCE = 120
WORD_SAMPLE = 20_000


class Stage:
    """A folder with a filled desk, and its server while it runs."""

    def __init__(self, folder, tickets, port, *, guard=""):
        self.folder, self.tickets, self.port = Path(folder).absolute() / str(tickets), tickets, port
        self.guard = guard
        self.server = self.database = None

    def fill(self):
        """Load the tickets unless an earlier run has; return the seconds, or nothing."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for each in (self.folder.parent, self.folder):
            each.chmod(0o711)
        (self.folder / "priyom.toml").write_text(SETTINGS.format(port=self.port, intake=self.port + 1))
        self._priyom("upgrade", "--no-dump")
        began = time.monotonic()
        done = self._priyom("load", "--tickets", str(self.tickets), check=False)
        if done == 0:
            return time.monotonic() - began
        if not (self.folder / "demo-accounts.json").exists():
            raise SystemExit("the desk could not be filled; what went wrong stands above")
        return None

    @contextlib.contextmanager
    def served(self):
        """Serve the whole product; tell how long it took from the process's start to /ready."""
        began = time.monotonic()
        # Its own session: what is stopped is this server and nothing else.
        process = subprocess.Popen(
            [sys.executable, "-m", "priyom", "serve"], cwd=ROOT, env=self._environment(), start_new_session=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            self._wait(process)
            self.ready_after = time.monotonic() - began
            self.server = Family(process.pid)
            postmaster = self.folder / "postgres/postmaster.pid"
            self.database = Family(int(postmaster.read_text().split()[0]))
            yield self
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)

    def django(self):
        """Let this process ask the same database."""
        from priyom.base.postgres import embedded_url

        os.environ.update(self._environment())
        os.environ["DATABASE_URL"] = embedded_url(self.folder)
        import django

        django.setup()

    def _wait(self, process):
        for _ in range(PATIENCE * 20):
            if process.poll() is not None:
                raise SystemExit("the server ended before it was ready; its words stand above")
            with contextlib.suppress(OSError, http.client.HTTPException):
                client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                client.request("GET", "/ready", headers={"Host": f"localhost:{self.port}"})
                if client.getresponse().status == http.HTTPStatus.OK:
                    return
            time.sleep(0.05)
        raise SystemExit("the server does not become ready")

    def _environment(self):
        # Figures are compared over months, so the guard is off unless it is what is measured: --guard, PRIYOM_GUARD=on.
        guard = self.guard or os.environ.get("PRIYOM_GUARD") or "off"
        return os.environ | {
            "PRIYOM_GUARD": guard,
            "PRIYOM_DATA_DIR": str(self.folder), "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "bench.floor_settings", "LANG": "ru_RU.UTF-8",
        }  # fmt: skip

    def _priyom(self, *arguments, check=True):
        done = subprocess.run(
            [sys.executable, "-m", "priyom", *arguments], cwd=ROOT, env=self._environment(), check=check
        )
        return done.returncode


class People:
    """Who asks in the measurements, with sessions and keys; and which tickets and words they ask for."""

    def __init__(self):
        from django.db.models import Count

        from bench import crowd
        from priyom.desk.models import Ticket
        from priyom.people.models import Role, User

        self.writer = User.objects.get(login="agent1")  # answers what is answered here, and soon has thousands
        self.agent = crowd.beside(self.writer)
        self.doctor = User.objects.get(login="requester1")  # writes what is written here, and soon has thousands
        askers = User.objects.exclude(pk=self.doctor.pk).filter(memberships__role=Role.REQUESTER)
        everything = Ticket.objects.count()
        self.thousands = crowd.with_thousands(everything)
        self.specialist, self.coordinator = crowd.specialist(everything), crowd.coordinator(everything)
        askers = askers.exclude(pk=self.thousands.pk)
        self.reader = askers.annotate(asked=Count("requested")).order_by("-asked", "pk").first()
        administrator = User.objects.filter(memberships__role=Role.ADMINISTRATOR).first()
        self.key = _key(User.objects.get(login="manager1"), administrator)
        open_ones = Ticket.objects.open().order_by("-id")
        self.open_numbers = list(open_ones.values_list("number", flat=True)[:200])
        # With a history: asked back, answered, solved.
        self.numbers = list(
            Ticket.objects.filter(clarifications__gt=0, status="closed")
            .order_by("-id")
            .values_list("number", flat=True)[:200]
        )
        self.word, self.word_share = _word_of_one_in_a_hundred()
        self.phrase = _phrase_with(self.word)
        self.slip = self.word[:2] + self.word[3] + self.word[2] + self.word[4:]  # two letters change places
        self.code = _code_said()

    @staticmethod
    def session(user):
        """Sign in without the form."""
        from django.conf import settings
        from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
        from django.contrib.sessions.backends.db import SessionStore

        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _key(user, administrator):
    from priyom.base.clock import now
    from priyom.people.actions.keys import create_api_key

    return create_api_key(
        user=user, name="bench", scopes=["tickets:read", "tickets:write"], expires_at=now() + timedelta(days=1),
        by=administrator,
    )[1]  # fmt: skip


def _word_of_one_in_a_hundred():
    """Return the word that stands in nearest to one ticket of a hundred, counted over a sample, and its share."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id), least(%s, count(*)) FROM desk_ticket", [WORD_SAMPLE])
        newest, sample = cursor.fetchone()
        said = (
            "SELECT to_tsvector('simple', string_agg(body, ' ')) FROM desk_message"
            f" WHERE ticket_id > {newest - sample} GROUP BY ticket_id"
        )
        cursor.execute(
            "SELECT word, ndoc FROM ts_stat(%s) WHERE word ~ %s ORDER BY abs(ndoc - %s), word LIMIT 1",
            [said, "^[а-яё]{5,}$", sample / 100],
        )
        word, found = cursor.fetchone()
    return word, found / sample


def _code_said():
    """Return an error code as somebody wrote it, of the newest tickets."""
    from priyom.desk.models import Message
    from priyom.desk.rules.intake import error_codes

    for body in Message.objects.order_by("-id").values_list("body", flat=True)[:WORD_SAMPLE]:
        codes = [code for code in error_codes(body) if not code.upper().startswith("HTTP")]
        if codes:
            return codes[0]
    raise SystemExit("nobody wrote an error code")


def _phrase_with(word):
    """Return three words one after another, as somebody wrote them, the rare one among them."""
    from priyom.desk.models import Message

    body = Message.objects.filter(body__icontains=word).order_by("-id").values_list("body", flat=True)[0]
    words = body.replace("\n", " ").split()
    at = next(place for place, each in enumerate(words) if word in each.lower())
    start = max(min(at - 1, len(words) - 3), 0)
    return " ".join(part.strip(".,:;!?«»()") for part in words[start : start + 3])
