"""Let the audit trail find rare kinds of events without reading all of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("base", "0003_cache_table")]

    operations = [
        migrations.AddIndex("event", models.Index(fields=["kind", "-id"], name="event_kind")),
    ]
