"""What the page of terms shows, one act on paper, and the acts as a table to take away."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from priyom.base.clock import now
from priyom.base.errors import NotVisible
from priyom.base.telling import iso
from priyom.people.exports.tables import Column, Table, register_table
from priyom.people.models import User
from priyom.privacy.decided.words import name_of
from priyom.privacy.retention.actions import ON_REQUEST, begins_at
from priyom.privacy.retention.models import DestructionAct, RetentionTerm
from priyom.privacy.retention.perishable import Perishable, perishable, perishables
from priyom.privacy.subjects.finding import label_of

SHOWN = 100
CHUNK = 1_000


@dataclass(frozen=True)
class TermLine:
    """One kind of things: its term, how many are older by now, and from when on it is carried out."""

    stock: Perishable
    term: RetentionTerm | None
    older: int
    waits: bool

    @property
    def days(self) -> int | None:
        """Return the term; nothing means for good."""
        return self.term.days if self.term else None

    @property
    def begins_at(self) -> Any:
        """Return from when on the term is carried out."""
        return begins_at(self.term) if self.term else None


def term_lines() -> list[TermLine]:
    """Return what can be given a term."""
    terms = {term.stock: term for term in RetentionTerm.objects.select_related("decided_by")}
    return [_line(stock, terms.get(stock.code)) for stock in perishables()]


def acts() -> list[DestructionAct]:
    """Return the last acts."""
    return list(DestructionAct.objects.select_related("by", "request").order_by("-last_at", "-pk")[:SHOWN])


def get_act(user: User, pk: int) -> DestructionAct:
    """Return an act, for whoever may read what the guard did."""
    found = DestructionAct.objects.select_related("by", "request").filter(pk=pk).first() if _may(user) else None
    if found is None:
        raise NotVisible(_("There is no such act."))
    return found


def stock_name(code: str) -> str:
    """Return what was destroyed, in words."""
    if code == ON_REQUEST:
        return _("A person's data")
    stock = perishable(code)
    return str(stock.label) if stock else code


def kinds_of(act: DestructionAct) -> list[tuple[str, int]]:
    """Return the kinds of personal data with how often they stood there, the most frequent first."""
    return sorted(((name_of(kind), count) for kind, count in act.kinds.items()), key=lambda kind: -kind[1])


def parts_of(act: DestructionAct) -> list[tuple[str, int]]:
    """Return where a person's data were destroyed."""
    return sorted((label_of(part), count) for part, count in act.parts.items())


def _line(stock: Perishable, term: RetentionTerm | None) -> TermLine:
    is_set = term is not None and term.days is not None
    older = stock.older(now() - timedelta(days=term.days)) if term is not None and term.days is not None else 0
    return TermLine(stock, term, older, is_set and term is not None and begins_at(term) > now())


def _may(user: User) -> bool:
    return user.may("guard.read")


def _rows(_user: User, _filters: dict[str, Any]) -> Iterator[Sequence[Any]]:
    found = DestructionAct.objects.select_related("by", "request").order_by("-last_at", "-pk")
    for act in found.iterator(chunk_size=CHUNK):
        yield [
            act.pk, iso(act.first_at), iso(act.last_at), act.get_ground_display(),
            act.request.reference if act.request else "", stock_name(act.stock), act.count,
            _told(kinds_of(act)), _told(parts_of(act)), act.days or "", act.by.login,
        ]  # fmt: skip


def _told(counted: list[tuple[str, int]]) -> str:
    return ", ".join(f"{what}: {count}" for what, count in counted)


def _kept(_given: Mapping[str, Any]) -> dict[str, Any]:
    return {}


register_table(Table(
    kind="destructions", label=gettext_lazy("Acts of destruction"), scope="admin", may=_may, read=_kept, rows=_rows,
    columns=(
        Column("act", gettext_lazy("Act")),
        Column("first", gettext_lazy("First time")), Column("last", gettext_lazy("Last time")),
        Column("ground", gettext_lazy("Ground")), Column("letter", gettext_lazy("Number of the letter")),
        Column("what", gettext_lazy("What was destroyed")), Column("count", gettext_lazy("How many")),
        Column("kinds", gettext_lazy("Kinds of personal data")), Column("where", gettext_lazy("Where")),
        Column("days", gettext_lazy("Term, days")), Column("login", gettext_lazy("Login")),
    ),
))  # fmt: skip
