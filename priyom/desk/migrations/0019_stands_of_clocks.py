"""How far up its ladder a clock is stands apart from it: narrow rows, which sweeps write by the thousand."""

import django.db.models.deletion
from django.db import migrations, models

APART = """
INSERT INTO desk_clockstand (clock_id, next_at, breached_at, warned, told)
SELECT id, CASE WHEN ended_at IS NULL THEN next_warning_at END, breached_at, warned, told FROM desk_clock
"""
TOGETHER = """
UPDATE desk_clock clock
SET next_warning_at = stand.next_at, breached_at = stand.breached_at, warned = stand.warned, told = stand.told
FROM desk_clockstand stand WHERE stand.clock_id = clock.id
"""


class Migration(migrations.Migration):
    dependencies = [("desk", "0018_rounds_of_news"), ("people", "0011_days_of_calendars_as_tables")]

    operations = [
        migrations.CreateModel(
            name="ClockStand",
            fields=[
                (
                    "clock",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="kept_stand",
                        serialize=False,
                        to="desk.clock",
                    ),
                ),
                ("next_at", models.DateTimeField(null=True)),
                ("breached_at", models.DateTimeField(null=True)),
                ("warned", models.PositiveSmallIntegerField(default=0)),
                ("told", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.RunSQL(APART, TOGETHER),
        migrations.RemoveIndex(model_name="clock", name="clock_to_warn"),
        migrations.RemoveIndex(model_name="clock", name="clock_to_tell"),
        migrations.RemoveField(model_name="clock", name="breached_at"),
        migrations.RemoveField(model_name="clock", name="next_warning_at"),
        migrations.RemoveField(model_name="clock", name="told"),
        migrations.RemoveField(model_name="clock", name="warned"),
        migrations.AlterField(
            model_name="breach",
            name="contract",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.contract",
            ),
        ),
        migrations.AlterField(
            model_name="breach",
            name="ticket",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="breaches",
                to="desk.ticket",
            ),
        ),
        migrations.AddIndex(
            model_name="clockstand",
            index=models.Index(
                condition=models.Q(("next_at__isnull", False)), fields=["next_at"], name="clock_to_warn"
            ),
        ),
        migrations.AddIndex(
            model_name="clockstand",
            index=models.Index(
                condition=models.Q(("warned__gt", models.F("told"))), fields=["clock"], name="clock_to_tell"
            ),
        ),
    ]
