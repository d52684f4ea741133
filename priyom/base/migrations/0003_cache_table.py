"""The table behind Django's cache: limits on guessing must hold for every process at once."""

from django.db import migrations

FORWARD = """
CREATE UNLOGGED TABLE base_cache (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
);
CREATE INDEX base_cache_expires ON base_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("base", "0002_append_only_events")]
    operations = [migrations.RunSQL(FORWARD, "DROP TABLE base_cache")]
