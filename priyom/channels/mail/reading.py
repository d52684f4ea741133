"""Octets to a letter. Pure: no database, no network, no clock; what cannot be read is said in notes, never raised.

Run it only behind the walls of `opening`: the octets are a stranger's.
"""

from dataclasses import replace

from priyom.channels.mail import kinds
from priyom.channels.mail.bodies import Content, sort_parts
from priyom.channels.mail.forwarded import told_letter
from priyom.channels.mail.heading import with_headers
from priyom.channels.mail.letter import (
    MOST_BYTES,
    MOST_FILES,
    MOST_TEXT,
    Kind,
    Letter,
    LetterFile,
    OutlinePart,
    Report,
    Unreadable,
)  # fmt: skip
from priyom.channels.mail.mime import Tree, outline, parse
from priyom.channels.mail.names import safe_name
from priyom.channels.mail.parameters import with_parameters
from priyom.channels.mail.reports import merged
from priyom.channels.mail.thanks import is_thanks
from priyom.channels.mail.wording import Wording, shown, worded

MOST_OUTLINE = 300
MOST_FORWARDED = 20
METHODS = frozenset({"request", "publish", "reply", "cancel", "counter", "declinecounter", "refresh", "add"})


def read(raw: bytes) -> Letter:
    """Return what the letter says; raise `Unreadable` only when it is larger than any letter may be."""
    if len(raw) > MOST_BYTES:
        raise Unreadable("too_large")
    tree = parse(raw)
    content = sort_parts(tree)
    notes = tree.notes | content.notes
    letter = with_headers(tree.root, content.charset, notes)
    words = worded(content, letter.subject)
    notes |= words.notes
    files = _files(content, words)
    hold = tree.hold or content.hold or ("file_too_large" if content.too_large else "")
    if len(files) > MOST_FILES:
        hold = hold or "too_many_files"
    text, whole = shown(words.text, content, files, notes)
    letter = replace(
        letter,
        text=text,
        quoted=words.quoted[:MOST_TEXT],
        html=words.html,
        quoted_html=words.quoted_html,
        # A held letter waits whole, in its octets; its files would only lie about twice.
        files=() if hold else (*files, *whole),
        report=merged(content.reports),
        outline=_outline(tree),
        hold=hold,
        thanks=is_thanks(words.text) and not content.files,
    )
    letter = _judged(letter, tree, content, has_files=bool(files))
    return replace(letter, notes=tuple(sorted(notes)))


# Files ------------------------------------------------------------------------------------------------------------


def _files(content: Content, words: Wording) -> list[LetterFile]:
    """Return the files with attached letters told, and no two of one name."""
    taken: dict[str, int] = {}
    made: list[LetterFile] = []
    told = 0
    for file in [*content.files, *words.extra]:
        if file.note == "forwarded_letter" and told < MOST_FORWARDED:
            told += 1
            file = _told(file, content)  # noqa: PLW2901 - the same file, now readable
        seen = taken[file.name.lower()] = taken.get(file.name.lower(), 0) + 1
        made.append(file if seen == 1 else replace(file, name=_numbered(file.name, seen)))
    return made


def _told(file: LetterFile, content: Content) -> LetterFile:
    letter = told_letter(file.data)
    if letter.message_id:
        content.reports.append(Report(original_message_id=letter.message_id))
    unnamed = file.name.startswith("part-") and letter.subject
    name = safe_name(f"{letter.subject[:80]}.eml")[0] if unnamed else file.name
    return replace(file, name=name or file.name, words=letter.words)


def _numbered(name: str, number: int) -> str:
    stem, dot, ending = name.rpartition(".")
    return f"{stem} ({number}).{ending}" if dot and stem else f"{name} ({number})"


def _outline(tree: Tree) -> tuple[OutlinePart, ...]:
    made: list[OutlinePart] = []
    for depth, part in outline(tree):
        if len(made) >= MOST_OUTLINE:
            break
        _disposition, parameters = with_parameters(part.first("content-disposition"))
        name = safe_name(parameters.get("filename") or part.typed[1].get("name") or "")[0]
        made.append(OutlinePart(depth, part.content_type[:100], name, max(0, part.end - part.start)))
    return tuple(made)


# Kind -------------------------------------------------------------------------------------------------------------


def _judged(letter: Letter, tree: Tree, content: Content, *, has_files: bool) -> Letter:
    methods = [
        part.typed[1].get("method", "").lower()
        for _depth, part in outline(tree)
        if part.content_type == "text/calendar" and not part.first("content-disposition").lower().startswith(b"attach")
    ]
    found = kinds.verdict(
        kinds.Facts(
            root=tree.root,
            types=frozenset(part.content_type for _depth, part in outline(tree)),
            subject=letter.subject,
            text=letter.text,
            sender=letter.senders[0].address.lower() if letter.senders else "",
            report_action=letter.report.action if letter.report else "",
            calendar_method=next((each for each in methods if each in METHODS), "")
            or ("publish" if content.invitation and not content.pieces else ""),
            has_files=has_files,
            answers=bool(letter.in_reply_to or letter.references),
        )
    )
    keeps_report = found.kind in {Kind.BOUNCE, Kind.REPORT}
    return replace(
        letter,
        kind=found.kind,
        kind_because=found.because,
        may_answer=found.may_answer and bool(letter.senders),
        report=letter.report if keeps_report else None,
        thanks=letter.thanks and found.kind == Kind.PERSON,
    )
