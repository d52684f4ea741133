"""Which parts of a letter are its words and which are its files: alternatives, related pictures, wrappers, reports.

The tree is at most 20 levels deep (`mime`), so the walk may call itself.
"""

import html
import re
from dataclasses import dataclass, field

from priyom.channels.mail import calendars, cms, reports, rtf, tnef
from priyom.channels.mail.charsets import decode
from priyom.channels.mail.html_charset import charset_of
from priyom.channels.mail.letter import MOST_FILE_BYTES, LetterFile, Report
from priyom.channels.mail.mime import Part, Tree, boundary_of, parse
from priyom.channels.mail.names import name_for, safe_name
from priyom.channels.mail.parameters import with_parameters
from priyom.channels.mail.plain import unflowed
from priyom.channels.mail.signs import harmless, one_line
from priyom.channels.mail.transfer import below_base64, is_known, is_text, undo, unlabelled, uuencoded_inside

TEXTS = frozenset({"text/plain", "text/html", "text/enriched", "text/richtext", "text/markdown", "text/x-markdown"})
RICH_TEXT = frozenset({"text/rtf", "application/rtf", "application/x-rtf", "application/msword-rtf"})
OTHER_FORMS = frozenset({"text/x-amp-html", "text/watch-html"})  # the same letter once more, for one program only
SIGNATURES = frozenset({
    "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature",
})  # fmt: skip
CMS = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
LETTERS = frozenset({"message/rfc822", "message/global", "message/news"})
# What is kept as it is, and under which note.
KEPT_AS = {
    "message/partial": "partial",
    **dict.fromkeys(LETTERS, "forwarded_letter"),
    **dict.fromkeys(SIGNATURES, "signature"),
}
REPORTS = frozenset({
    "message/delivery-status", "message/global-delivery-status", "message/disposition-notification",
    "message/feedback-report", "text/rfc822-headers", "message/global-headers",
})  # fmt: skip
DEEPEST_LETTER = 3
# Programs that label their HTML as plain text; nobody begins a letter like this by hand.
_BEGINS_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,50}<(?:!doctype html|html[\s>])", re.IGNORECASE)
_HAS_TAG = re.compile(r"<[a-zA-Z!/]")


@dataclass(slots=True)
class Piece:
    """A run of the letter's words: in HTML, in plain text, or in both as alternatives of each other."""

    text: str = ""
    html: str = ""
    is_damaged: bool = False  # its encoding was broken

    def says_something(self) -> bool:
        return bool(self.text.strip() or self.html.strip())


@dataclass(slots=True)
class Content:
    """The letter sorted."""

    pieces: list[Piece] = field(default_factory=list)
    files: list[LetterFile] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)
    reports: list[Report] = field(default_factory=list)
    invitation: str = ""
    charset: str = ""  # that the first text says it is in
    too_large: bool = False
    hold: str = ""  # why a letter wrapped whole into this one must wait for a person


def sort_parts(tree: Tree, depth: int = 0) -> Content:
    """Return the words and the files of the letter. `depth` counts letters inside letters."""
    sorting = _Sorting(tree, depth)
    sorting.walk(tree.root)
    if sorting.is_lost and not any(each.says_something() for each in sorting.made.pieces):
        sorting.made.hold = sorting.made.hold or "encoding_unknown"
    return sorting.made


class _Sorting:
    def __init__(self, tree: Tree, depth: int) -> None:
        self.tree = tree
        self.depth = depth
        self.made = Content()
        self.is_lost = False  # words are encoded in a way that nobody knows

    def walk(self, part: Part, *, inline: bool = False) -> None:
        """Sort the part and what is inside it."""
        kind = part.content_type
        if part.is_emptied and not part.children:
            return
        if not part.children:
            self._leaf(part, kind, inline=inline)
        elif kind == "multipart/alternative":
            self._alternative(part)
        elif kind == "multipart/related":
            self._related(part)
        elif kind == "multipart/signed":
            self._signed(part)
        elif kind == "multipart/encrypted":
            self._encrypted(part)
        else:
            for child in part.children:
                self.walk(child)

    # Containers

    def _alternative(self, part: Part) -> None:
        """Keep the richest form that says something, the plain one beside it, and every file of any of them."""
        plain, rich, damaged = "", "", False
        for child in part.children:
            if child.content_type in OTHER_FORMS:
                continue
            before = len(self.made.pieces)
            self.walk(child, inline=True)
            form = self.made.pieces[before:]
            del self.made.pieces[before:]
            # The last HTML is the best by the standard; of plain texts the first, for gateways add theirs below.
            rich = "".join(each.html for each in form if each.html.strip()) or rich
            plain = plain or "\n\n".join(each.text for each in form if each.text.strip())
            damaged = any(each.is_damaged for each in form if each.html.strip()) or (damaged and not form)
        if plain and damaged:
            rich = ""
        if plain or rich:
            self.made.pieces.append(Piece(plain, rich))

    def _related(self, part: Part) -> None:
        start = part.typed[1].get("start", "").strip("<> ")
        named = (each for each in part.children if start and _content_id(each) == start)
        wordy = (each for each in part.children if each.children or each.content_type in TEXTS)
        root = next(named, None) or next(wordy, part.children[0])
        self.walk(root, inline=True)
        for child in part.children:
            if child is not root:
                self.walk(child) if child.children else self._leaf(child, child.content_type, related=True)

    def _signed(self, part: Part) -> None:
        protocol = part.typed[1].get("protocol", "").lower()
        self.made.notes.add("signed_pgp" if "pgp" in protocol else "signed_smime")
        for child in part.children:
            self.walk(child)

    def _encrypted(self, part: Part) -> None:
        self.made.notes.add(
            "encrypted_pgp" if "pgp" in part.typed[1].get("protocol", "pgp").lower() else "encrypted_smime"
        )
        for child in part.children:
            self._keep(child, note="encrypted")

    # Leaves

    def _leaf(self, part: Part, kind: str, *, inline: bool = False, related: bool = False) -> None:
        disposition, given = self._named(part)
        is_attached = disposition == "attachment"
        if kind in KEPT_AS:
            self._keep(part, note=KEPT_AS[kind], kind="message/rfc822" if kind in LETTERS else "")
            self.made.notes |= {"partial"} & {KEPT_AS[kind]}
        elif kind in REPORTS:
            self._report(part, kind)
        elif kind in CMS or given.lower().endswith(".p7m"):
            self._cms(part)
        elif kind in TNEF or given.lower() == "winmail.dat":
            self._tnef(part)
        elif kind == "text/calendar" or (given.lower().endswith(".ics") and kind != "text/plain"):
            self._calendar(part)
        elif kind in RICH_TEXT and not is_attached and (inline or part is self.tree.root or not given):
            self._rich_text(part, given, inline=inline)
        elif self._is_words(kind, disposition, given, inline=inline, related=related):
            self._words(part, kind)
        elif kind.startswith("multipart/"):
            self._undivided(part)
        else:
            self._keep(part, note="inline" if related or (_content_id(part) and not is_attached) else "")

    def _is_words(self, kind: str, disposition: str, given: str, *, inline: bool, related: bool) -> bool:
        if kind not in TEXTS or disposition == "attachment" or related:
            return False
        # A text with a name is a file, but for programs that name the letter's own text.
        return not given or inline or (not self.made.pieces and not self.made.files and disposition != "inline")

    def _named(self, part: Part) -> tuple[str, str]:
        disposition, parameters = with_parameters(part.first("content-disposition"))
        of_type = part.typed[1]
        return disposition, parameters.get("filename") or of_type.get("name") or parameters.get("name") or ""

    def _octets(self, part: Part) -> tuple[bytes, bool]:
        return undo(self.tree.body(part), part.first("content-transfer-encoding"))

    def _words(self, part: Part, kind: str) -> None:
        data, broken = self._octets(part)
        if broken and not is_known(encoding := part.first("content-transfer-encoding")):
            self.made.notes.add("encoding_lost")
            broken = False
            if encoding and not is_text(data):
                self.is_lost = True
                self._keep(part, note="damaged")
                return
        if broken:
            self.made.notes.add("broken_base64")
        if (undone := unlabelled(data)) is not data:
            self.made.notes.add("encoding_lost")
            data = undone
        label = part.typed[1].get("charset", "")
        if kind in {"text/html", "text/enriched", "text/richtext"} or _BEGINS_HTML.match(data):
            text, notes = decode(data, charset_of(data, label))
            # Without a single tag it is plain text under a wrong label, and its line ends mean something.
            piece = Piece(html=text, is_damaged=broken) if _HAS_TAG.search(text) else Piece(text=html.unescape(text))
            self.made.pieces.append(piece)
        else:
            data, inside = uuencoded_inside(data)
            text, notes = decode(data, label)
            self.made.pieces.append(Piece(text=unflowed(text, part.typed[1])))
            for name, octets in inside:
                self.made.notes.add("uuencode")
                self._add(decode(name)[0], "application/octet-stream", octets, note="from_uuencode")
        if broken and (rest := below_base64(self.tree.body(part), part.first("content-transfer-encoding"))):
            self.made.pieces.append(Piece(text=decode(rest)[0]))
        self.made.notes.update(notes)
        self.made.charset = self.made.charset or label

    def _rich_text(self, part: Part, given: str, *, inline: bool) -> None:
        """Read a letter whose words are RTF; where other words are there already, or none are in it, it is a file."""
        data, _broken = self._octets(part)
        form, words = rtf.html_or_text_of(data[: rtf.MOST_UNPACKED])
        has_words = any(each.says_something() for each in self.made.pieces)
        if words.strip() and not (has_words and not inline):
            self.made.pieces.append(Piece(html=words) if form == "html" else Piece(text=words.strip("\n")))
        if given or has_words or not words.strip() or b"\\pict" in data or b"\\object" in data:
            self._keep(part, kind="text/rtf")  # what is more than words stays, too

    def _undivided(self, part: Part) -> None:
        """A multipart in which no boundary was found: its text is shown as it stands."""
        self.made.notes.add("bad_boundary")
        data, _broken = self._octets(part)
        if part.first("content-transfer-encoding") and boundary_of(part) and b"--" + boundary_of(part) in data:
            # The whole was encoded, which no standard allows and some gateways do.
            self._take_in(b"Content-Type: " + part.first("content-type") + b"\r\n\r\n" + data)
            return
        text, notes = decode(data, part.typed[1].get("charset", ""))
        self.made.notes.update(notes)
        self.made.pieces.append(Piece(text=text))

    def _report(self, part: Part, kind: str) -> None:
        data, _broken = self._octets(part)
        text = decode(data, part.typed[1].get("charset", ""))[0]
        self.made.reports.append(reports.read_report(data))
        self._keep(part, note="report", words=text, kind=kind)

    def _cms(self, part: Part) -> None:
        data, _broken = self._octets(part)
        inside = cms.signed_content(data)
        smime = part.typed[1].get("smime-type", "").lower()
        if inside is None:
            is_signature = "signed" in smime or "certs" in smime
            self.made.notes.add("signed_smime" if is_signature else "encrypted_smime")
            self._keep(part, note="signature" if is_signature else "encrypted")
            return
        self.made.notes.add("signed_smime")
        self._keep(part, note="signature")
        self._take_in(inside)

    def _take_in(self, raw: bytes) -> None:
        """Read a letter's body that was wrapped whole."""
        if self.depth >= DEEPEST_LETTER:
            return
        tree = parse(raw)
        inner = sort_parts(tree, self.depth + 1)
        self.made.pieces += inner.pieces
        self.made.files += inner.files
        self.made.reports += inner.reports
        self.made.notes |= inner.notes
        self.made.invitation = self.made.invitation or inner.invitation
        self.made.too_large |= inner.too_large
        # What is wrapped has the same limits as what is not; that it has no headers is no fault of it.
        self.made.hold = self.made.hold or inner.hold or (tree.hold if tree.hold != "not_a_letter" else "")

    def _tnef(self, part: Part) -> None:
        data, _broken = self._octets(part)
        try:
            taken = tnef.read_tnef(data)
        except tnef.BrokenTnef:
            self.made.notes.add("tnef_broken")
            self._keep(part, note="damaged")
            return
        self.made.notes.add("tnef")
        if not taken.is_whole:
            self.made.notes.add("tnef_broken")
            self._keep(part, note="damaged")  # beside what could be taken out of it
        if taken.text.strip() or taken.html.strip():
            self._tnef_words(taken)
        for name, content_type, octets, content_id in taken.files:
            self._add(name, content_type, octets, note="from_tnef", content_id=content_id)

    def _tnef_words(self, taken: tnef.Taken) -> None:
        if not any(each.says_something() for each in self.made.pieces):
            self.made.pieces.append(Piece(taken.text, taken.html))
        elif taken.html and not any(each.html.strip() for each in self.made.pieces):
            self.made.pieces[0].html = self.made.pieces[0].html or taken.html

    def _calendar(self, part: Part) -> None:
        data, _broken = self._octets(part)
        text, _notes = decode(data, part.typed[1].get("charset", "utf-8"))
        words = calendars.told(text)
        self.made.invitation = self.made.invitation or words
        self._keep(part, note="invitation", words=words, kind="text/calendar")

    # Files

    def _keep(self, part: Part, *, note: str = "", words: str = "", kind: str = "") -> None:
        data, broken = self._octets(part)
        _disposition, given = self._named(part)
        kind = kind or part.content_type
        if not data and not given and not part.headers:
            return  # an empty part that nobody named
        self._add(
            given, kind, data, note=note or ("damaged" if broken else ""), words=words, content_id=_content_id(part)
        )

    def _add(
        self, given: str, kind: str, data: bytes, *, note: str = "", words: str = "", content_id: str = ""
    ) -> None:
        name, was_cut = safe_name(given)
        if was_cut:
            self.made.notes.add("names_cut")
        if len(data) > MOST_FILE_BYTES:
            self.made.too_large = True
        name = name or name_for(kind, len(self.made.files) + 1)
        self.made.files.append(LetterFile(name, kind, data, one_line(content_id)[0], note, harmless(words)[0]))


def _content_id(part: Part) -> str:
    raw = part.first("content-id")
    return decode(raw)[0].strip().strip("<>").strip()[:250] if raw else ""
