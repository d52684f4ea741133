"""What happens to a ticket that is loaded, step by step: who does it, how long it takes, and how often. Pure.

The shares below are those of a large support: three messages a ticket, one in six asked back, one in twelve a wish that
waits for a release, so that of five years about three in a hundred are not closed.
"""

from collections import deque
from dataclasses import dataclass
from random import Random

from priyom.desk.loading.calendar import DAY, HOUR, Calendar, Inflow
from priyom.desk.loading.life import Kept, Life, NotYet
from priyom.desk.loading.phrases import LONGEST_SUBJECT, Book, Story
from priyom.desk.rules.lifecycle import DAYS_TO_OBJECT, WaitingFor
from priyom.people.population import MONTH, Asker, Population, version_at

MINUTE = 60
SPREAD, QUICKEST = 0.9, 20  # of the time between two steps; seconds
DESK = 3 * HOUR  # the desk's own clock is Moscow's
CHANNELS = (("portal", 60), ("letter", 24), ("desk", 12), ("api", 4))
# How many messages are meant for a ticket, from 1 on, of a thousand; with what comes up it is three on average.
MESSAGES = (150, 360, 280, 110, 50, 25, 12, 7, 4, 2)
MOST_DUPLICATES = 4
RECENT, LOOKED_AT = 200, 12  # tickets among which somebody has the same

TAKEN_FIRST, ANSWERED = 0.72, 0.8
MISUNDERSTOOD, CORRECTED = 0.07, 0.05
PASSED_ON = 0.16
DUPLICATE, RELATED, JOINED = 0.022, 0.012, 0.05
WAITS_OUTSIDE = 0.3
THANKED, CONFIRMED, REOPENED, RATED = 0.45, 0.34, 0.03, 0.13
RATINGS = (2, 3, 7, 26, 62)
GOOD, IN_WORDS = 4, 0.3
NOTED, CHASED = 0.5, 0.6
PAIR = 2  # a question and its answer
WISH_WAITS = (40, 720)  # days until the release with the wish


@dataclass(frozen=True)
class Stage:
    """Everything that a process needs to tell its share of the tickets."""

    seed: int
    tickets: int
    since: int
    until: int
    first_id: int
    first_number: int
    system: int
    population: Population
    topics: dict[str, Kept]


class Script:
    """Tells tickets one after another, in the order in which they came."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.book = Book()
        self.calendar = Calendar(stage.since, stage.until)
        self.zones: dict[int, list[Asker]] = {}
        self.colleagues: dict[int, list[Asker]] = {}
        for asker in stage.population.askers:
            self.zones.setdefault(asker.offset, []).append(asker)
            self.colleagues.setdefault(asker.hospital_id, []).append(asker)
        counts = {offset: len(people) for offset, people in self.zones.items()}
        self.inflow = Inflow(self.calendar, counts, stage.tickets)
        self.staff = stage.population.staff
        self.teams = stage.population.teams
        self.team_codes = {pk: code for code, pk in self.teams.items()}
        self.others = [topic for code, topic in stage.topics.items() if "." in code]

    def tell(self, first: int, last: int) -> list[Life]:
        """Return the tickets from the first to before the last; the same for the same seed, whoever asks."""
        chance = Random(f"{self.stage.seed} {first}")  # noqa: S311 - invented tickets need no secrets
        recent: deque[Life] = deque(maxlen=RECENT)
        told = []
        for index in range(first, last):
            life = self._ticket(index, chance, recent)
            told.append(life)
            recent.append(life)
        return told

    def _ticket(self, index: int, chance: Random, recent: deque[Life]) -> Life:
        at = self.inflow.moment(index, chance)
        twin = self._twin(at, recent, chance) if chance.random() < DUPLICATE else None
        asker = self._asker(at, twin, chance)
        life = self._opened(index, at, asker, twin.story if twin else self.book.choose(chance), chance)
        play = _Play(self, life)
        try:
            if twin is not None and twin.asker.hospital_id == asker.hospital_id and twin.asker is not asker:
                play.end_as_duplicate(twin)
            else:
                play.whole(recent)
        except NotYet:
            pass
        return life

    def _twin(self, at: int, recent: deque[Life], chance: Random) -> Life | None:
        """Return a recent ticket on which work goes on: somebody else at the same hospital has the same."""
        for life in chance.sample(recent, min(len(recent), LOOKED_AT)):
            if (
                life.story.ends
                and life.merged_into is None
                and life.is_open_at(at)
                and len(life.aside.get("watch", ())) < MOST_DUPLICATES
            ):
                return life
        return None

    def _asker(self, at: int, twin: Life | None, chance: Random) -> Asker:
        if twin is not None:
            return chance.choice(self.colleagues[twin.asker.hospital_id])
        return chance.choice(self.zones[self.inflow.zone(at, chance)])

    def _opened(self, index: int, at: int, asker: Asker, story: Story, chance: Random) -> Life:
        months = (at - self.stage.since) // MONTH - asker.months_behind
        version = version_at(months)
        words = self.book.tell(
            chance, name=asker.addressed, version=version, version_before=version_at(months - 1),
            version_next=version_at(months + 2),
        )  # fmt: skip
        topic = self.stage.topics[story.topic]
        channel = chance.choices([name for name, _share in CHANNELS], [share for _name, share in CHANNELS])[0]
        life = Life(
            id=self.stage.first_id + index, number=self.stage.first_number + index, asker=asker, topic=topic,
            story=story, words=words, chance=chance, until=self.stage.until, opened_at=at, channel=channel,
            opened_by=self.agent_of(topic.team, chance) if channel == "desk" else asker.id,
            subject=words.say(story.subjects)[:LONGEST_SUBJECT],
            fields={code: words.say((text,)) for code, text in story.fields if chance.random() < ANSWERED},
            product=self.stage.population.product, version=version,
        )  # fmt: skip
        life.open(words.frame("opening", story=words.say(story.openings)))
        return life

    def agent_of(self, team: int, chance: Random) -> int:
        """Return somebody of the team."""
        return chance.choice(self.staff[self.team_codes[team]])


class _Play:
    """The life of one ticket after it came."""

    def __init__(self, script: Script, life: Life) -> None:
        self.script, self.life = script, life
        self.chance, self.words, self.story = life.chance, life.words, life.story
        self.at = life.opened_at
        self.agent = script.agent_of(life.topic.team, self.chance)
        self.reached = script.calendar.reached

    # -- moments -------------------------------------------------------------

    def agent_acts(self, median: float) -> int:
        """Let the desk's time pass, half of the cases quicker than ``median`` seconds."""
        self.at = self.reached(self.at, self._wait(median), DESK)
        return self.at

    def asker_acts(self, median: float) -> int:
        self.at = self.reached(self.at, self._wait(median), self.life.asker.offset)
        return self.at

    def _wait(self, median: float) -> float:
        return median * self.chance.lognormvariate(0, SPREAD) + QUICKEST

    # -- scenes --------------------------------------------------------------

    def whole(self, recent: deque[Life]) -> None:
        chance, life = self.chance, self.life
        if life.topic.kind == "gratitude":
            return self._thanks()
        left = chance.choices(range(1, len(MESSAGES) + 1), MESSAGES)[0] - 1
        if chance.random() < TAKEN_FIRST:
            life.take(self.agent_acts(35 * MINUTE), self.agent)
        self._sorted_out(recent)
        thanks = left > 1 and chance.random() < THANKED
        left = self._talked(left - thanks - 1)
        if life.kind == "change_request":
            self._wish()
        elif self.story.outside and chance.random() < WAITS_OUTSIDE:
            self._outside()
        self._solved(says=left >= 0)
        self._afterwards(thanks=bool(thanks))
        return None

    def end_as_duplicate(self, twin: Life) -> None:
        """The hospital has written already: merge where the other is open still, else link."""
        life, at = self.life, self.agent_acts(50 * MINUTE)
        self.words["number"] = str(twin.number)
        if twin.is_open_at(at):
            life.reply(at, self.agent, self.words.frame("duplicate"))
            life.merge(at + 20, self.agent, twin)
            return
        life.take(at, self.agent)
        life.link(at + MINUTE, self.agent, twin, "duplicate")
        self._solved(says=True)
        self._afterwards(thanks=False)

    def _sorted_out(self, recent: deque[Life]) -> None:
        chance, life = self.chance, self.life
        if chance.random() < MISUNDERSTOOD:
            # It came under another topic and the desk put it right.
            right, wrong = life.topic, chance.choice(self.script.others)
            if wrong is not right and not life.revision:
                self._came_under(wrong)
                life.classify(self.agent_acts(5 * MINUTE), self.agent, right)
        if chance.random() < CORRECTED:
            impact = chance.choice(("person", "department", "hospital"))
            life.prioritise(self.agent_acts(5 * MINUTE), self.agent, impact, life.urgency)
        if chance.random() < JOINED:
            self._joined()
        if chance.random() < RELATED:
            alike = [other for other in recent if other.topic is life.topic and other.merged_into is None]
            if alike:
                life.link(self.agent_acts(10 * MINUTE), self.agent, chance.choice(alike), "related")
        if chance.random() < PASSED_ON and (self.story.to or life.topic.team == self.script.teams["line1"]):
            self._passed_on(self.script.teams[self.story.to or "line2"])

    def _came_under(self, wrong: Kept) -> None:
        life = self.life
        at, line, event = life.items[0]
        life.items[0] = (at, line, event.replace(f'"{life.topic.code}"', f'"{wrong.code}"', 1))
        life.topic = wrong

    def _joined(self) -> None:
        colleague = self.chance.choice(self.script.colleagues[self.life.asker.hospital_id])
        if colleague is not self.life.asker and colleague.id not in self.life.followers:
            self.life.join(self.asker_acts(HOUR), colleague.id)

    def _passed_on(self, team: int) -> None:
        life = self.life
        if team == life.team:
            return
        at = self.agent_acts(40 * MINUTE)
        if self.story.notes:
            life.note(at, self.agent, self.words.say(self.story.notes))
        life.transfer(at + 15, self.agent, team)
        self.agent = self.script.agent_of(team, self.chance)
        life.take(self.agent_acts(90 * MINUTE), self.agent)

    def _talked(self, left: int) -> int:
        """Say what lies between the question and the solution; return how many messages remain."""
        chance, life, words = self.chance, self.life, self.words
        asks = list(self.story.asks)
        chance.shuffle(asks)
        while left > 0:
            if left >= PAIR and asks:
                question, answer = asks.pop()
                at = self.agent_acts(45 * MINUTE)
                life.reply(at, self.agent, words.frame("question", question=question.format_map(words)))
                life.wait(at, self.agent, WaitingFor.REQUESTER)
                life.comment(
                    self.asker_acts(90 * MINUTE), life.asker.id, words.frame("answer", answer=answer.format_map(words))
                )
                left -= 2
            elif self.story.notes and chance.random() < NOTED:
                life.note(self.agent_acts(50 * MINUTE), self.agent, words.say(self.story.notes))
                left -= 1
            elif left >= PAIR and chance.random() < CHASED:
                life.comment(self.asker_acts(5 * HOUR), life.asker.id, words.frame("chase"))
                life.reply(self.agent_acts(40 * MINUTE), self.agent, words.frame("calm"))
                left -= PAIR
            else:
                life.reply(self.agent_acts(70 * MINUTE), self.agent, words.frame("received"))
                left -= 1
        return left

    def _wish(self) -> None:
        """A wish waits for a release, most of a year."""
        chance, life = self.chance, self.life
        at = self.agent_acts(3 * HOUR)
        life.reply(at, self.agent, self.words.frame("wish"))
        life.transfer(at + MINUTE, self.agent, self.script.teams["development"])
        self.agent = self.script.agent_of(self.script.teams["development"], chance)
        life.take(self.agent_acts(2 * DAY), self.agent)
        life.wait(self.at + MINUTE, self.agent, WaitingFor.RELEASE, self.words["version_next"])
        self.at += chance.randint(*WISH_WAITS) * DAY
        life.resume(self.agent_acts(2 * HOUR), self.agent)

    def _outside(self) -> None:
        life, at = self.life, self.agent_acts(HOUR)
        life.reply(at, self.agent, self.words.frame("outside", outside=self.story.outside))
        life.wait(at + 30, self.agent, WaitingFor.EXTERNAL, self.story.outside)
        life.resume(self.agent_acts(3 * DAY), self.agent)

    def _solved(self, *, says: bool) -> None:
        cause, remedy = (text.format_map(self.words) for text in self.chance.choice(self.story.ends))
        at = self.agent_acts(2 * HOUR)
        if says:
            self.life.reply(at, self.agent, self.words.frame("solution", cause=cause, remedy=remedy))
        self.life.resolve(at + self.chance.randint(5, 90), self.agent, cause, remedy)

    def _afterwards(self, *, thanks: bool) -> None:
        chance, life = self.chance, self.life
        if chance.random() < REOPENED:
            life.reopen(self.asker_acts(6 * HOUR), life.asker.id, self.words.frame("again"))
            self._solved(says=True)
        closes_itself = (life.resolved_at or 0) + DAYS_TO_OBJECT * DAY + chance.randint(1, 600)
        if thanks:
            at = self.asker_acts(3 * HOUR)
            if at < closes_itself:
                life.comment(at, life.asker.id, self.words.frame("thanks"))
        if (thanks or chance.random() < CONFIRMED) and self.at < closes_itself:
            life.close(self.asker_acts(HOUR) if not thanks else self.at + 20, life.asker.id, confirmed=True)
        else:
            self.at = max(self.at, closes_itself)
            life.close(self.at, self.script.stage.system)
        if chance.random() < RATED:
            rating = chance.choices((1, 2, 3, 4, 5), RATINGS)[0]
            comment = self.words.frame("praise" if rating >= GOOD else "blame") if chance.random() < IN_WORDS else ""
            life.rate(self.at + chance.randint(10, 4 * HOUR), rating, comment)

    def _thanks(self) -> None:
        """Thanks are answered and closed; there is nothing to solve."""
        life, at = self.life, self.agent_acts(HOUR)
        if self.chance.random() < ANSWERED:
            life.reply(at, self.agent, self.words.frame("welcome"))
        else:
            life.take(at, self.agent)
        life.close(at + 40, self.agent)
