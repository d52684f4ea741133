"""Address headers: names, addresses, groups, comments in comments. One walk from left to right, nothing nested.

What stands in quotes or in a comment is never an address: a display name that looks like one stays a name.
"""

import re
from dataclasses import dataclass, field

from priyom.channels.mail.headers import encoded_words, header_text
from priyom.channels.mail.letter import MOST_NAME, Address
from priyom.channels.mail.signs import one_line

LONGEST_ADDRESS = 254
_PLAIN = re.compile(r"[^\s@<>(),;:\"\[\]\\]{1,200}@(?:[^\s@<>(),;:\"\[\]\\]{1,250}|\[[^\s\[\]]{1,60}\])\Z")
_QUOTED = re.compile(r'"[^"\\\s@]{1,64}"@[^\s@<>(),;:"\[\]\\]{1,250}\Z')
_ROUTE = re.compile(r"@[^:]{0,500}:")
_ENCODED_WORD = re.compile(r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?=")


@dataclass(slots=True)
class _Mailbox:
    """What has been seen of the mailbox that the walk is in."""

    words: list[str] = field(default_factory=list)  # outside quotes, brackets and comments
    quoted: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    angle: str | None = None

    def is_blank(self) -> bool:
        return self.angle is None and not "".join(self.words).strip() and not self.quoted


def addresses(raw: bytes, most: int, charset: str = "") -> tuple[list[Address], tuple[str, ...]]:
    """Return up to `most` addresses of the header, and notes; what is no address is left out."""
    text, notes = header_text(raw, charset)
    found, cut = _walk(text, most)
    if not found and "=?" in text and "@" not in _ENCODED_WORD.sub("", text):
        # Some programs encode the whole value, address and all.
        found, cut = _walk(encoded_words(text)[0], most)
        notes += ("headers_broken",) * bool(found)
    return found, notes + ("recipients_cut",) * cut


def _walk(text: str, most: int) -> tuple[list[Address], bool]:
    found: list[Address] = []
    box, place, size, unclosed = _Mailbox(), 0, len(text), ""
    while place < size:
        letter = text[place]
        if letter in '"(' and letter not in unclosed:
            taken = _take_quoted(text, place, box) if letter == '"' else _take_comment(text, place, box)
            # Never closed: it is only a character, and so is every later one, or the walk would start over each time.
            unclosed += "" if taken else letter
            place = taken or place + 1
        elif letter == "<":
            place = _take_angle(text, place, box)
        elif letter in ",;":
            _finish(box, found)
            box, place = _Mailbox(), place + 1
        elif letter == ":" and box.angle is None and "@" not in "".join(box.words[-3:]):
            box, place = _Mailbox(), place + 1  # the name of a group ends
        else:
            stop = _next_special(text, place + 1)
            box.words.append(text[place:stop])
            place = stop
        if len(found) > most:
            return found[:most], True
    _finish(box, found)
    return found[:most], len(found) > most


_SPECIAL = re.compile(r'["(<,;:]')


def _next_special(text: str, place: int) -> int:
    match = _SPECIAL.search(text, place)
    return match.start() if match else len(text)


def _take_quoted(text: str, place: int, box: _Mailbox) -> int:
    """Take what stands in quotes; return where it ends, 0 when it never does."""
    place += 1
    letters = []
    while place < len(text) and text[place] != '"':
        if text[place] == "\\" and place + 1 < len(text):
            place += 1
        letters.append(text[place])
        place += 1
    if place >= len(text):
        return 0
    following = text[place + 1 : place + 2]
    if following == "@":
        box.words.append('"' + "".join(letters) + '"')
    else:
        box.quoted.append("".join(letters))
        box.words.append(" ")
    return place + 1


def _take_comment(text: str, place: int, box: _Mailbox) -> int:
    depth, start = 0, place
    while place < len(text):
        letter = text[place]
        if letter == "\\":
            place += 1
        elif letter == "(":
            depth += 1
        elif letter == ")":
            depth -= 1
            if not depth:
                break
        place += 1
    if depth:
        return 0
    box.comments.append(text[start + 1 : place].strip("() "))
    box.words.append(" ")
    return place + 1


def _take_angle(text: str, place: int, box: _Mailbox) -> int:
    stop = text.find(">", place)
    edge = stop if stop >= 0 else len(text)
    inside = text[place + 1 : edge]
    again = inside.rfind("<")
    if again >= 0:
        inside = inside[again + 1 :]
    if box.angle is None or "@" not in box.angle:
        box.angle = _ROUTE.sub("", inside.strip(), count=1) if inside.strip().startswith("@") else inside.strip()
    return edge + 1


def _finish(box: _Mailbox, found: list[Address]) -> None:
    if box.is_blank():
        return
    outside = "".join(box.words)
    if box.angle is not None and "@" in box.angle:
        address, name = box.angle, " ".join([*box.quoted, outside])
    else:
        address = next((word for word in outside.split() if _is_address(word.strip("<>'`"))), "").strip("<>'`")
        rest = outside.replace(address, " ", 1) if address else outside
        name = " ".join([*box.quoted, rest]) if (box.quoted or rest.strip()) else " ".join(box.comments)
    address = "".join(address.split())
    if _is_address(address):
        found.append(Address(display_name(name), address))


def _is_address(text: str) -> bool:
    # SECURITY: an address with an invisible letter is refused, not mended: mended it would be somebody else's.
    is_clean = one_line(text)[0] == text
    return len(text) <= LONGEST_ADDRESS and is_clean and bool(_PLAIN.match(text) or _QUOTED.match(text))


def display_name(text: str) -> str:
    """Return a name as it may be shown: decoded, harmless, on one line, not too long."""
    name = one_line(encoded_words(text)[0])[0].strip("\"'<> ")
    return name[:MOST_NAME].strip()
