"""What machines tell machines: delivery reports, read receipts, complaints."""

from priyom.channels.mail.headers import header_words, message_ids
from priyom.channels.mail.letter import Report
from priyom.channels.mail.mime import read_headers

MOST_REPORT = 256 * 1024


def read_report(data: bytes) -> Report:
    """Return what the groups of fields say, the first failed recipient before others."""
    fields: list[dict[str, bytes]] = []
    place, data = 0, data[:MOST_REPORT]
    while place < len(data) and len(fields) < 100:  # noqa: PLR2004 - recipients of one report
        headers, after, _notes = read_headers(data, place, len(data))
        if headers:
            fields.append(dict(reversed(headers)))
        place = max(after, place + 1)
    every = {name: value for group in reversed(fields) for name, value in group.items()}
    of_recipient = next((each for each in fields if _word(each, "action") == "failed"), every)
    ids = message_ids(every.get("original-message-id", b"") or every.get("message-id", b""))
    return Report(
        original_message_id=ids[0] if ids else "",
        recipient=_recipient(of_recipient),
        action=_word(of_recipient, "action") or _disposition(every) or _word(every, "feedback-type"),
        status=_word(of_recipient, "status").split(" ")[0][:20],
        diagnostic=header_words(of_recipient.get("diagnostic-code", b"")[:2000])[0][:500],
    )


def _word(group: dict[str, bytes], name: str) -> str:
    return header_words(group.get(name, b"")[:500])[0].lower()


def _disposition(group: dict[str, bytes]) -> str:
    return _word(group, "disposition").rpartition(";")[2].strip().split("/")[0]


def _recipient(group: dict[str, bytes]) -> str:
    given = group.get("final-recipient") or group.get("original-recipient") or b""
    return header_words(given[:500])[0].rpartition(";")[2].strip()[:254]


def merged(found: list[Report]) -> Report | None:
    """Return one report of what several parts say."""
    if not found:
        return None
    return Report(**{
        name: next((value for each in found if (value := getattr(each, name))), "")
        for name in ("original_message_id", "recipient", "action", "status", "diagnostic")
    })  # fmt: skip
