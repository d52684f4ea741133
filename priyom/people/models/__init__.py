"""Users, organisations, teams, what is installed where, and what was promised about it."""

from priyom.people.models.access import AccountLink, ApiKey, Invitation
from priyom.people.models.calendar import CalendarDay, WorkCalendar
from priyom.people.models.calls import ApiCall, ApiRate
from priyom.people.models.catalog import Component, Installation, Integration, Peculiarity, Product
from priyom.people.models.contract import (
    Contract,
    ContractParty,
    CriticalSign,
    Promise,
    Rung,
    ServiceLevel,
    SupportModel,
    Target,
    TargetUnit,
)
from priyom.people.models.exports import Export
from priyom.people.models.imports import Import
from priyom.people.models.organisation import MailDomain, Organisation, Region
from priyom.people.models.team import Team, TeamMembership
from priyom.people.models.user import Membership, User
from priyom.people.roles import Role

__all__ = [
    "AccountLink",
    "ApiCall",
    "ApiKey",
    "ApiRate",
    "CalendarDay",
    "Component",
    "Contract",
    "ContractParty",
    "CriticalSign",
    "Export",
    "Import",
    "Installation",
    "Integration",
    "Invitation",
    "MailDomain",
    "Membership",
    "Organisation",
    "Peculiarity",
    "Product",
    "Promise",
    "Region",
    "Role",
    "Rung",
    "ServiceLevel",
    "SupportModel",
    "Target",
    "TargetUnit",
    "Team",
    "TeamMembership",
    "User",
    "WorkCalendar",
]
