"""Web, worker and database are killed under load, one after another and all at once (security.md §6, disaster matrix)."""

import signal
import tarfile
import time

import pytest

from tests.disasters.stage import until
from tests.disasters.writers import Writer, check, end

pytestmark = pytest.mark.slow
WRITERS = 4
# What one moment excludes: a ticket without its first message or its fact, a bell without a fact, a fact nobody hears of.
TORN = (
    "SELECT count(*) FROM desk_ticket t WHERE NOT EXISTS (SELECT FROM desk_message m WHERE m.ticket_id = t.id)",
    """SELECT count(*) FROM desk_ticket t WHERE NOT EXISTS (SELECT FROM base_event e
       WHERE e.subject_kind = 'ticket' AND e.subject_id = t.id AND e.kind = 'ticket.opened')""",
    "SELECT count(*) FROM channels_notification n WHERE NOT EXISTS (SELECT FROM base_event e WHERE e.id = n.event_id)",
    """SELECT count(*) FROM base_event e WHERE e.kind = 'ticket.replied'
       AND NOT EXISTS (SELECT FROM base_duereaction d WHERE d.event_id = e.id)
       AND NOT EXISTS (SELECT FROM channels_notification n WHERE n.event_id = e.id)""",
)


@pytest.fixture(scope="module")
def players(serving):
    return serving.enter()


@pytest.fixture
def writers(serving, players):
    writers = [Writer(serving, **players) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    yield writers
    for writer in writers:
        writer.enough.set()


def said_more(writers, than):
    return until(lambda: sum(len(writer.history) for writer in writers) >= than)


def so_many(writers):
    return sum(len(writer.history) for writer in writers)


def settle(stage):
    """Wait until everything works again and nobody's job is left lying."""
    assert until(stage.is_whole, 60), stage.told()[-2000:]
    assert until(lambda: not stage.jobs(), 60), (stage.jobs(), stage.told()[-2000:])


def fact_of(message_id):
    """Return to whom and because of which fact the letter went; of a digest, which is about no one ticket, of its first."""
    _ticket, who, event, _mac = message_id.partition("<")[2].split(".", 3)
    return who, event


def test_whatever_is_killed_nothing_acknowledged_is_lost_doubled_or_told_twice(serving, writers):
    assert said_more(writers, 20)
    for blow in (["worker"], ["web"], ["database"], ["database", "web", "worker"]):
        assert serving.strike(*blow), blow
        assert said_more(writers, so_many(writers) + 24), blow
    history = end(writers)
    settle(serving)
    assert any(len(said.answers) > 1 for said in history)  # the blows were felt
    check(serving, history)
    outbox = list((serving.data / "outbox").glob("*"))
    told = {
        fact_of(line) for path in outbox for line in path.read_text().splitlines() if line.startswith("Message-ID:")
    }
    assert told
    assert told <= {fact_of(number) for (number,) in serving.sql("SELECT message_id FROM channels_letter")}
    assert "Traceback" not in serving.told(), serving.told()[-3000:]


def test_a_database_that_stands_still_for_five_seconds_costs_five_seconds(serving, writers):
    before = set(serving.pids("worker"))
    assert said_more(writers, 12)
    frozen = serving.strike("database", number=signal.SIGSTOP)
    time.sleep(5)
    serving.strike("database", number=signal.SIGCONT)
    assert frozen
    assert said_more(writers, so_many(writers) + 12)
    history = end(writers)
    settle(serving)
    assert set(serving.pids("worker")) == before  # nobody was taken for dead
    assert {said.status for said in history} <= {201, 302}


def test_a_backup_taken_under_load_restores_to_one_moment(serving, writers, tmp_path):
    assert said_more(writers, 12)
    archive = tmp_path / "under-load.tar"
    taken = serving.run("backup", str(archive))
    assert taken.returncode == 0, taken.stderr
    end(writers)
    with tarfile.open(archive) as held:
        assert held.getnames()
    other = type(serving)(empty=True)
    try:
        restored = other.run("restore", str(archive))
        assert restored.returncode == 0, restored.stderr
        with other.database():
            for torn in TORN:
                assert other.sql(torn) == [(0,)], torn
            assert other.sql("SELECT count(*) > 0 FROM desk_ticket") == [(True,)]
    finally:
        other.clean()
