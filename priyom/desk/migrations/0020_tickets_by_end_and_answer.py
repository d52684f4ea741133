"""Tickets of a contract by when they were over and by when they were answered, for its report among a million."""

from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    dependencies = [("desk", "0019_stands_of_clocks"), ("people", "0011_days_of_calendars_as_tables")]

    operations = [
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                models.F("contract"),
                Coalesce("resolved_at", "closed_at"),
                condition=models.Q(("contract__isnull", False)),
                name="ticket_ended",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("contract__isnull", False), ("first_replied_at__isnull", False)),
                fields=["contract", "first_replied_at"],
                name="ticket_answered",
            ),
        ),
    ]
