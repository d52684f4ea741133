"""Runs the program `priyom` as an administrator does: in a process and an environment of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Program:
    """One data folder and the commands that are run on it."""

    def __init__(self):
        self.data = Path(tempfile.mkdtemp(prefix="priyom-start-"))
        self.data.chmod(0o711)  # PostgreSQL's account must get through when the tests run as root
        self.port, self.letters_port = free_port(), free_port()
        self.running = []

    def environment(self, **variables):
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return {
            **kept,
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            "PRIYOM_DATA_DIR": str(self.data),
            "PRIYOM_INTAKE_PORT": str(self.letters_port),  # plays run side by side, and each finds 2525 free at first
            "PRIYOM_GUARD": "off",  # it takes a second and 150 MB in each process; the plays about it switch it on
            **variables,
        }

    def run(self, *arguments, text=None, **variables):
        return subprocess.run(  # noqa: S603
            [sys.executable, "-m", "priyom", *arguments],
            env=self.environment(**variables), cwd=ROOT, input=text,
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    def manage(self, *arguments):
        return subprocess.run(  # noqa: S603
            [sys.executable, "manage.py", *arguments],
            env=self.environment(), cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    def serve(self, *arguments, **variables):
        """Start the program and wait until it answers or has ended."""
        log = (self.data / "serve.log").open("w+")
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "priyom", "serve", "--port", str(self.port), *arguments],
            env=self.environment(**variables), cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.running.append(process)
        deadline = time.monotonic() + 120
        while process.poll() is None and time.monotonic() < deadline and "Ctrl-C" not in self.told():
            time.sleep(0.05)
        return process

    def told(self):
        path = self.data / "serve.log"
        return path.read_text() if path.exists() else ""

    def get(self, path):
        """Return the status of a page, 0 when nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as refused:
            return refused.code
        except OSError:
            return 0

    def processes(self):
        """Processes that belong to this data folder, by their environment or their arguments."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                about = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if str(self.data).encode() in about and int(folder.name) != os.getpid():
                found[int(folder.name)] = command
        return found

    def clean(self):
        for process in self.running:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(30)
        shutil.rmtree(self.data, ignore_errors=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
