"""Findings of a file, and looks older than their term, are found among millions without reading all of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0010_terms_and_acts_of_destruction"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="filelook",
            index=models.Index(fields=["looked_at"], name="file_look_at"),
        ),
        migrations.AddIndex(
            model_name="screening",
            index=models.Index(
                condition=models.Q(("file_id__isnull", False)), fields=["file_id"], name="screening_of_file"
            ),
        ),
    ]
