"""Reactions that run together: one transaction for many facts, and nobody held up by the one that fails."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from priyom.base import reactions
from priyom.base.events import record
from priyom.base.jobs import together
from priyom.base.models import DueReaction
from priyom.channels.models import Notification
from priyom.desk.actions.messages import AT_ONCE, reply

heard, poison = [], set()
TOLD = f"{__name__}.told"


@together()
def told(facts):
    heard.append([fact.pk for fact in facts])
    if poison & set(heard[-1]):
        raise ValueError


@pytest.fixture
def recorded(ticket, anna):
    """Record so many facts to which only the play reacts; return their ids."""
    heard.clear()
    poison.clear()
    DueReaction.objects.all().delete()

    def record_some(count):
        facts = [record("ticket.watched", ticket, by=anna) for _n in range(count)]
        DueReaction.objects.all().delete()
        for fact in facts:
            DueReaction.objects.create(event_id=fact.pk, name=TOLD)
        return [fact.pk for fact in facts]

    return record_some


def test_what_happened_in_a_moment_is_reacted_to_in_one_go_in_its_order(recorded):
    facts = recorded(5)
    assert reactions.run_due() == 5
    assert heard == [facts]
    assert reactions.run_due() == 0


def test_one_that_fails_becomes_a_job_and_holds_nobody_up(recorded):
    first, bad, last = recorded(3)
    poison.add(bad)
    reactions.run_due()

    assert heard == [[first, bad, last], [first], [bad], [last]]
    assert not DueReaction.objects.exists()
    (job,) = ProcrastinateJob.objects.filter(task_name=TOLD)
    assert job.args == {"event_id": bad}


def test_what_was_in_vain_too_often_runs_apart_from_the_others(recorded):
    deadly, harmless = recorded(2)
    DueReaction.objects.filter(event_id=deadly).update(tries=reactions.TRIES)
    reactions.run_due()

    assert heard == [[harmless]]
    assert [job.args for job in ProcrastinateJob.objects.filter(task_name=TOLD)] == [{"event_id": deadly}]


def test_what_no_room_here_knows_waits_and_holds_nobody_up(recorded, ticket, anna):
    (known,) = recorded(1)
    fact = record("ticket.watched", ticket, by=anna)
    DueReaction.objects.exclude(event_id=known).delete()
    unknown = DueReaction.objects.create(id=1, event_id=fact.pk, name="gone.told")
    assert reactions.run_due() == 1
    assert heard == [[known]]
    assert list(DueReaction.objects.values_list("pk", "tries")) == [(unknown.pk, 0)]


def test_two_workers_tell_of_each_fact_once(cast, at_once, ticket, anna, zoya):
    for n in range(20):
        reply(ticket.number, by=anna, body=f"Ответ {n}", undo=AT_ONCE)
    waiting = DueReaction.objects.count()
    taken = at_once(*[lambda: reactions.run_due(most=7)] * 4)

    for _turn in range(5):  # what met another worker's rows is tried again after three seconds: at once here
        DueReaction.objects.update(taken_at=None)
        while reactions.run_due():
            pass
    assert sum(taken) <= waiting
    assert not ProcrastinateJob.objects.exists()
    assert Notification.objects.filter(user=zoya, kind="ticket.replied").count() == 20
