"""People's requests about their own data, without the people."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0006_rescreening_and_looks_at_files"), migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]  # fmt: skip
    operations = [
        migrations.CreateModel(
            name="SubjectRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=8, choices=[
                    ("access", "what is held about the person"), ("erasure", "to erase the data"),
                    ("correct", "to correct the data"), ("stop", "to stop processing"),
                ])),
                ("reference", models.CharField(max_length=80)),
                ("received_on", models.DateField()),
                ("due_on", models.DateField()),
                ("is_prolonged", models.BooleanField(default=False)),
                ("state", models.CharField(default="open", max_length=8, choices=[
                    ("open", "to be answered"), ("done", "answer given"), ("refused", "refused with reasons"),
                ])),
                ("searches", models.PositiveIntegerField(default=0)),
                ("found", models.JSONField(default=dict)),
                ("destroyed", models.JSONField(default=dict)),
                ("answer", models.CharField(blank=True, max_length=500)),
                ("registered_by", models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                )),
                ("registered_at", models.DateTimeField()),
                ("closed_by", models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                    to=settings.AUTH_USER_MODEL,
                )),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={"indexes": [models.Index(fields=["state", "due_on"], name="subject_request_due")]},
        ),
    ]  # fmt: skip
