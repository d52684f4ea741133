"""How much is promised, as people write and read it: “8 working hours”, “30 minutes round the clock”, “by agreement”.

The tables count minutes and days; a person types hours as well, halves included.
"""

from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

HOUR = 60
AGREED = "agreed"
# What is typed: measure → (unit of the table, minutes or days in one of it).
MEASURES: dict[str, tuple[str, int]] = {
    "work_min": ("work_min", 1),
    "work_hour": ("work_min", HOUR),
    "work_day": ("work_day", 1),
    "cal_min": ("cal_min", 1),
    "cal_hour": ("cal_min", HOUR),
    "cal_day": ("cal_day", 1),
    AGREED: (AGREED, 0),
}
MEASURE_WORDS = (
    ("work_min", pgettext_lazy("measure", "working minutes")),
    ("work_hour", pgettext_lazy("measure", "working hours")),
    ("work_day", pgettext_lazy("measure", "working days")),
    ("cal_min", pgettext_lazy("measure", "minutes round the clock")),
    ("cal_hour", pgettext_lazy("measure", "hours round the clock")),
    ("cal_day", pgettext_lazy("measure", "calendar days")),
    (AGREED, pgettext_lazy("measure", "by agreement")),
)
IN_WHOLE = frozenset({"work_day", "cal_day", "work_min", "cal_min"})
STOP_WORDS = (
    ("requester", gettext_lazy("while the requester is asked")),
    ("external", gettext_lazy("while an outside party works")),
    ("release", gettext_lazy("until a release")),
)
PAUSE_WORDS = {
    "requester": pgettext_lazy("pause", "requester"),
    "external": pgettext_lazy("pause", "outside party"),
    "release": pgettext_lazy("pause", "release"),
}


def amount_words(unit: str, amount: int, *, end_of_day: bool = False) -> str:
    """Return an amount in words: «8 рабочих часов», «5 рабочих дней, до конца дня»."""
    if unit == AGREED:
        return _("by agreement")
    number, measure = measured(unit, amount)
    said = {
        "work_min": ngettext("%(num)d working minute", "%(num)d working minutes", int(number)),
        "work_hour": ngettext("%(num)d working hour", "%(num)d working hours", int(number)),
        "work_day": ngettext("%(num)d working day", "%(num)d working days", int(number)),
        "cal_min": ngettext("%(num)d minute round the clock", "%(num)d minutes round the clock", int(number)),
        "cal_hour": ngettext("%(num)d hour round the clock", "%(num)d hours round the clock", int(number)),
        "cal_day": ngettext("%(num)d calendar day", "%(num)d calendar days", int(number)),
    }[measure] % {"num": number}
    return _("%(amount)s, until the end of the day") % {"amount": said} if end_of_day else said


def measured(unit: str, amount: int) -> tuple[int, str]:
    """Return a row's amount as it is typed: 480 working minutes are 8 working hours."""
    if unit in {"work_min", "cal_min"} and amount % HOUR == 0:
        return amount // HOUR, unit.replace("min", "hour")
    return amount, unit


def counted_in(number: Decimal | None, measure: str) -> tuple[str, int]:
    """Return what was typed as unit and amount of a row."""
    unit, size = MEASURES[measure]
    return unit, int((number or 0) * size)


def length_words(length: timedelta) -> str:
    """Return a length of time as a sum shows it: «7 ч 30 мин»."""
    hours, minutes = divmod(int(length.total_seconds()) // 60, HOUR)
    said = [_("%(n)d h") % {"n": hours}] if hours else []
    if minutes or not hours:
        said.append(_("%(n)d min") % {"n": minutes})
    return " ".join(said)
