"""Lists of what is open are read in their order, whatever their length: what presses first stands first in the index."""

from django.db import migrations, models
from django.db.models.functions import Coalesce

IS_OPEN = models.Q(("status__in", ["new", "open", "waiting"]))
ORDER = (
    models.Case(
        models.When(awaiting_us_since__isnull=False, then=models.Value(0)),
        models.When(status="waiting", then=models.Value(2)),
        default=models.Value(1),
        output_field=models.IntegerField(),
    ),
    "priority",
    Coalesce("awaiting_us_since", "changed_at"),
    "id",
)


class Migration(migrations.Migration):
    dependencies = [("desk", "0008_messages_by_letter")]
    operations = [
        migrations.RemoveIndex("ticket", "ticket_open_of_agent"),
        *[
            migrations.AddIndex("ticket", models.Index(*first, *ORDER, condition=IS_OPEN, name=name))
            for name, first in (
                ("ticket_pressing_of_agent", ["assignee"]),
                ("ticket_pressing_of_team", ["team"]),
                ("ticket_pressing", []),
            )
        ],
    ]
