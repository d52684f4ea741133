import base64
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile

from priyom.base.clock import now
from priyom.desk.actions.files import add_file
from priyom.desk.actions.ladder import return_with_advice
from priyom.desk.actions.messages import comment
from priyom.desk.actions.tickets import resolve_ticket
from priyom.desk.models import RungStep, Ticket
from priyom.desk.queries import get_ticket
from tests.access import row
from tests.cast import open_ticket

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def _sent_file(stage):
    token = uuid.uuid4()
    number = open_ticket(stage.zoya, subject="С файлом").number
    add_file(SimpleUploadedFile("a.png", PICTURE), by=stage.zoya, token=token)
    return comment(number, by=stage.zoya, body="Файл", token=token).attachments.get().pk


def _solved(stage):
    number = open_ticket(stage.zoya, subject="Решена").number
    resolve_ticket(number, by=stage.anna, cause="Драйвер", remedy="Обновили")
    return number


def _below(stage):
    """A ticket of Zoya's that stands with the local specialist."""
    number = open_ticket(stage.zoya, subject="У местного").number
    ticket = get_ticket(stage.zoya, number)
    Ticket.objects.filter(pk=ticket.pk).update(rung="local", team=None)
    RungStep.objects.create(ticket=ticket, region_id=ticket.region_id, kind="local", arrived_at=now())
    return number


def _advised(stage):
    number = _below(stage)
    return_with_advice(number, by=stage.igor, advice="Перезапустите")
    return number


THINGS = {
    "below": _below,
    "advised": _advised,
    "sent_file": _sent_file,
    "unsent_file": lambda stage: add_file(SimpleUploadedFile("b.png", PICTURE), by=stage.zoya, token=uuid.uuid4()).pk,
    "solved": _solved,
}
# Whoever sees Zoya's ticket on the portal, and what staff get there.
SIDE = {"zoya": 200, "igor": 200, "galina": 200}
STAFF = ("anna", "boris", "pavel", "marina", "adam", "oleg")
TO_DESK = dict.fromkeys(STAFF, 302)
STAFF_READS = dict.fromkeys(STAFF, 200)
STAFF_MAY_NOT = dict.fromkeys(STAFF, 403)

ROWS = [
    row("GET", "portal:ladder", igor=200, galina=200, others=403),
    row(
        "POST",
        "portal:rung",
        {"number": "below"},
        {"act": "return", "advice": "Перезапустите"},
        igor=302,
        zoya=403,
        galina=403,
        **STAFF_MAY_NOT,
        others=404,
    ),
    row(
        "POST",
        "portal:advice",
        {"number": "advised"},
        {"helped": "yes"},
        zoya=302,
        igor=302,
        galina=302,
        **STAFF_MAY_NOT,
        others=404,
    ),
    row(
        "POST",
        "portal:take_up",
        {"number": "below"},
        galina=302,
        anna=302,
        boris=302,
        pavel=302,
        marina=302,
        adam=403,
        oleg=403,
        zoya=403,
        igor=403,
        others=404,
    ),
    row("GET", "portal:new", others=200),
    row("POST", "portal:new", others=422),
    row("POST", "portal:advise", others=200),
    row("POST", "portal:split", others=200),
    row("GET", "portal:people", others=200),
    row("GET", "portal:tickets", others=200),
    row("GET", "portal:organisation", others=200),
    row("GET", "portal:ticket", {"number": "ticket"}, **SIDE, **TO_DESK, others=404),
    row("GET", "portal:print", {"number": "ticket"}, **SIDE, **STAFF_READS, others=404),
    row(
        "GET",
        "portal:news",
        {"number": "ticket"},
        {"since": "999999999999"},
        **dict.fromkeys((*SIDE, *STAFF), 204),
        others=404,
    ),
    row(
        "POST",
        "portal:write",
        {"number": "ticket"},
        {"body": "Добавлю"},
        zoya=302,
        igor=302,
        galina=302,
        **STAFF_MAY_NOT,
        others=404,
    ),
    row("POST", "portal:confirm", {"number": "solved"}, zoya=302, igor=302, galina=302, **STAFF_MAY_NOT, others=404),
    row(
        "POST",
        "portal:reopen",
        {"number": "solved"},
        zoya=302,
        igor=302,
        galina=302,
        anna=302,
        boris=302,
        pavel=302,
        marina=302,
        adam=403,
        oleg=403,
        others=404,
    ),
    row(
        "POST",
        "portal:rate",
        {"number": "solved"},
        {"rating": "5"},
        zoya=302,
        igor=403,
        galina=403,
        **STAFF_MAY_NOT,
        others=404,
    ),
    row(
        "POST",
        "portal:join",
        {"number": "ticket"},
        zoya=302,
        igor=302,
        galina=302,
        yakov=302,
        **STAFF_MAY_NOT,
        others=404,
    ),
    row(
        "POST",
        "portal:leave",
        {"number": "ticket"},
        zoya=302,
        igor=302,
        galina=302,
        yakov=302,
        **dict.fromkeys(STAFF, 302),
        others=404,
    ),
    row("GET", "portal:colleagues", {"number": "ticket"}, **SIDE, **STAFF_MAY_NOT, others=404),
    row(
        "POST",
        "portal:colleagues",
        {"number": "ticket"},
        {"colleague": "yakov"},
        zoya=302,
        igor=302,
        galina=302,
        **STAFF_MAY_NOT,
        others=404,
    ),
    row("POST", "files:upload", others=422),
    row("GET", "files:show", {"attachment": "sent_file"}, **SIDE, **STAFF_READS, others=404),
    row("GET", "files:preview", {"attachment": "sent_file"}, **SIDE, **STAFF_READS, others=404),
    row("GET", "files:pages", {"attachment": "sent_file"}, **SIDE, **STAFF_READS, others=404),
    row("GET", "files:state", {"attachment": "sent_file"}, **SIDE, **STAFF_READS, others=404),
    row("POST", "files:remove", {"attachment": "unsent_file"}, zoya=200, others=404),
    row("POST", "drafts:save", data={"place": "new", "body": "Текст"}, others=200),
    row("POST", "drafts:discard", data={"place": "new"}, others=204),
]
