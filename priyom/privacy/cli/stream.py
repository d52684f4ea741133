"""`priyom mask --stream`: one JSON line in, one out, with the guard loaded once, for programs in any language.

Texts are answered here; files by the guard's own process behind walls, which starts with the first of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from math import isfinite
from pathlib import Path
from typing import IO, NoReturn

from priyom.privacy.cli.places import unusable
from priyom.privacy.file_engine import FileEngine
from priyom.privacy.files import FileReport
from priyom.privacy.rules import Rules

FILES = {"image": 120.0, "document": 300.0, "video": 1800.0}  # seconds that an answer may take


def answer_lines(given: IO[bytes], out: IO[bytes]) -> None:
    """Answer until nothing more comes."""
    from priyom.privacy.detectors.ner import model
    from priyom.privacy.engine import load_guard
    from priyom.privacy.graph import Guard

    guard: Guard = load_guard()
    model()
    engine = FileEngine()

    def say(told: dict[str, object]) -> None:
        out.write(json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        out.flush()

    try:
        for line in given:
            if line.strip():
                say(_answer(guard, engine, line, say))
    finally:
        engine.close()


Say = Callable[[dict[str, object]], None]


def _answer(guard: object, engine: FileEngine, line: bytes, say: Say) -> dict[str, object]:
    try:
        question = json.loads(line, parse_constant=_no_number, parse_float=_finite)
        asked, operation = question.get("id"), question.get("op", "text")
    except (ValueError, AttributeError, RecursionError):  # brackets without end are no object either
        return {"id": None, "status": "refused", "reason": "not_an_object"}
    if isinstance(operation, str) and operation in FILES:
        return {"id": asked} | _file(engine, question, say)
    text = question.get("text")
    if operation != "text" or not isinstance(text, str):
        return {"id": asked, "status": "refused", "reason": "unknown_op" if operation != "text" else "no_text"}
    return {"id": asked} | _text(guard, text)


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)  # NaN, Infinity and 1e999 are no JSON, and no answer could say them back


def _finite(digits: str) -> float:
    number = float(digits)
    return number if isfinite(number) else _no_number(digits)


def _text(guard: object, text: str) -> dict[str, object]:
    from priyom.privacy.graph import TooLong

    try:
        spans = guard.find([text])[0]  # type: ignore[attr-defined]
    except TooLong:
        return {"status": "refused", "reason": "too_large"}
    except Exception as error:  # noqa: BLE001 - one text must not end the stream; only the error's name is told
        return {"status": "refused", "reason": type(error).__name__}
    places = [{"start": span.start, "end": span.end, "label": span.label.value} for span in spans]
    return {"status": "masked" if places else "clean", "spans": places}


def _file(engine: FileEngine, question: dict, say: Say) -> dict[str, object]:
    source, target = question.get("src"), question.get("dst")
    if not (isinstance(source, str) and isinstance(target, str) and source and target):
        return {"status": "refused", "reason": "no_source" if not source else "cannot_write"}
    if reason := unusable(Path(source), Path(target)):
        return {"status": "refused", "reason": reason}

    def progress(share: float) -> None:
        if question.get("progress"):  # whoever did not ask for it gets one line for one line
            say({"id": question.get("id"), "status": "working", "progress": share})

    name = str(question.get("name") or Path(source).name)
    seconds, rules = FILES[question["op"]], Rules(sound=question.get("sound") == "keep")
    report = engine.mask_file(Path(source), Path(target), name=name, rules=rules, seconds=seconds, progress=progress)
    if report.status == "refused":
        return {"status": "refused", "reason": report.reason}
    return {"status": report.status, "boxes": _boxes(report)}


def _boxes(report: FileReport) -> list[dict[str, object]]:
    boxes: list[dict[str, object]] = []
    for finding in report.findings:
        told = finding.told()
        place: dict[str, object] = {name: told[name] for name in ("page", "frame", "part") if name in told}
        if finding.box is not None:
            place |= dict(zip("xywh", finding.box, strict=True))
        boxes.append(place | {"label": finding.kind})
    return boxes
