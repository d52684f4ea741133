"""What `doctor` says of the guard: that it does not start here, and what follows from that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004 - Django's name

from priyom.base.wording import say
from priyom.privacy.engine import Engine, GuardFailed


@register(Tags.security, deploy=True)
def guard_starts(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 — Django's signature
    **_options: Any,
) -> list[CheckMessage]:
    """Start the guard of texts once, as the first form of the day does."""
    if settings.PRIYOM.guard == "off":
        return []
    engine = Engine(unwalled_is_fine=settings.PRIYOM.preview_without_walls)
    try:
        engine.start()
    except (GuardFailed, OSError):
        told = say("the guard does not start, so nothing that people write is taken: see docs/admin/quarantine.md")
        return [Warning(told, id="privacy.W001")]
    finally:
        engine.close()
    return []
