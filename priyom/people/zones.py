"""Time zones to choose from: those of Russia first, by their distance from UTC, with the city's own name."""

from functools import cache
from zoneinfo import available_timezones

from babel.dates import get_timezone_location
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from priyom.people.directory.places import offset_of

RUSSIAN = (
    "Europe/Kaliningrad", "Europe/Moscow", "Europe/Kirov", "Europe/Simferopol", "Europe/Volgograd",
    "Europe/Astrakhan", "Europe/Samara", "Europe/Saratov", "Europe/Ulyanovsk", "Asia/Yekaterinburg",
    "Asia/Omsk", "Asia/Barnaul", "Asia/Krasnoyarsk", "Asia/Novokuznetsk", "Asia/Novosibirsk",
    "Asia/Tomsk", "Asia/Irkutsk", "Asia/Chita", "Asia/Khandyga", "Asia/Yakutsk", "Asia/Ust-Nera",
    "Asia/Vladivostok", "Asia/Magadan", "Asia/Sakhalin", "Asia/Srednekolymsk", "Asia/Anadyr",
    "Asia/Kamchatka",
)  # fmt: skip
AREAS = ("Europe/", "Asia/")


def zone_words(zone: str) -> str:
    """Return the zone as it is called: the city and its distance from UTC."""
    return f"{_city(zone, (get_language() or 'ru').split('-')[0])} · {offset_of(zone)}"


@cache
def _city(zone: str, language: str) -> str:
    return get_timezone_location(zone, locale=language, return_city=True)


def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the choices of a select, in two groups."""
    others = sorted(zone for zone in available_timezones() if zone.startswith(AREAS) and zone not in RUSSIAN)
    return [
        (_("Russia"), [(zone, zone_words(zone)) for zone in RUSSIAN]),
        (
            _("Elsewhere"),
            sorted(((zone, zone_words(zone)) for zone in others), key=lambda choice: choice[1]),
        ),
    ]
