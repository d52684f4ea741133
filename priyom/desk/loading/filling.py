"""Loading a large desk: processes tell tickets by the thousand, this one gives ids in the order of time and copies.

The rows are one transaction: the desk is full or as empty as before. The table of words is filled after it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from django.db import connection, transaction
from tqdm import tqdm

from priyom.base.bulk import Sheet, bare, continue_counting
from priyom.base.models import Event
from priyom.base.shipping import load_shipped
from priyom.base.wording import Refusal
from priyom.desk.loading import life
from priyom.desk.loading.calendar import years_before
from priyom.desk.loading.life import MESSAGE_ID, Item, Kept
from priyom.desk.loading.script import Stage
from priyom.desk.loading.telling import told_in_order
from priyom.desk.models import Feedback, Merge, Message, Ticket, TicketLink, Topic, Watch
from priyom.desk.rules.routing import team_for
from priyom.desk.search import index
from priyom.people.loading import load_population
from priyom.people.models import Organisation, User

YEARS = 5
TABLES = (Ticket, Message, Event, Watch, TicketLink, Merge, Feedback)


@dataclass(frozen=True)
class Loaded:
    """What came in, and who may sign in to look at it."""

    tickets: int
    accounts: list[tuple[str, str, str]]


def refuse_unless_empty() -> None:
    """Refuse where anybody or anything is: invented tickets must never stand beside real ones."""
    if Ticket.objects.exists():
        raise Refusal("this desk has tickets: invented ones are loaded into an empty database only")
    if User.objects.filter(is_system=False).exists() or Organisation.objects.exists():
        raise Refusal("this desk is not empty: choose a new folder with --data")


def load_desk(tickets: int, *, seed: int, until: datetime, processes: int, progress: bool) -> Loaded:
    """Fill an empty database with five years that end at ``until``."""
    with transaction.atomic():
        stage = _stage(tickets, seed, until)
        with bare(*TABLES, tell=_telling("indexes", progress=progress)):
            _copy(stage, processes, progress=progress)
        continue_counting(*TABLES)
        _continue_numbers(stage)
    return Loaded(tickets, stage.population.accounts)


def finish(*, processes: int, progress: bool) -> None:
    """Fill what is kept beside the tickets, and leave nothing to the night's upkeep. Outside a transaction."""
    with tqdm(desc="words", unit="", disable=not progress) as bar:
        index.fill(workers=processes, on_part=lambda done, of: _show(bar, done, of))
    with connection.cursor() as cursor:
        for table in tqdm(TABLES, desc="upkeep", unit="", disable=not progress):
            cursor.execute(f"VACUUM (ANALYZE, FREEZE) {table._meta.db_table}")
        cursor.execute("ANALYZE")


def _show(bar: tqdm, done: int, of: int) -> None:
    bar.total = of
    bar.update(done - bar.n)


def _stage(tickets: int, seed: int, until: datetime) -> Stage:
    population = load_population(seed, until=until)
    load_shipped()  # after the teams, so that topics find who answers for them
    topics = {
        topic.code: Kept(topic.pk, topic.code, team_for(topic).pk, topic.kind, topic.impact, topic.urgency)
        for topic in Topic.objects.select_related("team", "parent__team")
    }
    return Stage(
        seed=seed, tickets=tickets, since=int(years_before(until, YEARS).timestamp()), until=int(until.timestamp()),
        first_id=1, first_number=_next_number(), system=User.objects.system().pk, population=population, topics=topics,
    )  # fmt: skip


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('desk_ticket_number')")
        return cursor.fetchone()[0]


def _continue_numbers(stage: Stage) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('desk_ticket_number', %s)", [stage.first_number + stage.tickets - 1])


def _copy(stage: Stage, processes: int, *, progress: bool) -> None:
    sheets = {
        "ticket": Sheet.of(Ticket, *life.TICKET),
        "watch": Sheet.of(Watch, *life.WATCH),
        "link": Sheet.of(TicketLink, *life.LINK),
        "merge": Sheet.of(Merge, *life.MERGE),
        "feedback": Sheet.of(Feedback, *life.FEEDBACK),
    }
    history = _History()
    with tqdm(total=stage.tickets, desc="tickets", unit="", disable=not progress) as bar:
        for told in told_in_order(stage, processes):
            sheets["ticket"].copy(told.tickets)
            for table, lines in told.aside.items():
                sheets[table].copy(lines)
            history.take(told.items, told.reached)
            bar.update(len(told.tickets))
        history.take([], stage.until)


class _History:
    """Messages and events of all tickets in the order in which they happened; what is still to come waits."""

    def __init__(self) -> None:
        self.messages = Sheet.of(Message, *life.MESSAGE)
        self.events = Sheet.of(Event, *life.EVENT)
        self.message_id, self.event_id = _after(Message), _after(Event)
        self.pending: list[Item] = []

    def take(self, items: Sequence[Item], reached: int) -> None:
        """Add what a task told; write everything before the moment that all later tasks begin after."""
        self.pending += items
        self.pending.sort(key=itemgetter(0))
        messages, events, written = [], [], 0
        for at, message, event in self.pending:
            if at >= reached:
                break
            written += 1
            line = f"{self.event_id}\t{event}"
            self.event_id += 1
            if message:
                messages.append(f"{self.message_id}\t{message}")
                line = line.replace(MESSAGE_ID, str(self.message_id))
                self.message_id += 1
            events.append(line)
        del self.pending[:written]
        self.messages.copy(messages)
        self.events.copy(events)


def _after(model: type[Message] | type[Event]) -> int:
    newest = model.objects.order_by("-pk").values_list("pk", flat=True).first()
    return (newest or 0) + 1


def _telling(name: str, *, progress: bool) -> Callable[[Sequence[str]], Iterator[str]]:
    return lambda statements: iter(tqdm(statements, desc=name, unit="", disable=not progress))
