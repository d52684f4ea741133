"""A letter attached to a letter, told so that a person can read it without opening the file."""

from dataclasses import dataclass

from priyom.channels.mail.addresses import addresses
from priyom.channels.mail.bodies import sort_parts
from priyom.channels.mail.headers import header_words, message_ids
from priyom.channels.mail.html_body import read_html
from priyom.channels.mail.mime import parse
from priyom.channels.mail.signs import harmless

MOST_WORDS = 64 * 1024


@dataclass(frozen=True, slots=True)
class ToldLetter:
    """A letter inside a letter, as far as a person needs it to be readable."""

    subject: str = ""
    message_id: str = ""
    words: str = ""


def told_letter(raw: bytes) -> ToldLetter:
    """Return subject, id and readable words of an attached letter."""
    tree = parse(raw)
    root = tree.root
    content = sort_parts(tree)
    lines = [
        f"{label}: {value}"
        for label, name in (("From", "from"), ("To", "to"), ("Cc", "cc"), ("Date", "date"), ("Subject", "subject"))
        if (value := _told(root.first(name), name, content.charset))
    ]
    for piece in content.pieces:
        words = piece.text.strip() or "\n".join(read_html(piece.html, {}).text.lines)
        lines += ["", harmless(words)[0].strip()]
    lines += [f"[{each.name}, {len(each.data)}]" for each in content.files]
    ids = message_ids(root.first("message-id"))
    subject = header_words(root.first("subject"), content.charset)[0]
    return ToldLetter(subject, ids[0] if ids else "", "\n".join(lines).strip()[:MOST_WORDS])


def _told(raw: bytes, name: str, charset: str) -> str:
    if name in {"from", "to", "cc"}:
        found, _notes = addresses(raw, 20, charset)
        return ", ".join(f"{each.name} <{each.address}>" if each.name else each.address for each in found)
    return header_words(raw, charset)[0][:500]
