"""What somebody sees, without who it is: the key under which statements about tickets are kept.

Writing the statement of a list or a door takes the ORM longer than PostgreSQL needs to answer it. What the statement
says depends on what the person may see, but of the person themself it needs only the number. So it is written for a
stand-in with the same sight, by the same ``visible_to`` as everywhere, and kept; the number is filled in.
"""

from dataclasses import dataclass, replace

from priyom.base.prepared import STAND_IN
from priyom.people.models import Membership, User
from priyom.people.reach import Reach, reach_of


@dataclass(frozen=True, slots=True)
class Sight:
    """Everything of a person that decides what a list's statement says, except who it is."""

    roles: frozenset[str]
    reach: Reach

    @classmethod
    def of(cls, user: User) -> "Sight":
        """Return what this person sees; worked out anew for every request, so that no statement outlives a right."""
        return cls(user.roles, replace(reach_of(user), user_id=STAND_IN))

    def stand_in(self) -> User:
        """Return somebody who is nobody and sees the same."""
        nobody = User(pk=STAND_IN)
        nobody.active_memberships = [Membership(role=role) for role in self.roles]
        nobody._reach = self.reach  # type: ignore[attr-defined] # noqa: SLF001 - as reach_of keeps it
        return nobody
