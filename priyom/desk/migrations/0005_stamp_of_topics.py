"""Every change of a topic, a question or a team moves the stamp of the taxonomy; a ticket's number comes back at once."""

from django.db import migrations

import priyom.base.functions

TABLES = ("desk_topic", "desk_topicfield", "people_team")
MOVED_BY = "AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE"


def _trigger(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER moves_taxonomy {MOVED_BY} ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION base_move_stamp('taxonomy')",
        f"DROP TRIGGER moves_taxonomy ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("desk", "0004_open_tickets_by_topic"), ("base", "0006_stamps")]
    operations = [
        *(_trigger(table) for table in TABLES),
        migrations.RunSQL(
            "INSERT INTO base_stamp (name, value) VALUES ('taxonomy', gen_random_uuid()) ON CONFLICT DO NOTHING",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="ticket",
            name="number",
            field=priyom.base.functions.NumberField(
                db_default=priyom.base.functions.NextValue("desk_ticket_number"), editable=False, unique=True
            ),
        ),
    ]
