"""Stored bytes without a row are destroyed, and never those that somebody keeps or is about to keep."""

import dataclasses
import os
import time

import psycopg
import pytest
from django.db import connection, transaction

from priyom.base.models import StoredFile
from priyom.base.storage import SAFE_AGE, forget_unless_kept, path_of, store_file, sweep_files

BYTES = b"masked bytes of a picture"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.PRIYOM = dataclasses.replace(settings.PRIYOM, data_dir=tmp_path)
    settings.FILES_DIR = settings.PRIYOM.files_dir


def kept(content=BYTES):
    return path_of(store_file([content]).sha256)


def lost(content=BYTES):
    """Bytes whose transaction died after they were on the disk."""
    try:
        with transaction.atomic():
            path = kept(content)
            raise OSError("the power is gone")
    except OSError:
        return path


def age(path):
    past = time.time() - SAFE_AGE - 60
    os.utime(path, (past, past))
    return int(path.name[:2], 16)


@pytest.fixture
def elsewhere():
    """Another process's connection to the same database."""
    database = connection.settings_dict
    with psycopg.connect(
        host=database["HOST"], port=database["PORT"] or None, user=database["USER"], dbname=database["NAME"],
        password=database["PASSWORD"] or None,
    ) as other:  # fmt: skip
        yield other


@pytest.mark.django_db(transaction=True)
def test_bytes_that_lost_their_row_are_swept_up_when_no_transaction_can_still_want_them():
    path = lost()
    shelf = int(path.name[:2], 16)
    assert (sweep_files(shelf), path.exists()) == (0, True), "they are young: a transaction may still be open"

    age(path)
    assert sweep_files((shelf + 1) % 256) == 0
    assert (sweep_files(shelf), path.exists()) == (1, False)


@pytest.mark.django_db(transaction=True)
def test_bytes_with_a_row_stay_however_old():
    path = kept()
    assert (sweep_files(age(path)), path.read_bytes()) == (0, BYTES)


@pytest.mark.django_db(transaction=True)
def test_bytes_that_somebody_is_bringing_again_stay(elsewhere):
    path = lost()
    shelf = age(path)
    elsewhere.execute("SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", [f"stored file {path.name}"])
    assert (sweep_files(shelf), path.exists()) == (0, True), "an upload of the same bytes holds their name"

    elsewhere.rollback()
    assert (sweep_files(shelf), path.exists()) == (1, False)


@pytest.mark.django_db(transaction=True)
def test_whoever_stores_bytes_holds_their_name_until_the_row_is_committed(elsewhere):
    ask = "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))"
    with transaction.atomic():
        name = f"stored file {kept().name}"
        assert elsewhere.execute(ask, [name]).fetchone() == (False,)
    assert elsewhere.execute(ask, [name]).fetchone() == (True,)


@pytest.mark.django_db(transaction=True)
def test_what_is_destroyed_goes_at_once_unless_somebody_has_kept_it_again():
    path = lost()
    assert (forget_unless_kept(path.name), path.exists()) == (True, False)

    path = kept()
    assert (forget_unless_kept(path.name), path.exists()) == (False, True)
    StoredFile.objects.all().delete()
    assert (forget_unless_kept(path.name), path.exists()) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_what_was_never_written_to_its_end_is_swept_up(settings):
    part = settings.PRIYOM.files_dir / ".part-xyz"
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_bytes(b"half")
    past = time.time() - SAFE_AGE - 60
    sweep_files(0)
    assert part.exists()
    os.utime(part, (past, past))
    sweep_files(0)
    assert not part.exists()
