"""The words of a letter, fresh and old, as text and as HTML: which form is believed, and that none is lost."""

import re
from dataclasses import dataclass, field

from priyom.channels.mail import quoting
from priyom.channels.mail.bodies import Content, Piece
from priyom.channels.mail.html_body import HtmlBody, as_html, read_html
from priyom.channels.mail.html_lines import Lines
from priyom.channels.mail.letter import MOST_TEXT, LetterFile
from priyom.channels.mail.signs import harmless

MOST_COMPARED = 20_000
_WORDS_OF = re.compile(r"[^\W_]{3,}")


@dataclass(slots=True)
class Wording:
    """The words of the letter, fresh and old."""

    text: str = ""
    quoted: str = ""
    html: str = ""
    quoted_html: str = ""
    extra: list[LetterFile] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)


def worded(content: Content, subject: str) -> Wording:
    """Return fresh and old words: from the HTML where there is any that says something, else from the plain text."""
    made = Wording()
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


def _trusted(text: str, body: HtmlBody | None, made: Wording) -> HtmlBody | None:
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


def _plain_lines(text: str, made: Wording) -> list[str]:
    clean, odd = harmless(text)
    made.notes.update(odd)
    if len(clean) > MOST_TEXT:
        made.notes.add("text_cut")
        made.extra.append(_whole(clean))
        clean = clean[:MOST_TEXT]
    return clean.replace("\xa0", " ").split("\n")


def _joined(pieces: list[str]) -> str:
    return "\n\n".join(each.strip("\n") for each in pieces if each.strip())


def shown(text: str, content: Content, files: list[LetterFile], notes: set[str]) -> tuple[str, list[LetterFile]]:
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
