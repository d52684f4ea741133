"""What is said once, on the page after the one that did it: signed, in a cookie, so that no session is written."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class FlashStorage(CookieStorage):
    """The sentence about what was just done; it holds numbers of tickets, never a person's words."""

    cookie_name = settings.SESSION_COOKIE_NAME.replace("sid", "flash")  # __Host-flash wherever the session's is
