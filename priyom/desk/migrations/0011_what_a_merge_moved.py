from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0010_clocks_of_tickets")]

    operations = [
        migrations.AddField(model_name="merge", name="moved", field=models.JSONField(default=dict)),
    ]
