"""Webhooks as their page and the API show them."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from priyom.base.errors import NotVisible
from priyom.channels.models.webhooks import WebhookDelivery, WebhookTarget
from priyom.people.models import User

SHOWN = 50
FAILURES: dict[str, Any] = {
    "address": gettext_lazy("Write the address the usual way: https://name/path, without a password."),
    "port": gettext_lazy("This port is not among those that the configuration allows."),
    "unknown_host": gettext_lazy("Nobody knows this host name."),
    "forbidden": gettext_lazy("The address is neither public nor in the networks that the configuration allows."),
    "redirect": gettext_lazy("The other side sent us elsewhere. We follow nobody."),
    "status": gettext_lazy("The other side did not take it."),
    "tls": gettext_lazy("The certificate of the other side is not valid."),
    "timeout": gettext_lazy("The other side did not answer in time."),
    "connection": gettext_lazy("The other side could not be reached."),
}


def failure_words(reason: str) -> Any:
    """Return why a delivery failed, in a sentence."""
    return FAILURES.get(reason, reason)


def targets_of(user: User) -> QuerySet[WebhookTarget]:
    """Return every webhook, for those who watch over deliveries."""
    if not user.may("deliveries.read"):
        return WebhookTarget.objects.none()
    return WebhookTarget.objects.select_related("owner", "region", "organisation")


def target_rows(user: User) -> QuerySet[WebhookTarget]:
    """Return the webhooks with how many deliveries wait."""
    waiting = Count("deliveries", filter=Q(deliveries__state=WebhookDelivery.State.WAITING))
    return targets_of(user).annotate(waiting=waiting).order_by("pk")


def get_target(user: User, pk: int, *, lock: bool = False) -> WebhookTarget:
    """Return the webhook, or say that there is none."""
    rows = targets_of(user)
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=pk).first()
    if found is None:
        raise NotVisible(_("There is no such webhook, or it is not open to you."))
    return found


def deliveries_of(target: WebhookTarget, *, before: int | None = None, limit: int = SHOWN) -> list[WebhookDelivery]:
    """Return what was sent to the webhook, the newest first."""
    rows = target.deliveries.order_by("-pk")
    return list((rows.filter(pk__lt=before) if before is not None else rows)[:limit])


def get_delivery(user: User, pk: int, *, lock: bool = False) -> WebhookDelivery:
    """Return a delivery of a webhook that the person may see."""
    rows = WebhookDelivery.objects.filter(target__in=targets_of(user).order_by().values("pk"))
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=pk).first()
    if found is None:
        raise NotVisible(_("There is no such delivery, or it is not open to you."))
    return found
