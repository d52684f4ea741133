"""What every change of a card has in common: only what differs is written, and the event keeps its names."""

from typing import Any

from django.db.models import Model


def apply_facts(thing: Model, **facts: Any) -> list[str]:
    """Set the facts that differ, save them, and return their names."""
    changed = [name for name, value in facts.items() if getattr(thing, name) != value]
    for name in changed:
        setattr(thing, name, facts[name])
    if changed:
        thing.save(update_fields=changed)
    return changed
