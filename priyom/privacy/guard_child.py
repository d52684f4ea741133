"""The guard's own process: loads the dictionaries, raises walls, answers JSON lines until nobody asks any more.

Run as a program, never imported. Writes no log: a text and what was found in it leave through the answer only.
"""

import json
import os
import resource
import select
import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # a program of its own does not know where the product lies

from priyom.base.walls import NO_WALLS, OUT_OF_MEMORY, Limits, stand_behind_walls
from priyom.privacy.detectors.ner import model
from priyom.privacy.engine import load_guard, rules_from
from priyom.privacy.graph import Guard, TooLong
from priyom.privacy.masking import People, mark_all

# Address space, not what is really used (about 240 MB): the dictionaries are mapped and numpy reserves.
LIMITS = Limits(memory=1200 * 1024 * 1024, cpu_seconds=24 * 3600)
IDLE_SECONDS, SILENCE_SECONDS = 15 * 60, 1
LARGEST_DATA = 600 * 1024 * 1024
# Files are copied into memory of the child's own; to a disk it may write nothing at all (`forbid_writing`).
FILE_LIMITS = Limits(memory=2048 * 1024 * 1024, cpu_seconds=24 * 3600, file_size=512 * 1024 * 1024)
CHUNK = 1024 * 1024


def main() -> int:
    """Answer until the pipe closes or nobody has asked for a while."""
    guard, files = load_guard(), sys.argv[2] == "files"
    model()
    if files:
        from priyom.privacy.files import warm

        warm()
    unwalled_is_fine = sys.argv[1] == "unwalled"
    if not stand_behind_walls(FILE_LIMITS if files else LIMITS, unwalled_is_fine=unwalled_is_fine):
        return NO_WALLS
    resource.setrlimit(resource.RLIMIT_DATA, (LARGEST_DATA, LARGEST_DATA))
    _say({"status": "ready"})
    while _is_asked(guard):
        line = sys.stdin.buffer.readline()
        if not line:
            break
        try:
            question = json.loads(line)
            if files and question.get("op") == "file":
                _file(guard, question)
            else:
                _say(_answer(guard, question))
        except MemoryError:
            return OUT_OF_MEMORY
        line = question = None
    return 0


def _is_asked(guard: Guard) -> bool:
    """Wait for a question; after a second of silence the child keeps nothing of those before."""
    if select.select([0], [], [], SILENCE_SECONDS)[0]:
        return True
    guard.forget()
    return bool(select.select([0], [], [], IDLE_SECONDS)[0])


def _answer(guard: Guard, question: dict) -> dict[str, object]:
    try:
        people = People(bytes.fromhex(question["key"]), question["numbers"], set(question["patients"]))
        found = [sorted(spans) for spans in guard.find(question["texts"], rules_from(question["rules"]))]
        marked = mark_all(question["texts"], found, people)
    except TooLong:
        return {"id": question.get("id"), "status": "too long"}
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it was: nothing is kept, and its name is all that is told
        return {"id": question.get("id"), "status": type(error).__name__}
    findings = [
        [(span.label.value, span.start, span.end, round(span.confidence, 2), *mark)
         for span, mark in zip(spans, text.places, strict=True)]
        for spans, text in zip(found, marked, strict=True)
    ]  # fmt: skip
    return {
        "id": question["id"], "status": "ok", "texts": [text.text for text in marked], "findings": findings,
        "numbers": people.numbers, "patients": sorted(people.patients),
    }  # fmt: skip


def _file(guard: Guard, question: dict) -> None:
    """Take the bytes that follow the question, have them masked by a process of their own, and hand the result out."""
    from priyom.privacy.by_hand import by_hand_from
    from priyom.privacy.file_worker import mask_apart

    people = People(bytes.fromhex(question["key"]), question["numbers"], set(question["patients"]))
    given = _taken(question["size"])
    rules = replace(rules_from(question["rules"]), sound=bool(question.get("sound")))
    answer, made = mask_apart(
        guard, given, people, rules, name=question["name"], seconds=question["seconds"],
        say=lambda share: _say({"id": question["id"], "progress": share}), by_hand=by_hand_from(question["by_hand"]),
    )  # fmt: skip
    size = os.fstat(made).st_size if answer["report"]["status"] != "refused" else 0
    unchanged = {"numbers": question["numbers"], "patients": question["patients"]}
    _say({"id": question["id"], **unchanged, **answer, "size": size})
    os.lseek(made, 0, os.SEEK_SET)
    while size > 0 and (piece := os.read(made, min(size, CHUNK))):
        sys.stdout.buffer.write(piece)
        size -= len(piece)
    sys.stdout.buffer.flush()
    os.close(given)
    os.close(made)


def _taken(size: int) -> int:
    given = os.memfd_create("given")
    while size > 0 and (piece := sys.stdin.buffer.read(min(size, CHUNK))):
        left = memoryview(piece)
        while left:
            left = left[os.write(given, left) :]
        size -= len(piece)
    return given


def _say(answer: dict[str, object]) -> None:
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
