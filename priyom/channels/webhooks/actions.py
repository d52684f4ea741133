"""Webhooks: set up, changed, given another secret, tried out, sent again, removed."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, WrongState
from priyom.base.events import record
from priyom.base.sealing import seal, unseal
from priyom.channels.models.webhooks import WebhookDelivery, WebhookTarget
from priyom.channels.webhooks.address import Refused, destination, parts_of
from priyom.channels.webhooks.content import PURPOSE, TEST, new_secret
from priyom.channels.webhooks.kinds import offered
from priyom.channels.webhooks.outbox import CLAIM, attempt, current_rules
from priyom.channels.webhooks.queries import failure_words, get_delivery, get_target
from priyom.people.models import Organisation, Region, User
from priyom.people.permissions import may_see_organisation
from priyom.people.reach import reach_of

MOST = 100
FACTS = frozenset({"name", "url", "owner", "kinds", "region", "organisation", "is_active"})


@transaction.atomic
def create_target(
    *, by: User, name: str, url: str, owner: User, kinds: list[str], region: Region | None = None,
    organisation: Organisation | None = None,
) -> WebhookTarget:  # fmt: skip
    """Let another program be told; its secret is made here."""
    _refuse_others(by)
    if WebhookTarget.objects.count() >= MOST:
        raise WrongState(_("There are a hundred webhooks already. Remove one first."))
    facts = {"name": name, "url": url, "owner": owner, "kinds": kinds, "region": region, "organisation": organisation}
    _refuse_bad_facts(facts)
    target = WebhookTarget.objects.create(
        **facts, secret=seal(new_secret().encode(), purpose=PURPOSE), created_by=by, created_at=now()
    )
    record("webhook.created", target, by=by, user=owner.pk, kinds=kinds)
    return target


@transaction.atomic
def change_target(pk: int, *, by: User, **facts: Any) -> WebhookTarget:
    """Change what is said of a webhook; what is not named stays as it is."""
    target = get_target(by, pk, lock=True)
    _refuse_others(by)
    if unknown := set(facts) - FACTS:
        raise TypeError(f"not a fact about a webhook: {', '.join(sorted(unknown))}")
    _refuse_bad_facts({name: getattr(target, name) for name in FACTS} | facts)
    changed = sorted(name for name, value in facts.items() if getattr(target, name) != value)
    for name in changed:
        setattr(target, name, facts[name])
    if changed:
        target.save(update_fields=changed)
        record("webhook.changed", target, by=by, fields=changed)
    return target


@transaction.atomic
def remove_target(pk: int, *, by: User) -> None:
    """Tell the program nothing more; what was to be sent is dropped with it."""
    target = get_target(by, pk, lock=True)
    _refuse_others(by)
    record("webhook.removed", target, by=by)
    target.delete()


@transaction.atomic
def renew_secret(pk: int, *, by: User) -> WebhookTarget:
    """Give the webhook another secret; the old one signs nothing from now on."""
    target = get_target(by, pk, lock=True)
    _refuse_others(by)
    target.secret = seal(new_secret().encode(), purpose=PURPOSE)
    target.save(update_fields=["secret"])
    record("webhook.secret_renewed", target, by=by)
    return target


def secret_of(target: WebhookTarget) -> str:
    """Return the secret in clear: for the one page and the one answer that follow its making."""
    return unseal(bytes(target.secret), purpose=PURPOSE).decode()


def try_target(pk: int, *, by: User) -> WebhookDelivery:
    """Send a test at once and return what became of it."""
    return attempt_test(write_test(pk, by=by).pk, by=by)


@transaction.atomic
def write_test(pk: int, *, by: User) -> WebhookDelivery:
    """Write a test down; it is in our hands already, so that no sweep takes it."""
    target = get_target(by, pk)
    _refuse_others(by)
    record("webhook.tested", target, by=by)
    return WebhookDelivery.objects.create(target=target, kind=TEST, due_at=now() + CLAIM, written_at=now())


def attempt_test(pk: int, *, by: User) -> WebhookDelivery:
    """Send a test that was written down, once, and return what became of it. Outside of any transaction: it may take
    seconds until the other side answers."""
    delivery = get_delivery(by, pk)
    if delivery.attempts == 0:
        attempt(delivery, current_rules())
        delivery.refresh_from_db()
    return delivery


@transaction.atomic
def send_again(pk: int, *, by: User) -> WebhookDelivery:
    """Put a delivery into the outbox once more, under its old id: who has it already will know it."""
    delivery = get_delivery(by, pk, lock=True)
    _refuse_others(by)
    if delivery.state == WebhookDelivery.State.WAITING:
        raise WrongState(_("This delivery is on its way already."))
    if delivery.event_id is None:
        raise WrongState(_("A test is not sent again. Send a new one."))
    delivery.state, delivery.attempts, delivery.due_at = WebhookDelivery.State.WAITING, 0, now()
    delivery.save(update_fields=["state", "attempts", "due_at"])
    record("webhook.sent_again", delivery.target, by=by, delivery=delivery.pk)
    return delivery


def _refuse_others(by: User) -> None:
    if not by.may("settings.manage"):
        raise NotAllowed(_("Only administrators can do this."))


def _refuse_bad_facts(facts: dict[str, Any]) -> None:
    errors = {name: [str(sentence)] for name, sentence in _wrong_in(facts) if sentence}
    if errors:
        raise Invalid(errors=errors)


def _wrong_in(facts: dict[str, Any]) -> list[tuple[str, Any]]:
    owner, region, organisation = facts["owner"], facts["region"], facts["organisation"]
    reach = reach_of(owner)
    beyond = _("The owner does not see this.")
    return [
        ("name", "" if facts["name"].strip() else _("Say what it is for.")),
        ("url", _wrong_address(facts["url"])),
        ("owner", _("This account cannot own a webhook.") if not owner.is_active or owner.is_system else ""),
        (
            "kinds",
            "" if facts["kinds"] and set(facts["kinds"]) <= offered().keys() else _("Choose what it is told of."),
        ),
        ("region", beyond if region and not (reach.everything or region.pk in reach.region_ids) else ""),
        ("organisation", beyond if organisation and not may_see_organisation(owner, organisation) else ""),
    ]


def _wrong_address(url: str) -> Any:
    """Say what is wrong with an address as far as it can be told without asking for its name."""
    try:
        host = parts_of(url, current_rules())[1]
        if host.replace(".", "").isdigit() or ":" in host:
            destination(url, current_rules())
    except Refused as refused:
        return failure_words(refused.reason)
    return ""
