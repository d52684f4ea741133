"""A function in a process of its own, forked from ours: it shares what we have loaded and nothing else of ours.

What we hold (claims, sockets, a database that ends with us) must not outlive us in a child, so it is closed there
first, and no code of ours that would tidy up ever runs there. Linux only, like the rest of the supervisor.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from priyom.base.exit_codes import FAILED, INTERRUPTED

PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)
LAST_STANDARD_FILE = 2
LONGEST_NAME = 15  # of a process, as the kernel keeps it
_libc = ctypes.CDLL(None, use_errno=True)


class Forked:
    """A child, asked like a ``subprocess.Popen``. Whoever makes one must have no other threads."""

    def __init__(self, title: str, work: Callable[[], int | None]) -> None:
        self.returncode: int | None = None
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        heard, said = os.pipe()
        # RACE: a signal must find either us or a child that has a group and manners of its own, nothing between them.
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        try:
            try:
                self.pid = os.fork()
                if self.pid == 0:
                    _live(parent, title, work)
            finally:
                os.close(said)
            os.read(heard, 1)  # ends when the child has closed its side
        finally:
            os.close(heard)
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)

    def poll(self) -> int | None:
        """Return the exit code, a signal's number as a negative one; None while it lives."""
        return self._ended(os.WNOHANG)

    def wait(self) -> int:
        """Wait for its end and return the exit code."""
        return self._ended(0) or 0

    def _ended(self, how: int) -> int | None:
        if self.returncode is None:
            try:
                pid, status = os.waitpid(self.pid, how)
            except ChildProcessError:  # whoever started us lets nobody wait: SIGCHLD was ignored
                self.returncode = FAILED
            else:
                self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode


def die_with_parent(parent: int) -> None:
    """Let the kernel end this process when the one that started it is killed outright."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:  # RACE: it died before the kernel knew
        os._exit(FAILED)


def tie_forks_to_us() -> None:
    """Let everything that this process forks from now on, and what that forks in turn, end with who forked it."""
    parent = 0

    def remember() -> None:
        nonlocal parent
        parent = os.getpid()

    def tie() -> None:
        # RACE: until the child has manners of its own, ours would only note the kernel's word in a place nobody reads.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        die_with_parent(parent)

    os.register_at_fork(before=remember, after_in_child=tie)


def call_process(title: str) -> None:
    """Let ``ps`` and ``top`` tell who is who: the title takes the place of the arguments that we were started with."""
    _libc.prctl(PR_SET_NAME, title.encode()[:LONGEST_NAME], 0, 0, 0)
    about = Path("/proc/self/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    begin, end = int(about[45]), int(about[46])  # arg_start and arg_end of proc(5), counted from behind the name
    if 0 < begin < end:
        said = title.encode()[: end - begin - 1]
        ctypes.memset(begin, 0, end - begin)
        ctypes.memmove(begin, said, len(said))


def _live(parent: int, title: str, work: Callable[[], int | None]) -> NoReturn:
    code = FAILED
    try:
        _leave_the_parent(parent, title)
        code = work() or 0
        _end_threads_and_helpers()
    except SystemExit as end:
        code = _code_of(end)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BaseException:  # noqa: BLE001 — nothing may climb into the parent's frames below us
        traceback.print_exc()
    finally:
        try:  # RACE: a last signal must not lead past the end, up to what would stop the parent's database
            signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
            with contextlib.suppress(OSError, ValueError):
                sys.stdout.flush()
                sys.stderr.flush()
        finally:
            os._exit(code)


def _code_of(end: SystemExit) -> int:
    """Return the exit code. What is no number is said, as the interpreter would."""
    if end.code is None or isinstance(end.code, int):
        return end.code or 0
    sys.stderr.write(f"{end.code}\n")
    return FAILED


def _leave_the_parent(parent: int, title: str) -> None:
    """Become a process like one that was started from a program: own session, own signals, three open files."""
    os.setsid()  # Ctrl-C reaches only the supervisor, which then ends the children in order
    for number in SIGNALS:
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    atexit._clear()  # noqa: SLF001
    die_with_parent(parent)
    call_process(title)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    for opened in list(Path("/proc/self/fd").iterdir()):  # last: with the pipe among them, the parent goes on
        if int(opened.name) > LAST_STANDARD_FILE:
            with contextlib.suppress(OSError):  # what listed them is closed by now
                os.close(int(opened.name))


def _end_threads_and_helpers() -> None:
    """Do what the interpreter does at its end, which a fork never reaches."""
    threading._shutdown()  # type: ignore[attr-defined] # noqa: SLF001
    atexit._run_exitfuncs()  # noqa: SLF001
