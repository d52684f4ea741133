"""The table of words: how it is filled in one go, and what is done for it when nobody is looking.

Day by day triggers keep it true (migration ``0006_words_of_tickets``): what is said is added to the ticket's row, any
other change reads the ticket again. Only two things remain: many tickets at once, and room for the next ones.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections, connection, transaction

PART = 65_536  # tickets in one part of the table, as in the migration
AHEAD = 2  # parts that wait for tickets to come
LATER = "SET priyom.words_later = 'on'"
COUNTED_AT_ONCE = 500
PATIENCE = "SET LOCAL lock_timeout = '4s'"
AT_LEISURE = "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0"

_FILL = """
DROP TABLE IF EXISTS {new};
CREATE TABLE {new} (LIKE desk_ticketwords INCLUDING DEFAULTS) WITH (toast_tuple_target = 8160);
INSERT INTO {new} (ticket_id, region_id, words)
    SELECT ticket_id, region_id, words FROM desk_words_between({first}, {last});
ALTER TABLE {new} ADD PRIMARY KEY (ticket_id);
CREATE INDEX ON {new} USING gin (region_id, words);
ALTER TABLE {new} ADD CONSTRAINT within CHECK (ticket_id >= {first} AND ticket_id <= {last});
"""
_SWAP = """
ALTER TABLE desk_ticketwords DETACH PARTITION {name};
DROP TABLE {name};
ALTER TABLE {new} RENAME TO {name};
ALTER TABLE desk_ticketwords ATTACH PARTITION {name} FOR VALUES FROM ({first}) TO ({end});
ALTER TABLE {name} DROP CONSTRAINT within;
"""


def fill(*, workers: int = 2, on_part: Callable[[int, int], None] | None = None) -> int:
    """Take the words of all tickets anew, whole parts at a time, and return how many parts that were.

    For whoever writes many tickets by COPY. In the session that copies, first say ``cursor.execute(index.LATER)``, so
    that no trigger runs for each row; **commit** what was copied; then call this once, with nobody else writing:

        fill(workers=2, on_part=lambda done, of: bar.update(1))

    Each part is written beside the table, indexed when it is full and then put in its place, two at a time. A desk in
    use is refreshed by ``again`` instead.
    """
    parts = _parts_with_tickets()
    make_room()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE desk_knownword, desk_freshwords")
    done = 0
    with ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        for _part in pool.map(_fill_part, reversed(parts)):
            done += 1
            if on_part:
                on_part(done, len(parts))
    return len(parts)


def again(first: int, last: int) -> None:
    """Take the words of the tickets with these ids anew, while people work; a few thousand at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT desk_words_again(%s, %s)", [first, last])


def make_room() -> int:
    """Have a part ready for the tickets that are there and those that come next; return how many were made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM desk_ticket")
        newest = cursor.fetchone()[0] // PART
    made = 0
    for part in {*_parts_with_tickets(), *range(newest, newest + AHEAD + 1)}:
        with transaction.atomic(), connection.cursor() as cursor:
            # RACE: attaching waits for whoever reads the table; rather later than in everybody's way.
            cursor.execute(PATIENCE)
            cursor.execute("SELECT desk_words_part(%s)", [part])
            made += cursor.fetchone()[0]
    return made


def _parts_with_tickets() -> list[int]:
    with connection.cursor() as cursor:
        # From each part's first ticket straight to the next part's: as many steps as parts, however many tickets.
        cursor.execute(
            "WITH RECURSIVE part AS ("
            " SELECT min(id) / %(size)s AS n FROM desk_ticket"
            " UNION ALL SELECT (SELECT min(id) / %(size)s FROM desk_ticket WHERE id >= (n + 1) * %(size)s)"
            " FROM part WHERE n IS NOT NULL"
            ") SELECT n FROM part WHERE n IS NOT NULL",
            {"size": PART},
        )
        return [row[0] for row in cursor.fetchall()]


def _fill_part(part: int) -> int:
    names = {
        "name": f"desk_ticketwords_{part}", "new": f"desk_ticketwords_{part}_new", "first": part * PART,
        "last": (part + 1) * PART - 1, "end": (part + 1) * PART,
    }  # fmt: skip
    close_old_connections()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(AT_LEISURE)
            cursor.execute(_FILL.format(**names))
        # RACE: apart from the filling, so that nobody holds a lock on the whole table for longer than a swap takes.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(AT_LEISURE)
            cursor.execute(_SWAP.format(**names))
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute(f"ANALYZE {names['name']}")
            cursor.execute("SET lock_timeout = 0")  # RACE: both workers count the same words, one after the other
            cursor.execute(_COUNT, [f"SELECT words FROM {names['name']}"])  # noqa: S608 - our own number
    finally:
        connection.close()
    return part


# --- which words there are ------------------------------------------------------------------------------


_OF_TICKETS = "SELECT words FROM desk_ticketwords WHERE ticket_id IN ({})"
_COUNT = """
INSERT INTO desk_knownword (word, tickets)
SELECT word, ndoc FROM ts_stat(%s) WHERE word ~ '^[[:alpha:]]{4,40}$' ORDER BY word
ON CONFLICT (word) DO UPDATE SET tickets = desk_knownword.tickets + EXCLUDED.tickets
"""


def count_fresh_words() -> int:
    """Count the words of tickets that have changed since; return how many tickets that were. Safe to run at once."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM desk_freshwords WHERE id IN"
            " (SELECT id FROM desk_freshwords ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED) RETURNING ticket_id",
            [COUNTED_AT_ONCE],
        )
        tickets = sorted({row[0] for row in cursor.fetchall()})
        if tickets:
            listed = ", ".join(map(str, tickets))
            cursor.execute(_COUNT, [_OF_TICKETS.format(listed)])
    return len(tickets)
