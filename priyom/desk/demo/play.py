"""Plays the demo script: every word and every move goes through the actions that people use."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.utils import translation
from tqdm import tqdm

from priyom.base import clock
from priyom.base.events import quietly, record
from priyom.base.requests import end_request, start_request
from priyom.base.shipping import load_shipped
from priyom.desk.actions.assignment import assign_ticket
from priyom.desk.actions.changing import change
from priyom.desk.actions.consults import accept_advice, ask_for_advice, give_advice, say_in_consult, take_question_back
from priyom.desk.actions.external import open_request, wait_on_request
from priyom.desk.actions.handover import hand_over, keeps_owner
from priyom.desk.actions.ladder import pass_on, return_with_advice, take_up
from priyom.desk.actions.messages import AT_ONCE, add_note, comment, reply
from priyom.desk.actions.promises import explain_breach
from priyom.desk.actions.tickets import close_ticket, confirm_solution, open_ticket, reopen_ticket, resolve_ticket
from priyom.desk.actions.watching_clocks import warn_of_clocks
from priyom.desk.demo.meetings import meetings_of_the_play
from priyom.desk.demo.pictures import attach_picture
from priyom.desk.demo.script import Role, Step, moments, outside, roles, views
from priyom.desk.demo.times import resolve
from priyom.desk.models import (
    Breach,
    Consult,
    ExternalParty,
    Feedback,
    Handover,
    Merge,
    Reminder,
    SavedView,
    Ticket,
    TicketLink,
    Topic,
    Watch,
)
from priyom.desk.models.choices import Channel
from priyom.desk.permissions import may_work_on
from priyom.desk.rules.lifecycle import Status, WaitingFor, is_open
from priyom.desk.timing import OUTSIDE
from priyom.people.demo import DEMO_PASSWORD, load_world
from priyom.people.models import Organisation, Team, User

CHANNELS = {"mail": Channel.LETTER, "phone": Channel.DESK, "chat": Channel.DESK, "api": Channel.API}
ADVICE_TIME = timedelta(minutes=90)
# One of each role, in the order in which one would try them.
CAUSES = (Breach.Cause.LOAD, "", Breach.Cause.LONG_CONSULT, Breach.Cause.LATE_START, "")  # of some nobody has said why
TO_TRY = ("anna", "zoya", "igor", "galina", "dina", "leonid", "roman", "boris", "pavel", "marina", "admin", "oleg")


def fill(*, progress: bool = True) -> list[tuple[str, str, str]]:
    """Fill an empty desk with the demo world; return the accounts to try: login, password, who it is.

    Does nothing where tickets exist.
    """
    if Ticket.objects.exists():
        return []
    load_world()
    load_shipped()  # after the world, so that topics find the teams that answer for them
    play = Play(clock.now())
    # Nobody wants a letter about what «happened» last week; what the desk itself wrote is in its own language.
    with quietly(), translation.override(settings.LANGUAGE_CODE):
        for step in tqdm(play.steps(), desc="demo", unit="step", disable=not progress, leave=False):
            play.perform(step)
        clock.set_now(None)
        play.finish()
    load_shipped(demo=True)
    return [(user.login, DEMO_PASSWORD, _who(user)) for user in map(play.people.get, TO_TRY) if user]


def _who(user: User) -> str:
    role = user.active_memberships[0].get_role_display() if user.active_memberships else ""
    return f"{user.name}, {role}"


class Play:
    """The tickets of the demo while they are being played."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.people = {user.login: user for user in User.objects.select_related("organisation__region")}
        self.places = {place.code: place for place in Organisation.objects.select_related("region")}
        self.teams = {team.code: team for team in Team.objects.all()}
        self.topics = {topic.code: topic for topic in Topic.objects.select_related("team", "parent__team")}
        self.roles = roles(self.people, self.places)
        self.tickets: dict[str, Ticket] = {}

    def steps(self) -> list[Step]:
        """Return everything that happens, in order."""
        found: list[Step] = []
        for role in self.roles:
            for index, (moment, message) in enumerate(moments(role, self.now)):
                act = self._opening(role) if index == 0 else self._message(role, message)
                found.append(Step(moment, len(found), act))
        for moment, act in meetings_of_the_play(self.people, self.now):
            found.append(Step(moment, len(found), act))
        return sorted(found)

    def perform(self, step: Step) -> None:
        """Do one step at its moment, whole or not at all; like a request, so that findings are kept with it."""
        clock.set_now(step.at)
        start_request()
        try:
            with transaction.atomic():
                step.act()
        finally:
            end_request()

    @transaction.atomic
    def finish(self) -> None:
        """Set what the files say about the end: links, merges, ratings, reminders, saved views."""
        for role in self.roles:
            self._settle(role)
        for role in self.roles:
            self._tie(role)
        self._ask_outside()
        self._save_views()
        self._break_promises()

    def _break_promises(self) -> None:
        """Let the clocks say what has been missed by now; of some somebody has said why."""
        warn_of_clocks()
        broken = Breach.objects.filter(ticket__assignee__isnull=False, ticket__merged_into=None)
        broken = broken.select_related("ticket__assignee").order_by("id")
        for breach, cause in zip(broken, cycle(CAUSES), strict=False):
            if cause:
                who = cast(User, breach.ticket.assignee)  # asked for above
                explain_breach(breach.ticket.number, by=who, promise=breach.promise, cause=cause)

    def _opening(self, role: Role) -> Any:
        def act() -> None:
            said, first = role.said, role.said["messages"][0]
            ticket = open_ticket(
                by=role.requester, organisation=role.organisation, body=self._text(first["text"]),
                subject=said["subject"], topic=self.topics[said["topic"]], kind=said.get("kind", ""),
                fields={name: self._answer(value, role) for name, value in said.get("fields", {}).items()},
                impact=said.get("impact", ""), urgency=said.get("urgency", ""),
                channel=CHANNELS.get(said.get("channel", ""), Channel.PORTAL),
            )  # fmt: skip
            columns: dict[str, Any] = {}
            if "team" in said:
                columns["team"] = self.teams[said["team"]]
            if "version" in said:
                columns["product_version"] = said["version"]
            if ticket.rung in OUTSIDE and (hand := self._hand_of_desk(role)):
                take_up(ticket.number, by=hand)
                ticket.refresh_from_db()
            if columns:
                change(ticket, **columns)
            self.tickets[role.key] = ticket
            self._pictures(first, ticket, role.requester)

        return act

    def _hand_of_desk(self, role: Role) -> User | None:
        """Return who of the desk works on the ticket first; without anybody it stays on its rung of the ladder."""
        named = [role.said.get("assignee", ""), *(message["by"] for message in role.said["messages"][1:])]
        return next((person for name in named if (person := self.people.get(name)) and person.works_at_desk), None)

    def _message(self, role: Role, message: dict[str, Any]) -> Any:
        def act() -> None:
            ticket, by = self.tickets[role.key], self.people[message["by"]]
            if message.get("asks"):
                self._ask(ticket, message, by)
            elif message.get("passes"):
                comment(ticket.number, by=by, body=self._text(message["text"]))
                pass_on(ticket.number, by=by, **message["passes"])
            elif message.get("advises"):
                return_with_advice(ticket.number, by=by, advice=self._text(message["text"]))
            elif consult := self._asked_of(ticket, by):
                self._advise(role, consult, message, by)
            elif message.get("note"):
                add_note(ticket.number, by=by, body=self._text(message["text"]))
            elif by.works_at_desk:
                self._answer_of_staff(role, ticket, message, by)
            else:
                self._word_of_requester(role, ticket, message, by)
            self._pictures(message, ticket, by)

        return act

    def _ask(self, ticket: Ticket, message: dict[str, Any], by: User) -> None:
        """Ask a department for advice; where it cannot be asked it is a note."""
        ticket.refresh_from_db()
        team, body = self.teams[message["asks"]], self._text(message["text"])
        twice = Consult.objects.open().filter(ticket=ticket, team=team).exists()
        if twice or not is_open(ticket.status) or not may_work_on(by, ticket):
            add_note(ticket.number, by=by, body=body)
            return
        waits = message.get("waits") == "consult"
        ask_for_advice(ticket.number, by=by, question=body, team=team, waits=waits, needed_by=clock.now() + ADVICE_TIME)

    def _asked_of(self, ticket: Ticket, by: User) -> Consult | None:
        return Consult.objects.unanswered().asked_of(by).filter(ticket=ticket).first() if by.works_at_desk else None

    def _advise(self, role: Role, consult: Consult, message: dict[str, Any], by: User) -> None:
        """Let what a colleague of the department says be the answer, unless the ticket waits for it to this day."""
        still_waits = role.said["status"] == Status.WAITING and role.said["waiting_for"] == "consult"
        say = say_in_consult if still_waits else give_advice
        say(consult.pk, by=by, body=self._text(message["text"]))

    def _settle_consults(self, ticket: Ticket, said: dict[str, Any]) -> None:
        """Let what is asked in a ticket that went on be settled; what it waits for is still asked, and due today."""
        if said["status"] == Status.WAITING and said["waiting_for"] == "consult":
            late = Consult.objects.unanswered().filter(ticket=ticket, needed_by__lte=self.now)
            late.update(needed_by=self.now + ADVICE_TIME / 2)
            return
        for consult in Consult.objects.open().filter(ticket=ticket).select_related("asked_by"):
            settle = accept_advice if consult.state == Consult.State.ANSWERED else take_question_back
            settle(consult.pk, by=consult.asked_by)

    def _ask_outside(self) -> None:
        """Write to outside parties, and let the tickets wait on the answer."""
        for said in outside():
            by, follow_up = self.people[said["by"]], resolve(said["follow_up"], now=self.now, zone="Europe/Moscow")
            clock.set_now(resolve(said["opened"], now=self.now, zone="Europe/Moscow"))
            request = open_request(
                by=by, party=ExternalParty.objects.get(code=said["party"]), title=said["title"],
                reference=said["reference"], body=said["body"], follow_up_at=follow_up,
            )  # fmt: skip
            clock.set_now(None)
            for key in said["tickets"]:
                ticket = self.tickets[key]
                ticket.refresh_from_db()
                if ticket.waiting_for == WaitingFor.EXTERNAL and may_work_on(by, ticket):
                    wait_on_request(ticket.number, by=by, request_id=request.pk)

    def _answer_of_staff(self, role: Role, ticket: Ticket, message: dict[str, Any], by: User) -> None:
        effects: dict[str, Any] = {}
        if message.get("waits"):
            effects = {"status": "waiting", "waiting_for": message["waits"]}
        if message.get("resolves"):
            solution = role.said.get("solution") or {"cause": "—", "remedy": message["text"]}
            effects = {"status": "resolved", **solution}
        ticket.refresh_from_db(fields=["status"])
        if effects.get("status") == ticket.status == Status.RESOLVED:
            effects = {}
        reply(ticket.number, by=by, body=self._text(message["text"]), effects=effects, undo=AT_ONCE)
        if message.get("assigns"):
            self._give(ticket, by=by, to=self.people[message["assigns"]], note=self._text(message["text"]))
        if message.get("closes"):
            close_ticket(ticket.number, by=by)

    def _give(self, ticket: Ticket, *, by: User, to: User, note: str) -> None:
        """Give the ticket to somebody; where its owner keeps it to the end, it is the owner who hands it over."""
        ticket.refresh_from_db()
        if ticket.assignee_id == to.pk:
            return
        if keeps_owner(ticket) and ticket.assignee:
            hand_over(ticket.number, by=ticket.assignee, to=to, reason=Handover.Reason.SHIFT, note=note)
        else:
            assign_ticket(ticket.number, by=by, to=to)

    def _word_of_requester(self, role: Role, ticket: Ticket, message: dict[str, Any], by: User) -> None:
        if by != role.requester:
            self._join(ticket, by)
        ticket.refresh_from_db(fields=["status"])
        if message.get("reopens"):
            reopen_ticket(ticket.number, by=by, reason=self._text(message["text"]))
            return
        comment(ticket.number, by=by, body=self._text(message["text"]))
        if message.get("closes"):
            confirm_solution(ticket.number, by=role.requester)

    def _settle(self, role: Role) -> None:
        ticket, said = self.tickets[role.key], role.said
        ticket.refresh_from_db()
        assignee = self.people.get(said.get("assignee", ""))
        if assignee and ticket.assignee_id != assignee.pk and is_open(ticket.status):
            self._give(ticket, by=assignee, to=assignee, note=ticket.subject)
            ticket.refresh_from_db()
        for login in said.get("watchers", ()):
            self._join(ticket, self.people[login])
        self._settle_consults(ticket, said)
        ticket.refresh_from_db()
        self._reach_status(ticket, said, assignee)
        if "rating" in said:
            Feedback.objects.create(
                ticket=ticket, by=role.requester, rating=said["rating"]["score"],
                comment=said["rating"].get("text", ""), given_at=ticket.changed_at,
            )  # fmt: skip
            record("feedback.given", ticket, by=role.requester, rating=said["rating"]["score"])
        for reminder in said.get("reminders", ()):
            Reminder.objects.create(
                ticket=ticket, user=self.people[reminder["by"]], note=reminder["text"], created_at=self.now,
                due_at=resolve(reminder["at"], now=self.now, zone="Europe/Moscow"),
            )  # fmt: skip

    def _reach_status(self, ticket: Ticket, said: dict[str, Any], assignee: User | None) -> None:
        wanted, hand = said["status"], assignee or ticket.assignee or self.people["anna"]
        if wanted in {Status.RESOLVED, Status.CLOSED} and is_open(ticket.status) and "solution" in said:
            resolve_ticket(ticket.number, by=hand, **said["solution"])
            ticket.refresh_from_db()
        if wanted == Status.CLOSED and ticket.status != Status.CLOSED and "merged_into" not in said:
            change(
                ticket, status=Status.CLOSED, closed_at=ticket.changed_at, awaiting_us_since=None, waiting_for="",
                resolved_at=ticket.resolved_at or ticket.changed_at,
            )  # fmt: skip
            record("ticket.closed", ticket, by=User.objects.system())
        elif wanted == Status.WAITING:
            until, waited = said.get("waiting_until"), ticket.status == Status.WAITING
            change(
                ticket, status=Status.WAITING, waiting_for=said["waiting_for"],
                waiting_whom=said.get("waiting_note", ""),
                waiting_until=resolve(until, now=self.now, zone="Europe/Moscow") if until else None,
            )  # fmt: skip
            if not waited:
                record("ticket.waiting", ticket, by=hand, waiting_for=ticket.waiting_for)
        elif wanted in {Status.NEW, Status.OPEN} and ticket.status != wanted:
            waited = ticket.status == Status.WAITING
            change(ticket, status=wanted, waiting_for="", waiting_whom="")
            if waited:
                record("ticket.resumed", ticket, by=hand)

    def _tie(self, role: Role) -> None:
        ticket, said = self.tickets[role.key], role.said
        by = ticket.assignee or self.people["anna"]
        for link in said.get("links", ()):
            self._link(ticket, self.tickets[link["to"]], link["kind"], by)
        if "made_from" in said:
            self._link(self.tickets[said["made_from"]], ticket, TicketLink.Kind.CHANGE, by)
        if "split_from" in said:
            self._link(ticket, self.tickets[said["split_from"]], TicketLink.Kind.SPLIT, by)
        if "merged_into" in said:
            target = self.tickets[said["merged_into"]]
            before = {"status": ticket.status, "waiting_for": ticket.waiting_for}
            Merge.objects.create(source=ticket, target=target, by=by, merged_at=ticket.changed_at, before=before)
            change(
                ticket,
                status=Status.CLOSED,
                merged_into=target,
                closed_at=self.now,
                waiting_for="",
                awaiting_us_since=None,
            )
            record("ticket.merged", ticket, by=by, into=target.number)
            self._join(target, role.requester, reason=Watch.Reason.MERGED)

    def _link(self, source: Ticket, target: Ticket, kind: str, by: User) -> None:
        TicketLink.objects.get_or_create(
            source=source, target=target, kind=kind, defaults={"added_by": by, "added_at": self.now}
        )

    def _join(self, ticket: Ticket, user: User, reason: str = Watch.Reason.JOINED) -> None:
        if user.pk == ticket.requester_id:
            return
        _watch, new = Watch.objects.get_or_create(
            ticket=ticket, user=user, ended_at=None,
            defaults={"reason": reason, "added_by": user, "since_at": clock.now()},
        )  # fmt: skip
        if new:
            record("ticket.joined", ticket, by=user)

    def _save_views(self) -> None:
        for position, view in enumerate(views()):
            team = self.teams.get(view.get("team", ""))
            lead = team.places.filter(is_lead=True).select_related("user").first() if team else None
            owner = self.people.get(view.get("owner", "")) or (lead.user if lead else self.people["admin"])
            SavedView.objects.create(
                owner=owner, team=team, name=view["name"], position=position,
                filters={**view.get("filter", {}), "sort": view.get("sort", "")},
            )  # fmt: skip

    def _pictures(self, message: dict[str, Any], ticket: Ticket, by: User) -> None:
        for name in message.get("files", ()):
            attach_picture(name, ticket=ticket, by=by)

    def _answer(self, value: Any, role: Role) -> str:
        if isinstance(value, str) and value[:1] in "-+" and value[-1:] in "hm0123456789":
            try:
                return resolve(value, now=self.now, zone=role.zone).isoformat(timespec="minutes")
            except ValueError:
                return value
        return str(value)

    def _text(self, text: str) -> str:
        for key in _keys_in(text):
            if key in self.tickets:
                text = text.replace(f"{{#{key}}}", f"№ {self.tickets[key].number}")
        return text


def _keys_in(text: str) -> Iterable[str]:
    return (part.split("}", 1)[0] for part in text.split("{#")[1:])
