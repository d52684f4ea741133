"""What would happen if one organisation were merged into another."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from priyom.base.errors import Invalid, WrongState
from priyom.people.belongings import Belonging, belongings_of_organisations
from priyom.people.directory.organisations import get_organisation
from priyom.people.models import ContractParty, Installation, Membership, Organisation, User


@dataclass(frozen=True)
class Merger:
    """Two organisations and what goes over from the first to the second."""

    source: Organisation
    target: Organisation
    departments: int
    people: int
    domains: int
    installations: list[Installation]
    staying: list[Installation]  # the other has the same product; its version counts
    belongings: list[Belonging]
    contracts: list[str]  # of which the other takes its place as a party


def merger_of(user: User, pk: int, *, into: Organisation) -> Merger:
    """Return the preview of a merger, or refuse it with the reason."""
    source, target = get_organisation(user, pk), get_organisation(user, into.pk)
    refuse_merger(source, target)
    running = list(source.installations.select_related("product"))
    there = set(target.installations.values_list("product_id", flat=True))
    living = Membership.objects.filter(organisation=source).exclude(state=Membership.State.ENDED)
    return Merger(
        source=source,
        target=target,
        departments=Organisation.objects.filter(parent=source).count(),
        people=living.values("user_id").distinct().count(),
        domains=source.mail_domains.count(),
        installations=[each for each in running if each.product_id not in there],
        staying=[each for each in running if each.product_id in there],
        belongings=belongings_of_organisations(source),
        contracts=list(
            source.contract_parties.order_by("contract__position").values_list("contract__title", flat=True)
        ),
    )


def _parties_of(organisation: Organisation) -> QuerySet[ContractParty]:
    parties = ContractParty.objects.filter(organisation=organisation)
    return parties.select_related("contract").order_by("contract__position", "contract_id")


def refuse_merger(source: Organisation, target: Organisation) -> None:
    """Say why these two cannot be merged, if so."""
    if source.pk == target.pk:
        raise Invalid(errors={"into": [_("Choose another organisation: this is the same one.")]})
    if source.merged_into_id is not None:
        raise WrongState(_("This organisation has been merged already."))
    if not target.is_active:
        raise Invalid(errors={"into": [_("The other organisation is closed.")]})
    if source.kind != target.kind:
        raise Invalid(errors={"into": [_("Only organisations of the same kind can be merged.")]})
    if source.region_id != target.region_id:
        way = _("Only organisations of one region can be merged. Move one of them into the other's region first.")
        raise Invalid(errors={"into": [way]})
    if target.path.startswith(source.path):
        raise Invalid(errors={"into": [_("The other organisation stands below this one. Merge the other way round.")]})
