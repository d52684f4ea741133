"""Each ticket of a bulk change is a row of its own: a change to thousands rewrites no list of them."""

import django.db.models.deletion
from django.db import migrations, models

ITEMS = """
    INSERT INTO desk_bulkitem (bulk_id, number, state, reason, before)
    SELECT change.id, item.number,
        CASE WHEN item.number = ANY(change.kept) THEN 'kept'
             WHEN change.before ? item.number::text THEN CASE WHEN undone_at IS NULL THEN 'made' ELSE 'undone' END
             WHEN change.left_out ? item.number::text THEN 'left_out'
             ELSE 'waiting' END,
        coalesce(change.left_out ->> item.number::text, ''),
        change.before -> item.number::text
    FROM desk_bulkchange AS change CROSS JOIN LATERAL (SELECT DISTINCT unnest(change.numbers) AS number) AS item
"""


class Migration(migrations.Migration):
    dependencies = [("desk", "0014_promises_on_their_way")]

    operations = [
        migrations.AddField("bulkchange", "filters", models.JSONField(null=True)),
        migrations.AddField("bulkchange", "undo_asked_at", models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="BulkItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField()),
                ("state", models.CharField(choices=[("waiting", "Waiting"), ("made", "Made"), ("left_out", "Left Out"), ("undone", "Undone"), ("kept", "Kept")], default="waiting", max_length=8)),
                ("reason", models.CharField(blank=True, max_length=12)),
                ("before", models.JSONField(null=True)),
                ("bulk", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="items", to="desk.bulkchange")),
            ],
            options={
                "indexes": [models.Index(fields=["bulk", "state", "number"], name="items_of_bulk_by_state")],
                "constraints": [models.UniqueConstraint(fields=("bulk", "number"), name="ticket_once_in_a_bulk_change")],
            },
        ),
        migrations.RunSQL(ITEMS, migrations.RunSQL.noop),
        migrations.RemoveField("bulkchange", "numbers"),
        migrations.RemoveField("bulkchange", "before"),
        migrations.RemoveField("bulkchange", "left_out"),
        migrations.RemoveField("bulkchange", "kept"),
    ]
