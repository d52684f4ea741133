"""What people give to the frame of every page: who looks at it, in which theme, with or without keys."""

from django.http import HttpRequest

from priyom.base.addresses import address
from priyom.base.shell import Shell, shell_part


@shell_part
def person_part(request: HttpRequest, shell: Shell) -> None:
    """Name the person, and say how the page is to look."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return
    shell.person, shell.person_url = user.name, address("people:profile")
    shell.person_note = user.position
    shell.theme, shell.keys = user.theme, "on" if user.keys_enabled else "off"
