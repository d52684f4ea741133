"""Reports on contracts: who reads contracts reads them; to everybody else they do not exist."""

from priyom.people.models import Contract
from tests.access import row
from tests.desk.promises import contract


def _contract(stage):
    made = Contract.objects.filter(title="Отчётный").first() or contract(stage, "Отчётный")
    return made.pk


THINGS = {"reported": _contract}
READERS = dict.fromkeys(("marina", "adam", "oleg", "galina"), 200)
OF = {"pk": "reported"}
ROWS = [
    row("GET", "insight:reports", **READERS, others=403),
    *(
        row("GET", f"insight:{name}", OF, **READERS, others=404)
        for name in ("contract", "contract_table", "contract_document")
    ),
]
