"""What an incoming letter is once it has been read: plain values, nothing that knows a database or a network."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

# Over these a letter is held whole for a person (rulings, «Personal data»), never cut.
MOST_BYTES = 30 * 1024 * 1024
MOST_HEADER_BYTES = 256 * 1024
MOST_PARTS = 500
MOST_FILES = 200
MOST_FILE_BYTES = 25 * 1024 * 1024
# Over these the rest is left out or kept as a file, and a note says so.
MOST_RECIPIENTS = 100
MOST_REFERENCES = 50
MOST_NAME = 120
MOST_SUBJECT = 1000
MOST_TEXT = 1024 * 1024
MOST_HTML = 2 * 1024 * 1024
MOST_HTML_DEPTH = 200
MOST_ATTRIBUTES = 50
MOST_DEPTH = 20


class Unreadable(Exception):
    """The letter could not be read at all; `code` is one of `UNREADABLE`. Its octets stay with whoever asked."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


# Why nothing could be read: too many octets; ran over time or memory; the reader failed; no walls to read behind.
UNREADABLE = ("too_large", "too_slow", "too_much_memory", "reader_failed", "no_walls")
# Why a letter that was read must wait for a person (`Letter.hold`).
HOLDS = (
    "headers_too_large", "too_many_parts", "too_many_files", "file_too_large", "not_a_letter", "encoding_unknown",
)  # fmt: skip


class Kind(StrEnum):
    """What sort of letter it is; only a person's, a calendar's and an empty one may open a ticket by themselves."""

    PERSON = "person"
    AUTOREPLY = "autoreply"
    BOUNCE = "bounce"
    MAILING_LIST = "mailing_list"
    REPORT = "report"  # a read receipt, a complaint about spam
    CALENDAR = "calendar"
    EMPTY = "empty"  # a person's letter with no fresh word and no file


@dataclass(frozen=True, slots=True)
class Address:
    """A name as shown and an address as written: letter case, plus tag and trailing dot are for others to judge."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class LetterFile:
    """One attached file, or a part kept as a file."""

    name: str
    content_type: str  # as the sender says; the bytes decide later
    data: bytes
    content_id: str = ""  # without angle brackets; `cid:` in the HTML points here
    note: str = ""  # code of what is special: one of FILE_NOTES
    words: str = ""  # what can be read in it, for a forwarded letter or an invitation


FILE_NOTES = (
    "inline",  # shown inside the text
    "forwarded_letter",  # a letter attached to this one, whole
    "signature",  # S/MIME or PGP; says nothing about trust
    "encrypted",  # kept whole; nobody here can open it
    "from_tnef",  # taken out of winmail.dat
    "from_uuencode",
    "invitation",
    "report",  # the machine's part of a bounce or receipt
    "whole_text",  # the text was longer than is shown
    "original_html",  # the HTML could not be shown safely
    "partial",  # one piece of a letter sent in pieces; never put together
    "damaged",  # its encoding was broken, something may be missing
)


@dataclass(frozen=True, slots=True)
class Report:
    """What a bounce or receipt says about a letter of ours."""

    original_message_id: str = ""  # with angle brackets
    recipient: str = ""
    action: str = ""  # failed, delayed, delivered, displayed, deleted, …
    status: str = ""  # such as 5.1.1
    diagnostic: str = ""


@dataclass(frozen=True, slots=True)
class OutlinePart:
    """One line of the letter's structure, for the person who judges a held letter."""

    depth: int
    content_type: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as read. Ids carry their angle brackets. Nothing in it is proven: headers are claims."""

    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()  # the first and the newest when there are more than may be kept
    senders: tuple[Address, ...] = ()  # every address of every From
    sender_header: Address | None = None
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    delivered_to: tuple[str, ...] = ()  # Delivered-To, X-Original-To, Envelope-To, as written
    subject: str = ""
    date: datetime | None = None  # as claimed, with its zone; for showing only, never for clocks
    text: str = ""  # the fresh words; never empty while the letter says anything
    quoted: str = ""  # what they answer, to be shown folded
    html: str = ""  # the fresh words with their form, safe to show; "" when there is none
    quoted_html: str = ""
    files: tuple[LetterFile, ...] = ()
    kind: Kind = Kind.PERSON
    kind_because: str = ""  # the sign that decided, such as "auto-submitted"
    may_answer: bool = True  # False: nothing automatic may ever go back to this letter
    thanks: bool = False  # says thank you and nothing more
    report: Report | None = None
    authentication_results: tuple[str, ...] = ()  # raw values, topmost first
    received: tuple[str, ...] = ()  # raw values, topmost first
    auto_submitted: str = ""
    return_path: str | None = None  # None: no such header; "": the null path
    list_id: str = ""
    urgent: bool = False  # X-Priority, Importance
    outline: tuple[OutlinePart, ...] = field(default=())
    hold: str = ""  # one of HOLDS: why a person must look first; "" to go on
    notes: tuple[str, ...] = ()  # one of NOTES each: what was odd or left out


NOTES = (
    "no_message_id",
    "bad_message_id",
    "several_message_ids",
    "no_from",
    "several_from",
    "several_subjects",
    "bad_date",
    "recipients_cut",
    "references_cut",
    "subject_cut",
    "charset_guessed",
    "charset_unknown",
    "charset_wrong",
    "letters_lost",
    "controls_removed",
    "direction_marks_removed",
    "broken_base64",
    "encoding_lost",
    "bad_boundary",
    "unclosed_multipart",
    "headers_broken",
    "nested_deep",
    "html_too_large",
    "html_too_deep",
    "html_attributes",
    "html_hidden_removed",
    "html_remote_blocked",
    "html_link_lies",
    "html_broken",
    "forms_differ",
    "text_cut",
    "names_cut",
    "partial",
    "signed_smime",
    "signed_pgp",
    "encrypted_smime",
    "encrypted_pgp",
    "tnef",
    "tnef_broken",
    "uuencode",
    "receipt_wanted",
    "forwarded",
    "reply_marker",
    "only_quoted",
)
