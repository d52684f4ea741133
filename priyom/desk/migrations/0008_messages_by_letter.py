import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("desk", "0007_words_of_earlier_tickets"),
    ]

    operations = [
        migrations.CreateModel(
            name="MessageLetter",
            fields=[
                ("message", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="letter", serialize=False, to="desk.message")),
                ("region_id", models.IntegerField()),
                ("address", models.CharField(max_length=320)),
                ("quoted", models.TextField(blank=True)),
                ("html", models.TextField(blank=True)),
                ("quoted_html", models.TextField(blank=True)),
                ("is_confirmed", models.BooleanField(default=False)),
                ("doubts", models.JSONField(default=list)),
            ],
        ),
    ]
