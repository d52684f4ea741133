"""Of a clock that has ended nobody is told any more: such rows would fill the index of those to tell for good."""

from django.db import migrations

ENDED = """
UPDATE desk_clockstand stand SET told = stand.warned FROM desk_clock clock
WHERE clock.id = stand.clock_id AND clock.ended_at IS NOT NULL AND stand.warned > stand.told
"""


class Migration(migrations.Migration):
    dependencies = [("desk", "0020_tickets_by_end_and_answer")]
    operations = [migrations.RunSQL(ENDED, migrations.RunSQL.noop)]
