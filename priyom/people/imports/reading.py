"""A table that waits: opened for who brought it, and planned anew every time it is looked at."""

from django.utils.translation import gettext as _

from priyom.base.errors import NotVisible
from priyom.base.sealing import unseal
from priyom.people import sheets
from priyom.people.imports.days import plan_days
from priyom.people.imports.organisations import plan_organisations
from priyom.people.imports.people import plan_people
from priyom.people.imports.plan import Plan, rows_of
from priyom.people.imports.regions import plan_regions
from priyom.people.models import Import, User

PURPOSE = "people.import"
# Which capability a table of each kind needs.
NEEDS = {
    "regions": "organisations.manage",
    "organisations": "organisations.manage",
    "people": "people.manage",
    "days": "calendars.manage",
}
PLANS = {"regions": plan_regions, "organisations": plan_organisations, "people": plan_people, "days": plan_days}


def get_import(user: User, pk: int, *, lock: bool = False) -> Import:
    """Return the table that the person has brought."""
    imports = Import.objects.select_for_update() if lock else Import.objects.all()
    found = imports.filter(pk=pk, created_by=user).first()
    if found is None or not user.may(NEEDS[found.kind]):
        raise NotVisible(_("This table is no longer here. Bring it again."))
    return found


def sheet_of(table: Import) -> sheets.Sheet:
    """Return the table's rows."""
    return sheets.read(unseal(bytes(table.sealed), purpose=PURPOSE).decode())


def plan_of(table: Import, *, by: User) -> Plan:
    """Return what the table would do now."""
    return PLANS[table.kind](rows_of(table.kind, sheet_of(table), table.columns), by)
