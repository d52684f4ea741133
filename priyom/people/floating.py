"""Days of the demo world float: «-5d 22:00» is five working days before loading, at that hour."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5
_BACK = re.compile(r"-(\d+)d(?: (\d\d):(\d\d))?")


def days_back(text: str, *, zone: str, at: datetime) -> datetime:
    """Return the moment that the text means at a place with the zone, seen from ``at``."""
    found = _BACK.fullmatch(text)
    if found is None:
        raise ValueError(f"not a floating day: {text!r}")
    local = at.astimezone(ZoneInfo(zone))
    for _ in range(int(found[1])):
        local -= timedelta(days=1)
        while local.weekday() >= SATURDAY:
            local -= timedelta(days=1)
    return local.replace(hour=int(found[2] or 0), minute=int(found[3] or 0), second=0, microsecond=0)
