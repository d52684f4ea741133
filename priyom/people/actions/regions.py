"""Regions: adding one and changing what is said of it."""

from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.errors import NotAllowed, WrongState
from priyom.base.events import record
from priyom.people.actions.changing import apply_facts
from priyom.people.directory.places import get_region
from priyom.people.models import Organisation, Region, User


@transaction.atomic
def create_region(*, by: User, code: str, name: str, timezone: str) -> Region:
    """Add a region; its code stays as it is from then on."""
    if not by.may("organisations.manage"):
        raise NotAllowed(_("Only an administrator changes regions."))
    region = Region.objects.create(code=code, name=name, timezone=timezone)
    record("region.created", region, by=by, region_id=region.pk)
    return region


@transaction.atomic
def change_region(code: str, *, by: User, name: str, timezone: str, is_active: bool) -> Region:
    """Change a region's name, its time zone, or whether it is in use."""
    region = get_region(by, code, lock=True)
    if not by.may("organisations.manage"):
        raise NotAllowed(_("Only an administrator changes regions."))
    if not is_active and Organisation.objects.filter(region=region, is_active=True).exists():
        raise WrongState(_("There are organisations in use in this region. Close or move them first."))
    changed = apply_facts(region, name=name, timezone=timezone, is_active=is_active)
    if changed:
        record("region.changed", region, by=by, region_id=region.pk, changed=changed)
    return region
