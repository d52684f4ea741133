"""What people change about themselves."""

from typing import Any

from django.db import transaction

from priyom.base.errors import Invalid
from priyom.base.events import record
from priyom.people.actions.accounts import end_sessions
from priyom.people.models import User

OWN_FACTS = frozenset({
    "last_name", "first_name", "middle_name", "position", "phone",
    "timezone", "language", "theme", "keys_enabled", "after_send",
})  # fmt: skip


@transaction.atomic
def change_profile(*, by: User, **facts: Any) -> User:
    """Change what one says about oneself and how one likes the pages. Rights are never among it."""
    if unknown := set(facts) - OWN_FACTS:
        raise TypeError(f"not a person's own to change: {', '.join(sorted(unknown))}")
    person = User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    changed = [name for name, value in facts.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, facts[name])
    if changed:
        person.save(update_fields=changed)
        record("user.changed", person, by=by, fields=sorted(changed),
               region_id=person.organisation.region_id if person.organisation else None)  # fmt: skip
    return person


@transaction.atomic
def choose_theme(theme: str, *, by: User) -> None:
    """Show the pages light, dark, or as the computer has it. A matter of taste, so no event."""
    if theme not in User.Theme.values:
        raise Invalid
    User.objects.filter(pk=by.pk).update(theme=theme)


@transaction.atomic
def end_own_sessions(*, by: User, present: str | None, session_id: int | None = None) -> int:
    """End one of the person's sessions, or all but the present one; return how many."""
    ended = end_sessions(by, keep_session=present, session_id=session_id)
    if ended:
        record("user.sessions_ended", by, by=by, number=ended)
    return ended
