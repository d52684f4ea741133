"""Letters (EML): headings, bodies and attachments, each as what it is; how the letter travelled is not kept."""

from __future__ import annotations

import email
import re
from email import policy
from email.errors import HeaderParseError, MessageError
from email.message import EmailMessage
from pathlib import Path

from priyom.privacy.documents.members import Member, Members, Remembering
from priyom.privacy.files import FileReport, Finding, Place, Refused, TextGuard

LARGEST = 64 * 1024 * 1024
MOST_PARTS = 200
READ = ("Subject", "From", "To", "Cc", "Reply-To")
KEPT = ("Date", "Auto-Submitted", "Precedence")
CALLED = "part"
UNQUOTED = re.compile(r'(?<![^\s,])([^\s",<>][^",<>]*?) <')
TEXTS = {"text/plain": "text.txt", "text/html": "text.html"}


def mask_letter(source: Path, target: Path, *, name: str, guard: TextGuard) -> FileReport:
    """Mask a letter."""
    content = source.read_bytes()
    if len(content) > LARGEST:
        raise Refused("too_large")
    try:
        letter = email.message_from_bytes(content, policy=policy.default)
        made, findings = _Letter(letter, guard, name).masked()
    except (MessageError, HeaderParseError, LookupError, ValueError, IndexError, AttributeError) as error:
        raise Refused("unreadable") from error
    target.write_bytes(made)
    return FileReport("masked" if findings else "clean", findings=tuple(findings))


class _Letter:
    """One letter while it is masked."""

    def __init__(self, letter: EmailMessage, guard: TextGuard, name: str) -> None:
        self.letter = letter
        self.members = Members(Remembering(guard))
        self.headings = {heading: str(letter[heading]) for heading in READ if letter[heading]}
        self.members.guard.find(["\n".join([*self.headings.values(), name])])
        self.parts: list[tuple[EmailMessage, Member]] = []
        for number, part in enumerate(letter.walk()):
            if number > MOST_PARTS:
                raise Refused("too_many_members")
            if not part.is_multipart():
                self.parts.append((part, self._member(part)))

    def _member(self, part: EmailMessage) -> Member:
        kind, name = part.get_content_type(), part.get_filename()
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else b""
        if kind in TEXTS and not name:
            text = content.decode(part.get_content_charset() or "utf-8", "replace")
            return self.members.add(TEXTS[kind], text.encode("utf-8-sig"))
        return self.members.add(name or "attachment", content)

    def masked(self) -> tuple[bytes, list[Finding]]:
        """Return the letter masked, and what was found."""
        self.members.mask()
        names, in_names = self.members.names()
        masked, found = self.members.guard.mask(list(self.headings.values()))
        made = EmailMessage(policy=policy.SMTP)
        for heading, text in zip(self.headings, masked, strict=True):
            words = " ".join(text.split())
            made[heading] = words if heading == "Subject" else UNQUOTED.sub(r'"\1" <', words)
        for heading in KEPT:
            if self.letter[heading]:
                made[heading] = str(self.letter[heading])
        self._fill(made, names)
        headings = [Finding(span.label.value, Place(part="headings")) for spans in found for span in spans]
        return made.as_bytes(), [*headings, *self.members.findings(CALLED), *in_names]

    def _fill(self, made: EmailMessage, names: list[str]) -> None:
        """Put the body first, its other form beside it, and the attachments behind."""
        bodies: set[str] = set()
        for (part, member), name in zip(self.parts, names, strict=True):
            kind = part.get_content_type()
            if member.made is None:
                continue
            if member.name in TEXTS.values() and kind in TEXTS and kind not in bodies and not _has_files(made):
                (made.add_alternative if bodies else made.set_content)(
                    member.made.decode("utf-8-sig"), subtype=kind[5:]
                )
                bodies.add(kind)
            else:
                main, _slash, sub = kind.partition("/")
                made.add_attachment(
                    member.made,
                    maintype="application" if main in {"text", "message"} else main,
                    subtype=sub,
                    filename=name,
                )


def _has_files(made: EmailMessage) -> bool:
    return any(True for _one in made.iter_attachments()) if made.is_multipart() else False
