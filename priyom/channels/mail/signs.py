"""Characters that deceive or break: control codes, direction overrides, zero-width letters. Made harmless here."""

import re

# Kept out: C0 and C1 controls but tab and line feed; soft hyphen; zero-width; direction marks and overrides; tags.
_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = "\xad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0"
_TAGS = "\U000e0000-\U000e0fff"
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff"
_DECEIVING = re.compile(f"[{_DIRECTION}{_INVISIBLE}{_TAGS}]")
_BREAKING = re.compile(f"[{_CONTROL}]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# A joiner stays between pictures (one family, one doctor), and goes everywhere else.
_JOINER = re.compile("(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d")
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029|\x0b|\x0c")
_ANY = re.compile(f"[{_DIRECTION}{_INVISIBLE}{_TAGS}{_CONTROL}\ud800-\udfff\u200d\r\x85\u2028\u2029]")
_BLANKS = re.compile(r"\s+")


def harmless(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the text with plain line ends and without deceiving characters, and notes of what went."""
    if not _ANY.search(text):
        return text, ()  # nearly every text; looked through once instead of six times
    text = _SURROGATES.sub("\ufffd", _LINE_ENDS.sub("\n", text))
    text, deceiving = _DECEIVING.subn("", text)
    text = _JOINER.sub("", text)
    text, breaking = _BREAKING.subn("", text)
    notes = ("direction_marks_removed",) * bool(deceiving) + ("controls_removed",) * bool(breaking)
    return text, notes


def one_line(text: str) -> tuple[str, tuple[str, ...]]:
    """The same for what must stand on one line: a subject, a name."""
    text = _SURROGATES.sub("\ufffd", text)
    text, deceiving = _DECEIVING.subn("", text)
    text = _JOINER.sub("", text)
    text, breaking = _BREAKING.subn(" ", text)
    notes = ("direction_marks_removed",) * bool(deceiving) + ("controls_removed",) * bool(breaking)
    return _BLANKS.sub(" ", text).strip(), notes
