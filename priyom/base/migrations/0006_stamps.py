"""Stamps, and the trigger that moves one: ``EXECUTE FUNCTION base_move_stamp('its name')``."""

from django.db import migrations, models

MOVE = """
CREATE FUNCTION base_move_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO base_stamp (name, value) VALUES (TG_ARGV[0], gen_random_uuid())
    ON CONFLICT (name) DO UPDATE SET value = excluded.value;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("base", "0005_takeovers")]
    operations = [
        migrations.CreateModel(
            name="Stamp",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("value", models.UUIDField()),
            ],
        ),
        migrations.RunSQL(MOVE, "DROP FUNCTION base_move_stamp() CASCADE"),
    ]
