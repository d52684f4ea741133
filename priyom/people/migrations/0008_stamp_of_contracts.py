"""Every change of a contract or of what belongs to one moves the stamp of the contracts."""

from django.db import migrations

TABLES = (
    "people_contract",
    "people_contract_products",
    "people_contractparty",
    "people_servicelevel",
    "people_target",
    "people_criticalsign",
    "people_rung",
)
MOVED_BY = "AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE"


def _trigger(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER moves_contracts {MOVED_BY} ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION base_move_stamp('contracts')",
        f"DROP TRIGGER moves_contracts ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0007_contracts_and_calendars"), ("base", "0006_stamps")]
    operations = [
        *(_trigger(table) for table in TABLES),
        migrations.RunSQL(
            "INSERT INTO base_stamp (name, value) VALUES ('contracts', gen_random_uuid()) ON CONFLICT DO NOTHING",
            migrations.RunSQL.noop,
        ),
    ]
