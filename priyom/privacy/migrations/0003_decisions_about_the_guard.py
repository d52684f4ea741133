"""What is decided about the guard, and a stamp that moves with it and with the names of one's own agents."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

MOVED_BY = "AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE"
# Of people only their names and whether they still work here: signing in must not move anything.
TABLES = {
    "privacy_guarddecision": MOVED_BY,
    "privacy_guardentry": MOVED_BY,
    "people_membership": MOVED_BY,
    "people_user": "AFTER UPDATE OF last_name, first_name, middle_name, is_active, is_machine",
}


def _trigger(table, moved_by):
    return migrations.RunSQL(
        f"CREATE TRIGGER moves_guard {moved_by} ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION base_move_stamp('guard')",
        f"DROP TRIGGER moves_guard ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0007_reactions_that_run_together"),
        ("people", "0011_days_of_calendars_as_tables"),
        ("privacy", "0002_preview"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="GuardDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.OneToOneField(
                    null=True, on_delete=django.db.models.deletion.CASCADE, related_name="guard_decision",
                    to="people.organisation",
                )),
                ("readable", django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=12), default=list, size=None
                )),
                ("releases_checked", models.BooleanField(default=False)),
                ("decided_by", models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                )),
                ("decided_at", models.DateTimeField()),
            ],
            options={"constraints": [models.UniqueConstraint(
                fields=("organisation",), name="one_decision_about_the_guard", nulls_distinct=False
            )]},
        ),
        migrations.CreateModel(
            name="GuardEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.ForeignKey(
                    db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE,
                    related_name="guard_entries", to="people.organisation",
                )),
                ("kind", models.CharField(max_length=12, choices=[
                    ("telephone", "telephone"), ("mailbox", "e-mail address or @domain"),
                    ("institution", "name of an institution"), ("person", "person whose name is public"),
                    ("surname", "local name"),
                ])),
                ("written", models.CharField(max_length=120)),
                ("key", models.CharField(max_length=120)),
                ("added_by", models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                )),
                ("added_at", models.DateTimeField()),
            ],
            options={"constraints": [models.UniqueConstraint(
                fields=("organisation", "kind", "key"), name="guard_entry_once", nulls_distinct=False
            )]},
        ),
        *(_trigger(table, moved_by) for table, moved_by in TABLES.items()),
        migrations.RunSQL(
            "INSERT INTO base_stamp (name, value) VALUES ('guard', gen_random_uuid()) ON CONFLICT DO NOTHING",
            migrations.RunSQL.noop,
        ),
    ]  # fmt: skip
