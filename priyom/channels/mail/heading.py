"""The headers of a letter as its values: who, to whom, when, answering what. All of it claims."""

from datetime import datetime

from priyom.base.russian_alphabets import RUSSIAN, most_russian
from priyom.channels.mail.addresses import addresses
from priyom.channels.mail.charsets import codec_of
from priyom.channels.mail.headers import header_text, header_words, message_ids, moment
from priyom.channels.mail.letter import MOST_RECIPIENTS, MOST_REFERENCES, MOST_SUBJECT, Address, Letter
from priyom.channels.mail.mime import Part
from priyom.channels.mail.signs import harmless

WORDY = frozenset({"subject", "from", "to", "cc", "reply-to", "sender"})
MOST_TRACES = 50  # Received and Authentication-Results headers kept
LONGEST_TRACE = 4000


def with_headers(root: Part, of_body: str, notes: set[str]) -> Letter:
    """Return a letter of which only the headers are filled in; `of_body` is the charset that its text names."""
    charset = _charset_of_headers(root, of_body)
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
