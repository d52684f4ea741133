"""How far what was kept before has been read once more, and who looked at which file."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("privacy", "0005_screenings"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name="RescreenMark",
            fields=[
                ("stock", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("last", models.CharField(blank=True, max_length=40)),
                ("seen", models.BigIntegerField(default=0)),
                ("changed", models.BigIntegerField(default=0)),
                ("unread", django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=40), default=list, size=None
                )),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="FileLook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_id", models.UUIDField()),
                ("user", models.ForeignKey(
                    db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+",
                    to=settings.AUTH_USER_MODEL,
                )),
                ("how", models.CharField(max_length=8)),
                ("region_id", models.IntegerField(null=True)),
                ("slot", models.BigIntegerField()),
                ("looked_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["user", "-id"], name="file_look_of_user")],
                "constraints": [models.UniqueConstraint(
                    fields=("file_id", "user", "how", "slot"), name="file_look_once_in_ten_minutes"
                )],
            },
        ),
    ]  # fmt: skip
