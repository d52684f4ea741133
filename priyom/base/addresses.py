"""Addresses of pages, worked out once for the process: a page holds some hundred of them.

Django's ``reverse`` tries every pattern of that name anew, 10 to 20 microseconds for each address. Nothing about an
address changes while the process runs, except the values in it.
"""

from functools import lru_cache
from typing import Any

from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

_STAND_IN = 7_310_958_246_000  # a number that stands in no address of ours


def address(name: str, *args: Any, **kwargs: Any) -> str:
    """Return an address, as ``reverse`` does."""
    return address_if_there(name, *args, **kwargs) or reverse(name, args=args or None, kwargs=kwargs or None)


def address_if_there(name: str, *args: Any, **kwargs: Any) -> str:
    """Return an address of a room above, or nothing while that room does not have it."""
    values = (*args, *kwargs.values())
    if all(type(value) is int and value >= 0 for value in values):
        return _with_numbers(name, len(args), tuple(kwargs), get_script_prefix(), get_urlconf()).format(*values)
    return _with_values(name, args, tuple(kwargs.items()), get_script_prefix(), get_urlconf())


def address_around(name: str, number: str) -> tuple[str, str]:
    """Return what stands before and after the number in an address: a long list fills it in by itself."""
    before, _at, after = address(name, **{number: _STAND_IN}).partition(str(_STAND_IN))
    return before, after


@lru_cache(maxsize=2048)
def _with_numbers(name: str, given: int, names: tuple[str, ...], _prefix: str, _urlconf: str | None) -> str:
    """Return the address with «{0}», «{1}» where its numbers stand; nothing where there is no such address."""
    stand_ins = [_STAND_IN + n for n in range(given + len(names))]
    kwargs = dict(zip(names, stand_ins[given:], strict=True))
    found = _with_values.__wrapped__(name, tuple(stand_ins[:given]), tuple(kwargs.items()), _prefix, _urlconf)
    found = found.replace("{", "{{").replace("}", "}}")
    for n, stand_in in enumerate(stand_ins):
        found = found.replace(str(stand_in), f"{{{n}}}")
    return found


@lru_cache(maxsize=8192)
def _with_values(
    name: str, args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...], _prefix: str, _urlconf: str | None
) -> str:
    try:
        return reverse(name, args=args or None, kwargs=dict(kwargs) or None)
    except NoReverseMatch:
        return ""
