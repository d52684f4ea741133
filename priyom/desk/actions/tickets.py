"""Opening a ticket, saying what it is, solving, confirming, reopening and closing it."""

import uuid
from functools import cache
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, WrongState
from priyom.base.events import record
from priyom.base.prepared import THOSE, ask, written
from priyom.base.rows import insert
from priyom.base.settled import announce
from priyom.desk.actions import steps
from priyom.desk.actions.changing import change, refuse_if_merged, ticket_to_work_on
from priyom.desk.actions.clocks import promise
from priyom.desk.actions.critical import propose_critical, sign_shown
from priyom.desk.actions.files import attach_drafted
from priyom.desk.actions.ladder import set_out, write_down
from priyom.desk.actions.promises import explain_what_is_late
from priyom.desk.actions.saying import as_subject, fit_to_keep, keep_found, refuse_unfit
from priyom.desk.actions.sealing import keep_sealed, placeholder, record_said
from priyom.desk.holders import first_line
from priyom.desk.models import Message, Ticket, Topic
from priyom.desk.models.choices import Channel, TicketImpact, TicketKind, TicketUrgency
from priyom.desk.permissions import may_confirm, may_open_for, may_open_on_behalf, may_work_on
from priyom.desk.queries import get_ticket
from priyom.desk.rules.lifecycle import Status, may_move
from priyom.desk.rules.routing import subject_from, team_for
from priyom.desk.rules.triage import Priority, priority_of
from priyom.people.contracts import terms_for
from priyom.people.models import Installation, Organisation, User
from priyom.privacy.actions import screen_soon, screen_text


def open_ticket(
    *,
    by: User,
    body: str,
    organisation: Organisation,
    requester: User | None = None,
    subject: str = "",
    topic: Topic | None = None,
    kind: str = "",
    fields: dict[str, str] | None = None,
    impact: str = "",
    urgency: str = "",
    channel: str = Channel.PORTAL,
    token: uuid.UUID | None = None,
) -> Ticket:
    """Open a ticket with its first message. The same form sent twice (``token``) opens one ticket."""
    token = token or uuid.uuid4()
    facts: dict[str, Any] = {
        "requester": requester or by, "organisation": organisation, "topic": topic, "channel": channel,
        "subject": subject, "body": body, "fields": fields or {}, "kind": kind, "impact": impact, "urgency": urgency,
    }  # fmt: skip
    try:
        return _open(by=by, token=token, **facts)
    except IntegrityError:
        # RACE: the same form was sent twice; the first one's ticket is the answer. Its message holds the token once.
        twin = Ticket.objects.filter(messages__author=facts["requester"], messages__token=token).first()
        if twin is None:
            raise
        return twin


@transaction.atomic
def _open(*, by: User, token: uuid.UUID, **facts: Any) -> Ticket:
    requester: User = facts["requester"]
    organisation: Organisation = facts["organisation"]
    if not may_open_for(by, organisation):
        raise NotAllowed(_("You cannot open a ticket for this organisation."))
    if requester != by and not may_open_on_behalf(by, organisation):
        raise NotAllowed(_("You cannot ask on somebody else's behalf here."))
    return register_ticket(by=by, token=token, **facts)


def register_ticket(*, by: User, token: uuid.UUID, **facts: Any) -> Ticket:
    """Write the ticket and its first message, in the transaction of a caller who has settled the right."""
    requester: User = facts["requester"]
    organisation: Organisation = facts["organisation"]
    topic: Topic | None = facts["topic"]
    answers = {code: str(answer) for code, answer in facts["fields"].items() if answer}
    said = {"subject": facts["subject"], "body": facts["body"].strip()}
    said |= {f"f_{code}": answer for code, answer in answers.items()}
    refuse_unfit(said["body"], if_empty=_say_what())
    # What is surely a name in one of them is hidden in all of them.
    story = screen_soon(list(said.values()), organisation=organisation, by=requester)
    subject, body, *answered = (text.masked for text in story.texts) if story else (placeholder(), placeholder())
    refuse_unfit(body, if_empty=_say_what())
    impact = facts["impact"] or (topic.impact if topic else TicketImpact.PERSON)
    urgency = facts["urgency"] or (topic.urgency if topic else TicketUrgency.NORMAL)
    announce(Ticket._meta.db_table)
    moment = now()
    product_name, product_version = _installed(organisation)
    ticket = Ticket(
        region_id=organisation.region_id,
        organisation=organisation,
        requester=requester,
        opened_by=by,
        channel=facts["channel"],
        subject=as_subject(subject) or as_subject(subject_from(body)),
        topic=topic,
        kind=facts["kind"] or (topic.kind if topic else TicketKind.INCIDENT),
        fields=dict(zip(answers, answered, strict=True)) if story else {},
        product_name=product_name,
        product_version=product_version,
        impact=impact,
        urgency=urgency,
        priority=priority_of(impact, urgency),
        team=team_for(topic) or first_line(organisation.region_id),
        opened_at=moment,
        changed_at=moment,
        awaiting_us_since=moment,
    )
    terms = terms_for(organisation, at=moment)
    # Where it begins does not wait for the guard; what is kept of the sign is read in the masked words.
    seen = f"{subject}\n{body}" if story else f"{said['subject']}\n{said['body']}"
    sign = sign_shown(seen, terms=terms, topic=topic.code if topic else "", kind=ticket.kind)
    is_critical = sign is not None or ticket.priority == Priority.CRITICAL
    climb = set_out(ticket, terms, by=by, critical=is_critical)
    promise(ticket, terms)
    insert(ticket)
    message = insert(Message(
        ticket=ticket, region_id=ticket.region_id, author=requester, channel=ticket.channel, body=body,
        written_at=moment, sent_at=moment, token=token, state=Message.State.SENT if story else Message.State.SEALED,
    ))  # fmt: skip
    if story is None:
        keep_sealed(message, said)
    else:
        story.belongs_to(ticket.pk)
        keep_found(message, {"subject": subject, **{f"f_{code}": text for code, text in ticket.fields.items()}})
    attach_drafted(token, to=message, by=by)
    record_said("ticket.opened", message, by=by, topic=topic.code if topic else None, channel=ticket.channel)
    write_down(ticket, climb, terms)
    if story is not None:
        propose_critical(ticket, sign, contract_id=terms.id if terms else None)
    return ticket


@transaction.atomic
def classify_ticket(number: int, *, by: User, topic: Topic, revision: int | None = None) -> Ticket:
    """Say what the ticket is about; a ticket that nobody has yet goes to the topic's team."""
    ticket = ticket_to_work_on(number, by=by, revision=revision)
    steps.classify(ticket, topic, by=by)
    return ticket


@transaction.atomic
def set_kind(number: int, *, by: User, kind: str, revision: int | None = None) -> Ticket:
    """Say whether it is an incident, a service request, a question …"""
    ticket = ticket_to_work_on(number, by=by, revision=revision)
    if kind not in TicketKind.values:
        raise Invalid(_("There is no such kind of ticket."), errors={"kind": [_("Choose one of the list.")]})
    steps.name_kind(ticket, kind, by=by)
    return ticket


@transaction.atomic
def prioritise_ticket(
    number: int, *, by: User, impact: str = "", urgency: str = "", revision: int | None = None
) -> Ticket:
    """Say whom it affects and how much it hinders; the priority follows from that and is never typed."""
    ticket = ticket_to_work_on(number, by=by, revision=revision)
    impact, urgency = impact or ticket.impact, urgency or ticket.urgency
    errors = {
        name: [_("Choose one of the list.")]
        for name, value, known in (("impact", impact, TicketImpact.values), ("urgency", urgency, TicketUrgency.values))
        if value not in known
    }
    if errors:
        raise Invalid(_("There is no such impact or urgency."), errors=errors)
    steps.prioritise(ticket, impact=impact, urgency=urgency, by=by)
    return ticket


@transaction.atomic
def rename_ticket(number: int, *, by: User, subject: str, revision: int | None = None) -> Ticket:
    """Give the ticket a subject that colleagues will find."""
    ticket = ticket_to_work_on(number, by=by, revision=revision)
    subject = as_subject(screen_text(subject, ticket=ticket).masked)
    if not subject:
        raise Invalid(_("A ticket needs a subject."), errors={"subject": [_("Say in a few words what it is about.")]})
    if subject != ticket.subject:
        change(ticket, subject=subject)
        record("ticket.renamed", ticket, by=by)
    return ticket


@transaction.atomic
def resolve_ticket(
    number: int, *, by: User, cause: str, remedy: str, late_cause: str = "", revision: int | None = None
) -> Ticket:
    """Solve the ticket: say why it happened and what helps, so that the question does not come back.

    ``late_cause`` is why a promise was not kept, of the closed list; it may be said later.
    """
    ticket = ticket_to_work_on(number, by=by, revision=revision)
    if not may_move(ticket.status, Status.RESOLVED):
        raise WrongState(_("This ticket is already solved."))
    errors = {
        name: [sentence]
        for name, value, sentence in (
            ("cause", cause, _("Say why it happened, if only what is known so far.")),
            ("remedy", remedy, _("Say what helps.")),
        )
        if not value.strip()
    }
    if errors:
        raise Invalid(_("A solution says the cause and the remedy."), errors=errors)
    steps.solve(ticket, cause=screen_text(cause.strip(), ticket=ticket).masked,
                remedy=screen_text(remedy.strip(), ticket=ticket).masked, by=by)  # fmt: skip
    explain_what_is_late(ticket, late_cause, by=by)
    return ticket


@transaction.atomic
def confirm_solution(number: int, *, by: User) -> Ticket:
    """«Solved: yes»: the requester closes the ticket."""
    ticket = get_ticket(by, number, lock=True)
    if not may_confirm(by, ticket):
        raise NotAllowed(_("Only the person who asked can say whether it is solved."))
    if ticket.status == Status.CLOSED:
        return ticket
    if not may_move(ticket.status, Status.CLOSED):
        raise WrongState(_("This ticket cannot be closed now."))
    moment = now()
    change(
        ticket, status=Status.CLOSED, closed_at=moment, resolved_at=ticket.resolved_at or moment,
        **steps.NOT_WAITING, awaiting_us_since=None,
    )  # fmt: skip
    record("ticket.confirmed", ticket, by=by)
    return ticket


@transaction.atomic
def reopen_ticket(number: int, *, by: User, reason: str = "") -> Ticket:
    """«Solved: no»: the ticket is open again, with the same owner and at once at the top of the list."""
    ticket = get_ticket(by, number, lock=True)
    if not (may_confirm(by, ticket) or may_work_on(by, ticket)):
        raise NotAllowed(_("Only the person who asked, or support, can open it again."))
    refuse_if_merged(ticket)
    if not (may_move(ticket.status, Status.OPEN) and ticket.status in {Status.RESOLVED, Status.CLOSED}):
        raise WrongState(_("This ticket is open already."))
    moment = now()
    change(
        ticket, status=Status.OPEN, resolved_at=None, closed_at=None, awaiting_us_since=moment,
        reopenings=ticket.reopenings + 1,
    )  # fmt: skip
    if reason.strip():
        said = Message.objects.create(
            ticket=ticket, region_id=ticket.region_id, author=by, body=_said(reason, ticket), written_at=moment,
            sent_at=moment, by_staff=by.works_at_desk,
        )  # fmt: skip
        keep_found(said)
    record("ticket.reopened", ticket, by=by)
    return ticket


@transaction.atomic
def close_ticket(number: int, *, by: User, late_cause: str = "") -> Ticket:
    """Close a solved ticket: time has passed without a word, or there is nothing to solve (thanks)."""
    ticket = ticket_to_work_on(number, by=by) if not by.is_system else _locked(number)
    if ticket.status == Status.CLOSED:
        raise WrongState(_("This ticket is already closed."))
    if ticket.status != Status.RESOLVED and ticket.kind != TicketKind.GRATITUDE:
        raise WrongState(_("Solve the ticket first: say the cause and the remedy."))
    moment = now()
    change(
        ticket, status=Status.CLOSED, closed_at=moment, resolved_at=ticket.resolved_at or moment,
        **steps.NOT_WAITING, awaiting_us_since=None,
    )  # fmt: skip
    record("ticket.closed", ticket, by=by)
    explain_what_is_late(ticket, late_cause, by=by)
    return ticket


def _locked(number: int) -> Ticket:
    return Ticket.objects.select_for_update().get(number=number)


def _said(body: str, ticket: Ticket) -> str:
    return fit_to_keep(body, ticket=ticket, if_empty=_say_what())


def _say_what() -> str:
    return _("Say what happened, in your own words.")


def _installed(organisation: Organisation) -> tuple[str, str]:
    """Return name and version of the main product at the organisation or above it."""
    found = ask(_installed_at(), {"those": [int(pk) for pk in organisation.path.rstrip("/").split("/")]})
    return found[0] if found else ("", "")


@cache
def _installed_at() -> str:
    nearest = Installation.objects.filter(organisation_id__in=THOSE).order_by("-organisation__path", "id")
    return written(nearest.values_list("product__name", "version")[:1])
