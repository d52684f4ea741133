"""A contract for plays: office hours from nine to six, «К2» in eight working hours, everything else in twelve days."""

from priyom.people.models import Contract, ContractParty, ServiceLevel, Target, WorkCalendar

WEEK = {str(day): [["09:00", "18:00"]] for day in range(5)}


def office(code="office", **facts):
    given = {"name": "5×9", "timezone": "Europe/Moscow", "weekly": WEEK, "follows_production": False}
    return WorkCalendar.objects.create(code=code, **(given | facts))


def contract(cast, title="Край", *, region=None, organisation=None, calendar=None, targets=None, **facts):
    """Make a contract of the region (or of an organisation) with a row for high and a row for everything else."""
    calendar = calendar or WorkCalendar.objects.filter(code="office").first() or office()
    made = Contract.objects.create(number=title, title=title, calendar=calendar, **facts)
    where = {"organisation": organisation} if organisation else {"region": region or cast.region}
    ContractParty.objects.create(contract=made, **where)
    high = level(made, "К2", priority=2, clause="4.3", position=1)
    promise(high, "response", 30)
    promise(high, "resolution", 8 * 60, stops_for_requester=True)
    rest = level(made, "Прочее", clause="4.5", position=2)
    for what, unit, amount in targets or [("response", "work_min", 60), ("resolution", "work_day", 12)]:
        promise(rest, what, amount, unit)
    return made


def level(made, name, **facts):
    return ServiceLevel.objects.create(contract=made, name=name, **facts)


def promise(row, what, amount, unit="work_min", **facts):
    return Target.objects.create(level=row, promise=what, unit=unit, amount=amount, **facts)
