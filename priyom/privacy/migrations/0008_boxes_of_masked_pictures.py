"""The boxes on masked pictures, and what their authors say about them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0007_requests_about_own_data"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MaskedPicture",
            fields=[
                (
                    "screened",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="masked_picture",
                        serialize=False,
                        to="privacy.screenedfile",
                    ),
                ),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("sealed_until", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("painted", models.PositiveIntegerField(default=0)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("has_failed", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("sealed_until__isnull", False)),
                        fields=["sealed_until"],
                        name="picture_sealed_until",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("painted__lte", models.F("revision"))), name="painted_what_was_asked"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PictureBox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=12)),
                ("x", models.PositiveIntegerField()),
                ("y", models.PositiveIntegerField()),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("percent", models.PositiveSmallIntegerField()),
                ("is_proved", models.BooleanField(default=False)),
                ("by_hand", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("coming", "coming"),
                            ("hidden", "hidden"),
                            ("leaving", "leaving"),
                            ("readable", "readable"),
                        ],
                        default="hidden",
                        max_length=8,
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="boxes", to="privacy.maskedpicture"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BoxPermission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("is_granted", models.BooleanField(default=False)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "box",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="permission", to="privacy.picturebox"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="picturebox",
            constraint=models.UniqueConstraint(fields=("picture", "number"), name="box_number_once"),
        ),
        migrations.AddIndex(
            model_name="boxpermission",
            index=models.Index(
                condition=models.Q(("decided_at__isnull", True)), fields=["asked_at"], name="box_permission_asked"
            ),
        ),
        migrations.AddConstraint(
            model_name="boxpermission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("is_granted", False)),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="decided_by_somebody",
            ),
        ),
    ]
