"""Octets to a letter. Pure: no database, no network, no clock; what cannot be read is said in notes, never raised.

Run it only behind the walls of `opening`: the octets are a stranger's.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime

from priyom.channels.mail import kinds, quoting
from priyom.channels.mail.addresses import addresses
from priyom.channels.mail.bodies import Content, Piece, sort_parts
from priyom.channels.mail.charsets import RUSSIAN, codec_of, most_russian
from priyom.channels.mail.forwarded import told_letter
from priyom.channels.mail.headers import header_text, header_words, message_ids, moment
from priyom.channels.mail.html_body import HtmlBody, as_html, read_html
from priyom.channels.mail.html_lines import Lines
from priyom.channels.mail.letter import (
    MOST_BYTES,
    MOST_FILES,
    MOST_RECIPIENTS,
    MOST_REFERENCES,
    MOST_SUBJECT,
    MOST_TEXT,
    Address,
    Kind,
    Letter,
    LetterFile,
    OutlinePart,
    Report,
    Unreadable,
)  # fmt: skip
from priyom.channels.mail.mime import Part, Tree, outline, parse
from priyom.channels.mail.names import safe_name
from priyom.channels.mail.parameters import with_parameters
from priyom.channels.mail.reports import merged
from priyom.channels.mail.signs import harmless
from priyom.channels.mail.thanks import is_thanks

WORDY = frozenset({"subject", "from", "to", "cc", "reply-to", "sender"})
MOST_TRACES = 50  # Received and Authentication-Results headers kept
LONGEST_TRACE = 4000
MOST_OUTLINE = 300
MOST_FORWARDED = 20
METHODS = frozenset({"request", "publish", "reply", "cancel", "counter", "declinecounter", "refresh", "add"})
MOST_COMPARED = 20_000
_WORDS_OF = re.compile(r"[^\W_]{3,}")


@dataclass(slots=True)
class _Words:
    """The words of the letter, fresh and old."""

    text: str = ""
    quoted: str = ""
    html: str = ""
    quoted_html: str = ""
    extra: list[LetterFile] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)


def read(raw: bytes) -> Letter:
    """Return what the letter says; raise `Unreadable` only when it is larger than any letter may be."""
    if len(raw) > MOST_BYTES:
        raise Unreadable("too_large")
    tree = parse(raw)
    content = sort_parts(tree)
    notes = tree.notes | content.notes
    letter = _with_headers(tree, _charset_of_headers(tree.root, content.charset), notes)
    words = _words(content, letter.subject)
    notes |= words.notes
    files = _files(content, words)
    hold = tree.hold or ("file_too_large" if content.too_large else "")
    if len(files) > MOST_FILES:
        hold = hold or "too_many_files"
    text, whole = _shown(words.text, content, files, notes)
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


# Headers ----------------------------------------------------------------------------------------------------------


def _with_headers(tree: Tree, charset: str, notes: set[str]) -> Letter:
    root = tree.root
    subjects = [header_words(each, charset) for each in root.all("subject")]
    subject = subjects[0][0] if subjects else ""
    for _words_of, odd in subjects[:1]:
        notes.update(odd)
    if len(subjects) > 1:
        notes.add("several_subjects")
    if len(subject) > MOST_SUBJECT:
        notes.add("subject_cut")
    references = _references(root, notes)
    answers = message_ids(root.first("in-reply-to"))
    return Letter(
        message_id=_message_id(root, notes),
        in_reply_to=answers[0] if answers else "",
        references=references,
        senders=_senders(root, charset, notes),
        sender_header=next(iter(addresses(root.first("sender"), 1, charset)[0]), None),
        reply_to=_people(root, "reply-to", charset, notes),
        to=_people(root, "to", charset, notes),
        cc=_people(root, "cc", charset, notes),
        delivered_to=_delivered_to(root),
        subject=subject[:MOST_SUBJECT].strip(),
        date=_date(root, notes),
        authentication_results=_traces(root, "authentication-results"),
        received=_traces(root, "received"),
        auto_submitted=header_words(root.first("auto-submitted")[:500])[0].lower(),
        return_path=_return_path(root),
        list_id=header_words(root.first("list-id")[:500])[0],
        urgent=_is_urgent(root, notes),
    )


def _charset_of_headers(root: Part, of_body: str) -> str:
    """Return the charset for raw letters in headers: judged from all of them at once, for one alone is too short."""
    raw = b" ".join(value for name, value in root.headers[:200] if name in WORDY and not value.isascii())[:20_000]
    if not raw or codec_of(of_body) in RUSSIAN:
        return of_body
    return most_russian(raw)[0]


def _message_id(root: Part, notes: set[str]) -> str:
    given = root.all("message-id")
    ids = [each for raw in given for each in message_ids(raw)[:1]]
    if len(given) > 1:
        notes.add("several_message_ids")
    if not ids:
        notes.add("bad_message_id" if given and given[0].strip() else "no_message_id")
    return ids[0] if ids else ""


def _references(root: Part, notes: set[str]) -> tuple[str, ...]:
    found = list(dict.fromkeys(each for raw in root.all("references") for each in message_ids(raw)))
    if len(found) <= MOST_REFERENCES:
        return tuple(found)
    notes.add("references_cut")
    return (found[0], *found[-(MOST_REFERENCES - 1) :])


def _senders(root: Part, charset: str, notes: set[str]) -> tuple[Address, ...]:
    found = _people(root, "from", charset, notes)
    if not found:
        notes.add("no_from")
    if len(root.all("from")) > 1 or len({each.address.lower() for each in found}) > 1:
        notes.add("several_from")
    return found


def _people(root: Part, name: str, charset: str, notes: set[str]) -> tuple[Address, ...]:
    found: list[Address] = []
    for raw in root.all(name)[:MOST_RECIPIENTS]:
        some, odd = addresses(raw, MOST_RECIPIENTS - len(found), charset)
        found += some
        notes.update(each for each in odd if each != "charset_guessed")
        if len(found) >= MOST_RECIPIENTS:
            break
    return tuple(found)


def _delivered_to(root: Part) -> tuple[str, ...]:
    names = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to")
    found = (each.address for name in names for raw in root.all(name)[:10] for each in addresses(raw, 10)[0])
    return tuple(dict.fromkeys(found))


def _date(root: Part, notes: set[str]) -> datetime | None:
    given = root.first("date")
    found = moment(given) if given else None
    if given and found is None:
        notes.add("bad_date")
    return found


def _traces(root: Part, name: str) -> tuple[str, ...]:
    return tuple(harmless(header_text(raw[:LONGEST_TRACE])[0])[0].strip() for raw in root.all(name)[:MOST_TRACES])


def _return_path(root: Part) -> str | None:
    given = root.all("return-path")
    if not given:
        return None
    found = addresses(given[0], 1)[0]
    return found[0].address if found else ""


def _is_urgent(root: Part, notes: set[str]) -> bool:
    if root.first("disposition-notification-to") or root.first("return-receipt-to"):
        notes.add("receipt_wanted")
    return (
        header_words(root.first("x-priority")[:50])[0][:1] in {"1", "2"}
        or header_words(root.first("importance")[:50])[0].lower() == "high"
        or header_words(root.first("priority")[:50])[0].lower() == "urgent"
    )


# Words ------------------------------------------------------------------------------------------------------------


def _words(content: Content, subject: str) -> _Words:
    """Return fresh and old words: from the HTML where there is any that says something, else from the plain text."""
    made = _Words()
    names = {each.content_id.lower(): each.name for each in content.files if each.content_id}
    bodies = _paired(
        [(piece, read_html(piece.html, names) if piece.html.strip() else None) for piece in content.pieces]
    )
    is_rich = any(body is not None and body.is_shown and _has_form(body) for _piece, body in bodies)
    fresh, old, rich, rich_old = [], [], [], []
    for piece, in_html in bodies:
        body = _trusted(piece.text, in_html, made)
        lines = body.text if body else Lines(_plain_lines(piece.text, made))
        split = quoting.split(lines.lines, subject=subject, hints=lines.hints)
        made.notes |= split.notes
        new, before = quoting.parted(lines.lines, split.old)
        fresh.append(new)
        old.append(before)
        if body:
            rich.append(body.half(split.old, wanted=False) or as_html(new) * (not body.is_shown))
            rich_old.append(body.half(split.old, wanted=True))
            made.notes |= body.notes
            if differ(piece.text, body.text.lines):
                made.notes.add("forms_differ")
                other = harmless(piece.text)[0]
                old.append(other)
                rich_old.append(as_html(other))
            made.extra += [
                LetterFile(each.name, each.content_type, each.data, each.content_id, "inline") for each in body.pictures
            ]
        elif is_rich:
            rich.append(as_html(new))
            rich_old.append(as_html(before))
    made.text, made.quoted = _joined(fresh), _joined(old)
    if is_rich:
        made.html, made.quoted_html = "".join(rich), "".join(rich_old)
    return made


def _paired(bodies: list[tuple[Piece, HtmlBody | None]]) -> list[tuple[Piece, HtmlBody | None]]:
    """Take a plain text and the HTML of the same words behind it for the alternatives that the sender meant."""
    made: list[tuple[Piece, HtmlBody | None]] = []
    for piece, body in bodies:
        before = made[-1] if made else None
        if before and before[1] is None and body is not None and _is_same(before[0].text, body.text.lines):
            made[-1] = (Piece(before[0].text, piece.html), body)
        else:
            made.append((piece, body))
    return made


def _is_same(text: str, lines: list[str]) -> bool:
    if len(text) > MOST_COMPARED:
        return False
    return bool(text.strip()) and _WORDS_OF.findall(text) == _WORDS_OF.findall("\n".join(lines))


def _has_form(body: HtmlBody) -> bool:
    return any(line.strip() for line in body.text.lines) or body.text.has_picture


def _trusted(text: str, body: HtmlBody | None, made: _Words) -> HtmlBody | None:
    """Return the HTML to believe; None where the plain text beside it says something and the HTML does not."""
    if body is None:
        return None
    made.notes |= body.notes
    if not body.is_shown:
        made.extra.append(_original(body))
    has_words = any(line.strip() for line in body.text.lines)
    if text.strip() and (not has_words or not body.is_shown):
        made.notes.add("html_broken") if not body.text.has_picture else None
        return None
    return body


def differ(text: str, lines: list[str]) -> bool:
    """Say whether the plain form tells something else than the rich one: then it is folded below, not thrown away."""
    plain = set(_WORDS_OF.findall(harmless(text[:MOST_COMPARED])[0].lower()))
    rich = set(_WORDS_OF.findall("\n".join(lines)[: 4 * MOST_COMPARED].lower()))
    return bool(plain) and len(plain & rich) * 2 < len(plain)


def _original(body: HtmlBody) -> LetterFile:
    return LetterFile("letter.html", "text/html", body.source.encode("utf-8", "replace"), note="original_html")


def _plain_lines(text: str, made: _Words) -> list[str]:
    clean, odd = harmless(text)
    made.notes.update(odd)
    if len(clean) > MOST_TEXT:
        made.notes.add("text_cut")
        made.extra.append(_whole(clean))
        clean = clean[:MOST_TEXT]
    return clean.replace("\xa0", " ").split("\n")


def _joined(pieces: list[str]) -> str:
    return "\n\n".join(each.strip("\n") for each in pieces if each.strip())


def _shown(text: str, content: Content, files: list[LetterFile], notes: set[str]) -> tuple[str, list[LetterFile]]:
    """Return the text as it is shown, and the whole of it as a file when it is longer."""
    if not text.strip():
        told = [each.words for each in files if each.words and each.note in {"forwarded_letter", "report"}]
        text = content.invitation or "\n\n".join(told[:1])
    if len(text) <= MOST_TEXT:
        return text, []
    notes.add("text_cut")
    return text[:MOST_TEXT], [_whole(text)]


def _whole(text: str) -> LetterFile:
    return LetterFile("letter.txt", "text/plain; charset=utf-8", text.encode(), note="whole_text")


# Files ------------------------------------------------------------------------------------------------------------


def _files(content: Content, words: _Words) -> list[LetterFile]:
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
