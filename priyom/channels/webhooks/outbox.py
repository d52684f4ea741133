"""From a fact to a request that was taken: a row per receiver, sent by a sweep, tried again later, given up aloud.

A delivery is claimed before it is sent and marked after: if the process dies between the receiver's 200 and our
commit, it is sent again under the same id, and the receiver drops the double.
"""

import time
from collections.abc import Sequence
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Window
from django.db.models.functions import RowNumber

from priyom.base.clock import now
from priyom.base.events import record
from priyom.base.models import Event
from priyom.base.sealing import unseal
from priyom.channels.models.webhooks import WebhookDelivery, WebhookTarget
from priyom.channels.webhooks.address import Rules, rules_of
from priyom.channels.webhooks.client import Answer, post
from priyom.channels.webhooks.content import PURPOSE, body_of, headers_of
from priyom.channels.webhooks.kinds import may_hear
from priyom.people.models import User

log = structlog.get_logger("webhooks")

# After each failed attempt, this long until the next; after the last one it is given up.
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
CLAIM = timedelta(minutes=2)  # longer than any attempt; whoever dies with a claim gives it back by this
SWEEP_SECONDS = 10.0
ROUND, TURN = 50, 5  # deliveries of a sweep, and of one receiver in it
KEPT = timedelta(days=30)


@transaction.atomic
def write_deliveries(facts: Sequence[Event]) -> int:
    """Put the facts into the outbox of everybody who asked for them; safe to run twice. Return how many."""
    targets = list(WebhookTarget.objects.filter(is_active=True).select_related("owner", "organisation"))
    owners: dict[int, User] = {}  # one person object for all their webhooks: what they may see is asked once
    rows = [
        WebhookDelivery(target=each, event=fact, kind=fact.kind, due_at=now(), written_at=now())
        for fact in facts
        for each in targets
        if fact.kind in each.kinds
        and each.region_id in {None, fact.region_id}
        and may_hear(owners.setdefault(each.owner_id, each.owner), fact, within=each.organisation)
    ]
    WebhookDelivery.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def send_due_deliveries() -> int:
    """Send what is due for as long as a sweep may take; return how many were taken."""
    until, taken, tired = time.monotonic() + SWEEP_SECONDS, 0, set[int]()
    rules = current_rules()
    for delivery_id, target_id in _waiting():
        if time.monotonic() > until:
            break
        # One receiver that is down must not hold up the others: after one failure it waits for the next sweep.
        if target_id in tired:
            continue
        answer = deliver(delivery_id, rules)
        if answer is not None and answer.is_taken:
            taken += 1
        elif answer is not None:
            tired.add(target_id)
    return taken


def deliver(delivery_id: int, rules: Rules) -> Answer | None:
    """Try one delivery now; None when somebody else is at it, or nothing had to be sent any more."""
    delivery = _claimed(delivery_id)
    return attempt(delivery, rules) if delivery else None


def attempt(delivery: WebhookDelivery, rules: Rules) -> Answer | None:
    """Send a delivery that is in our hands and note what became of it; None when nothing had to be sent any more."""
    target = delivery.target
    body = body_of(delivery) if _is_wanted(delivery) else None
    if body is None:
        WebhookDelivery.objects.filter(pk=delivery.pk).update(state=WebhookDelivery.State.DROPPED)
        return None
    secret = unseal(target.secret, purpose=PURPOSE).decode()
    answer = post(target.url, body, headers_of(delivery, secret, body, now()), rules=rules)
    _note(delivery, answer)
    return answer


def _is_wanted(delivery: WebhookDelivery) -> bool:
    """Ask the rights again: between the fact and the request the owner may have lost them."""
    target = delivery.target
    if delivery.event is None:
        return True
    return target.is_active and may_hear(target.owner, delivery.event, within=target.organisation)


def current_rules() -> Rules:
    """Return where an administrator lets requests go."""
    return rules_of(settings.PRIYOM.webhook_ports, settings.PRIYOM.webhook_networks)


def forget_old_deliveries() -> int:
    """Let go of what was delivered or given up long ago; return how many."""
    old = WebhookDelivery.objects.filter(written_at__lt=now() - KEPT).exclude(state=WebhookDelivery.State.WAITING)
    return old.delete()[0]


def _waiting() -> list[tuple[int, int]]:
    """Return what is due, the longest waiting first, of each receiver no more than its turn."""
    # However much waits for a receiver that is down, it must not fill the round.
    turn = Window(RowNumber(), partition_by="target_id", order_by="due_at")
    due = WebhookDelivery.objects.filter(state=WebhookDelivery.State.WAITING, due_at__lte=now())
    due = due.annotate(turn=turn).filter(turn__lte=TURN).order_by("due_at")
    return list(due.values_list("pk", "target_id")[:ROUND])


@transaction.atomic
def _claimed(delivery_id: int) -> WebhookDelivery | None:
    # RACE: two sweepers may have read the same list; the row's lock and its due time let one of them through.
    rows = WebhookDelivery.objects.select_for_update(skip_locked=True, of=("self",))
    rows = rows.select_related("target__owner", "target__organisation", "event__actor")
    found = rows.filter(pk=delivery_id, state=WebhookDelivery.State.WAITING, due_at__lte=now()).first()
    if found is not None:
        found.due_at = now() + CLAIM
        found.save(update_fields=["due_at"])
    return found


@transaction.atomic
def _note(delivery: WebhookDelivery, answer: Answer) -> None:
    """Write down what became of an attempt, and give up aloud after the last: once until something is taken again."""
    delivery.attempts += 1
    delivery.tried_at, delivery.status = now(), answer.status
    delivery.milliseconds, delivery.failure = answer.milliseconds, answer.failure
    if answer.is_taken:
        delivery.state = WebhookDelivery.State.DELIVERED
        WebhookTarget.objects.filter(pk=delivery.target_id).exclude(failing_since=None).update(failing_since=None)
    elif delivery.attempts > len(BACKOFF) or delivery.event_id is None:
        delivery.state = WebhookDelivery.State.GIVEN_UP
        _say_once(delivery)
    else:
        delivery.due_at = now() + BACKOFF[delivery.attempts - 1]
    delivery.save()
    log.info("webhook tried", status=answer.status, attempt=delivery.attempts, error=answer.failure)


def _say_once(delivery: WebhookDelivery) -> None:
    if delivery.event_id is None:
        return  # whoever presses «test» sees the answer
    first = WebhookTarget.objects.filter(pk=delivery.target_id, failing_since=None).update(failing_since=now())
    if first:
        record("webhook.failing", delivery.target, by=None, attempts=delivery.attempts, failure=delivery.failure)
