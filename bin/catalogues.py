"""Extract the messages of each room, merge them into its Russian catalogue, and say what is missing."""

import contextlib
import fcntl
import io
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from priyom.base.catalogues import compile_catalogues  # noqa: E402

ROOMS = ("base", "people", "privacy", "desk", "knowledge", "operations", "channels", "insight")
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip


def extract_django(source: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Read a template of Django's engine (allauth's pages) as the Python that makemessages would make of it."""
    python = templatize(source.read().decode(), origin="template")
    return extract_python(io.BytesIO(python.encode()), keywords, comment_tags, options)


METHODS = [
    ("**/migrations/**", "ignore"),
    ("**.py", "python"),
    ("jinja2/**.html", "jinja2"),
    ("jinja2/**.txt", "jinja2"),
    ("templates/**.html", extract_django),
    ("templates/**.txt", extract_django),
]
JINJA = {"trimmed": "true", "silent": "false", "extensions": "jinja2.ext.do"}
OPTIONS = {"jinja2/**.html": JINJA, "jinja2/**.txt": JINJA}


def main() -> int:
    with locked():
        if sys.argv[1:2] == ["add"]:
            return add(sys.argv[2], json.load(sys.stdin))
        rooms = [room for room in ROOMS if (ROOT / "priyom" / room).is_dir()]
        missing = [gap for room in rooms for gap in update(room)]
        compile_catalogues()
    conflicts = list(find_conflicts())
    for room, message in missing:
        print(f"{room}: no Russian for {message!r}")
    for message, told in conflicts:
        print(f"two rooms translate {message!r} differently: {told}")
    print(f"{len(missing)} missing, {len(conflicts)} in conflict")
    return 1 if missing or conflicts else 0


def add(room: str, words: dict) -> int:
    update(room)
    catalogue = load(room)
    unknown = []
    for message, translation in words.items():
        context, _, plain = message.rpartition("\u0004")
        found = catalogue.get(plain, context=context or None)
        if found is None:
            unknown.append(message)
            continue
        found.string = tuple(translation) if isinstance(translation, list) else translation
        found.flags.discard("fuzzy")
    save(room, catalogue)
    compile_catalogues()
    for message in unknown:
        print(f"not in the code of {room}: {message!r}")
    print(f"{len(words) - len(unknown)} filled in; still missing in {room}:")
    for _, message in gaps(room, catalogue):
        print(f"  {message!r}")
    return 0


def update(room: str) -> list[tuple[str, str]]:
    """Bring the room's catalogue up to date with its code; return what has no Russian."""
    template = Catalog(charset="utf-8")
    folder = ROOT / "priyom" / room
    for name, line, message, comments, context in extract_from_dir(
        folder, METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=["Translators:"], strip_comment_tags=True
    ):
        template.add(message, None, [(f"priyom/{room}/{name}", line)], auto_comments=comments, context=context)
    catalogue = load(room)
    before = render(catalogue)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    for message in catalogue:
        message.locations = sorted({(name, 0) for name, _ in message.locations})
    if render(catalogue) != before:
        save(room, catalogue)
    return list(gaps(room, catalogue))


def gaps(room: str, catalogue: Catalog) -> list[tuple[str, str]]:
    return [
        (room, str(message.id))
        for message in catalogue
        if message.id and (message.fuzzy or not message.string or (message.pluralizable and not all(message.string)))
    ]


def find_conflicts() -> Iterator[tuple[Any, dict[str, str]]]:
    """Yield the messages that two rooms translate differently: Django would show whichever catalogue it read last."""
    told: dict[Any, dict[Any, str]] = {}
    for room in ROOMS:
        if not path_of(room).exists():
            continue
        for message in load(room):
            if message.id and message.string:
                told.setdefault((message.context, message.id), {}).setdefault(message.string, room)
    for (_, message), strings in told.items():
        if len(strings) > 1:
            yield message, {room: text for text, room in strings.items()}


def path_of(room: str) -> Path:
    return ROOT / "priyom" / room / "locale" / "ru" / "LC_MESSAGES" / "django.po"


def load(room: str) -> Catalog:
    if not path_of(room).exists():
        return Catalog(locale="ru", project="Priyom", charset="utf-8", fuzzy=False)
    with path_of(room).open("rb") as text:
        return read_po(text, locale="ru")


def render(catalogue: Catalog) -> bytes:
    with tempfile.TemporaryFile() as out:
        write_po(out, catalogue, width=110, sort_output=True, omit_header=False, include_lineno=False)
        out.seek(0)
        lines = out.read().splitlines()
    return b"\n".join(line for line in lines if b"-Date:" not in line and b"Generated-By" not in line)


def save(room: str, catalogue: Catalog) -> None:
    path = path_of(room)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".po.part")
    part.write_bytes(render(catalogue) + b"\n")
    part.replace(path)


@contextlib.contextmanager
def locked() -> Iterator[None]:
    with (Path(tempfile.gettempdir()) / "priyom-catalogues.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main())
