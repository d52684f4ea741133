"""Contracts: the administrator writes; the manager, the security officer and the region's coordinator read."""

from priyom.people.models import Contract, ContractParty, CriticalSign, ServiceLevel, Target, WorkCalendar
from tests.access import row


def _contract(stage):
    calendar, _ = WorkCalendar.objects.get_or_create(
        code="access", defaults={"name": "Все дни", "weekly": {"0": [["09:00", "18:00"]]}}
    )
    contract, fresh = Contract.objects.get_or_create(number="access", defaults={"title": "Край", "calendar": calendar})
    if fresh:
        ContractParty.objects.create(contract=contract, region=stage.region)
        level = ServiceLevel.objects.create(contract=contract, name="К1")
        Target.objects.create(level=level, promise="response", unit="cal_min", amount=30)
        CriticalSign.objects.create(contract=contract, text="Никто не может войти")
    return contract


THINGS = {
    "contract_pk": lambda stage: _contract(stage).pk,
    "contract_level": lambda stage: _contract(stage).levels.get().pk,
    "contract_sign": lambda stage: _contract(stage).signs.get().pk,
    "contract_calendar": lambda stage: _contract(stage).calendar_id,
}
ONE = {"pk": "contract_pk"}
READS = dict.fromkeys(("adam", "marina", "oleg", "galina"), 200)
READERS_REFUSED = dict.fromkeys(("marina", "oleg", "galina"), 403)


def _reads():
    return {**READS, "others": 404}


def _writes(status):
    return {**READERS_REFUSED, "adam": status, "others": 404}


FACTS = {"title": "Край", "number": "7", "support_model": "lines", "calendar": "=contract_calendar"}
LEVEL = {"name": "К2", "response_amount": "2", "response_measure": "work_hour"}
ROWS = [
    row("GET", "people:contracts", **_reads()),
    row("GET", "people:contract", ONE, **_reads()),
    row("GET", "people:contract_preview", ONE, **_reads()),
    row("GET", "people:contract_new", **_writes(200)),
    row("POST", "people:contract_new", data=FACTS, **_writes(302)),
    row("GET", "people:contract_edit", ONE, **_writes(200)),
    row("POST", "people:contract_edit", ONE, data=FACTS, **_writes(302)),
    row("GET", "people:contract_end", ONE, **_writes(200)),
    row("POST", "people:contract_end", ONE, data={"ends_on": "2030-01-01"}, **_writes(302)),
    row("POST", "people:contract_move", ONE, data={"to": "up"}, **_writes(302)),
    row("GET", "people:contract_level_new", ONE, **_writes(200)),
    row("POST", "people:contract_level_new", ONE, data=LEVEL, **_writes(302)),
    row("POST", "people:contract_level_preview", ONE, data=LEVEL, **_writes(200)),
    row("GET", "people:contract_level", ONE | {"level_id": "contract_level"}, **_writes(200)),
    row("POST", "people:contract_level", ONE | {"level_id": "contract_level"}, data=LEVEL, **_writes(302)),
    row("POST", "people:contract_level_move", ONE | {"level_id": "contract_level"}, data={"to": "up"}, **_writes(302)),
    row("POST", "people:contract_level_removal", ONE | {"level_id": "contract_level"}, **_writes(302)),
    row("GET", "people:contract_sign_new", ONE, **_writes(200)),
    row("POST", "people:contract_sign_new", ONE, data={"text": "Всё стоит"}, **_writes(302)),
    row("GET", "people:contract_sign", ONE | {"sign_id": "contract_sign"}, **_writes(200)),
    row("POST", "people:contract_sign", ONE | {"sign_id": "contract_sign"}, data={"text": "Всё стоит"}, **_writes(302)),
    row("POST", "people:contract_sign_removal", ONE | {"sign_id": "contract_sign"}, **_writes(302)),
    row("GET", "people:contract_ladder", ONE, **_writes(200)),
    row("POST", "people:contract_ladder", ONE, data={"local_exists": "on"}, **_writes(302)),
]
