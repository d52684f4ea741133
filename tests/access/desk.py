"""Lists, the ticket's page, its small forms, the pulse: staff read, those who answer write, nobody else is let in."""

from priyom.desk.actions.messages import reply
from priyom.desk.models import MessageLetter
from priyom.desk.queries import get_ticket
from tests.access import row

# Requesters are refused; to strangers a ticket does not exist.
READ = {"anna": 200, "boris": 200, "pavel": 200, "marina": 200, "adam": 200, "oleg": 200}
OUTSIDE = {"zoya": 403, "igor": 403, "galina": 403}
TICKET = {**READ, **OUTSIDE, "yakov": 404, "stranger": 404, "strange_agent": 404}
WORK = {
    "anna": 302,
    "boris": 302,
    "pavel": 302,
    "marina": 302,
    **OUTSIDE,
    "yakov": 404,
    "stranger": 404,
    "strange_agent": 404,
}
LIST = {**READ, "strange_agent": 200, "others": 403}
NUMBER = {"number": "ticket"}
SEEN = {"revision": "=revision"}  # nobody overwrites what they have not seen


def _pending(stage):
    """An answer of Anna's that can still be taken back, in a ticket of its own."""
    from tests.cast import open_ticket

    return reply(open_ticket(stage.zoya).number, by=stage.anna, body="Проверьте, пожалуйста.").pk


def _letter(stage):
    """Zoya's message in her ticket, as if it had come by letter."""
    message = get_ticket(stage.anna, stage.ticket).messages.first()
    MessageLetter.objects.create(message=message, region_id=message.region_id, address="zoya@clinic.example")
    return message.pk


THINGS = {
    "pending_answer": _pending,
    "lettered": _letter,
}
ROWS = [
    row("GET", "desk:work", **{**LIST, "adam": 302, "oleg": 302}),  # they have no work, and go home
    row("GET", "desk:letter", {"message": "lettered"}, **READ, others=404),
    row("GET", "desk:overview", **LIST),
    row("GET", "desk:list", {"view": "line1-open"}, **LIST),
    row("GET", "desk:tickets", **LIST),
    row("GET", "desk:filters", **LIST),
    row("GET", "desk:palette", **LIST),
    row("GET", "desk:topic_options", **LIST),
    row("GET", "desk:organisation_options", **LIST),
    row("GET", "desk:pulse", **LIST),
    row("GET", "desk:ticket", NUMBER, **TICKET),
    row("GET", "desk:history", NUMBER, **TICKET),
    row("POST", "desk:messages", NUMBER, {"body": "Проверьте", "visibility": "public", "token": ""},
        **WORK, adam=403, oleg=403),
    row("POST", "desk:messages", NUMBER, {"body": "Для своих", "visibility": "internal", "token": ""},
        **WORK, adam=403, oleg=403),
    row("POST", "desk:withdrawal", {"message": "pending_answer"}, anna=302, others=404),
    *[
        row("GET", f"desk:{name}", NUMBER, **{**TICKET, "adam": 403, "oleg": 403})
        for name in ("subject", "classification", "priority", "critical", "owner", "status")
    ],
    row("POST", "desk:subject", NUMBER, {"subject": "Рецепт не печатается", **SEEN}, **WORK, adam=403, oleg=403),
    row("POST", "desk:classification", NUMBER, {"kind": "question", "topic": "emd", **SEEN}, **WORK, adam=403, oleg=403),
    row("POST", "desk:priority", NUMBER, {"cell": "hospital:high", **SEEN}, **WORK, adam=403, oleg=403),
    row("POST", "desk:critical", NUMBER, {"say": "yes", "reason": "Стоит вся регистратура", **SEEN},
        **WORK, adam=403, oleg=403),
    row("POST", "desk:owner", NUMBER, {"to": "boris", **SEEN}, **WORK, adam=403, oleg=403),
    row("POST", "desk:status", NUMBER, {"move": "waiting:requester", **SEEN}, **WORK, adam=403, oleg=403),
]  # fmt: skip
