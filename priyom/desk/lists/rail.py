"""What the desk gives to the frame of every page: views with live counts, the palette, the pulse, the phone's bar."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from priyom.base.addresses import address, address_if_there
from priyom.base.shell import NavGroup, NavItem, Shell, shell_part
from priyom.desk.lists.board import View
from priyom.desk.lists.counts import board_now, told
from priyom.desk.lists.pinned import pins_for

OVERVIEW, WORK = "desk:overview", "desk:work"


@shell_part
def desk_part(request: HttpRequest, shell: Shell) -> None:
    """Put the person's board into the rail; nothing for people who do not work at the desk."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not user.may("desk.read"):
        return
    groups, standing = board_now(user)
    counts = standing.counts
    current = getattr(request, "desk_view", "")
    shell.home_url = address(user.home)
    shell.search_url, shell.palette_url = address("desk:tickets"), address("desk:palette")
    shell.bell_url = address_if_there("channels:bell")
    shell.pulse_url, shell.pulse_since = address("desk:pulse"), f"{standing.newest}-{standing.digest()}"
    shell.pins = pins_for(user, standing.pinned, page="desk:ticket")
    board = [NavGroup(group.title, [_item(view, counts, current) for view in group.views]) for group in groups]
    board[0].items.insert(len(board[0].items) if user.home == WORK else 0, _overview(current=current))
    shell.nav = [*board, *_elsewhere(user, request.path), *shell.nav]
    shell.tabs = _tabs(groups[1].views[-1] if len(groups) > 1 else groups[0].views[0], counts, current, user)


def _item(view: View, counts: dict[str, int], current: str) -> NavItem:
    count = counts[view.code]
    return NavItem(
        label=view.title, url=address_of(view), icon=view.icon, count=told(count) if count else "",
        current=view.code == current, key=view.key, id=f"count-{view.code}",
    )  # fmt: skip


def _overview(*, current: str) -> NavItem:
    return NavItem(label=_("Overview"), url=address(OVERVIEW), icon="chart", key="g o", current=current == "overview")


def address_of(view: View) -> str:
    """Return where a view stands."""
    return address(WORK) if view.code == "mine" else address("desk:list", view=view.code)


def _tabs(queue: View, counts: dict[str, int], current: str, user: Any) -> list[NavItem]:
    mine, others = counts.get("mine", 0), counts.get(queue.code, 0)
    tabs = [
        NavItem(label=_("My work"), url=address(WORK), icon="inbox", count=mine, current=current == "mine")
        if user.home == WORK
        else _overview(current=current),
        NavItem(
            label=_("Queue"),
            url=address_of(queue),
            icon="list",
            count=told(others),
            current=current == queue.code,
        ),
        NavItem(label=_("Find"), url=address("desk:tickets"), icon="find", current=current == "all"),
    ]
    return [*tabs, NavItem(label=_("Me"), url=address("people:profile"), icon="user")]


def _elsewhere(user: Any, path: str) -> list[NavGroup]:
    """Return the rooms above, by the address of their page."""
    rooms = (
        (_("Planning meeting"), "desk:meetings", "calendar", "g p"),
        (_("Knowledge"), "knowledge:articles", "book", "g k"),
        (_("Outside requests"), "desk:outside", "external", "g e"),
        *([(_("Reports"), "insight:reports", "chart", "g r")] if user.may("contracts.read") else []),
    )
    found = [
        NavItem(label=label, url=url, icon=icon, key=key, current=path.startswith(url))
        for label, name, icon, key in rooms
        if (url := address_if_there(name))
    ]
    return [NavGroup("", found)] if found else []
