"""Whatever happens to a ticket in mid-flight, and in whatever order: every explanation stays true, line by line.

Each play draws a story by its seed: waiting, other priorities, another contract, an ended one, corrected calendars,
another customer, solutions, reopenings, merges, sweeps. After each step all that can be read of the ticket is checked.
"""

import contextlib
import random
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from priyom.base.clock import now
from priyom.base.errors import DomainError
from priyom.desk.actions.facts import go_on, let_wait
from priyom.desk.actions.merging import merge_ticket, undo_merge
from priyom.desk.actions.messages import AT_ONCE, comment, reply
from priyom.desk.actions.moving import move_tickets
from priyom.desk.actions.promises import choose_contract, give_workaround
from priyom.desk.actions.tickets import confirm_solution, prioritise_ticket, reopen_ticket, resolve_ticket, set_kind
from priyom.desk.jobs import watch_clocks
from priyom.desk.models import Breach, Clock, Pause, Round, Ticket
from priyom.desk.page.due_lines import explained
from priyom.desk.rules.clocks import adds_up
from priyom.desk.timing import calendar_of
from priyom.people.actions.calendars import write_days
from priyom.people.models import Contract, Organisation
from tests.cast import open_ticket
from tests.desk.promises import contract, level, office, promise

pytestmark = pytest.mark.django_db
MOSCOW = ZoneInfo("Europe/Moscow")
BEGINS = datetime(2026, 3, 16, 9, 30, tzinfo=MOSCOW)
STEPS = 22


class Story:
    """One ticket, the people around it, and what may happen to them."""

    def __init__(self, cast, seed):
        self.cast, self.chance = cast, random.Random(seed)  # noqa: S311 - a story, no secret
        self.calendars = [office(), office("far", timezone="Asia/Yekaterinburg")]
        self.first = self._contract("Край", self.calendars[0])
        self.elsewhere = Organisation.objects.create(
            code="elsewhere", kind="hospital", name="ГБУЗ «Иная»", short_name="Иная", region=cast.region,
            timezone="Asia/Yekaterinburg",
        )  # fmt: skip
        self.second = self._contract("Иной", self.calendars[1], organisation=self.elsewhere)
        self.third = self._contract("Запасной", self.calendars[1])
        self.ticket = open_ticket(cast.zoya, impact="department", urgency="high")
        self.other = open_ticket(cast.zoya)
        self.told = []

    def _contract(self, title, calendar, **where):
        made = contract(
            self.cast, title, calendar=calendar, **where,
            targets=[("response", "work_min", 60), ("update", "work_min", 180), ("resolution", "work_day", 2)],
        )  # fmt: skip
        high = made.levels.get(name="К2")
        promise(high, "update", 90, stops_for_requester=True, stops_for_external=True)
        promise(high, "workaround", 150, "cal_min", stops_for_external=True)
        critical = level(made, "К1", priority=1, clause="4.1", position=0)
        promise(critical, "resolution", 1, "cal_day", end_of_day=True)
        return made

    def happen(self):
        """Let one thing happen that may happen; what the product refuses has not happened."""
        act = self.chance.choice([getattr(self, name) for name in dir(self) if name.startswith("do_")])
        self.told.append(act.__name__[3:])
        with contextlib.suppress(DomainError):
            act()

    def do_wait(self):
        for_whom = self.chance.choice(["requester", "external", "release"])
        let_wait(self.ticket.number, by=self.cast.anna, waiting_for=for_whom, whom="кто-то")

    def do_go_on(self):
        go_on(self.ticket.number, by=self.cast.anna)

    def do_reply(self):
        effects = self.chance.choice([{}, {"status": "waiting", "waiting_for": "requester"}])
        reply(self.ticket.number, by=self.cast.anna, body="Смотрим.", undo=AT_ONCE, effects=effects)

    def do_comment(self):
        comment(self.ticket.number, by=self.cast.zoya, body="Вот.")

    def do_prioritise(self):
        impact, urgency = self.chance.choice([("department", "high"), ("person", "normal"), ("region", "high")])
        prioritise_ticket(self.ticket.number, by=self.cast.anna, impact=impact, urgency=urgency)

    def do_kind(self):
        kind = self.chance.choice(["gratitude", "incident", "question"])
        set_kind(self.ticket.number, by=self.cast.anna, kind=kind)

    def do_workaround(self):
        give_workaround(self.ticket.number, by=self.cast.anna)

    def do_contract(self):
        chosen = self.chance.choice([self.first, self.second, self.third])
        choose_contract(self.ticket.number, by=self.cast.anna, contract_id=chosen.pk)

    def do_end_of_a_contract(self):
        Contract.objects.filter(pk=self.first.pk).update(ends_on=now().date(), is_active=self.chance.random() < 0.5)

    def do_calendar(self):
        calendar = self.chance.choice(self.calendars)
        day = (now() + timedelta(days=self.chance.randint(-2, 4))).date()
        kind = self.chance.choice([{"kind": "off"}, {"kind": "hours", "hours": [(time(10), time(12))]}])
        write_days(calendar.pk, by=self.cast.adam, first=day, last=None, name="Исправлено", **kind)

    def do_merge_of_organisations(self):
        source = Ticket.objects.get(pk=self.ticket.pk).organisation
        target = self.chance.choice([self.elsewhere, self.cast.clinic])
        if source != target:
            move_tickets(source, target, by=self.cast.adam)

    def do_resolve(self):
        resolve_ticket(self.ticket.number, by=self.cast.anna, cause="Сбой", remedy="Перезапуск")

    def do_confirm(self):
        confirm_solution(self.ticket.number, by=self.cast.zoya)

    def do_reopen(self):
        reopen_ticket(self.ticket.number, by=self.cast.zoya)

    def do_merge(self):
        merge_ticket(self.ticket.number, by=self.cast.anna, into=self.other.number)

    def do_unmerge(self):
        undo_merge(self.ticket.number, by=self.cast.anna)

    def do_sweep(self):
        watch_clocks()


@pytest.mark.parametrize("seed", range(10))
def test_whatever_happens_in_mid_flight_every_explanation_stays_true(cast, at, run_reactions, seed):
    moment = BEGINS
    at(f"{moment:%Y-%m-%d %H:%M}")
    story = Story(cast, seed)
    for _step in range(STEPS):
        moment += timedelta(minutes=story.chance.choice([0, 7, 20, 45, 130, 400, 1_500]))
        at(f"{moment:%Y-%m-%d %H:%M}")
        story.happen()
        run_reactions()
        assert not list(untruths(Ticket.objects.select_related("organisation__region").get(pk=story.ticket.pk))), (
            story.told
        )


def untruths(ticket):
    """Yield what could be read of the ticket and would not be true."""
    pauses = list(Pause.objects.filter(ticket=ticket).order_by("since", "id"))
    clocks = list(Clock.objects.filter(ticket=ticket))
    running = [clock for clock in clocks if clock.ended_at is None]
    open_pauses = [pause for pause in pauses if pause.until is None]
    if bool(open_pauses) != (ticket.status == "waiting"):
        yield f"{ticket.status} with {len(open_pauses)} pauses that last"
    nearest = min((clock.due_at for clock in running if clock.due_at), default=None)
    if ticket.due_at != nearest:
        yield f"the ticket is due at {ticket.due_at}, its nearest clock at {nearest}"
    for clock in [*clocks, *Round.objects.filter(ticket=ticket)]:
        yield from (f"{clock.promise} {clock.outcome}: {what}" for what in wrong_with(clock, ticket, pauses))


def wrong_with(clock, ticket, pauses):
    """Yield what is wrong with a clock or a round of it."""
    told, lines = explained(clock, pauses, ticket, [])
    if not adds_up(told, calendar_of(clock)):
        yield "its lines do not add up"
    if clock.ended_at is None and told.due_at != clock.due_at:
        yield f"explained as {told.due_at}, kept as {clock.due_at}"
    if clock.ended_at is not None and clock.due_at not in (None, told.due_at) and "исправили" not in lines[-1].note:
        yield f"explained as {told.due_at}, kept as {clock.due_at}, and nothing says why"
    broken = Breach.objects.filter(ticket=ticket, promise=clock.promise, due_at=clock.due_at, lifted_at=None).exists()
    late = clock.outcome == "late" or (clock.outcome == "" and clock.stand.breached_at is not None)
    if broken != late and clock.outcome != "dropped":
        yield f"broken: {broken}, late: {late}, due {clock.due_at}"
