"""What runs at an organisation and what is different there: products, exchanges, oddities, mail domains."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from priyom.base.errors import Invalid, NotAllowed, NotVisible
from priyom.base.events import record
from priyom.people.actions.changing import apply_facts
from priyom.people.directory.organisations import get_organisation
from priyom.people.models import (
    Component,
    Installation,
    Integration,
    MailDomain,
    Organisation,
    Peculiarity,
    Product,
    User,
)
from priyom.people.permissions import may_manage_installations
from priyom.people.written import fit

Thing = TypeVar("Thing", bound=models.Model)


@transaction.atomic
def install_product(
    organisation_pk: int,
    *,
    by: User,
    product: Product,
    version: str,
    installed_at: datetime | None = None,
    components: Sequence[Component] = (),
    note: str = "",
) -> Installation:
    """Write down that a product runs at the organisation."""
    organisation = _organisation(organisation_pk, by=by)
    if Installation.objects.filter(organisation=organisation, product=product).exists():
        raise Invalid(errors={"product": [_("This product is written down here already. Change its version.")]})
    installation = Installation.objects.create(
        organisation=organisation, product=product, version=version, installed_at=installed_at, note=fit(note)
    )
    installation.components.set(_of_product(components, product))
    record("installation.added", organisation, by=by, product=product.code, after=version)
    return installation


@transaction.atomic
def change_installation(
    organisation_pk: int,
    installation_pk: int,
    *,
    by: User,
    version: str,
    installed_at: datetime | None,
    components: Sequence[Component],
    note: str,
) -> Installation:
    """Write down another version, day, or set of modules of a product that runs there."""
    organisation = _organisation(organisation_pk, by=by)
    installation = get_belonging(Installation, organisation, installation_pk)
    before = installation.version
    changed = apply_facts(installation, version=version, installed_at=installed_at, note=fit(note))
    chosen = _of_product(components, installation.product)
    if {each.pk for each in chosen} != set(installation.components.values_list("pk", flat=True)):
        installation.components.set(chosen)
        changed.append("components")
    if changed:
        record(
            "installation.changed", organisation, by=by,
            product=installation.product.code, before=before, after=version, parts=changed,
        )  # fmt: skip
    return installation


@transaction.atomic
def remove_installation(organisation_pk: int, installation_pk: int, *, by: User) -> Organisation:
    """Write down that a product no longer runs there."""
    organisation = _organisation(organisation_pk, by=by)
    installation = get_belonging(Installation, organisation, installation_pk)
    record(
        "installation.removed",
        organisation,
        by=by,
        product=installation.product.code,
        before=installation.version,
    )
    installation.delete()
    return organisation


@transaction.atomic
def add_integration(organisation_pk: int, *, by: User, name: str, details: str) -> Integration:
    """Write down another system that the organisation exchanges with."""
    organisation = _organisation(organisation_pk, by=by)
    integration = Integration.objects.create(organisation=organisation, name=fit(name), details=fit(details))
    record("integration.added", organisation, by=by, integration=integration.pk)
    return integration


@transaction.atomic
def change_integration(organisation_pk: int, integration_pk: int, *, by: User, name: str, details: str) -> Integration:
    """Correct what is written about an exchange."""
    organisation = _organisation(organisation_pk, by=by)
    integration = get_belonging(Integration, organisation, integration_pk)
    if apply_facts(integration, name=fit(name), details=fit(details)):
        record("integration.changed", organisation, by=by, integration=integration.pk)
    return integration


@transaction.atomic
def remove_integration(organisation_pk: int, integration_pk: int, *, by: User) -> Organisation:
    """Write down that the organisation no longer exchanges with a system."""
    organisation = _organisation(organisation_pk, by=by)
    get_belonging(Integration, organisation, integration_pk).delete()
    record("integration.removed", organisation, by=by, integration=integration_pk)
    return organisation


@transaction.atomic
def add_peculiarity(organisation_pk: int, *, by: User, text: str, since: date | None) -> Peculiarity:
    """Write down what is different there."""
    organisation = _organisation(organisation_pk, by=by)
    peculiarity = Peculiarity.objects.create(organisation=organisation, text=fit(text), since=since)
    record("peculiarity.added", organisation, by=by, peculiarity=peculiarity.pk)
    return peculiarity


@transaction.atomic
def change_peculiarity(
    organisation_pk: int, peculiarity_pk: int, *, by: User, text: str, since: date | None
) -> Peculiarity:
    """Correct what is written about a peculiarity."""
    organisation = _organisation(organisation_pk, by=by)
    peculiarity = get_belonging(Peculiarity, organisation, peculiarity_pk)
    if apply_facts(peculiarity, text=fit(text), since=since):
        record("peculiarity.changed", organisation, by=by, peculiarity=peculiarity.pk)
    return peculiarity


@transaction.atomic
def remove_peculiarity(organisation_pk: int, peculiarity_pk: int, *, by: User) -> Organisation:
    """Write down that something is no longer different there."""
    organisation = _organisation(organisation_pk, by=by)
    get_belonging(Peculiarity, organisation, peculiarity_pk).delete()
    record("peculiarity.removed", organisation, by=by, peculiarity=peculiarity_pk)
    return organisation


@transaction.atomic
def add_mail_domain(organisation_pk: int, *, by: User, domain: str) -> MailDomain:
    """Let people with addresses of the domain ask to join the organisation."""
    organisation = get_organisation(by, organisation_pk, lock=True)
    _refuse_others(by)
    try:
        with transaction.atomic():
            found = MailDomain.objects.create(organisation=organisation, domain=domain.lower())
    except IntegrityError as clash:
        raise Invalid(errors={"domain": [_("This mail domain belongs to another organisation.")]}) from clash
    record("domain.added", organisation, by=by, domain=found.pk)
    return found


@transaction.atomic
def remove_mail_domain(organisation_pk: int, domain_pk: int, *, by: User) -> Organisation:
    """Let nobody else join by the domain; who has joined stays."""
    organisation = get_organisation(by, organisation_pk, lock=True)
    _refuse_others(by)
    get_belonging(MailDomain, organisation, domain_pk).delete()
    record("domain.removed", organisation, by=by, domain=domain_pk)
    return organisation


def get_belonging(model: type[Thing], organisation: Organisation, pk: int) -> Thing:
    """Return the thing if it belongs to the organisation."""
    found = model._default_manager.filter(organisation=organisation, pk=pk).first()  # noqa: SLF001 - Django's name for it
    if found is None:
        raise NotVisible(_("This is no longer written down here."))
    return found


def _organisation(pk: int, *, by: User) -> Organisation:
    organisation = get_organisation(by, pk, lock=True)
    if not may_manage_installations(by, organisation):
        raise NotAllowed(_("Only the local specialist, a team lead or an administrator writes this down."))
    return organisation


def _of_product(components: Sequence[Component], product: Product) -> list[Component]:
    return [each for each in components if each.product_id == product.pk]


def _refuse_others(by: User) -> None:
    # SECURITY: a mail domain opens the door of the organisation, so it is not the local specialist's to add.
    if not by.may("organisations.manage"):
        raise NotAllowed(_("Only an administrator changes mail domains."))
