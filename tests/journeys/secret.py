"""A ticket full of secrets, and every address with which somebody might look for them.

Whatever a person wrote in it carries a mark: `MARK` where the requester's side may read it, `NOTE` among colleagues,
`PENDING` in an answer whose ten seconds are not over. No octet of a mark may reach who has no right to it.
"""

import itertools
import uuid
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from priyom.base.clock import now
from priyom.base.jobs import run_reactions
from priyom.channels.models import Letter, Notification
from priyom.desk.actions.bulk import start_bulk
from priyom.desk.actions.bulk_doing import go_on
from priyom.desk.actions.consults import ask_for_advice
from priyom.desk.actions.drafts import save_draft
from priyom.desk.actions.external import open_request, wait_on_request
from priyom.desk.actions.feedback import give_feedback
from priyom.desk.actions.files import add_file
from priyom.desk.actions.linking import link_tickets
from priyom.desk.actions.meetings import begin_meeting, decide, plan_meeting, put_on_agenda
from priyom.desk.actions.merging import merge_ticket
from priyom.desk.actions.messages import add_note, comment, reply
from priyom.desk.actions.passing import pass_on
from priyom.desk.actions.tickets import resolve_ticket
from priyom.desk.actions.watching import call_in
from priyom.desk.models import (
    AgendaItem,
    CannedAnswer,
    ExternalParty,
    Message,
    Passing,
    Reminder,
    SavedView,
    Ticket,
)
from priyom.knowledge.actions import draft_from_ticket
from priyom.people.models import Membership, Organisation, Role, Team, TeamMembership, User
from tests.cast import open_ticket
from tests.desk.promises import contract

MARK, NOTE, PENDING = "Zqxwmark", "Vjkynote", "Pdngword"
OUTWARD = "Xlfwgate"  # said to an outside party: the whole desk reads it, the requesters' side never
# What a stranger types to find it: the beginning, so that a page may say what was searched for.
WORDS = [MARK[:5], NOTE[:5], PENDING[:5]]


def keep(cast):
    """Fill Zoya's tickets with secrets and return where each of them lies."""
    w = SimpleNamespace(**vars(cast))
    w.open = open_ticket(
        cast.zoya, subject=f"{MARK} не печатает", body=f"{MARK} в теле", fields={"error_text": f"{MARK} E-13"}
    ).number
    w.solved = open_ticket(cast.zoya, subject=f"{MARK} решена", body=f"{MARK} решена").number
    w.merged = open_ticket(cast.zoya, subject=f"{MARK} слита", body=f"{MARK} слита").number
    w.message = Message.objects.get(ticket__number=w.open).pk
    w.file = _file(
        cast.zoya, f"{MARK}.txt", lambda token: comment(w.open, by=cast.zoya, body=f"{MARK} файл", token=token)
    )
    w.note_file = _file(
        cast.anna, f"{NOTE}.txt", lambda token: add_note(w.open, by=cast.anna, body=f"{NOTE} @boris", token=token)
    )
    w.unsent_file = add_file(_upload(f"{MARK}.txt"), by=cast.zoya, token=uuid.uuid4()).pk
    resolve_ticket(w.solved, by=cast.anna, cause=f"{MARK} причина", remedy=f"{MARK} решение")
    give_feedback(w.solved, by=cast.zoya, rating=2, comment=f"{MARK} оценка")
    merge_ticket(w.merged, by=cast.anna, into=w.open, note=f"{MARK} слили")
    w.link = link_tickets(w.open, by=cast.anna, to=w.solved, kind="related").pk
    call_in(w.open, by=cast.anna, login="boris")
    ticket = Ticket.objects.get(number=w.open)
    w.reminder = Reminder.objects.create(
        ticket=ticket, user=cast.anna, due_at=now(), created_at=now(), note=f"{NOTE} вспомнить"
    ).pk
    w.view = SavedView.objects.create(owner=cast.anna, name=f"{NOTE} мои", filters={"text": MARK}).pk
    w.reply = CannedAnswer.objects.create(
        code="greeting", title="Здравствуйте", body="Здравствуйте. Заявка {number}."
    ).code
    bulk = start_bulk([w.open], {"kind": "question"}, by=cast.anna)
    go_on(bulk.pk)
    w.bulk = bulk.pk
    save_draft(by=cast.anna, place=f"reply:{w.open}", text=f"{NOTE} черновик")
    w.pending = reply(w.open, by=cast.anna, body=f"{PENDING} скоро", undo=timedelta(hours=1)).pk
    run_reactions()
    w.notification = Notification.objects.filter(user=cast.zoya).first().pk
    w.letter = Letter.objects.filter(user=cast.zoya).first().pk
    w.article = draft_from_ticket(w.solved, by=cast.anna).code
    _keep_among_colleagues(w)
    return w


def _keep_among_colleagues(w):
    """Let colleagues ask each other, pass tickets on, write outside and decide: all of it is theirs alone."""
    w.consult = ask_for_advice(w.open, by=w.anna, question=f"{NOTE} чей это шлюз?", person=w.vadim).pk
    passed = open_ticket(w.zoya, subject=f"{MARK} передана", body=f"{MARK} передана").number
    pass_on(passed, by=w.anna, team=Team.objects.get(code="line2"), reason=f"{NOTE} нужен код")
    w.passing = Passing.objects.get(ticket__number=passed).pk
    party = ExternalParty.objects.first() or ExternalParty.objects.create(name="Поддержка шлюза", code="gate")
    w.outside = open_request(by=w.anna, party=party, title=f"{OUTWARD} запрос", body=f"{OUTWARD} письмо").pk
    waits = open_ticket(w.zoya, subject=f"{MARK} ждёт", body=f"{MARK} ждёт").number
    wait_on_request(waits, by=w.anna, request_id=w.outside)
    put_on_agenda(w.open, by=w.pavel, note=f"{NOTE} спорная")
    w.meeting = plan_meeting(by=w.pavel, held_at=now() + timedelta(hours=1)).pk
    begin_meeting(w.meeting, by=w.pavel)
    w.item = AgendaItem.objects.get(meeting=w.meeting, ticket__number=w.open).pk
    said = {"text": f"{NOTE} решили", "owner": w.anna, "due_on": now().date() + timedelta(days=3)}
    w.decision = decide(w.item, by=w.pavel, **said).pk
    made = contract(w, "Договор")
    w.contract, w.level = made.pk, made.levels.first().pk
    run_reactions()


def _upload(name):
    return SimpleUploadedFile(name, f"{name} внутри".encode(), content_type="text/plain")


def _file(by, name, say):
    token = uuid.uuid4()
    add_file(_upload(name), by=by, token=token)
    return say(token).attachments.get().pk


# --- who looks -------------------------------------------------------------------------------------------


def neighbours(cast):
    """Return those who must not see Zoya's ticket, one of every role that is not above all regions."""
    beside = Organisation.objects.create(
        code="clinic-3", kind=Organisation.Kind.HOSPITAL, name="ГБУЗ «Поликлиника № 3»", short_name="Поликлиника № 3",
        region=cast.region, parent=cast.operator,
    )  # fmt: skip
    return {
        "stranger": cast.stranger,
        "strange_agent": cast.strange_agent,
        "strange_local": _person("strange_local", cast.other_clinic, Role.LOCAL_SPECIALIST),
        "strange_coordinator": _person("strange_coordinator", cast.other_clinic, Role.COORDINATOR),
        "strange_lead": _person("strange_lead", cast.vendor, Role.TEAM_LEAD, Team.objects.get(code="north")),
        "idle_agent": _person("idle_agent", cast.vendor, Role.AGENT, _team_of(cast.other_region)),
        "neighbour": _person("neighbour", beside, Role.REQUESTER),
        "local_neighbour": _person("local_neighbour", beside, Role.LOCAL_SPECIALIST),
        "colleague": cast.yakov,
        "nobody": None,
    }


def _team_of(region):
    team = Team.objects.create(code="closed", name="Закрытая линия", level=2)
    team.regions.add(region)
    return team


def _person(login, organisation, role, team=None):
    user = User.objects.create_user(
        login, f"{login}@strange.example", last_name=login, first_name="П", organisation=organisation
    )
    Membership.objects.create(user=user, organisation=organisation, role=role)
    if team:
        TeamMembership.objects.create(user=user, team=team, is_lead=role == Role.TEAM_LEAD)
    return user


# --- where one looks -------------------------------------------------------------------------------------

# For every name that stands in an address: which of our secrets it may name. Where a name means different things, the
# beginning of the address's name decides. A new name must be entered here.
ARGUMENTS = {
    "number": lambda w: [w.open],
    "portal:ticket number": lambda w: [w.open, w.solved, w.merged],
    "portal:print number": lambda w: [w.open, w.solved, w.merged],
    "desk:ticket number": lambda w: [w.open, w.solved, w.merged],
    "desk:unmerge number": lambda w: [w.merged],
    "knowledge:ticket_panel number": lambda w: [w.solved],
    "knowledge:draft number": lambda w: [w.solved],
    "api: number": lambda w: [w.open, w.solved, w.merged],
    "message": lambda w: [w.message, w.pending],
    "attachment": lambda w: [w.file, w.note_file, w.unsent_file],
    "file_id": lambda w: [w.file, w.note_file, w.unsent_file],
    "page": lambda _w: [1],
    "link_id": lambda w: [w.link],
    "user_id": lambda w: [w.boris.pk],
    "reminder_id": lambda w: [w.reminder],
    "bulk_id": lambda w: [w.bulk],
    "view_id": lambda w: [w.view],
    "view": lambda w: ["all", "mine", "watched", "reminders", "line1-open", f"saved-{w.view}"],
    "code": lambda _w: ["report"],
    "settings:reply code": lambda w: [w.reply],
    "desk:answer code": lambda w: [w.reply],
    "people:region code": lambda _w: ["lake"],
    "people:team code": lambda _w: ["line1"],
    "knowledge: code": lambda w: [w.article],
    "field_id": lambda w: [w.topic.fields.get().pk],
    "login": lambda _w: ["zoya"],
    "pk": lambda w: [w.clinic.pk],
    "channels:open_news pk": lambda w: [w.notification],
    "channels:delivery_again pk": lambda w: [w.letter],
    "thing": lambda _w: [1],
    "kind": lambda _w: ["people"],
    "token": lambda _w: ["nothing"],
    "membership_id": lambda w: [w.zoya.memberships.get().pk],
    "invitation_id": lambda _w: [1],
    "session_id": lambda _w: [1],
    "key_id": lambda _w: [1],
    "job_id": lambda _w: [1],
    "consult": lambda w: [w.consult],
    "consult_id": lambda w: [w.consult],
    "passing_id": lambda w: [w.passing],
    "request_id": lambda w: [w.outside],
    "meeting_id": lambda w: [w.meeting],
    "item_id": lambda w: [w.item],
    "decision_id": lambda w: [w.decision],
    "contract_id": lambda w: [w.contract],
    "people:contract pk": lambda w: [w.contract],
    "insight: pk": lambda w: [w.contract],
    "level_id": lambda w: [w.level],
    "sign_id": lambda _w: [1],
}
# Not a page of ours: sign-out would end the walk, and the packages' own pages know no ticket.
LEFT_OUT = ("mfa_", "account_", "usersessions_", "api:openapi-json", "api:openapi-view", "ready")


@dataclass(frozen=True)
class Place:
    """An address, its name, and whether it is one where things are looked for rather than named."""

    name: str
    path: str
    finds: bool


def places(w):
    """Return every address of the product, filled with everything secret that it can name."""
    found = []
    for name, arguments in sorted(set(_names(get_resolver()))):
        if name.startswith(LEFT_OUT):
            continue
        filled = itertools.product(*[_values(w, name, each) for each in arguments])
        paths = [reverse(name, kwargs=dict(zip(arguments, values, strict=True))) for values in filled]
        found += [Place(name, path, finds=not arguments) for path in paths]
    return list(dict.fromkeys(found))


def _values(w, name, argument):
    """Return what stands in this place of this address: what its name says, else what the argument says."""
    fits = [key for key in ARGUMENTS if key.endswith(f" {argument}") and name.startswith(key.split()[0])]
    key = max(fits, key=len, default=argument)
    assert key in ARGUMENTS, f"{name}: say in ARGUMENTS what {argument} may name"
    return ARGUMENTS[key](w)


def _names(resolver, prefix="", above=()):
    for entry in resolver.url_patterns:
        arguments = (*above, *entry.pattern.converters)
        if isinstance(entry, URLResolver):
            yield from _names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix, arguments)
        elif isinstance(entry, URLPattern) and entry.name:
            yield prefix + entry.name, arguments


def questions(w):
    """Return what is asked of every address: nothing, and everything at once that could name or find a secret."""
    common = {
        "number": w.open, "numbers": w.open, "ticket": w.open, "into": w.solved, "to": w.solved, "since": 0,
        "place": f"reply:{w.open}", "organisation": "clinic-1", "requester": "zoya", "who": "zoya", "kind": "related",
        "message": w.message, "revision": 0, "event": 0, "draft": f"reply:{w.open}", "state": "all", "status": "any", "view": "all",
    }  # fmt: skip
    return [common | {"q": word, "text": word, "body": word, "subject": word, "term": word} for word in WORDS[:2]]
