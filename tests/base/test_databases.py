"""How long anybody waits for the database: people seconds, workers minutes, and nobody for ever."""

from django.conf import settings
from django.db import connection

from priyom.base.config import load_config
from priyom.base.databases import be_patient, database_settings


def shown(name):
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return cursor.fetchone()[0]


def test_a_page_waits_seconds_and_a_worker_minutes(transactional_db):
    connection.close()
    assert [shown(name) for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")] == [
        "10s",
        "3s",
        "15s",
    ]
    be_patient(connection)
    assert [shown(name) for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")] == [
        "5min",
        "3s",
        "5min",
    ]
    connection.close()


def test_a_server_that_is_gone_without_a_word_is_noticed(tmp_path):
    asked = {"PRIYOM_DATA_DIR": str(tmp_path), "DATABASE_URL": "postgresql://a@db.example/x?connect_timeout=3"}
    options = database_settings(load_config(asked))["OPTIONS"]
    assert (options["connect_timeout"], options["tcp_user_timeout"]) == ("3", 30_000)
    assert settings.DATABASES["default"]["OPTIONS"]["connect_timeout"] == 10
