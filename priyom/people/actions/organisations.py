"""Organisations: adding, changing, moving in the tree, closing and merging."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, WrongState
from priyom.base.events import record
from priyom.people.actions.changing import apply_facts
from priyom.people.actions.contracts import hand_parties_over
from priyom.people.directory.mergers import refuse_merger
from priyom.people.directory.organisations import get_organisation
from priyom.people.models import (
    Installation,
    Integration,
    Invitation,
    MailDomain,
    Membership,
    Organisation,
    Peculiarity,
    Region,
    User,
)
from priyom.people.tree import hang, lock_tree, objection_to_place

# What the form of an organisation may say; its place in the tree and its end have actions of their own.
FACTS = frozenset({
    "code", "name", "short_name", "kind", "timezone", "phone", "address", "oid", "headcount",
})  # fmt: skip


@transaction.atomic
def create_organisation(*, by: User, region: Region, parent: Organisation | None = None, **facts: Any) -> Organisation:
    """Add an organisation to the tree."""
    _refuse_others(by)
    if unknown := set(facts) - FACTS:
        raise TypeError(f"not a fact about an organisation: {', '.join(sorted(unknown))}")
    refuse_wrong_place(facts.get("kind", Organisation.Kind.HOSPITAL), region, parent)
    organisation = Organisation.objects.create(region=region, parent=parent, **facts)
    record("organisation.created", organisation, by=by)
    return organisation


@transaction.atomic
def change_organisation(pk: int, *, by: User, **facts: Any) -> Organisation:
    """Change what is said of an organisation."""
    organisation = _organisation_to_change(pk, by=by)
    if unknown := set(facts) - FACTS:
        raise TypeError(f"not a fact about an organisation: {', '.join(sorted(unknown))}")
    refuse_wrong_place(facts.get("kind", organisation.kind), organisation.region, organisation.parent)
    changed = apply_facts(organisation, **facts)
    if changed:
        record("organisation.changed", organisation, by=by, changed=changed)
    return organisation


@transaction.atomic
def move_organisation(pk: int, *, by: User, parent: Organisation | None) -> Organisation:
    """Hang the organisation and everything below it under another parent of the same region."""
    lock_tree()
    organisation = _organisation_to_change(pk, by=by)
    if parent is not None:
        parent = Organisation.objects.select_for_update().get(pk=parent.pk)
        if parent.path.startswith(organisation.path):
            raise Invalid(errors={"parent": [_("An organisation cannot stand below itself.")]})
    refuse_wrong_place(organisation.kind, organisation.region, parent)
    if organisation.parent_id == (parent.pk if parent else None):
        return organisation
    before = organisation.parent_id
    hang(organisation, parent)
    record("organisation.moved", organisation, by=by, before=before, after=organisation.parent_id)
    return organisation


@transaction.atomic
def close_organisation(pk: int, *, by: User) -> Organisation:
    """Take the organisation out of use; nobody opens tickets for it any more, its history stays."""
    organisation = _organisation_to_change(pk, by=by)
    if not organisation.is_active:
        raise WrongState(_("This organisation is closed already."))
    if Organisation.objects.filter(parent=organisation, is_active=True).exists():
        raise WrongState(_("There is something in use below it. Close or move that first."))
    apply_facts(organisation, is_active=False)
    record("organisation.closed", organisation, by=by)
    return organisation


@transaction.atomic
def reopen_organisation(pk: int, *, by: User) -> Organisation:
    """Take a closed organisation into use again."""
    organisation = _organisation_to_change(pk, by=by)
    if organisation.merged_into_id is not None:
        raise WrongState(_("This organisation was merged into another one. Its history is there."))
    if organisation.is_active:
        raise WrongState(_("This organisation is in use already."))
    apply_facts(organisation, is_active=True)
    record("organisation.reopened", organisation, by=by)
    return organisation


@transaction.atomic
def merge_organisations(pk: int, *, by: User, into: int) -> Organisation:
    """Let one organisation live on in another: people, roles, departments and what is installed go over.

    The merged one stays as a closed card that points to the other, so that its history can be read.
    """
    lock_tree()
    # RACE: both rows are locked in the order of their ids, so that two opposite mergers wait for each other.
    for each in sorted({pk, into}):
        get_organisation(by, each, lock=True)
    source, target = _organisation_to_change(pk, by=by), _organisation_to_change(into, by=by)
    refuse_merger(source, target)
    moved = {
        "departments": _move_children(source, target),
        "people": User.objects.filter(organisation=source).update(organisation=target),
        "roles": _move_roles(source, target),
        **_move_possessions(source, target),
    }
    hand_parties_over(source, target, by=by)
    Organisation.objects.filter(merged_into=source).update(merged_into=target)
    apply_facts(source, is_active=False, merged_into=target)
    record("organisation.merged", source, by=by, into=target.pk, **moved)
    record("organisation.received", target, by=by, source=source.pk, **moved)
    return target


def refuse_wrong_place(kind: str, region: Region, parent: Organisation | None) -> None:
    """Say why an organisation of this kind cannot stand there, if so."""
    objection = objection_to_place(kind, region.pk, parent)
    if objection:
        raise Invalid(errors={"parent": [objection]})


def _organisation_to_change(pk: int, *, by: User) -> Organisation:
    organisation = get_organisation(by, pk, lock=True)
    _refuse_others(by)
    return organisation


def _refuse_others(by: User) -> None:
    if not by.may("organisations.manage"):
        raise NotAllowed(_("Only an administrator changes organisations."))


def _move_children(source: Organisation, target: Organisation) -> int:
    children = list(Organisation.objects.filter(parent=source).order_by("pk"))
    for child in children:
        if child.pk != target.pk:
            hang(child, target)
    return len(children)


def _move_roles(source: Organisation, target: Organisation) -> int:
    """Move the living roles; who has the same role there already keeps that one, and this one ends."""
    living = Membership.objects.filter(organisation=source).exclude(state=Membership.State.ENDED)
    there = set(
        Membership.objects.filter(organisation=target)
        .exclude(state=Membership.State.ENDED)
        .values_list("user_id", "role")
    )
    double = [each.pk for each in living if (each.user_id, each.role) in there]
    living.filter(pk__in=double).update(state=Membership.State.ENDED, ended_at=now())
    return living.update(organisation=target)


def _move_possessions(source: Organisation, target: Organisation) -> dict[str, int]:
    """Move what the other does not have yet; of two versions of one product the other's counts."""
    products = Installation.objects.filter(organisation=target).values_list("product_id", flat=True)
    systems = Integration.objects.filter(organisation=target).values_list("name", flat=True)
    oddities = Peculiarity.objects.filter(organisation=target).values_list("text", flat=True)
    Invitation.objects.filter(organisation=source).update(organisation=target)
    return {
        "installations": source.installations.exclude(product_id__in=list(products)).update(organisation=target),
        "integrations": source.integrations.exclude(name__in=list(systems)).update(organisation=target),
        "peculiarities": source.peculiarities.exclude(text__in=list(oddities)).update(organisation=target),
        "domains": MailDomain.objects.filter(organisation=source).update(organisation=target),
    }
