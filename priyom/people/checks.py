"""What must not be true of people in real work: asked by `check --deploy`, `doctor` and every upgrade."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from priyom.base.wording import say
from priyom.people.models import User


@register(Tags.database, deploy=True)
def no_demo_accounts(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 — Django's signature
    databases: Sequence[str] | None = None,
    **_options: Any,
) -> list[CheckMessage]:
    """SECURITY: everybody knows the passwords of the demo; real work must not begin beside them."""
    if settings.PRIYOM.demo or not databases:
        return []
    if User._meta.db_table not in connections["default"].introspection.table_names():
        return []
    count = User.objects.filter(is_demo=True).count()
    if not count:
        return []
    told = say(
        "this desk holds {count} demo accounts whose passwords everybody knows: "
        "begin real work in a new data folder (--data), or set demo = true",
        count=count,
    )
    return [Error(told, id="people.E001")]
