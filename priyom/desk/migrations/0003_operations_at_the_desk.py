"""How far a bulk change is, what an undo left alone, and an index for what waits for a date."""

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0002_topics_as_shipped"),
        ("people", "0003_links_by_mail"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="bulkchange",
            name="finished_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="bulkchange",
            name="kept",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="bulkchange",
            name="left_out",
            field=models.JSONField(default=dict),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("status", "waiting"), ("waiting_for", "date")),
                fields=["waiting_until"],
                name="ticket_waits_for_date",
            ),
        ),
    ]
