"""What an installation or an organisation decided: which kinds are hidden, whom and what to leave alone."""

from dataclasses import dataclass

from priyom.privacy.detectors import Label


@dataclass(frozen=True)
class Rules:
    """The decisions; by default every kind is hidden and nobody is left alone."""

    kinds: frozenset[Label] = frozenset(Label)
    telephones: frozenset[str] = frozenset()  # the last ten digits
    mailboxes: frozenset[str] = frozenset()  # whole addresses, or @domains
    institutions: frozenset[str] = frozenset()  # names of hospitals and offices, in small letters
    people: frozenset[str] = frozenset()  # full names of one's own agents, as written
    here: frozenset[str] = frozenset()  # of these, who takes part in this very ticket: they may be addressed
    logins: frozenset[str] = frozenset()  # of one's own agents, as they are called with «@» in a note
    names: frozenset[str] = frozenset()  # surnames of the region that no list knows
    released: frozenset[str] = frozenset()  # what the author of this very text called nobody's data: «KIND:words»
    sound: bool = False  # of a recording: kept as it is; nobody listens to it
