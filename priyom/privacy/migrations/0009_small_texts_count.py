"""What is found in small texts counts, too: a row says with which fact its text was kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0008_boxes_of_masked_pictures"),
    ]

    operations = [
        migrations.AddField(
            model_name="screening",
            name="part",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
    ]
