"""A POST that may be repeated: the same Idempotency-Key is the same piece of work, done once.

What is kept for seven days is an HMAC of the request, the status and the number it came to; never what was sent.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from psycopg.errors import LockNotAvailable

from priyom.base.clock import now
from priyom.base.errors import Invalid, WrongState
from priyom.base.models import IdempotencyRecord
from priyom.base.sealing import keyed_digest

MAX_KEY = 200
HEADER = "Idempotency-Key"
KEPT = timedelta(days=7)
CREATED = 201
SPARE_BITS = 128 - 63


def once(request: HttpRequest, make: Callable[[], int]) -> int:
    """Do a POST once per Idempotency-Key and return the number it came to, the first time and every other time.

    The record is written in the transaction of the work, so a crash leaves neither; a second request with the same
    key waits for the first one and gets its number, or 422 when it asks for something else.
    """
    key = request.headers.get(HEADER, "").strip()
    if not key:
        return make()
    if len(key) > MAX_KEY or not key.isprintable():
        raise Invalid(
            _("The Idempotency-Key cannot be used."), errors={HEADER: [_("At most 200 printable characters.")]}
        )
    mac = keyed_digest(_spoken(request), purpose="idempotency")
    asked = {"user_id": request.user.pk, "key": key}
    try:
        return _first_time(asked | {"request_mac": mac}, make)
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise WrongState(_("The first request with this key is still being worked on.")) from error
        raise
    except IntegrityError:
        # RACE: somebody holds this key already; the unique index made us wait until they were done.
        record = IdempotencyRecord.objects.filter(**asked).first()
        if record is None or record.number is None:
            raise
    if record.request_mac != mac:
        raise Invalid(
            _("This Idempotency-Key was used for another request."),
            errors={HEADER: [_("Use a new key for a new request.")]},
        )
    return record.number


def forget_old_records() -> int:
    """Let go of the records whose seven days are over; return how many."""
    return IdempotencyRecord.objects.filter(created_at__lt=now() - KEPT).delete()[0]


@transaction.atomic
def _first_time(asked: dict[str, Any], make: Callable[[], int]) -> int:
    record = IdempotencyRecord.objects.create(**asked, status=0, created_at=now())
    record.number = make()
    record.status = CREATED
    record.save(update_fields=["number", "status"])
    return record.number


def number_for(key: UUID) -> int:
    """Return a random id as a number that can be remembered: its first 63 bits, which no other one shares."""
    return key.int >> SPARE_BITS


def ids_behind(number: int) -> tuple[UUID, UUID]:
    """Return the first and the last id that begin with these bits."""
    return UUID(int=number << SPARE_BITS), UUID(int=((number + 1) << SPARE_BITS) - 1)


def _spoken(request: HttpRequest) -> bytes:
    """Return what tells this request from another one; of files their digests, so that no upload is held twice."""
    what = [str(request.method).encode(), request.get_full_path().encode()]
    if request.content_type != "multipart/form-data":
        return b"\0".join([*what, request.body])
    # A repeated multipart request has another boundary, so its parts are compared, not its bytes.
    for name, values in sorted(request.POST.lists()):
        what += [name.encode(), *(value.encode() for value in values)]
    for name, files in sorted(request.FILES.lists()):
        what += [name.encode(), *((each.name or "").encode() + _digest_of(each) for each in files)]
    return b"\0".join(what)


def _digest_of(file: UploadedFile) -> bytes:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.digest()
