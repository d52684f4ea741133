"""Take the words of the tickets that are there already, a few thousand at a time, each batch in its own transaction."""

from typing import Any

from django.db import migrations

AT_ONCE, PART = 2_000, 65_536


def take_words(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 - as migrations are called
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT id / %s FROM desk_ticket", [PART])
        parts = {0, *(row[0] for row in cursor.fetchall())}
        for part in sorted({*parts, max(parts) + 1}):
            cursor.execute("SELECT desk_words_part(%s)", [part])
        # Begun again after a failure, it goes on after the last ticket whose words were taken.
        cursor.execute("SELECT coalesce(max(ticket_id), 0) FROM desk_ticketwords")
        after = cursor.fetchone()[0]
        while after is not None:
            cursor.execute(
                "SELECT min(id), max(id) FROM (SELECT id FROM desk_ticket WHERE id > %s ORDER BY id LIMIT %s) AS batch",
                [after, AT_ONCE],
            )
            first, after = cursor.fetchone()
            if first is not None:
                cursor.execute("SELECT desk_words_again(%s, %s)", [first, after])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("desk", "0006_words_of_tickets")]
    operations = [migrations.RunPython(take_words, migrations.RunPython.noop)]
