"""Users, organisations, teams and what is installed where."""

from priyom.people.models.access import AccountLink, ApiKey, Invitation
from priyom.people.models.calls import ApiCall, ApiRate
from priyom.people.models.catalog import Component, Installation, Integration, Peculiarity, Product
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
    "Component",
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
    "Region",
    "Role",
    "Team",
    "TeamMembership",
    "User",
]
