"""What nobody did needs no place in the index by person: a sweep writes thousands of such facts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("base", "0007_reactions_that_run_together")]
    operations = [
        migrations.RemoveIndex(model_name="event", name="event_actor"),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("actor__isnull", False)), fields=["actor", "-id"], name="event_actor"
            ),
        ),
    ]
