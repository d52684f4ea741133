"""An organisation goes over to another region, with everything below it."""

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.errors import NotAllowed
from priyom.base.events import record
from priyom.people.directory.organisations import get_organisation
from priyom.people.directory.relocations import refuse_relocation
from priyom.people.models import Organisation, Region, User
from priyom.people.tree import hang, lock_tree


@transaction.atomic
def relocate_organisation(pk: int, *, by: User, region: Region, parent: Organisation | None) -> Organisation:
    """Let the organisation and what is below it belong to another region; the rooms above follow the fact."""
    lock_tree()
    organisation = get_organisation(by, pk, lock=True)
    if not by.may("organisations.manage"):
        raise NotAllowed(_("Only an administrator changes organisations."))
    # RACE: the region may be closed, and the parent move, between the preview and this.
    region = Region.objects.select_for_update().get(pk=region.pk)
    parent = Organisation.objects.select_for_update().get(pk=parent.pk) if parent else None
    refuse_relocation(organisation, region, parent)
    before = organisation.region_id
    if organisation.parent_id != (parent.pk if parent else None):
        hang(organisation, parent)
    moved = Organisation.objects.filter(path__startswith=organisation.path).update(region=region)
    organisation.region = region
    record("organisation.relocated", organisation, by=by, before=before, after=region.pk, organisations=moved)
    return organisation
