"""Who may do what: one table, readable by a lawyer.

A capability says what a person may do at all; which tickets and organisations it reaches is said by ``reach_of``.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is to an organisation."""

    REQUESTER = "requester", _("requester")
    LOCAL_SPECIALIST = "local_specialist", _("local specialist")
    COORDINATOR = "coordinator", _("regional coordinator")
    AGENT = "agent", _("support agent")
    TEAM_LEAD = "team_lead", _("team lead")
    MANAGER = "manager", _("manager")
    ADMINISTRATOR = "administrator", _("administrator")
    AUDITOR = "auditor", _("security officer")


# capability → the roles that have it
CAPABILITIES: dict[str, frozenset[str]] = {
    name: frozenset(roles)
    for name, roles in dict[str, set[str]]({
        # asking
        "ticket.open": set(Role.values) - {Role.AUDITOR},
        "ticket.join": {Role.REQUESTER, Role.LOCAL_SPECIALIST, Role.COORDINATOR},
        "organisation.tickets": {Role.LOCAL_SPECIALIST},
        "region.tickets": {Role.COORDINATOR},
        # answering
        "desk.read": {Role.AGENT, Role.TEAM_LEAD, Role.MANAGER, Role.ADMINISTRATOR, Role.AUDITOR},
        "desk.work": {Role.AGENT, Role.TEAM_LEAD, Role.MANAGER},
        "ticket.assign": {Role.AGENT, Role.TEAM_LEAD, Role.MANAGER},
        "ticket.merge": {Role.AGENT, Role.TEAM_LEAD, Role.MANAGER},
        "ticket.bulk": {Role.AGENT, Role.TEAM_LEAD, Role.MANAGER},
        "view.share": {Role.TEAM_LEAD, Role.MANAGER, Role.ADMINISTRATOR},
        "meeting.lead": {Role.TEAM_LEAD, Role.MANAGER},
        "reply.manage": {Role.TEAM_LEAD, Role.MANAGER, Role.ADMINISTRATOR},
        "outside.manage": {Role.TEAM_LEAD, Role.MANAGER, Role.ADMINISTRATOR},
        # setting up
        "people.approve": {Role.LOCAL_SPECIALIST, Role.COORDINATOR, Role.ADMINISTRATOR},
        "people.invite": {Role.LOCAL_SPECIALIST, Role.COORDINATOR, Role.TEAM_LEAD, Role.ADMINISTRATOR},
        "people.manage": {Role.ADMINISTRATOR},
        "organisations.read": {
            Role.COORDINATOR, Role.AGENT, Role.TEAM_LEAD, Role.MANAGER, Role.ADMINISTRATOR, Role.AUDITOR,
        },
        "organisations.manage": {Role.ADMINISTRATOR},
        "installations.manage": {Role.LOCAL_SPECIALIST, Role.TEAM_LEAD, Role.ADMINISTRATOR},
        "teams.manage": {Role.TEAM_LEAD, Role.MANAGER, Role.ADMINISTRATOR},
        "teams.create": {Role.MANAGER, Role.ADMINISTRATOR},
        "people.hand_over": {Role.TEAM_LEAD, Role.MANAGER, Role.ADMINISTRATOR},
        "topics.manage": {Role.ADMINISTRATOR},
        "contracts.manage": {Role.ADMINISTRATOR},
        "contracts.read": {Role.COORDINATOR, Role.MANAGER, Role.ADMINISTRATOR, Role.AUDITOR},
        "calendars.manage": {Role.ADMINISTRATOR},
        "calendars.read": {Role.MANAGER, Role.ADMINISTRATOR, Role.AUDITOR},
        "keys.manage": {Role.ADMINISTRATOR},
        "settings.manage": {Role.ADMINISTRATOR},
        # watching
        "audit.read": {Role.AUDITOR, Role.ADMINISTRATOR},
        "deliveries.read": {Role.ADMINISTRATOR, Role.AUDITOR},
        "guard.read": {Role.AUDITOR, Role.ADMINISTRATOR},
        "guard.manage": {Role.ADMINISTRATOR},
        "guard.permit": {Role.AUDITOR, Role.ADMINISTRATOR},
        "subjects.manage": {Role.AUDITOR, Role.ADMINISTRATOR},
    }).items()
}  # fmt: skip

# The people who work at the desk; the second factor is compulsory for them in production.
STAFF_ROLES = frozenset({Role.AGENT, Role.TEAM_LEAD, Role.MANAGER, Role.ADMINISTRATOR, Role.AUDITOR})

# Those who see every ticket by their role alone; agents see what their teams answer for.
SEES_ALL = frozenset({Role.MANAGER, Role.ADMINISTRATOR, Role.AUDITOR})

# role → the roles it may give to others; nobody gives more than is written here, and only within own reach
MAY_GRANT: dict[str, frozenset[str]] = {
    Role.LOCAL_SPECIALIST: frozenset({Role.REQUESTER, Role.LOCAL_SPECIALIST}),
    Role.COORDINATOR: frozenset({Role.REQUESTER, Role.LOCAL_SPECIALIST}),
    Role.TEAM_LEAD: frozenset({Role.REQUESTER, Role.LOCAL_SPECIALIST, Role.AGENT}),
    Role.ADMINISTRATOR: frozenset(Role.values),
}
