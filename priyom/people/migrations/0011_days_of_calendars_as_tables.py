"""A table that is brought may hold days of calendars."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0010_stamp_of_calendars'),
    ]

    operations = [
        migrations.AlterField(
            model_name='import',
            name='kind',
            field=models.CharField(choices=[('regions', 'regions'), ('organisations', 'organisations'), ('people', 'people'), ('days', 'days of calendars')], max_length=13),
        ),
    ]
