"""How times, numbers and words are told on screen: the way people say them."""

import re
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from urllib.parse import urlsplit

from babel.dates import format_date, format_skeleton
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from priyom.base.clock import now

NBSP = "\u00a0"
THIN = "\u202f"
TUESDAY, WEDNESDAY, SECOND = 1, 2, 2
_URL = re.compile(r"\bhttps?://[^\s<>\"«»]{1,2000}")
_TRAILING = ".,;:!?)]}"
_chips: list[re.Pattern[str]] = []


def when(moment: datetime | None) -> str:
    """Tell a moment: today «17:47», this week «ср 11:00», this year «27 мар», earlier «27.03.2024»."""
    if moment is None:
        return ""
    zone = timezone.get_current_timezone()
    return _when(moment, zone, timezone.localtime(now(), zone).date(), _locale())


def since(moment: datetime) -> str:
    """Tell since when: «с 11:00», but «со вт 11:00» and «со 2 мар», as one says it."""
    told, on = when(moment), timezone.localtime(moment)
    by_weekday, by_date = " " in told and ":" in told, ":" not in told
    stumbles = (by_weekday and on.weekday() in (TUESDAY, WEDNESDAY)) or (by_date and on.day == SECOND)
    words = pgettext("before a Tuesday, a Wednesday or a second", "since %(when)s") if stumbles else _("since %(when)s")
    return words % {"when": told}


def weekday(value: date) -> str:
    """Tell the day of the week: «ср»."""
    return _dated(value, "EEE", _locale())


def moment(value: datetime | date | None) -> str:
    """Tell a moment in full: «17 марта 2026, 11:12»; a date without the time."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return _moment(value, timezone.get_current_timezone(), _locale())
    return _dated(value, "d MMMM y", _locale())


def day(value: datetime | date | None) -> str:
    """Tell a day aloud: «сегодня, 17:47», «24 ноября, 10:00»; another year with its number, a date without the time."""
    if value is None:
        return ""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    date_only = local.date() if isinstance(local, datetime) else local
    today = timezone.localtime(now()).date()
    if date_only == today:
        told = _("today")
    else:
        told = _dated(date_only, "d MMMM" if date_only.year == today.year else "d MMMM y", _locale())
    return f"{told}, {local:%H:%M}" if isinstance(local, datetime) else told


def clock(value: datetime | None) -> str:
    """Tell the time of day: «11:12»."""
    return f"{timezone.localtime(value):%H:%M}" if value else ""


def ago(value: datetime | timedelta | None) -> str:
    """Tell how long: «38 мин», «3 ч 25 мин», «4 дня»."""
    if value is None:
        return ""
    span = value if isinstance(value, timedelta) else now() - value
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 60:  # noqa: PLR2004
        return _("%(n)d min") % {"n": minutes}
    hours, rest = divmod(minutes, 60)
    if hours < 24:  # noqa: PLR2004
        told = _("%(n)d h") % {"n": hours}
        return told + (" " + _("%(n)d min") % {"n": rest} if rest and hours < 10 else "")  # noqa: PLR2004
    days = hours // 24
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def number(value: float | None) -> str:
    """Group thousands with a thin space: «48 193»."""
    return "" if value is None else f"{value:,}".replace(",", THIN)


def ticket_number(value: int) -> str:
    """Tell a ticket's number: «№ 48 193»."""
    return f"№{NBSP}{number(value)}"


def filesize(size: int) -> str:
    """Tell a size in bytes: «12 КБ»."""
    if size < 1024:  # noqa: PLR2004
        return ngettext("%(n)d byte", "%(n)d bytes", size) % {"n": size}
    if size < 1024 * 1024:
        return _("%(n)s KB") % {"n": round(size / 1024)}
    return _("%(n)s MB") % {"n": f"{size / 1024 / 1024:.1f}".rstrip("0").rstrip(".").replace(".", _("."))}


def initials(name: str) -> str:
    """Return the two letters of a face: «Анна Лебедева» → «АЛ»."""
    return "".join(word[0] for word in name.split()[:2]).upper()


def iso(value: datetime) -> str:
    """Return the machine's form, with the zone's offset."""
    return timezone.localtime(value).isoformat(timespec="seconds")


def paragraphs(text: str) -> Markup:
    """Show what a person wrote: paragraphs by empty lines, line breaks, links spelled out; everything escaped."""
    blocks = re.split(r"\n\s*\n", text.strip().replace("\r\n", "\n"))
    return Markup("").join(Markup("<p>{}</p>").format(_lines(block)) for block in blocks if block.strip())


def _lines(block: str) -> Markup:
    return Markup("<br>").join(_linked(line) for line in block.split("\n"))


def _linked(line: str) -> Markup:
    out, at = Markup(""), 0
    for found in _URL.finditer(line):
        address = found.group().rstrip(_TRAILING)
        end = found.start() + len(address)
        out += _plain(line[at : found.start()])
        # The address itself is the text, so nobody is led to a place other than the one that is read.
        link = Markup('<a href="{0}" rel="noopener noreferrer nofollow">{0}</a>')
        out += link.format(address) if _names_a_host(address) else escape(address)
        at = end
    return out + _plain(line[at:])


def show_as_chip(pattern: str) -> None:
    """Let what the pattern matches stand as a chip wherever words of people are shown; its brackets are left out."""
    _chips.append(re.compile(pattern))


def _plain(text: str) -> Markup:
    if "[" not in text or not _chips:
        return escape(text)
    out, at = Markup(""), 0
    for found in sorted((found for chip in _chips for found in chip.finditer(text)), key=lambda found: found.start()):
        out += escape(text[at : found.start()]) + Markup('<span class="masked">{}</span>').format(found[0].strip("[]"))
        at = found.end()
    return out + escape(text[at:])


def _names_a_host(address: str) -> bool:
    try:
        return bool(urlsplit(address).netloc)
    except ValueError:
        return False  # «http://[…», cut off while copying: text, not a link


@lru_cache(maxsize=8192)
def _when(moment: datetime, zone: tzinfo, today: date, locale: str) -> str:
    """Return the moment as ``when`` tells it. Kept, since a page tells the same moments again and again."""
    local = timezone.localtime(moment, zone)
    distance = (local.date() - today).days
    if distance == 0:
        return f"{local:%H:%M}"
    if abs(distance) < 7:  # noqa: PLR2004 - a week
        return f"{_dated(local.date(), 'EEE', locale)} {local:%H:%M}"
    if local.year == today.year:
        return _short(local.date(), locale)
    return f"{local:%d.%m.%Y}"


@lru_cache(maxsize=8192)
def _moment(value: datetime, zone: tzinfo, locale: str) -> str:
    local = timezone.localtime(value, zone)
    return f"{_dated(local.date(), 'd MMMM y', locale)}, {local:%H:%M}"


@lru_cache(maxsize=4096)
def _dated(value: date, form: str, locale: str) -> str:
    """Return the day in this form. Kept, since a list tells the same few days again and again."""
    return format_date(value, form, locale=locale)


@lru_cache(maxsize=1024)
def _short(value: date, locale: str) -> str:
    return format_skeleton("MMMd", datetime.combine(value, time()), locale=locale).rstrip(".")


def _locale() -> str:
    return (get_language() or "ru").split("-")[0]
