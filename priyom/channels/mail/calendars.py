"""An invitation told in words: what, when, where, who asks. Nothing in it is obeyed, no answer is sent.

Times stay as the sender wrote them, with the name of their zone: they are shown, never computed with.
"""

import re
from datetime import datetime

from priyom.channels.mail.signs import harmless
from priyom.channels.mail.words import WORDS

MOST = 256 * 1024
MOST_VALUE = 4000
MOST_GUESTS = 20
_STAMP = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?")
_ESCAPED = re.compile(r"\\([nN,;\\])")
_PARAMETER = re.compile(r";([A-Za-z\-]{1,30})=(\"[^\"]{0,200}\"|[^;:\"]{0,200})")
Property = tuple[dict[str, str], str]


def told(text: str) -> str:
    """Return the first event of the calendar in words; "" when there is none."""
    found = _properties(text[:MOST])
    if not found:
        return ""
    labels = WORDS["calendar"]
    method = _value(found, "METHOD").upper()
    lines = [labels["methods"].get(method, labels["methods"]["REQUEST"])]
    lines += [
        f"{labels[key]}: {value}"
        for key, value in (
            ("what", _value(found, "SUMMARY")),
            ("when", _when(found)),
            ("repeats", _value(found, "RRULE")),
            ("where", _value(found, "LOCATION")),
            ("who", _people(found, "ORGANIZER")),
            ("guests", _people(found, "ATTENDEE")),
            ("link", _value(found, "URL")),
        )
        if value
    ]
    description = _value(found, "DESCRIPTION")
    return "\n".join(lines) + (f"\n\n{description}" if description else "")


def _properties(text: str) -> dict[str, list[Property]]:
    """Return the properties of the calendar and its first event, task or reply; nested alarms are left out."""
    found: dict[str, list[Property]] = {}
    inside: list[str] = []
    is_over = False
    for line in re.sub(r"\r?\n[ \t]", "", text.replace("\r\n", "\n")).split("\n"):
        name, _separator, value = line.partition(":")
        if name.upper() == "BEGIN":
            inside.append(value.strip().upper())
        elif name.upper() == "END":
            is_over = is_over or (bool(inside) and inside[-1] in {"VEVENT", "VTODO", "VFREEBUSY", "VJOURNAL"})
            inside = inside[:-1]
        elif inside and inside[-1] in {"VCALENDAR", "VEVENT", "VTODO", "VFREEBUSY", "VJOURNAL"} and not is_over:
            _take(line, found)
    return found


def _take(line: str, found: dict[str, list[Property]]) -> None:
    quoted = False
    for place, letter in enumerate(line[:5000]):
        if letter == '"':
            quoted = not quoted
        elif letter == ":" and not quoted:
            head, value = line[:place], line[place + 1 : place + 1 + MOST_VALUE]
            parameters = {each[0].upper(): each[1].strip('"') for each in _PARAMETER.findall(head)}
            kept = found.setdefault(head.partition(";")[0].strip().upper()[:40], [])
            if len(kept) < MOST_GUESTS:
                kept.append((parameters, value))
            return


def _value(found: dict[str, list[Property]], name: str) -> str:
    given = found.get(name)
    return _plain(given[0][1]) if given else ""


def _plain(value: str) -> str:
    return harmless(_ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value))[0].strip()


def _when(found: dict[str, list[Property]]) -> str:
    start, end = _moment(found, "DTSTART"), _moment(found, "DTEND") or _moment(found, "DUE")
    zone = next((each[0].get("TZID", "") for each in found.get("DTSTART", [])), "")
    if start.endswith("Z"):
        zone, start, end = "UTC", start[:-1], end.removesuffix("Z")
    if start and end[:10] == start[:10] and len(end) > 10:  # noqa: PLR2004 - the same day is not said twice
        end = end[11:]
    span = f"{start} – {end}" if start and end else start or end
    return f"{span} ({harmless(zone)[0][:60]})" if zone and span else span


def _moment(found: dict[str, list[Property]], name: str) -> str:
    match = _STAMP.match(_value(found, name))
    if match is None:
        return ""
    year, month, day, hour, minute, _second, is_utc = match.groups()
    try:
        at = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0))  # noqa: DTZ001 - as written
    except ValueError:
        return ""
    return at.strftime("%d.%m.%Y %H:%M" if hour else "%d.%m.%Y") + (is_utc or "")


def _people(found: dict[str, list[Property]], name: str) -> str:
    told_people = []
    for parameters, value in found.get(name, []):
        address = re.sub(r"(?i)\Amailto:", "", value.strip())[:254]
        person = parameters.get("CN", "").strip()
        told_people.append(f"{person} <{address}>" if person and person != address else address)
    return harmless(", ".join(each for each in told_people if each))[0].replace("\n", " ")
