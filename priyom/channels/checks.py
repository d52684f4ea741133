"""What `doctor` and every upgrade say of letters: mailboxes whose visits fail, answers that come to a shared domain,
a receiver that takes letters unencrypted from other machines or has a certificate that nobody accepts any more.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004 - Django's name
from django.db import connections
from django.utils import translation

from priyom.base.clock import now
from priyom.base.config import Config
from priyom.base.wording import Refusal, say, speaks_russian
from priyom.channels.mailboxes.words import sentence
from priyom.channels.models import Mailbox
from priyom.channels.receiver.certificate import Certificate
from priyom.people.models import Membership
from priyom.people.roles import STAFF_ROLES

RENEW_BEFORE = timedelta(days=14)


@register(Tags.database)
def mailboxes_answer(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 — Django's signature
    databases: Sequence[str] | None = None,
    **_options: Any,
) -> list[CheckMessage]:
    """Name each mailbox that could not be read when it was last visited, and why."""
    if not databases or Mailbox._meta.db_table not in connections["default"].introspection.table_names():
        return []
    failing = Mailbox.objects.filter(is_active=True, failures__gt=0).order_by("pk")
    with translation.override("ru" if speaks_russian() else "en"):
        told = [say("{address}: {reason}", address=each.address, reason=sentence(each.failure)) for each in failing]
    return [Warning(text, id="channels.W001") for text in told]


@register(Tags.database, deploy=True)
def answers_come_elsewhere(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 — Django's signature
    databases: Sequence[str] | None = None,
    **_options: Any,
) -> list[CheckMessage]:
    """Say when letters about tickets come to the domain at which colleagues have their mail.

    SECURITY: whoever registers somewhere with a ticket's address reads the answer in the ticket, and passes for one
    of us.
    """
    if not databases or Membership._meta.db_table not in connections["default"].introspection.table_names():
        return []
    domain = settings.PRIYOM.answers.rpartition("@")[2]
    staff = Membership.objects.filter(role__in=STAFF_ROLES, state=Membership.State.ACTIVE)
    if not staff.filter(user__email__iendswith=f"@{domain}").exists():
        return []
    told = say(
        "answers come to {domain}, where colleagues have their mail: give reply_address a domain of its own",
        domain=domain,
    )
    return [Warning(told, id="channels.W002")]


@register(Tags.database, deploy=True)
def letters_come_encrypted(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 — Django's signature
    databases: Sequence[str] | None = None,
    **_options: Any,
) -> list[CheckMessage]:
    """Say when other machines hand letters over in the open, or with a certificate that is broken or ends soon."""
    config = settings.PRIYOM
    if not databases or config.intake == "off":
        return []
    if not config.intake_certificate:
        return [] if _is_of_this_machine(config.intake_listen) else [Warning(_open_to_all(config), id="channels.W003")]
    try:
        Certificate.of(config)
        ends = _ends_at(config)
    except (Refusal, ValueError) as refusal:
        return [Warning(str(refusal), id="channels.W004")]
    if ends > now() + RENEW_BEFORE:
        return []
    told = say("the receiver's certificate ends on {day}: renew it", day=f"{ends:%Y-%m-%d}")
    return [Warning(told, id="channels.W005")]


def _open_to_all(config: Config) -> str:
    return say(
        "letters come to {address} unencrypted: set intake_certificate and intake_key, or listen on 127.0.0.1",
        address=f"{config.intake_listen}:{config.intake_port}",
    )


def _is_of_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _ends_at(config: Config) -> datetime:
    """Return when the certificate itself ends; the first one in the file is the receiver's own."""
    return x509.load_pem_x509_certificates(Path(config.intake_certificate).read_bytes())[0].not_valid_after_utc
