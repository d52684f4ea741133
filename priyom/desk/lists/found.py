"""What a search in a list shows: the tickets that fit best with the words found in them, and what else was meant."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from priyom.base.prepared import ask
from priyom.desk.lists.board import ListState
from priyom.desk.lists.listing import ANY_STATUS, Filters, Order, tickets_of
from priyom.desk.lists.rows import Row, rows_of
from priyom.desk.search.finding import Found, find
from priyom.desk.search.queries import MOST_RANKED
from priyom.desk.search.snippets import Snippet, meant_by, snippets_of
from priyom.people.models import User
from priyom.people.names import folded
from priyom.people.reach import reach_of

SHOWN = 25
MOST_NAMED = 3
BEST = Order("best", gettext_lazy("what fits best"), ())
EVERYTHING = Filters(status=(ANY_STATUS,))
_NAMED = """
(SELECT 'user', login, concat_ws(' ', nullif(last_name, ''), nullif(first_name, ''), nullif(middle_name, ''))
 FROM people_user AS person
 WHERE search LIKE %(words)s AND is_active AND NOT is_system AND (%(all)s OR EXISTS (
     SELECT FROM people_organisation AS home
     WHERE home.id = person.organisation_id AND home.region_id = ANY(%(regions)s)))
 ORDER BY search LIMIT %(most)s)
UNION ALL
(SELECT 'hospital', code, short_name FROM people_organisation
 WHERE search LIKE %(words)s AND is_active AND (%(all)s OR region_id = ANY(%(regions)s))
 ORDER BY search LIMIT %(most)s)
"""
_ONLY_NUMBER = re.compile(r"[\W\d_]*")


@dataclass(frozen=True, slots=True)
class Named:
    """A person or a hospital of that name: a way to all its tickets."""

    text: str
    icon: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    """One page of what was found. It stands where a page of a list stands, and has the same parts."""

    state: ListState
    found: Found
    rows: list[Row]
    snippets: dict[int, Snippet]  # by the ticket's number
    named: tuple[Named, ...]
    meant: str  # what was searched for instead of what was typed
    older: str
    newer: str = ""
    order: Order = BEST
    grouped: bool = False
    most: int = MOST_RANKED

    @property
    def searches_all(self) -> bool:
        """Say whether the search is in no list but in everything."""
        return self.state.view.code == "all"

    @property
    def is_narrowed(self) -> bool:
        """Say whether there is more to search in than this list."""
        return not self.searches_all or bool(self.state.narrowing.without("text").kept())

    @property
    def everywhere(self) -> str:
        """Return where the same words are searched for in all tickets."""
        return self.saying(self.found.asked)

    def saying(self, text: str) -> str:
        """Return where other words are searched for in all tickets."""
        return f"{reverse('desk:tickets')}?{urlencode({'text': text})}"


def found_page(user: User, state: ListState) -> FoundPage:
    """Return what the list's text finds among the list's tickets, best first."""
    text = state.narrowing.text
    rest = state.filters.without("text")
    among = None if rest == EVERYTHING else tickets_of(user, rest)
    found = find(user, text, among=among, after=state.after, size=SHOWN)
    ids = [hit.ticket_id for hit in found.hits.hits]
    rows = rows_of(user, ids)
    snippets = snippets_of([pk for pk in ids if pk in rows], found.hits.read, notes=True)
    return FoundPage(
        state=state,
        found=found,
        rows=[rows[pk] for pk in ids if pk in rows],
        snippets={rows[pk].number: snippets[pk] for pk in rows if pk in snippets},
        named=named(user, text) if not state.after else (),
        meant=meant_by(found, snippets.values()),
        older=found.hits.older,
    )


def named(user: User, text: str) -> tuple[Named, ...]:
    """Return people and hospitals of that name whose tickets the person sees."""
    words = folded(text)
    if len(words) < 3 or _ONLY_NUMBER.fullmatch(words):  # noqa: PLR2004 - two letters name half the country
        return ()
    reach = reach_of(user)
    like = f"%{_escaped(words)}%"
    asked = {"words": like, "all": reach.everything, "regions": list(reach.region_ids), "most": MOST_NAMED}
    rows = ask(_NAMED, asked)
    every, filters = reverse("desk:tickets") + "?status=any&", {"user": "requester", "hospital": "organisation"}
    return tuple(Named(name, kind, f"{every}{filters[kind]}={quote(code)}") for kind, code, name in rows)


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
