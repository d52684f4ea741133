"""Words that are written about an organisation: they ask the guard's door, which lies in a room above."""

from collections.abc import Callable

Door = Callable[[str], str]
_doors: list[Door] = []


def is_door(door: Door) -> Door:
    """Register what every text passes before it is kept."""
    _doors[:] = [door]
    return door


def fit(text: str) -> str:
    """Return the text as it may be kept."""
    return _doors[0](text) if _doors else text
