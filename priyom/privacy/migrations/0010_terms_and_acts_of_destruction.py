"""How long things are kept, and the acts of their destruction."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0009_small_texts_count"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RetentionTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stock", models.CharField(max_length=20, unique=True)),
                ("days", models.PositiveIntegerField(null=True)),
                ("decided_at", models.DateTimeField()),
                ("done_until", models.DateTimeField(null=True)),
                ("done_key", models.BigIntegerField(default=0)),
                ("looked_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DestructionAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("term", "the time for which they are kept is over"),
                            ("request", "the person has asked for it"),
                        ],
                        max_length=8,
                    ),
                ),
                ("stock", models.CharField(max_length=20)),
                ("day", models.DateField()),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("count", models.PositiveIntegerField(default=0)),
                ("parts", models.JSONField(default=dict)),
                ("kinds", models.JSONField(default=dict)),
                ("days", models.PositiveIntegerField(null=True)),
                ("older_than", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to="privacy.subjectrequest",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-last_at", "-id"], name="destruction_last")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("stock", "day", "request", "by"), name="one_act_a_day_and_ground", nulls_distinct=False
                    )
                ],
            },
        ),
    ]
