"""How long tickets of a topic took, measured once a day."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0016_planning_meetings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Expectation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('priority', models.PositiveSmallIntegerField()),
                ('season', models.PositiveSmallIntegerField()),
                ('solved', models.PositiveIntegerField()),
                ('median', models.DurationField()),
                ('p80', models.DurationField()),
                ('measured_at', models.DateTimeField()),
                ('topic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='desk.topic')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('topic', 'priority', 'season'), name='expectation_once')],
            },
        ),
    ]
