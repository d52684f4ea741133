"""Consults, the way from line to line and from owner to owner, outside parties."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


# Figures need not begin at nothing: the last ninety days count as the work of the team that has them now.
FILL = """
    INSERT INTO desk_solving (ticket_id, region_id, organisation_id, team_id, level, by_id, at, current)
    SELECT ticket.id, ticket.region_id, ticket.organisation_id, ticket.team_id, team.level, ticket.assignee_id,
        ticket.resolved_at, true
    FROM desk_ticket ticket LEFT JOIN people_team team ON team.id = ticket.team_id
    WHERE ticket.status IN ('resolved', 'closed') AND ticket.resolved_at > now() - interval '90 days'
        AND ticket.assignee_id IS NOT NULL AND ticket.merged_into_id IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0011_what_a_merge_moved"),
        ("people", "0009_teams_say_when_they_pass_on"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ExternalEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("sent", "we wrote"), ("received", "they wrote"), ("note", "note")], max_length=8
                    ),
                ),
                ("body", models.TextField()),
                ("at", models.DateTimeField()),
                ("token", models.UUIDField(default=uuid.uuid4)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ExternalParty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("about", models.CharField(blank=True, max_length=200, verbose_name="what they answer for")),
                ("contacts", models.TextField(blank=True, verbose_name="how to write to them")),
                (
                    "answers_in_days",
                    models.PositiveSmallIntegerField(default=3, verbose_name="days after which we remind them"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="ExternalRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(blank=True, max_length=60, verbose_name="their number")),
                ("title", models.CharField(max_length=200, verbose_name="what it is about")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "we wait"), ("answered", "answered")], default="open", max_length=8
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("follow_up_at", models.DateTimeField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="ExternalWait",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("returned_revision", models.PositiveIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("region_id", models.IntegerField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("leave", "leave"),
                            ("shift", "end of the shift"),
                            ("dismissal", "leaves the company"),
                            ("other", "something else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Passing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("region_id", models.IntegerField()),
                (
                    "way",
                    models.CharField(choices=[("up", "up"), ("down", "back down"), ("across", "across")], max_length=6),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("since", models.DateTimeField()),
                ("at", models.DateTimeField()),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "yes"), ("no", "no"), ("missing", "yes, had they had what was missing")],
                        max_length=7,
                    ),
                ),
                ("missing", models.CharField(blank=True, max_length=300)),
                ("judged_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Solving",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("region_id", models.IntegerField()),
                ("organisation_id", models.BigIntegerField()),
                ("level", models.PositiveSmallIntegerField(null=True)),
                ("at", models.DateTimeField()),
                ("current", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="Consult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("region_id", models.IntegerField()),
                ("asked_at", models.DateTimeField()),
                ("since", models.DateTimeField()),
                ("needed_by", models.DateTimeField()),
                ("by_contract", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("answered", "answered"),
                            ("accepted", "accepted"),
                            ("taken_back", "taken back"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("returned", models.PositiveSmallIntegerField(default=0)),
                ("answered_at", models.DateTimeField(null=True)),
                ("overdue_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "answer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="desk.message",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consults",
                        to="desk.ticket",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="message",
            name="consult",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="messages",
                to="desk.consult",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("consult", None), ("visibility", "internal"), _connector="OR"),
                name="advice_is_never_public",
            ),
        ),
        migrations.AddField(
            model_name="externalentry",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="externalrequest",
            name="answered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="externalrequest",
            name="kept_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="externalrequest",
            name="opened_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="externalrequest",
            name="party",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="desk.externalparty"
            ),
        ),
        migrations.AddField(
            model_name="externalentry",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="desk.externalrequest"
            ),
        ),
        migrations.AddField(
            model_name="externalwait",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="externalwait",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="waits", to="desk.externalrequest"
            ),
        ),
        migrations.AddField(
            model_name="externalwait",
            name="ticket",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="outside_waits", to="desk.ticket"
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="from_user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="ticket",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="handovers", to="desk.ticket"
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="to_user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="passing",
            name="by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="passing",
            name="from_team",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.team",
            ),
        ),
        migrations.AddField(
            model_name="passing",
            name="holder",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="passing",
            name="judged_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="passing",
            name="ticket",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="passings", to="desk.ticket"
            ),
        ),
        migrations.AddField(
            model_name="passing",
            name="to_team",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.team"
            ),
        ),
        migrations.AddField(
            model_name="solving",
            name="by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="solving",
            name="team",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.team",
            ),
        ),
        migrations.AddField(
            model_name="solving",
            name="ticket",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="solvings", to="desk.ticket"
            ),
        ),
        migrations.AddIndex(
            model_name="consult",
            index=models.Index(fields=["ticket", "id"], name="consult_of_ticket"),
        ),
        migrations.AddIndex(
            model_name="consult",
            index=models.Index(
                condition=models.Q(("team__isnull", False)), fields=["team", "ticket"], name="consult_of_team"
            ),
        ),
        migrations.AddIndex(
            model_name="consult",
            index=models.Index(
                condition=models.Q(("person__isnull", False)), fields=["person", "ticket"], name="consult_of_person"
            ),
        ),
        migrations.AddIndex(
            model_name="consult",
            index=models.Index(
                condition=models.Q(("overdue_at__isnull", True), ("state", "asked")),
                fields=["needed_by"],
                name="consult_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="consult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("person__isnull", False), ("team", None)),
                    models.Q(("person", None), ("team__isnull", False)),
                    _connector="OR",
                ),
                name="consult_of_team_or_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="consult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("state__in", ("asked", "answered"))),
                    models.Q(("ended_at__isnull", False), ("state__in", ("accepted", "taken_back"))),
                    _connector="OR",
                ),
                name="consult_ends_when_settled",
            ),
        ),
        migrations.AddIndex(
            model_name="externalrequest",
            index=models.Index(
                condition=models.Q(("follow_up_at__isnull", False), ("reminded_at__isnull", True), ("state", "open")),
                fields=["follow_up_at"],
                name="outside_to_follow_up",
            ),
        ),
        migrations.AddIndex(
            model_name="externalrequest",
            index=models.Index(fields=["state", "-id"], name="outside_by_state"),
        ),
        migrations.AddConstraint(
            model_name="externalrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reference", ""), _negated=True),
                fields=("party", "reference"),
                name="their_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="externalentry",
            constraint=models.UniqueConstraint(fields=("request", "token"), name="outside_entry_once"),
        ),
        migrations.AddConstraint(
            model_name="externalwait",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("ticket",), name="waits_on_one_request_at_a_time"
            ),
        ),
        migrations.AddIndex(
            model_name="passing",
            index=models.Index(fields=["ticket", "id"], name="passing_of_ticket"),
        ),
        migrations.AddIndex(
            model_name="passing",
            index=models.Index(fields=["at"], name="passing_at"),
        ),
        migrations.AddConstraint(
            model_name="passing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("judged_at", None), ("verdict", "")),
                    models.Q(models.Q(("verdict", ""), _negated=True), ("judged_at__isnull", False)),
                    _connector="OR",
                ),
                name="passing_judged_when_said",
            ),
        ),
        migrations.AddIndex(
            model_name="solving",
            index=models.Index(condition=models.Q(("current", True)), fields=["at"], name="solving_at"),
        ),
        migrations.AddConstraint(
            model_name="solving",
            constraint=models.UniqueConstraint(
                condition=models.Q(("current", True)), fields=("ticket",), name="solved_once_at_a_time"
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
