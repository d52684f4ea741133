"""`priyom mask`: hides personal data in a text or a file, without a database.

Exit status 0: nothing found, 3: masked, 4: refused and nothing written.
"""

from __future__ import annotations

import json
import secrets
import signal
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from priyom.base.wording import Refusal, say
from priyom.privacy.cli.places import CANNOT_WRITE, is_free, may_report, unusable
from priyom.privacy.cli.stream import answer_lines
from priyom.privacy.detectors import Span
from priyom.privacy.documents.charsets import Coding, decode
from priyom.privacy.files import Refused

CLEAN, MASKED, REFUSED = 0, 3, 4
MOST_CONTROLS = 4  # a stray NUL is a character like any other; where one in four controls something, it is no UTF-8
CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\v\f\r\x1b")
LARGEST_TEXT = 8 * 1024 * 1024
SECONDS = 1800.0
SOUND = ("remove", "keep")


class CannotMask(Exception):
    """This input is refused; the message is the reason as a code."""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("source", nargs="?", type=Path, metavar="IN", help=say("the file to read"))
    parser.add_argument("target", nargs="?", type=Path, metavar="OUT", help=say("where the masked file goes"))
    parser.add_argument(
        "--text", action="store_true", help=say("read a text from standard input, write it masked to standard output")
    )
    parser.add_argument("--stream", action="store_true", help=say("answer JSON lines, with everything loaded once"))
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help=say("write what was found: kinds and places, never values")
    )
    parser.add_argument(
        "--sound", choices=SOUND, default="remove", help=say("of a recording: remove (the default), or keep as it is")
    )


def run(options: Namespace) -> int:
    for told_to_end in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(told_to_end, _end)
    if options.stream:
        answer_lines(sys.stdin.buffer, sys.stdout.buffer)
        return CLEAN
    if options.text == bool(options.source) or bool(options.source) != bool(options.target):
        raise Refusal("mask needs --text, or --stream, or two files")
    if options.text:
        return _text(options.report)
    return _file(options.source, options.target, options.report, keeps_sound=options.sound == "keep")


def _end(number: int, _frame: object) -> NoReturn:
    """End in order: the guard's process with us, and nothing left beside the file that was to be written."""
    sys.exit(128 + number)


def _text(report: Path | None) -> int:
    """Mask standard input onto standard output."""
    if report is not None and not is_free(report):
        return _refused(None, CANNOT_WRITE)
    try:
        text, coding = _decoded(sys.stdin.buffer.read(LARGEST_TEXT + 1))
        spans, masked = _masked(text)
    except CannotMask as refused:
        return _refused(report, str(refused))
    sys.stdout.buffer.write(coding.encode(masked))
    _write(report, {"status": "masked" if spans else "clean", "findings": _told(spans)})
    return MASKED if spans else CLEAN


def _file(source: Path, target: Path, report: Path | None, *, keeps_sound: bool) -> int:
    """Mask a file in the guard's own process, behind walls."""
    from priyom.privacy.file_engine import FileEngine
    from priyom.privacy.rules import Rules

    if reason := unusable(source, target, report):
        return _refused(report if report is not None and may_report(report, source, target) else None, reason)
    engine, counting = FileEngine(), _Counting()
    try:
        made = engine.mask_file(
            source, target, name=source.name, rules=Rules(sound=keeps_sound), seconds=SECONDS, progress=counting
        )
    finally:
        engine.close()
        counting.end()
    if made.status == "refused":
        return _refused(report, made.reason)
    _write(report, made.told())
    return MASKED if made.status == "masked" else CLEAN


class _Counting:
    """Tells whoever sits before a terminal how far a long file is; into a log it writes nothing."""

    def __init__(self) -> None:
        self._is_read, self._told = sys.stderr.isatty(), -1

    def __call__(self, share: float) -> None:
        percent = min(100, int(share * 100))
        if self._is_read and percent > self._told:
            self._told = percent
            sys.stderr.write(f"\r{say('masked so far: {percent} %', percent=percent)}")
            sys.stderr.flush()

    def end(self) -> None:
        """Leave the line, so that what comes next has one of its own."""
        if self._told >= 0:
            sys.stderr.write("\n")


def _refused(report: Path | None, reason: str) -> int:
    _write(report, {"status": "refused", "reason": reason, "findings": []})
    sys.stderr.write(f"priyom: {say('refused: {reason}', reason=reason)}\n")
    return REFUSED


def _decoded(content: bytes) -> tuple[str, Coding]:
    if len(content) > LARGEST_TEXT:
        raise CannotMask("too_large")
    try:
        text, coding = content.decode("utf-8"), Coding("utf-8")
    except UnicodeDecodeError:
        text, coding = _of_one_octet(content)
    if sum(map(text.count, CONTROLS)) * MOST_CONTROLS > len(text):
        raise CannotMask("not_a_text")
    return text, coding


def _of_one_octet(content: bytes) -> tuple[str, Coding]:
    """Read a text as files are read: in the wrong one of the Russian codings nobody would find a name."""
    if b"\0" in content:
        raise CannotMask("not_a_text")
    try:
        return decode(content)
    except Refused as refused:
        raise CannotMask("not_a_text") from refused


def _masked(text: str) -> tuple[list[Span], str]:
    from priyom.privacy.engine import load_guard
    from priyom.privacy.graph import TooLong
    from priyom.privacy.masking import People, mask_all

    try:
        spans = load_guard().find([text])[0]
    except TooLong as error:
        raise CannotMask("too_large") from error
    return spans, mask_all([text], [spans], People(secrets.token_bytes(32)))[0]


def _told(spans: Sequence[Span]) -> list[dict[str, object]]:
    return [
        {"kind": span.label.value, "start": span.start, "end": span.end, "confidence": round(span.confidence, 2)}
        for span in spans
    ]


def _write(report: Path | None, told: dict[str, object]) -> None:
    if report is not None:
        report.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
