"""How often one may try: per address and per account, counted in the database, so that all processes count together.

Nothing is ever locked for good, which would let anybody lock anybody out; the refusal says how long to wait.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from priyom.base.errors import TooMany

APP = "priyom.people"
RATES = {
    "link": "20/m/ip,5/h/key",
    "reset": "20/m/ip,5/h/key",
    "register": "10/m/ip,60/h/ip,3/d/key",
    "token": "60/m/ip",
    "invite": "200/h/key",
    "guard": "120/m/key",  # what is asked while one types
}
# SECURITY: answers about accounts take this long at least, so that time does not tell which accounts exist.
FLOOR_SECONDS = 0.25


def refuse_too_many(request: HttpRequest, action: str, *, key: str = "") -> None:
    """Count an attempt; raise TooMany when there were too many."""
    key = key.strip().lower()
    if ratelimit.consume(request, app=APP, action=action, config=RATES, key=key, limit_get=True) is None:
        seconds = seconds_to_wait(request, app=APP, action=action, config=RATES, key=key)
        raise TooMany(patience(seconds), retry_after=seconds)


def seconds_to_wait(
    request: HttpRequest, *, app: str, action: str, config: dict[str, str] | None = None, key: str | None = None
) -> int:
    """Return after how many seconds the next attempt will be heard."""
    waits = [1]
    for rate in ratelimit.get_rates(app=app, action=action, config=config):
        place = ratelimit.get_cache_key(request, app=app, action=action, rate=rate, key=key)
        history = cache.get(place, [])
        if len(history) >= rate.amount:
            waits.append(int(history[rate.amount - 1] + rate.duration - time.time()) + 1)
    return max(waits)


def patience(seconds: int) -> str:
    """Say how long to wait, in the words of people."""
    if seconds <= 90:  # noqa: PLR2004
        return _("Too many attempts. Try again in a minute.")
    minutes = -(-seconds // 60)
    if minutes < 60:  # noqa: PLR2004
        told = ngettext(
            "Too many attempts. Try again in %(n)d minute.", "Too many attempts. Try again in %(n)d minutes.", minutes
        )
        return told % {"n": minutes}
    hours = -(-minutes // 60)
    told = ngettext(
        "Too many attempts. Try again in %(n)d hour.", "Too many attempts. Try again in %(n)d hours.", hours
    )
    return told % {"n": hours}


@contextmanager
def steady() -> Iterator[None]:
    """Let the work inside take at least FLOOR_SECONDS, however little there was to do."""
    begun = time.monotonic()
    try:
        yield
    finally:
        time.sleep(max(0.0, begun + FLOOR_SECONDS - time.monotonic()))
