"""Links by mail: sign-in and password links in one table, invitations that people ask for themselves."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    dependencies = [("people", "0002_directory_search_and_details")]

    operations = [
        migrations.RenameModel("SignInLink", "AccountLink"),
        migrations.AddField(
            "accountlink",
            "purpose",
            models.CharField(
                choices=[("sign_in", "signs in"), ("password", "sets a new password")], default="sign_in", max_length=8
            ),
        ),
        migrations.AddField(
            "accountlink", "seed", models.CharField(default="", editable=False, max_length=43), preserve_default=False
        ),
        migrations.AddField(
            "invitation", "seed", models.CharField(default="", editable=False, max_length=43), preserve_default=False
        ),
        migrations.AddField("invitation", "withdrawn_at", models.DateTimeField(null=True)),
        migrations.AlterField(
            "invitation",
            "invited_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            "invitation",
            models.Index(
                fields=["organisation", "-id"],
                name="invitation_open",
                condition=models.Q(used_at__isnull=True, withdrawn_at__isnull=True),
            ),
        ),
        migrations.AddIndex("user", models.Index(Upper("email"), name="user_email")),
    ]
