"""The contracts of the demo world: copies of the shipped templates with parties of their own, written once."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from priyom.people.actions.calendars import load_shipped_calendars
from priyom.people.actions.contracts import create_contract
from priyom.people.contract_templates import load_shipped_templates
from priyom.people.directory.contracts import today_at_home
from priyom.people.models import Contract, Organisation, Region, User

COPIED = ("support_model", "calendar", "duty_calendar", "goal_percent")


def load_contracts(
    given: list[dict[str, Any]], *, regions: Mapping[str, Region], organisations: Mapping[str, Organisation], by: User
) -> None:
    """Bring the contracts of the demo into the database; one that is there stays as it is."""
    load_shipped_calendars()
    load_shipped_templates()
    known = set(Contract.objects.real().values_list("number", flat=True))
    for facts in given:
        if facts["number"] not in known:
            _load(facts, regions=regions, organisations=organisations, by=by)


def _load(
    facts: dict[str, Any], *, regions: Mapping[str, Region], organisations: Mapping[str, Organisation], by: User
) -> None:
    template = Contract.objects.get(is_template=True, number=facts["template"])
    year = today_at_home().year
    made = create_contract(
        by=by,
        source=template,
        title=facts["title"],
        number=facts["number"],
        customer=facts["customer"],
        starts_on=date(year - 1, 1, 1),
        ends_on=date(year + 1, 12, 31),
        regions=[regions[code] for code in facts.get("regions", ())],
        organisations=[organisations[code] for code in facts.get("organisations", ())],
        **{name: getattr(template, name) for name in COPIED},
    )
    if "doctors_write_past" in facts:
        made.rungs.update(skipped_by_doctors=facts["doctors_write_past"])
