"""Every change of a calendar or of one of its days moves the stamp of the calendars."""

from django.db import migrations

TABLES = ("people_workcalendar", "people_calendarday")
MOVED_BY = "AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE"


def _trigger(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER moves_calendars {MOVED_BY} ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION base_move_stamp('calendars')",
        f"DROP TRIGGER moves_calendars ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0009_teams_say_when_they_pass_on"), ("base", "0006_stamps")]
    operations = [
        *(_trigger(table) for table in TABLES),
        migrations.RunSQL(
            "INSERT INTO base_stamp (name, value) VALUES ('calendars', gen_random_uuid()) ON CONFLICT DO NOTHING",
            migrations.RunSQL.noop,
        ),
    ]
