"""The sections of directory and settings, listed once: each is shown to whoever has the capability.

Rooms above are named by the address of their page only; a section whose address does not resolve is absent.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from priyom.base.shell import NavGroup, NavItem, Shell, shell_part


@dataclass(frozen=True)
class Section:
    """One entry of the left navigation: a page, and the capabilities any of which opens it."""

    label: Any
    address: str
    icon: str
    needs: tuple[str, ...]


DIRECTORY = _("Directory")
DESK = _("Desk")
SYSTEM = _("System")
SECTIONS: dict[Any, tuple[Section, ...]] = {
    DIRECTORY: (
        Section(
            _("Organisations"),
            "people:organisations",
            "hospital",
            ("organisations.read", "organisation.tickets"),
        ),
        Section(_("People"), "people:people", "people", ("organisations.read", "people.approve")),
        Section(_("Waiting for approval"), "people:admissions", "user", ("people.approve",)),
        Section(_("Invitations"), "people:invitations", "mail", ("people.invite",)),
        Section(_("Teams"), "people:teams", "team", ("desk.read",)),
        Section(_("Regions"), "people:regions", "region", ("organisations.read",)),
        Section(_("Products"), "people:products", "screen", ("organisations.read",)),
        Section(_("Import"), "people:imports", "upload", ("organisations.manage",)),
    ),
    DESK: (
        Section(_("Reports"), "insight:reports", "chart", ("contracts.read",)),
        Section(_("Contracts"), "people:contracts", "clip", ("contracts.read",)),
        Section(_("Calendars"), "people:calendars", "calendar", ("calendars.read",)),
        Section(_("Topics"), "settings:topics", "tag", ("topics.manage",)),
        Section(_("Canned answers"), "settings:replies", "reply", ("reply.manage",)),
        Section(_("Outside parties"), "settings:parties", "external", ("outside.manage",)),
        Section(_("Articles"), "knowledge:articles", "book", ("desk.read",)),
        Section(_("Files with lists"), "people:exports", "download", ("desk.read", "organisation.tickets")),
    ),
    SYSTEM: (
        Section(_("Letters that came"), "letters:journal", "inbox", ("deliveries.read",)),
        Section(_("Outgoing letters"), "channels:deliveries", "mail", ("deliveries.read",)),
        Section(_("Mailboxes"), "mailboxes:index", "inbox", ("settings.manage",)),
        Section(_("API keys"), "people:keys", "key", ("keys.manage",)),
        Section(_("Webhooks"), "webhooks:index", "send", ("deliveries.read",)),
        Section(_("Work given up"), "people:jobs", "warning", ("settings.manage",)),
        Section(_("Personal data"), "guard:settings", "shield", ("guard.read",)),
        Section(_("What the guard found"), "guard:officer", "chart", ("guard.read",)),
        Section(_("How long it is kept"), "guard:terms", "clock", ("guard.read",)),
        Section(_("Numbers on pictures"), "guard:permissions", "image", ("guard.permit",)),
        Section(_("Requests about own data"), "guard:requests", "user", ("subjects.manage",)),
        Section(_("Audit trail"), "people:audit", "history", ("audit.read",)),
    ),
}


def sections_for(request: HttpRequest) -> list[NavGroup]:
    """Return the left navigation for the person who looks."""
    groups = [NavGroup(str(title), list(_open_to(request, entries))) for title, entries in SECTIONS.items()]
    # One address may begin with another («/guard/», «/guard/terms»): the longest is where one is.
    here = max((item.url for group in groups for item in group.items if item.current), key=len, default="")
    return [
        NavGroup(group.title, [replace(item, current=item.url == here) for item in group.items])
        for group in groups
        if group.items
    ]


@shell_part
def add_directory(request: HttpRequest, shell: Shell) -> None:
    """Put the way into the directory at the foot of the rail; a local specialist has it in the top line."""
    items = [item for group in sections_for(request) for item in group.items]
    if not items:
        return
    inside = any(item.current for item in items)
    if request.user.works_at_desk:  # type: ignore[union-attr]
        label = str(DIRECTORY)
        shell.foot.append(NavItem(label=label, url=items[0].url, icon="settings", current=inside))
    else:
        label = str(_("People and systems"))
        shell.nav.append(NavGroup("", [NavItem(label=label, url=items[0].url, icon="hospital", current=inside)]))


def _open_to(request: HttpRequest, entries: tuple[Section, ...]) -> Iterator[NavItem]:
    user = request.user
    if not user.is_authenticated:
        return
    for section in entries:
        if not any(user.may(capability) for capability in section.needs):
            continue
        try:
            url = reverse(section.address)
        except NoReverseMatch:
            continue
        yield NavItem(label=str(section.label), url=url, icon=section.icon, current=request.path.startswith(url))
