"""How long tickets of a topic took is measured once a day, and every process keeps it as of a stamp."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0016_planning_meetings'),
        ('base', '0006_stamps'),
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
        migrations.RunSQL(
            "CREATE TRIGGER moves_expectations AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON desk_expectation "
            "FOR EACH STATEMENT EXECUTE FUNCTION base_move_stamp('expectations')",
            "DROP TRIGGER moves_expectations ON desk_expectation",
        ),
        migrations.RunSQL(
            "INSERT INTO base_stamp (name, value) VALUES ('expectations', gen_random_uuid()) ON CONFLICT DO NOTHING",
            migrations.RunSQL.noop,
        ),
    ]
