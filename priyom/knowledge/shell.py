"""What knowledge gives to the frame of a requester's pages: the way to the answers."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from priyom.base.shell import NavGroup, NavItem, Shell, shell_part


@shell_part
def answers_part(request: HttpRequest, shell: Shell) -> None:
    """Put the answers into the requester's top line; the desk has its own way to them."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.works_at_desk:
        return
    url = reverse("knowledge:articles")
    shell.nav.append(NavGroup("", [NavItem(label=_("Answers"), url=url, current=request.path.startswith(url))]))
