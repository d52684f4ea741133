"""Octets to words: what charset a text is really in, whatever its label says. Russian mail has five of them.

Order of belief: a byte order mark; UTF-8 that decodes without a fault; the label, unless the letters it gives are less
Russian than another's by far; the most Russian reading.
"""

import codecs
import re
from collections import Counter
from functools import cache

from priyom.base.russian_alphabets import COMMON, HIGH, RUSSIAN, TWINS, doubt, most_russian, russianness, twin

# What senders write and Python does not know.
ALIASES = {
    "x-cp1251": "cp1251", "win-1251": "cp1251", "win1251": "cp1251", "windows1251": "cp1251",
    "x-windows-1251": "cp1251",
    "cp-1251": "cp1251", "ansi-1251": "cp1251", "1251": "cp1251", "cp1251-windows": "cp1251", "ms-cyrl": "cp1251",
    "koi8r": "koi8-r", "koi-8": "koi8-r", "koi8": "koi8-r", "koi-8-r": "koi8-r", "x-koi8-r": "koi8-r",
    "cskoi8r": "koi8-r", "koi8-ru": "koi8-u", "koi8u": "koi8-u",
    "utf8mb4": "utf-8", "utf8mb3": "utf-8", "unicode-1-1-utf-8": "utf-8", "x-utf-8": "utf-8", "utf-8-mac": "utf-8",
    "unicode": "utf-16", "unicode-1-1-utf-7": "utf-7", "x-unicode-2-0-utf-7": "utf-7",
    "dos-866": "cp866", "cp-866": "cp866", "x-cp866": "cp866", "ibm866": "cp866", "alt": "cp866",
    "x-mac-cyrillic": "mac-cyrillic", "x-mac-roman": "mac-roman", "macintosh": "mac-roman",
    "iso8859-5": "iso-8859-5", "iso-8859-8-i": "iso-8859-8", "iso-8859-8-e": "iso-8859-8",
    "ansi": "cp1252", "x-ansi": "cp1252", "x-user-defined": "", "unknown-8bit": "", "x-unknown": "", "unknown": "",
    "default": "", "default_charset": "", "none": "", "binary": "", "8bit": "", "7bit": "us-ascii",
    "ansi_x3.110-1983": "",
    "gb2312": "gb18030", "gbk": "gb18030", "ks_c_5601-1987": "cp949", "shift-jis": "cp932", "x-sjis": "cp932",
    "windows-874": "cp874", "x-gbk": "gb18030", "hz-gb-2312": "hz",
}  # fmt: skip
# Codecs of Python that are not charsets of letters.
NOT_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
# Loaded before the walls go up, for behind them the library may be out of reach; others are used where they are found.
USUAL = (
    "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "latin-1", "cp1252", "koi8-u", "iso8859-2",
    "iso8859-15",
    "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "iso2022_jp", "cp932", "euc_jp", "gb18030", "big5",
    "cp949",
    "mac-roman", "cp437", "cp850", "ptcp154", "koi8-t",
    "utf-32-le", "utf-32-be", "iso8859-3", "iso8859-4", "iso8859-6", "iso8859-7",
    "iso8859-8", "iso8859-9", "iso8859-10", "iso8859-11", "iso8859-13", "iso8859-14", "iso8859-16",
    "cp1125", "cp1258", "cp852", "cp855", "cp862", "cp874", "tis-620", "mac-latin2", "kz1048",
    "shift_jis", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_ext", "euc_kr", "iso2022_kr", "johab", "hz", "big5hkscs",
)  # fmt: skip
WESTERN = frozenset(
    {"iso8859-1", "cp1252", "iso8859-15", "mac-roman", "latin-1", "cp437", "cp850", "iso8859-2", "cp1250"}
)
MARKS = (
    (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip
SAMPLE = 64 * 1024
FEW_FAULTS = 4  # letters to a fault
SURELY_RUSSIAN = 0.6
FAR_BETTER, LEAST_BETTER = 0.8, 0.25  # by so much a letter, the less the more letters bear witness
WITNESS = 10.0
LIKE_TWINS = 5.0  # twins differ in one small letter only
# Cyrillic that is itself UTF-8 read as windows-1251: every other letter is one of these two.
TWICE = re.compile(
    "(?:[\u0420\u0421][\u0080-\u00bf\u0400-\u040f\u0450-\u045f\u2010-\u2122\u0490\u0491\u20ac\u0410-\u044f]){3}"
)
# What Dovecot makes of an octet 0: it begins no letter of UTF-8, and behind ASCII it ends none.
STRAY = re.compile(rb"(?<![\x80-\xff])\x80+")


def decode(data: bytes, label: str = "") -> tuple[str, tuple[str, ...]]:
    """Return the words and what was odd about their octets; never fails."""
    for mark, charset in MARKS:
        if data.startswith(mark) and (charset != "utf-16" or b"\x00" in data[:SAMPLE]):
            return data.decode(charset, "replace").lstrip("\ufeff"), ()
    if wide := _wide(data):
        text = _without_surrogates(data.decode(wide, "replace"))
        return text, () if codec_of(label).startswith("utf-16") else ("charset_wrong",)
    charset, unknown = codec_of(label), _is_unknown(label)
    notes = ("charset_unknown",) if unknown else ()
    if charset in {"", "ascii"}:
        return _unlabelled(data, notes)
    text, found = _labelled(data, charset)
    text, again = repaired(text)
    return text, notes + found + again


def _wide(data: bytes) -> str:
    """Return which UTF-16 it is without a mark, "" when it is none: each letter has its own page beside it."""
    sample = data[: SAMPLE // 64 * 2]
    if len(sample) < 4 or len(data) % 2:  # noqa: PLR2004 - too short to tell
        return ""
    for charset, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        pages, letters = Counter(sample[first::2]), Counter(sample[1 - first :: 2])
        # Latin letters, blanks and figures lie on page 0, Cyrillic on page 4; the letters themselves are never 0.
        if (pages[0] + pages[4]) * 10 >= len(sample) * 9 // 2 and not letters[0]:
            return charset
    return ""


def load() -> None:
    """Load what will be needed, and the weights of letters."""
    for charset in (*USUAL, *RUSSIAN):
        _known(charset)
    russianness("\u0430")


def codec_of(label: str) -> str:
    """Return Python's name of the charset that the label means, "" when it means none."""
    name = label.strip().strip("\"';").split(";")[0].split("*")[0].strip().strip("\"'").lower().replace(" ", "-")
    name = ALIASES.get(name, name)
    if not name or len(name) > 40 or not name.isascii():  # noqa: PLR2004 - longer than any name of a charset
        return ""
    return _known(name)


@cache
def _known(name: str) -> str:
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return ""
    is_text = getattr(info, "_is_text_encoding", True)
    return info.name if is_text and info.name.replace("-", "_") not in NOT_CHARSETS else ""


def _is_unknown(label: str) -> bool:
    name = label.strip().strip("\"';").lower()
    return bool(name) and not codec_of(label) and name not in ALIASES


def _unlabelled(data: bytes, notes: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    if not HIGH.search(data):
        return data.decode("ascii"), notes
    try:
        text, again = repaired(data.decode("utf-8"))
    except UnicodeDecodeError:
        text = _without_strays(data)
        return (text, (*notes, "controls_removed")) if text else _guessed(data, notes)
    return text, notes + again


def _without_strays(data: bytes) -> str:
    """Return the UTF-8 between octets that once were 0, "" when it is none."""
    if not STRAY.search(data[:SAMPLE]):
        return ""
    try:
        text = STRAY.sub(b"", data).decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "" if text.isascii() else text


def _labelled(data: bytes, charset: str) -> tuple[str, tuple[str, ...]]:
    if charset == "utf-8":
        text, notes = _unlabelled(data, ())
        return text, ("charset_wrong",) if "charset_guessed" in notes else notes
    if charset.startswith(("utf-16", "utf-32")) and _is_of_single_octets(data):
        return _unlabelled(data, ("charset_wrong",))
    if HIGH.search(data) and _is_utf8(data):
        return data.decode("utf-8", "replace"), () if charset.startswith("utf") else ("charset_wrong",)
    try:
        text = data.decode(charset)
    except (UnicodeError, ValueError):
        is_alphabet = charset not in RUSSIAN and not _is_many_octets(charset)
        if HIGH.search(data) and (is_alphabet or _is_surely_russian(data)):
            return _guessed(data, ("charset_wrong",))
        return _without_surrogates(data.decode(charset, "replace")), ("letters_lost",)
    is_doubtful = charset in RUSSIAN or charset in WESTERN or charset == "koi8-u"
    return _more_russian(data, text, charset) if is_doubtful else (_without_surrogates(text), ())


def _is_of_single_octets(data: bytes) -> bool:
    """Say whether what is called a wide charset is none: plain ASCII, UTF-8 or Russian in an alphabet of its own."""
    if b"\0" in data[:SAMPLE]:
        return False
    return not HIGH.search(data) or _is_utf8(data) or _is_surely_russian(data)


def _is_surely_russian(data: bytes) -> bool:
    sample = data[:SAMPLE]
    return _is_dense(sample) and most_russian(sample)[1] > SURELY_RUSSIAN


def _is_many_octets(charset: str) -> bool:
    return charset.startswith(("iso2022", "utf", "gb", "big5", "euc", "cp9", "shift", "hz", "johab"))


def _is_utf8(data: bytes) -> bool:
    """Say whether it is UTF-8 beyond doubt: no fault, and more than a stray pair of octets."""
    sample = data[:SAMPLE]
    try:
        text = sample.decode("utf-8")
    except UnicodeDecodeError as fault:
        if fault.start < len(sample) - 4 or len(sample) < SAMPLE:
            return False
        text = sample[: fault.start].decode("utf-8")
    beyond = sum(1 for letter in text if letter > "\x7f")
    return beyond >= 2  # noqa: PLR2004 - two, because one pair also happens in windows-1251


def _more_russian(data: bytes, text: str, charset: str) -> tuple[str, tuple[str, ...]]:
    """Keep the label's reading unless another one is more Russian by far."""
    if not HIGH.search(data):
        return text, ()
    sample = data[:SAMPLE]
    best, worth = most_russian(sample)
    gap = worth - russianness(text[:SAMPLE]) - COMMON.get(charset, 0.0) * doubt(sample)
    far = max(LEAST_BETTER, min(FAR_BETTER, WITNESS / len(HIGH.findall(sample))))
    if {best, charset} == TWINS:
        far = 0.0 if twin(sample) else far / LIKE_TWINS
    if best == charset or (far and gap < far) or (charset in WESTERN and not _is_dense(sample)):
        return text, ()
    return data.decode(best, "replace"), ("charset_wrong",)


def _is_dense(sample: bytes) -> bool:
    """Say whether most letters are beyond ASCII: so it is in Cyrillic, never in French or German."""
    high = len(HIGH.findall(sample))
    return high * 2 > high + sum(1 for octet in sample if chr(octet).isascii() and chr(octet).isalpha())


def _guessed(data: bytes, notes: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    sample = data[:SAMPLE]
    lenient = sample.decode("utf-8", "replace")
    faults = lenient.count("\ufffd")
    good = sum(1 for letter in lenient if letter > "\x7f") - faults
    # Another charset's octets hardly ever make a letter of UTF-8: a few that do not are an emoji cut in two.
    if good > FEW_FAULTS * faults or (faults == 1 and good > 1):
        return data.decode("utf-8", "replace"), ("letters_lost",)
    best, worth = most_russian(sample)
    if not _is_dense(sample) and worth < 0:
        best = "cp1252"
    return data.decode(best, "replace"), (*notes, "charset_guessed")


def repaired(text: str) -> tuple[str, tuple[str, ...]]:
    """Undo UTF-8 that was read as windows-1251 and written again; leave everything else alone."""
    if not TWICE.search(text[:SAMPLE]):
        return text, ()
    try:
        once = text.encode("cp1251").decode("utf-8")
    except UnicodeError:
        return text, ()
    return (once, ("charset_wrong",)) if russianness(once[:SAMPLE]) > russianness(text[:SAMPLE]) else (text, ())


def _without_surrogates(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8", "replace")
