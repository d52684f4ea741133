"""When tickets come, and when somebody gets to them: seasons, working days, hours of the day, eleven time zones. Pure.

Moments are whole seconds since 1970, places are told by their distance from UTC: half a million of both a minute.
"""

import math
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random

FILE = Path(__file__).parents[1] / "data/load/calendar.toml"
DAY, HOUR = 86_400, 3_600
OPENS, SHUTS = 8 * HOUR, 18 * HOUR
EPOCH = date(1970, 1, 1)
THURSDAY = 3  # 1 January 1970
SATURDAY = 5


class Calendar:
    """The years from ``since`` to ``until`` as people live them."""

    def __init__(self, since: int, until: int) -> None:
        self.since, self.until = since, until
        self.data = tomllib.loads(FILE.read_text(encoding="utf-8"))
        days = range(since // DAY - 1, until // DAY + 3)
        self.free = {day for day in days if self._is_free(day)}
        self.weights = {day: self._weight(day) for day in days}

    def reached(self, start: int, wait: float, offset: int) -> int:
        """Return when something that takes so long is done by people who work only in their working hours."""
        local = start + int(wait) + offset
        day, second = divmod(local, DAY)
        if second >= SHUTS:
            day, second = day + 1, OPENS + second % HOUR
        elif second < OPENS:
            second = OPENS + second % HOUR
        while day in self.free:
            day += 1
        return day * DAY + second - offset

    def _is_free(self, day: int) -> bool:
        return (day + THURSDAY) % 7 >= SATURDAY or _date(day).strftime("%m-%d") in self.data["holidays"]

    def _weight(self, day: int) -> float:
        """Return how many tickets a day brings, compared to others."""
        on = _date(day)
        weight = self.data["months"][on.month - 1] * self.data["weekdays"][on.weekday()]
        weight *= self.data["growth"] ** ((day * DAY - self.since) / (365 * DAY))
        if on.strftime("%m-%d") in self.data["holidays"]:
            weight *= self.data["holiday_times"]
        elif on.day <= self.data["first_days"]:
            weight *= self.data["first_days_times"]
        return weight


class Inflow:
    """Spreads a number of tickets over the calendar: each has its moment, and each moment its time zones."""

    def __init__(self, calendar: Calendar, people: Mapping[int, int], tickets: int) -> None:
        """``people``: distance from UTC → how many people ask there."""
        self.calendar, self.people, self.tickets = calendar, people, tickets
        self.start = calendar.since // HOUR
        hours = range(self.start, math.ceil(calendar.until / HOUR))
        self.sums = list(accumulate((sum(self._shares(hour)) for hour in hours), initial=0.0))

    def moment(self, index: int, chance: Random) -> int:
        """Return when the ticket with this index comes; a higher index comes later."""
        wanted = (index + chance.random()) / self.tickets * self.sums[-1]
        at = bisect_right(self.sums, wanted) - 1
        within = (wanted - self.sums[at]) / (self.sums[at + 1] - self.sums[at])
        moment = int((self.start + at + within) * HOUR)
        return min(max(moment, self.calendar.since), self.calendar.until - 1)

    def zone(self, moment: int, chance: Random) -> int:
        """Return in which zone somebody asks at this moment: night in Kamchatka is noon in Kaliningrad."""
        return chance.choices(list(self.people), self._shares(moment // HOUR))[0]

    def _shares(self, hour: int) -> list[float]:
        hours, weights = self.calendar.data["hours"], self.calendar.weights
        found = []
        for offset, count in self.people.items():
            day, second = divmod(hour * HOUR + offset, DAY)
            found.append(count * weights[day] * hours[second // HOUR])
        return found


def years_before(until: datetime, years: int) -> datetime:
    """Return the same day so many years ago."""
    return until.astimezone(UTC) - timedelta(days=365.25 * years)


def _date(day: int) -> date:
    return EPOCH + timedelta(days=day)
