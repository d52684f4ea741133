"""The directory as tables to take away: the same columns in which it can be brought back in."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from priyom.people.imports.columns import COLUMNS
from priyom.people.models import MailDomain, Membership, Organisation, Region, User
from priyom.people.roles import Role

CHUNK = 1_000
REGION_HEADER = [column.label for column in COLUMNS["regions"]]
ORGANISATION_HEADER = [column.label for column in COLUMNS["organisations"]]
PEOPLE_HEADER = [column.label for column in COLUMNS["people"] if column.code != "full_name"]


def region_table(regions: QuerySet[Region], yes: str, no: str) -> Iterator[Sequence[object]]:
    """Return the regions, one a row."""
    for code, name, zone, is_active in regions.values_list("code", "name", "timezone", "is_active"):
        yield code, name, zone, yes if is_active else no


def organisation_table(organisations: QuerySet[Organisation], *, codes: bool = False) -> Iterator[Sequence[object]]:
    """Return the organisations, one a row; parents come before what is below them. Kinds in words, or as codes."""
    domains: dict[int, list[str]] = defaultdict(list)
    for pk, domain in MailDomain.objects.order_by("domain").values_list("organisation_id", "domain"):
        domains[pk].append(domain)
    kinds = dict(Organisation.Kind.choices)
    columns = (
        "pk", "code", "name", "short_name", "kind", "region__code", "parent__code", "oid", "timezone",
        "phone",        "address", "headcount",
    )  # fmt: skip
    for pk, code, name, short, kind, *rest in (
        organisations.order_by("path").values_list(*columns).iterator(chunk_size=CHUNK)
    ):
        yield code, name, short, kind if codes else kinds[kind], *rest, " ".join(domains.get(pk, []))


def people_table(people: QuerySet[User], *, codes: bool = False) -> Iterator[Sequence[object]]:
    """Return the people, one a row, with the first of their roles in words or as a code; never passwords or keys."""
    held = Membership.objects.filter(user__in=people).exclude(state=Membership.State.ENDED)
    columns = (
        "user__login", "user__email", "user__last_name", "user__first_name", "user__middle_name",
        "user__position",        "user__phone", "user__timezone", "organisation__code", "role",
    )  # fmt: skip
    rows = held.order_by("user__search", "user_id", "id").distinct("user__search", "user_id").values_list(*columns)
    for *facts, role in rows.iterator(chunk_size=CHUNK):
        yield *facts, role if codes else str(Role(role).label)
