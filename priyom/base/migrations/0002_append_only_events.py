"""Events never change: a trigger refuses, except in a transaction that has declared an erasure."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION base_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('priyom.erasing', true) = 'on'
       AND to_jsonb(NEW) - 'details' = to_jsonb(OLD) - 'details' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'events are append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER base_event_append_only BEFORE UPDATE OR DELETE ON base_event
    FOR EACH ROW EXECUTE FUNCTION base_event_is_append_only();
CREATE TRIGGER base_event_no_truncate BEFORE TRUNCATE ON base_event
    FOR EACH STATEMENT EXECUTE FUNCTION base_event_is_append_only();
"""
BACKWARD = """
DROP TRIGGER base_event_no_truncate ON base_event;
DROP TRIGGER base_event_append_only ON base_event;
DROP FUNCTION base_event_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
