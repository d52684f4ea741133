"""Tickets of a requester are counted by year without being read; two indexes that nothing asks are gone.

Nobody looks for parts of a subject any more (the table of words does), and who is merged into whom stands in the
partial index as well. Both were written with every change of a ticket, and the first was read whole by every VACUUM.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0023_tickets_of_one_person"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["requester", "-id"], include=["opened_at"], name="ticket_asked_by"),
        ),
        migrations.RemoveIndex(model_name="ticket", name="ticket_of_requester"),
        migrations.RemoveIndex(model_name="ticket", name="ticket_subject_words"),
        migrations.AlterField(
            model_name="ticket",
            name="merged_into",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="desk.ticket",
            ),
        ),
    ]
