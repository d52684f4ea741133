"""What our own mail server found out about a sender: reads Authentication-Results (RFC 8601), and believes few of them.

Good news counts only from the server we named, by a way we named, and only when it stands above everybody else's: a
sender can write such headers, too, but not above those that our server adds. Bad news counts from anybody: whoever
says of a letter that it is forged harms nobody but its sender.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 4000  # of one header; what comes after is not read


class Verdict(StrEnum):
    """Whether the address in From is really the sender's, as far as anybody can tell."""

    PASS = "pass"  # noqa: S105 - a result, not a password
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Found:
    """One header: who wrote it, and what it says of DMARC."""

    server: str
    dmarc: str = ""
    domain: str = ""  # the domain of From that was looked at


def verdict_on(results: Sequence[str], *, server: str, is_trusted_way: bool, domain: str) -> Verdict:
    """Return what to think of a letter from ``domain``; ``results`` are the headers' values, topmost first."""
    found = [read(value) for value in results]
    ours = _word_of(found, server.lower(), domain.lower()) if server and is_trusted_way else Verdict.UNKNOWN
    if ours == Verdict.UNKNOWN and any(one.dmarc == Verdict.FAIL for one in found):
        return Verdict.FAIL
    return ours


def _word_of(found: list[Found], server: str, domain: str) -> Verdict:
    """Return what our server says: of its headers at the very top, the first that speaks of DMARC."""
    for one in found:
        if one.server != server:
            return Verdict.UNKNOWN
        if one.dmarc:
            return _of(one, domain)
    return Verdict.UNKNOWN


def _of(found: Found, domain: str) -> Verdict:
    if found.dmarc == Verdict.FAIL:
        return Verdict.FAIL
    # SECURITY: a letter with two From headers may have been checked by the other one.
    is_about_it = not found.domain or found.domain.rstrip(".") == domain
    return Verdict.PASS if found.dmarc == Verdict.PASS and is_about_it else Verdict.UNKNOWN


def read(value: str) -> Found:
    """Return who wrote the header and what it says; nonsense says nothing."""
    first, *methods = [part.strip() for part in "".join(_without_comments(value[:LONGEST])).split(";")]
    server = first.split()[0].strip('"').lower() if first else ""
    for method in methods:
        words = re.sub(r"\s*=\s*", "=", method).lower().split()
        name, _equals, result = words[0].partition("=") if words else ("", "", "")
        if name.partition("/")[0] == "dmarc":
            about = next((word.partition("=")[2] for word in words[1:] if word.startswith("header.from=")), "")
            return Found(server, result, about.strip('"').rpartition("@")[2])
    return Found(server)


def _without_comments(text: str) -> Iterator[str]:
    """Leave out comments in brackets, nested or not, and unquote: inside quotes nothing may look like a separator."""
    depth, is_quoted, is_escaped = 0, False, False
    for sign in text:
        if is_escaped:
            is_escaped = False
        elif sign == "\\":
            is_escaped = True
        elif sign == '"' and not depth:
            is_quoted = not is_quoted
        elif is_quoted:
            if sign not in ";()=":
                yield sign
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth = max(0, depth - 1)
        elif not depth:
            yield sign
