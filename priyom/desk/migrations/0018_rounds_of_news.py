"""Rounds of promises that are given again and again, and what a contract's report asks by."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0017_how_long_such_tickets_take"),
        ("people", "0011_days_of_calendars_as_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("region_id", models.IntegerField()),
                (
                    "promise",
                    models.CharField(
                        choices=[
                            ("response", "first response"),
                            ("update", "next update"),
                            ("workaround", "workaround"),
                            ("resolution", "resolution"),
                            ("consult", "a colleague's advice"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("work_min", "working time"),
                            ("cal_min", "time round the clock"),
                            ("work_day", "working days"),
                            ("cal_day", "calendar days"),
                            ("agreed", "on an agreed date"),
                        ],
                        max_length=8,
                    ),
                ),
                ("amount", models.PositiveIntegerField(default=0)),
                ("end_of_day", models.BooleanField(default=False)),
                (
                    "stops_for",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("requester", "the requester"),
                                ("consult", "a colleague's advice"),
                                ("external", "an outside party"),
                                ("release", "a release"),
                                ("date", "an agreed date"),
                            ],
                            max_length=10,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                ("clause", models.CharField(blank=True, max_length=60)),
                ("level_name", models.CharField(blank=True, max_length=80)),
                ("timezone", models.CharField(max_length=40)),
                (
                    "began",
                    models.CharField(
                        choices=[
                            ("opened", "the ticket came"),
                            ("asked", "the question was written"),
                            ("answered", "we answered"),
                            ("reopened", "it was opened again"),
                            ("passed", "it was passed on to us"),
                        ],
                        default="opened",
                        max_length=8,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not due yet"),
                            ("kept", "kept"),
                            ("late", "kept too late"),
                            ("dropped", "no longer needed"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
            ],
        ),
        migrations.AlterField(
            model_name="breach",
            name="explained_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("outcome", "kept")), fields=["contract", "ended_at"], name="clock_kept"
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="calendar",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.workcalendar",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="contract",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.contract"
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="ticket",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="rounds", to="desk.ticket"
            ),
        ),
        migrations.AddIndex(
            model_name="round",
            index=models.Index(fields=["ticket", "due_at"], name="round_of_ticket"),
        ),
        migrations.AddIndex(
            model_name="round",
            index=models.Index(
                condition=models.Q(("outcome", "kept")), fields=["contract", "ended_at"], name="round_kept"
            ),
        ),
    ]
