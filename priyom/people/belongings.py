"""What upper rooms keep for people and organisations, so that a handover or a merger can say what moves.

People may not know tickets: a room above registers how much it holds and moves it when the event comes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from priyom.people.models import Organisation, User


@dataclass(frozen=True)
class Belonging:
    """So many things of one kind, in words that stand after the number."""

    count: int
    words: Any


_of_person: list[Callable[[User], Belonging]] = []
_of_organisation: list[Callable[[Sequence[Organisation]], Belonging]] = []
_in_the_way: list[Callable[[Organisation], str]] = []
_of_waiting: list[Callable[[User], list[str]]] = []


def held_by_person(count: Callable[[User], Belonging]) -> Callable[[User], Belonging]:
    """Register a count of what a room would hand over with a person."""
    _of_person.append(count)
    return count


def kept_for_organisations(
    count: Callable[[Sequence[Organisation]], Belonging],
) -> Callable[[Sequence[Organisation]], Belonging]:
    """Register a count of what a room would move with organisations."""
    _of_organisation.append(count)
    return count


def belongings_of_person(user: User) -> list[Belonging]:
    """Return what a handover would move."""
    return [count(user) for count in _of_person]


def belongings_of_organisations(*organisations: Organisation) -> list[Belonging]:
    """Return what a merger or a move would take along, apart from what people keep themselves."""
    return [count(organisations) for count in _of_organisation]


def in_the_way_of_moving(tell: Callable[[Organisation], str]) -> Callable[[Organisation], str]:
    """Register what of a room may stand in the way when an organisation goes over to another region; nothing: ''."""
    _in_the_way.append(tell)
    return tell


def obstacles_to_moving(organisation: Organisation) -> list[str]:
    """Return why the rooms above cannot let the organisation go to another region just now."""
    return [sentence for tell in _in_the_way if (sentence := tell(organisation))]


def told_while_waiting(tell: Callable[[User], list[str]]) -> Callable[[User], list[str]]:
    """Register sentences of a room for somebody who waits to be let in."""
    _of_waiting.append(tell)
    return tell


def sentences_for_waiting(user: User) -> list[str]:
    """Return what the rooms above say to somebody who waits to be let in."""
    return [sentence for tell in _of_waiting for sentence in tell(user)]
