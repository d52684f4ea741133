"""What was screened, and what was found in it: kinds and places, never values."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0011_days_of_calendars_as_tables"),
        ("privacy", "0004_quarantine"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Screening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("region_id", models.IntegerField(null=True)),
                ("by_staff", models.BooleanField(default=False)),
                ("channel", models.CharField(max_length=8)),
                ("ticket_id", models.BigIntegerField(null=True)),
                ("message_id", models.BigIntegerField(null=True)),
                ("file_id", models.UUIDField(null=True)),
                ("outcome", models.CharField(default="screened", max_length=8)),
                ("reason", models.CharField(blank=True, default="", max_length=40)),
                ("content_type", models.CharField(blank=True, default="", max_length=100)),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), default=list, size=None
                    ),
                ),
                ("hidden", models.PositiveIntegerField(default=0)),
                ("places", models.JSONField(default=list)),
                ("released", models.PositiveIntegerField(default=0)),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["at"], name="screening_at"),
                    models.Index(fields=["author", "at"], name="screening_of_author"),
                    models.Index(
                        condition=models.Q(("hidden__gt", 0)), fields=["ticket_id"], name="screening_of_ticket"
                    ),
                ],
            },
        ),
    ]
