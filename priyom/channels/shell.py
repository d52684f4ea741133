"""What channels gives to the frame of every page: the way to the news."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from priyom.base.shell import NavGroup, NavItem, Shell, shell_part
from priyom.channels.queries import unread_count


@shell_part
def news_part(request: HttpRequest, shell: Shell) -> None:
    """Show the bell in the requester's top line; the desk has its own place for it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.works_at_desk:
        return
    unread = unread_count(user)
    item = NavItem(
        label=_("News"), url=reverse("channels:news"), icon="bell", count=unread or None, id="news-count",
        current=request.path.startswith("/channels/"),
    )  # fmt: skip
    shell.nav.append(NavGroup("", [item]))
