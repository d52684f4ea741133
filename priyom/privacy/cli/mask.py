"""`priyom mask`: hides personal data in a text or a file, without a database.

Exit status 0: nothing found, 3: masked, 4: refused and nothing written.
"""

from __future__ import annotations

import json
import secrets
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from priyom.base.wording import Refusal, say
from priyom.privacy.detectors import Span

CLEAN, MASKED, REFUSED = 0, 3, 4
TEXT_ENDINGS = frozenset({"txt", "log", "csv", "tsv", "md", "sql", "hl7"})
ENCODINGS = ("utf-8", "cp1251")
LARGEST_FILE = 8 * 1024 * 1024
LATER = {"image", "document", "video"}


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


def run(options: Namespace) -> int:
    if options.stream:
        return _stream()
    if options.text == bool(options.source) or bool(options.source) != bool(options.target):
        raise Refusal("mask needs --text, or --stream, or two files")
    try:
        content = sys.stdin.buffer.read(LARGEST_FILE + 1) if options.text else _content(options.source)
        text, encoding = _decoded(content)
        spans, masked = _masked(text)
    except CannotMask as refused:
        _report(options.report, "refused", [], str(refused))
        sys.stderr.write(f"priyom: {say('refused: {reason}', reason=refused)}\n")
        return REFUSED
    written = masked.encode(encoding)
    if options.text:
        sys.stdout.buffer.write(written)
    else:
        options.target.write_bytes(written)
    _report(options.report, "masked" if spans else "clean", spans)
    return MASKED if spans else CLEAN


def _content(path: Path) -> bytes:
    if path.suffix.lower().lstrip(".") not in TEXT_ENDINGS:
        raise CannotMask("this kind of file is not masked yet")
    with path.open("rb") as given:
        return given.read(LARGEST_FILE + 1)


def _decoded(content: bytes) -> tuple[str, str]:
    if len(content) > LARGEST_FILE:
        raise CannotMask("too large")
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text, encoding
    raise CannotMask("not a text")


def _masked(text: str) -> tuple[list[Span], str]:
    from priyom.privacy.engine import load_guard
    from priyom.privacy.graph import TooLong
    from priyom.privacy.masking import People, mask

    try:
        spans = load_guard().find([text])[0]
    except TooLong as error:
        raise CannotMask("too large") from error
    return spans, mask(text, spans, People(secrets.token_bytes(32)))


def _report(path: Path | None, status: str, spans: Sequence[Span], reason: str = "") -> None:
    if path is None:
        return
    findings = [
        {"kind": span.label.value, "start": span.start, "end": span.end, "confidence": round(span.confidence, 2)}
        for span in spans
    ]
    told: dict[str, object] = {"status": status, "findings": findings}
    if reason:
        told["reason"] = reason
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _stream() -> int:
    from priyom.privacy.detectors.ner import model
    from priyom.privacy.engine import load_guard
    from priyom.privacy.graph import Guard

    guard: Guard = load_guard()
    model()
    for line in sys.stdin.buffer:
        if line.strip():
            sys.stdout.buffer.write(
                json.dumps(_answer(guard, line), ensure_ascii=False).encode("utf-8", "replace") + b"\n"
            )
            sys.stdout.buffer.flush()
    return CLEAN


def _answer(guard: object, line: bytes) -> dict[str, object]:
    try:
        question = json.loads(line)
        asked, operation = question.get("id"), question.get("op", "text")
    except (ValueError, AttributeError):
        return {"id": None, "status": "refused", "reason": "not a JSON object"}
    if operation in LATER:
        return {"id": asked, "status": "refused", "reason": "this kind is not masked yet"}
    text = question.get("text")
    if operation != "text" or not isinstance(text, str):
        return {"id": asked, "status": "refused", "reason": "unknown op, or no text"}
    try:
        spans = guard.find([text])[0]  # type: ignore[attr-defined]
    except Exception as error:  # noqa: BLE001 - one text must not end the stream; the name of the error is all that is told
        return {"id": asked, "status": "refused", "reason": type(error).__name__}
    places = [{"start": span.start, "end": span.end, "label": span.label.value} for span in spans]
    return {"id": asked, "status": "masked" if places else "clean", "spans": places}
