"""What is behind the ticket's menu, bulk changes, reminders, saved views, canned answers and topics."""

import uuid

from priyom.base.clock import now
from priyom.desk.actions.bulk import start_bulk
from priyom.desk.actions.bulk_doing import go_on
from priyom.desk.actions.consults import ask_for_advice, give_advice
from priyom.desk.actions.external import answer_request, open_request, wait_on_request
from priyom.desk.actions.linking import link_tickets
from priyom.desk.actions.merging import merge_ticket
from priyom.desk.actions.passing import pass_on
from priyom.desk.actions.tickets import resolve_ticket
from priyom.desk.actions.watching import call_in
from priyom.desk.models import CannedAnswer, ExternalParty, Reminder, SavedView, Ticket
from priyom.desk.queries import get_ticket
from tests.access import row
from tests.cast import open_ticket


def _bulk(stage):
    bulk = start_bulk([stage.ticket], {"kind": "question"}, by=stage.anna)
    go_on(bulk.pk)
    return bulk.pk


def _reminder(stage):
    ticket = Ticket.objects.get(number=stage.ticket)
    return Reminder.objects.create(ticket=ticket, user=stage.anna, due_at=now(), created_at=now()).pk


def _merged(stage):
    number = open_ticket(stage.zoya).number
    merge_ticket(number, by=stage.anna, into=stage.second)
    return number


def _watched(stage):
    call_in(stage.ticket, by=stage.anna, login="vadim")
    return stage.vadim.pk


def _asked(stage):
    """A question to a colleague of another region, in a ticket of its own."""
    number = open_ticket(stage.zoya).number
    return ask_for_advice(number, by=stage.anna, question="Нужен скрипт?", person=stage.strange_agent).pk


def _passed(stage):
    """Anna passed it up, Boris solved it."""
    ticket = open_ticket(stage.zoya)
    pass_on(ticket.number, by=stage.anna, team=stage.line2, reason="Нужен доступ к серверу")
    resolve_ticket(ticket.number, by=stage.boris, cause="Служба стояла", remedy="Запустили")
    return ticket.passings.get().pk


def _outside(stage):
    """A request to an outside party on which a ticket waits."""
    request = open_request(by=stage.anna, party=_party(), title="РЭМД отвечает 500")
    wait_on_request(open_ticket(stage.zoya).number, by=stage.anna, request_id=request.pk)
    return request.pk


def _outside_answered(stage):
    request_id = _outside(stage)
    return answer_request(request_id, by=stage.anna, body="Исправили").pk


def _party():
    return ExternalParty.objects.get_or_create(code="egisz", defaults={"name": "Поддержка ЕГИСЗ"})[0]


def _answered(stage):
    consult = _asked(stage)
    return give_advice(consult, by=stage.strange_agent, body="Нужен.").pk


THINGS = {
    "asked": _asked,
    "answered": _answered,
    "passed": _passed,
    "outside_open": _outside,
    "outside_answered": _outside_answered,
    "party_code": lambda _stage: _party().code,
    "second": lambda stage: open_ticket(stage.zoya).number,
    "link": lambda stage: link_tickets(stage.ticket, by=stage.anna, to=stage.second, kind="related").pk,
    "merged": _merged,
    "watched": _watched,
    "reminder": _reminder,
    "bulk": _bulk,
    # The forms of the ticket's page know the revision that the bulk change has left.
    "revision": lambda stage: get_ticket(stage.anna, stage.ticket).revision,
    "view": lambda stage: SavedView.objects.create(owner=stage.anna, name="Мои").pk,
    "answer": lambda _stage: CannedAnswer.objects.create(code="hello", title="Здравствуйте", body="Здравствуйте.").code,
    "topic_code": lambda stage: stage.topic.code,
    "topic_field": lambda stage: stage.topic.fields.get().pk,
    "message": lambda stage: stage.zoya.requested.first().messages.first().pk,
    "token": lambda _stage: str(uuid.uuid4()),
}

NUMBER = {"number": "ticket"}
# Who works on Zoya's ticket; who sees it and may not; everybody else finds nothing.
WORKERS = dict.fromkeys(("anna", "boris", "pavel", "marina"), 0)
SEERS = dict.fromkeys(("adam", "oleg", "zoya", "igor", "galina"), 403)


def of_ticket(method, name, status, of=NUMBER, data=None, **more):
    """A page of the ticket: workers get the status, who only sees it 403, strangers 404."""
    return row(method, name, of, data, **(dict.fromkeys(WORKERS, status) | SEERS | more), others=404)


def own(method, name, status, of, data=None, **more):
    """Something that belongs to Anna alone: nobody else at the desk knows of it."""
    outside = dict.fromkeys(("zoya", "yakov", "igor", "galina", "stranger"), 403)
    return row(method, name, of, data, **(outside | {"anna": status} | more), others=404)


def staff(method, name, status, of=None, data=None, **more):
    """A page of the desk that hangs on no ticket."""
    outside = dict.fromkeys(("zoya", "yakov", "igor", "galina", "stranger"), 403)
    return row(method, name, of, data, **(outside | more), others=status)


def keepers(method, name, status, of=None, data=None):
    """Topics: administrators alone."""
    return row(method, name, of, data, adam=status, others=403)


def leads(method, name, status, of=None, data=None):
    """Canned answers: team leads, managers and administrators."""
    return row(method, name, of, data, pavel=status, marina=status, adam=status, others=403)


ASKED, ANSWERED = {"consult_id": "asked"}, {"consult_id": "answered"}
UNSEEN = dict.fromkeys(("zoya", "igor", "galina"), 404)  # that colleagues were asked is theirs alone
OUTSIDE = {"request_id": "outside_open"}
NO_WORK = {"adam": 403, "oleg": 403}
QUESTION = {"label": "Что случилось?", "kind": "text", "weight": "1"}
TOPIC = {"name": "Печать", "kind": "incident", "impact": "person", "urgency": "normal"}
FIELD = {"code": "topic_code", "field_id": "topic_field"}

ROWS = [
    of_ticket("GET", "desk:merge", 200),
    of_ticket("POST", "desk:merge", 302, data={"into": "=second"}),
    of_ticket("POST", "desk:unmerge", 302, of={"number": "merged"}),
    of_ticket("GET", "desk:split", 200),
    of_ticket("POST", "desk:split", 302, data={"message": "=message", "piece-0": "1", "token": "=token"}),
    of_ticket("GET", "desk:links", 200, adam=200, oleg=200),
    of_ticket("POST", "desk:links", 200, data={"to": "=second", "kind": "duplicate"}),
    of_ticket("POST", "desk:unlink", 200, of={"number": "ticket", "link_id": "link"}),
    of_ticket("GET", "desk:change_request", 200),
    of_ticket(
        "POST",
        "desk:change_request",
        302,
        data={
            "verdict": "agreed",
            "subject": "Кнопка",
            "body": "Нужна кнопка",
            "answer": "Предложили",
            "token": "=token",
        },
    ),
    of_ticket("POST", "desk:watch", 302, adam=302, oleg=302),
    of_ticket("GET", "desk:watchers", 200),
    of_ticket("POST", "desk:watchers", 200, data={"who": "kira"}),
    of_ticket("POST", "desk:dismiss", 200, of={"number": "ticket", "user_id": "watched"}),
    of_ticket("GET", "desk:consults", 200),
    of_ticket("POST", "desk:consults", 302, data={"body": "Нужен скрипт?", "team": "line3", "when": "2h"}),
    # Who was asked answers, and nobody else does; whether it is enough says the side that asked.
    of_ticket(
        "POST",
        "desk:consult_messages",
        403,
        of=ASKED,
        data={"act": "answer", "body": "Да"},
        strange_agent=302,
        oleg=403,
        **UNSEEN,
    ),
    of_ticket(
        "POST", "desk:consult_messages", 302, of=ASKED, data={"act": "say", "body": "Да"}, strange_agent=302, **UNSEEN
    ),
    of_ticket("POST", "desk:consult_withdraw", 302, of=ASKED, strange_agent=403, **UNSEEN),
    of_ticket("POST", "desk:consult_accept", 302, of=ANSWERED, strange_agent=403, **UNSEEN),
    of_ticket("POST", "desk:consult_use", 302, of=ANSWERED, strange_agent=403, **UNSEEN),
    of_ticket("GET", "desk:clocks", 200, adam=200, oleg=200),
    of_ticket("POST", "desk:breach_cause", 422, data={"promise": "none"}),
    of_ticket("POST", "desk:agreed_date", 422, data={"promise": "none"}),
    of_ticket("POST", "desk:contract", 422, data={"contract_id": "none"}),
    of_ticket("POST", "desk:workaround", 302),
    # Anna passed it up, Boris solved it: he says whether her line could have.
    of_ticket(
        "POST", "desk:passing_verdict", 403, of={"passing_id": "passed"}, data={"verdict": "no"}, boris=302, **UNSEEN
    ),
    of_ticket("GET", "desk:sender", 200),
    of_ticket("POST", "desk:sender", 409, data={"requester": "", "organisation": ""}),
    of_ticket("POST", "desk:unplace", 409),
    staff("GET", "desk:sender_options", 200, adam=403, oleg=403),
    staff("GET", "desk:outside", 200),
    staff("GET", "desk:outside_new", 200, **NO_WORK),
    staff("POST", "desk:outside_new", 302, data={"party": "egisz", "title": "РЭМД отвечает 500"}, **NO_WORK),
    staff("GET", "desk:outside_request", 200, of=OUTSIDE),
    staff("GET", "desk:outside_facts", 200, of=OUTSIDE, **NO_WORK),
    staff("POST", "desk:outside_facts", 302, of=OUTSIDE, data={"title": "РЭМД молчит"}, **NO_WORK),
    staff("POST", "desk:outside_entries", 302, of=OUTSIDE, data={"kind": "note", "body": "Звонили"}, **NO_WORK),
    staff("POST", "desk:outside_answer", 302, of=OUTSIDE, data={"body": "Исправили"}, strange_agent=403, **NO_WORK),
    staff("POST", "desk:outside_unanswer", 302, of={"request_id": "outside_answered"}, strange_agent=403, **NO_WORK),
    leads("GET", "settings:parties", 200),
    leads("GET", "settings:party_new", 200),
    leads("POST", "settings:party_new", 302, data={"code": "bank", "name": "Банк", "answers_in_days": "2"}),
    leads("GET", "settings:party", 200, of={"code": "party_code"}),
    leads("POST", "settings:party", 302, of={"code": "party_code"}, data={"name": "ЕГИСЗ", "answers_in_days": "2"}),
    of_ticket("GET", "desk:remind", 200),
    of_ticket("POST", "desk:remind", 302, data={"when": "2h"}),
    of_ticket("GET", "desk:answers", 200),
    of_ticket("GET", "desk:answer", 200, of={"number": "ticket", "code": "answer"}),
    of_ticket("GET", "desk:print", 200, adam=200, oleg=200),
    staff("GET", "desk:print_list", 200),
    staff("GET", "desk:reminders", 200),
    own("POST", "desk:reminder_done", 302, {"reminder_id": "reminder"}),
    own("POST", "desk:reminder_later", 302, {"reminder_id": "reminder"}, {"when": "2h"}),
    staff("POST", "desk:bulk", 200, data={"numbers": "=ticket", "kind": "question"}, **NO_WORK),
    own("GET", "desk:bulk_change", 200, {"bulk_id": "bulk"}, **NO_WORK),
    own("POST", "desk:bulk_undo", 302, {"bulk_id": "bulk"}, **NO_WORK),
    staff("GET", "desk:views", 200),
    staff("GET", "desk:view_new", 200),
    staff("POST", "desk:view_new", 302, data={"name": "РЭМД сегодня", "filters": "topic=emd"}),
    own("GET", "desk:view", 200, {"view_id": "view"}),
    own("POST", "desk:view", 302, {"view_id": "view"}, {"name": "Иначе"}),
    own("POST", "desk:view_remove", 302, {"view_id": "view"}),
    own("POST", "desk:view_move", 302, {"view_id": "view"}, {"to": "up"}),
    staff("GET", "desk:next", 200, **NO_WORK),
    staff("POST", "desk:next", None, **NO_WORK),
    staff("GET", "desk:ticket_options", 200, data={"q": "рецепт"}),
    staff("GET", "desk:people_options", 200, data={"q": "а"}),
    staff("GET", "desk:mention_options", 200, data={"q": "а"}),
    staff("GET", "desk:answer_options", 200, data={"q": "здр"}),
    leads("GET", "settings:replies", 200),
    leads("GET", "settings:reply_new", 200),
    leads("POST", "settings:reply_new", 302, data={"title": "Новый", "body": "Текст", "visibility": "public"}),
    leads(
        "POST",
        "settings:reply_preview",
        200,
        data={"title": "Новый", "body": "Текст", "visibility": "public"},
    ),
    leads("GET", "settings:reply", 200, of={"code": "answer"}),
    leads(
        "POST",
        "settings:reply",
        302,
        of={"code": "answer"},
        data={"title": "Другой", "body": "Текст", "visibility": "public"},
    ),
    leads("POST", "settings:reply_use", 302, of={"code": "answer"}, data={"in_use": "0"}),
    keepers("GET", "settings:topics", 200),
    keepers("POST", "settings:topic_guess", 200, data={"text": "протокол не уходит в рэмд"}),
    keepers("GET", "settings:topic_new", 200),
    keepers("POST", "settings:topic_new", 302, data=TOPIC),
    keepers("GET", "settings:topic", 200, of={"code": "topic_code"}),
    keepers("POST", "settings:topic", 302, of={"code": "topic_code"}, data=TOPIC),
    keepers("POST", "settings:topic_move", 302, of={"code": "topic_code"}, data={"to": "down"}),
    keepers("GET", "settings:topic_preview", 200, of={"code": "topic_code"}),
    keepers("POST", "settings:topic_preview", 200, of={"code": "topic_code"}, data=QUESTION),
    keepers("GET", "settings:topic_field_new", 200, of={"code": "topic_code"}),
    keepers("POST", "settings:topic_field_new", 302, of={"code": "topic_code"}, data=QUESTION),
    keepers("GET", "settings:topic_field", 200, of=FIELD),
    keepers("POST", "settings:topic_field", 302, of=FIELD, data=QUESTION),
    keepers("POST", "settings:topic_field_move", 302, of=FIELD, data={"to": "down"}),
    keepers("POST", "settings:topic_field_remove", 302, of=FIELD),
]
