from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('privacy', '0003_decisions_about_the_guard'),
    ]

    operations = [
        migrations.CreateModel(
            name='TicketPeople',
            fields=[
                ('ticket_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('sealed_key', models.BinaryField(null=True)),
                ('numbers', models.JSONField(default=dict)),
                ('patients', models.JSONField(default=list)),
                ('highest', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name='screenedfile',
            name='attempts',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='screenedfile',
            name='hidden',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='screenedfile',
            name='reason',
            field=models.CharField(blank=True, db_default='', default='', max_length=40),
        ),
        migrations.AddField(
            model_name='screenedfile',
            name='settled_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='screenedfile',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['received_at'], name='file_in_quarantine'),
        ),
    ]
