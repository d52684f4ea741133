"""The Russian production calendar: which days of a year are off, which Saturdays are worked, which days are shorter.

Pure. Holidays and the transfers of each year are those of the `holidays` package, which names the government's act
beside them. Two rules are ours:

LAW: article 95 of the Labour Code makes the working day right before a non-working *holiday* one hour shorter; a mere
transferred day off does not. LAW: a Saturday that is worked in exchange for a day is as long as that day would have
been (order 588n of 13 August 2009, item 1), so 1 November 2025, worked for the eve of a holiday, is short as well.

The transfers of a year are decided in the autumn before it. Until the package has them the year is not published: it
has the holidays of the law and nothing else, and `is_published` says so.
"""

import hashlib
import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType, ModuleType
from typing import Any

Days = Mapping[int, Any]  # year → one entry or several, as the package writes them
SATURDAY = 5
ONE_DAY = timedelta(days=1)
FIRST_YEAR = 1992
LANGUAGES = {"ru": "ru"}  # of the package, by ours; every other reads English


@dataclass(frozen=True)
class ProductionYear:
    """A year for those who work from Monday to Friday."""

    year: int
    is_published: bool
    off: frozenset[date]  # holidays and what was transferred; other weekends are not listed
    worked: Mapping[date, date]  # a Saturday or Sunday that is worked → the day that is off in exchange
    short: frozenset[date]  # one hour shorter

    def is_off(self, day: date) -> bool:
        """Say whether the day is off."""
        return day in self.off or (day.weekday() >= SATURDAY and day not in self.worked)


def published_until() -> int:
    """Return the last year whose transfers are known."""
    return max(_package().RussiaStaticHolidays.special_public_holidays)


def is_day_off(day: date) -> bool:
    """Say whether the day is off in the production calendar."""
    return production_year(day.year).is_off(day)


@cache
def production_year(year: int) -> ProductionYear:
    """Return the production calendar of a year."""
    known, acts = _package().Russia(years=year), _package().RussiaStaticHolidays
    transfers = _entries(acts.special_public_holidays, year)  # (month, day) off for (month, day)
    in_lieu = _entries(acts.special_public_holidays_observed, year)
    exchanged = {date(year, *entry[2:4]): date(year, *entry[:2]) for entry in transfers}
    worked = {day: exchanged[day] for day in sorted(known.weekend_workdays)}
    holidays = set(known) - set(exchanged.values()) - {date(year, *entry[:2]) for entry in in_lieu}

    def is_eve(day: date) -> bool:
        return day + ONE_DAY in holidays or (day.month, day.day) == (12, 31)

    days = (date(year, 1, 1) + passed * ONE_DAY for passed in range(366))
    usual = (day for day in days if day.year == year and day.weekday() < SATURDAY and day not in known)
    short = {day for day in usual if is_eve(day)} | {day for day, off in worked.items() if is_eve(day) or is_eve(off)}
    published = year <= published_until()
    return ProductionYear(year, published, frozenset(known), MappingProxyType(worked), frozenset(short))


@cache
def fingerprint(first_year: int) -> str:
    """Return a short digest of what is published since a year: it differs when an update of Priyom knows more."""
    years = (production_year(year) for year in range(first_year, published_until() + 1))
    said = ";".join(
        f"{year.year}:{sorted(year.off)}{sorted(year.worked.items())}{sorted(year.short)}" for year in years
    )
    return hashlib.sha256(said.encode()).hexdigest()[:16]


@cache
def names_of(year: int, language: str) -> Mapping[date, str]:
    """Return what the days off of a year are called."""
    named = _package().Russia(years=year, language=LANGUAGES.get(language, "en_US"))
    return MappingProxyType(dict(named.items()))


@cache
def _package() -> ModuleType:
    """Import it when it is first asked: it takes half a second, and most processes never ask."""
    return importlib.import_module("holidays.countries.russia")


def _entries(days: Days, year: int) -> Sequence[tuple[Any, ...]]:
    """Return the entries of a year; the package writes a single one without its tuple."""
    entries = days.get(year, ())
    return entries if not entries or isinstance(entries[0], tuple) else (entries,)
