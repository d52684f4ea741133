"""What `doctor` and every upgrade say of letters: mailboxes whose visits fail, answers that come to a shared domain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004 - Django's name
from django.db import connections
from django.utils import translation

from priyom.base.wording import say, speaks_russian
from priyom.channels.mailboxes.words import sentence
from priyom.channels.models import Mailbox
from priyom.people.models import Membership
from priyom.people.roles import STAFF_ROLES


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
