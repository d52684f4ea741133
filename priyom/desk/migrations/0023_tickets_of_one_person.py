"""One person's tickets: those a requester may still have to do with, and all that an agent has ever had."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0022_texts_that_wait_for_the_guard"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("status__in", ["new", "open", "waiting", "resolved"])),
                fields=["requester"],
                name="ticket_living_of_requester",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("assignee__isnull", False)), fields=["assignee", "-id"], name="ticket_of_agent"
            ),
        ),
    ]
