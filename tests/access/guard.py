"""The guard's settings: administrators decide, security officers look, nobody else knows of them."""

from datetime import date

from priyom.base.clock import now
from priyom.privacy.decided.actions import add_entry
from priyom.privacy.retention.actions import write_act
from priyom.privacy.retention.perishable import Gone
from priyom.privacy.subjects.actions import register_request
from tests.access import row


def _entry(stage):
    return add_entry(by=stage.adam, kind="telephone", written=f"8 800 000-00-{stage.adam.pk % 90 + 10}").pk


def _request(stage):
    return register_request(by=stage.adam, kind="erasure", reference="В-17", received_on=date(2026, 3, 2)).pk


def _act(stage):
    return write_act("findings", Gone(3), by=stage.adam, days=365, older_than=now()).pk


THINGS = {
    "guard_act": _act, "guard_request": _request, "guard_entry": _entry, "guard_place": lambda stage: stage.clinic.pk,
}  # fmt: skip
ASKED = {"pk": "guard_request"}
PLACE = {"pk": "guard_place"}
ROWS = [
    row("GET", "guard:settings", adam=200, oleg=200, others=403),
    row("GET", "guard:organisation", PLACE, adam=200, oleg=200, others=404),
    row("POST", "guard:kinds", data={"hidden": "PERSON"}, adam=302, others=403),
    row("POST", "guard:exception", data={"organisation": "=guard_place"}, adam=302, others=403),
    row("POST", "guard:withdraw", PLACE, adam=302, oleg=403, others=404),
    row("POST", "guard:entries", data={"kind": "surname", "written": "Кучкаров"}, adam=302, others=403),
    row("POST", "guard:entry_removal", {"pk": "guard_entry"}, adam=302, others=403),
    row("GET", "guard:officer", adam=200, oleg=200, others=403),
    row("GET", "guard:log", adam=200, oleg=200, others=403),
    row("GET", "guard:terms", adam=200, oleg=200, others=403),
    row("POST", "guard:terms", data={"findings": "365", "looks": "", "files": "", "words": ""}, adam=302, others=403),
    row("GET", "guard:destruction", {"pk": "guard_act"}, adam=200, oleg=200, others=404),
    row("GET", "guard:requests", adam=200, oleg=200, others=403),
    row(
        "POST",
        "guard:requests",
        data={"kind": "access", "reference": "В-7", "received_on": "2026-03-02"},
        adam=302,
        oleg=302,
        others=403,
    ),
    row("GET", "guard:request", ASKED, adam=200, oleg=200, others=404),
    row("POST", "guard:search", ASKED, {"words": "Кондрашевич"}, adam=200, oleg=200, others=404),
    row("POST", "guard:erase", ASKED, {"words": "Кондрашевич"}, adam=302, oleg=302, others=404),
    row("POST", "guard:prolong", ASKED, adam=302, oleg=302, others=404),
    row("POST", "guard:close", ASKED, {"answer": "Сказали, что данных нет."}, adam=302, oleg=302, others=404),
    row("GET", "guard:act", ASKED, adam=200, oleg=200, others=404),
    row("POST", "guard:hints", data={"body": " "}, nobody=302, others=200),
    row("POST", "guard:try", data={"text": " "}, adam=200, oleg=200, others=403),
]
