"""The templates of contracts that come with Priyom: written once each; what an administrator did with one stays."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from priyom.base.clock import now
from priyom.people.amounts import AGREED, counted_in
from priyom.people.models import Contract, CriticalSign, Promise, Rung, ServiceLevel, Target, WorkCalendar

FILE = Path(__file__).with_name("data") / "contract_templates.toml"
STOPS = ("requester", "external", "release")


@transaction.atomic
def load_shipped_templates() -> int:
    """Write the templates that were never there; return how many. The calendars they name must be there already."""
    shipped = tomllib.loads(FILE.read_text(encoding="utf-8"))
    calendars = {row.code: row for row in WorkCalendar.objects.all()}
    known = set(Contract.objects.filter(is_template=True).values_list("number", flat=True))
    fresh = [given for given in shipped["template"] if given["number"] not in known]
    for place, given in enumerate(fresh, start=len(known) + 1):
        write_template(given, shipped["signs"], calendars, position=place)
    return len(fresh)


def write_template(
    given: dict[str, Any], signs: dict[str, Any], calendars: dict[str, WorkCalendar], *, position: int
) -> Contract:
    """Write a template as it stands in the file."""
    contract = Contract.objects.create(
        number=given["number"],
        title=given["title"],
        support_model=given["model"],
        calendar=calendars[given["calendar"]],
        duty_calendar=calendars[given["duty"]] if "duty" in given else None,
        goal_percent=given.get("goal"),
        position=position,
        is_template=True,
        changed_at=now(),
    )
    for place, level in enumerate(given["level"], start=1):
        _write_level(contract, level, calendars, place)
    for place, name in enumerate(given.get("signs", ()), start=1):
        _write_sign(contract, signs[name], place)
    for place, rung in enumerate(given.get("rung", ()), start=1):
        _write_rung(contract, rung, place)
    return contract


def _write_level(contract: Contract, given: dict[str, Any], calendars: dict[str, WorkCalendar], place: int) -> None:
    level = ServiceLevel.objects.create(
        contract=contract,
        position=place,
        name=given["name"],
        kind=given.get("kind", ""),
        priority=given.get("priority"),
        topic=given.get("topic", ""),
        calendar=calendars[given["calendar"]] if "calendar" in given else None,
        clause=given.get("clause", ""),
        customer_words=given.get("words", ""),
    )
    Target.objects.bulk_create(
        Target(level=level, promise=promise, **target_in(given[promise]))
        for promise in Promise.values
        if promise in given
    )


def target_in(text: str) -> dict[str, Any]:
    """Read a promise as the file writes it: ``"8 work_hour requester"``, ``"12 cal_day end"``, ``"agreed"``."""
    words = text.split()
    number = None if words[0] == AGREED else Decimal(words.pop(0))
    unit, amount = counted_in(number, words.pop(0))
    end_of_day = "end" in words
    stops = {f"stops_for_{whom}": whom in words for whom in STOPS}
    return {"unit": unit, "amount": amount, "end_of_day": end_of_day, **stops}


def _write_sign(contract: Contract, given: dict[str, Any], place: int) -> None:
    CriticalSign.objects.create(
        contract=contract,
        position=place,
        text=given["text"],
        phrases="\n".join(given["phrases"]),
        topics=",".join(given.get("topics", ())),
        clause=given.get("clause", ""),
    )


def _write_rung(contract: Contract, given: dict[str, Any], place: int) -> None:
    Rung.objects.create(
        contract=contract,
        position=place,
        kind=given["kind"],
        minutes=given.get("minutes"),
        skipped_when_critical=given.get("critical", True),
        skipped_by_doctors=given.get("doctors", False),
    )
