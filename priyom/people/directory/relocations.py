"""What would happen if an organisation, with everything below it, went over to another region."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from priyom.base.errors import Invalid, WrongState
from priyom.people.belongings import Belonging, belongings_of_organisations, obstacles_to_moving
from priyom.people.directory.organisations import get_organisation
from priyom.people.models import Membership, Organisation, Region, User
from priyom.people.tree import objection_to_place

MOST_COUNTED = 50  # organisations; of more only they themselves are counted beforehand


@dataclass(frozen=True)
class Relocation:
    """An organisation, where it goes, and what goes with it."""

    organisation: Organisation
    region: Region
    parent: Organisation | None
    organisations: int  # below it
    people: int
    belongings: list[Belonging]  # nothing when there are too many organisations to count them


def relocation_of(user: User, pk: int, *, region: Region, parent: Organisation | None) -> Relocation:
    """Return the preview of a move to another region, or refuse it with the reason."""
    organisation = get_organisation(user, pk)
    refuse_relocation(organisation, region, parent)
    within = list(Organisation.objects.within(organisation).order_by("pk"))
    living = Membership.objects.filter(organisation__in=within).exclude(state=Membership.State.ENDED)
    return Relocation(
        organisation=organisation,
        region=region,
        parent=parent,
        organisations=len(within) - 1,
        people=living.values("user_id").distinct().count(),
        belongings=belongings_of_organisations(*within) if len(within) <= MOST_COUNTED else [],
    )


def refuse_relocation(organisation: Organisation, region: Region, parent: Organisation | None) -> None:
    """Say why the organisation cannot go over to that region, if so."""
    if organisation.merged_into_id is not None:
        raise WrongState(_("This organisation was merged into another one. Its history is there."))
    if organisation.region_id == region.pk:
        raise Invalid(errors={"region": [_("It is in this region already.")]})
    if not region.is_active:
        raise Invalid(errors={"region": [_("This region is not in use.")]})
    if Organisation.objects.within(organisation).exclude(region_id=organisation.region_id).exists():
        raise WrongState(_("Something below it is in another region. Move the parts one by one."))
    if parent is not None and parent.path.startswith(organisation.path):
        raise Invalid(errors={"parent": [_("An organisation cannot stand below itself.")]})
    objection = objection_to_place(organisation.kind, region.pk, parent)
    if objection:
        raise Invalid(errors={"parent": [objection]})
    obstacles = obstacles_to_moving(organisation)
    if obstacles:
        raise WrongState(" ".join(obstacles))
