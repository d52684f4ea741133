"""Times of the demo world, which floats and ends when it is loaded; their forms stand in data/README.md. Pure."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

_SPAN = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?")
_DAYS = re.compile(r"(\d+)d (\d\d:\d\d)")
SATURDAY = 5


def resolve(text: str, *, now: datetime, zone: str, before: datetime | None = None) -> datetime:
    """Return the moment of a time text; ``before`` is the moment of the message before, for texts with ``+``."""
    place = ZoneInfo(zone)
    if text.startswith("in "):
        return _later(text[3:], now, place)
    if text.startswith("+"):
        return _later(text[1:], before or now, place)
    days = _DAYS.fullmatch(text[1:])
    if days:
        return _at(_working_day(now.astimezone(place), -int(days[1])), days[2], place)
    return now - _span(text[1:])


def orderly(moment: datetime, *, before: datetime | None, now: datetime) -> datetime:
    """Return the moment moved so that nothing lies in the future and nothing overtakes what was said before."""
    at_most = min(moment, now)
    return at_most if before is None else max(before + timedelta(minutes=1), at_most)


def _later(text: str, start: datetime, place: ZoneInfo) -> datetime:
    days = _DAYS.fullmatch(text)
    if days:
        return _at(_working_day(start.astimezone(place), int(days[1])), days[2], place)
    return start + _span(text)


def _span(text: str) -> timedelta:
    found = _SPAN.fullmatch(text)
    if not text or found is None:
        raise ValueError(f"not a time of the demo world: {text!r}")
    return timedelta(hours=int(found[1] or 0), minutes=int(found[2] or 0))


def _working_day(start: datetime, count: int) -> datetime:
    step = timedelta(days=1 if count > 0 else -1)
    day, left = start, abs(count)
    while left:
        day += step
        if day.weekday() < SATURDAY:
            left -= 1
    return day


def _at(day: datetime, clock: str, place: ZoneInfo) -> datetime:
    return datetime.combine(day.date(), time.fromisoformat(clock), tzinfo=place)
