"""The whole product in a real browser: a live server on the test database, Debian's Chromium, and a watchful eye."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

# The shell has the same engine without windows around it, and takes a third of the time; not every system offers it.
CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
DESKTOP, PHONE = (1440, 900), (390, 844)
# Said in the page when the policy blocks something; a listener there reports it to the console.
POLICY = """addEventListener("securitypolicyviolation", (e) =>
  console.error(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`));"""
# A page that a role may not open answers 4xx on purpose; a request that the next page cuts off is no fault either.
QUIET = ("Failed to load resource", "htmx:sendAbort", "htmx:afterRequest")
TEMPORARY = Path("/tmp")  # noqa: S108 - pictures for a person who looks, never read again


@contextmanager
def open_house(port=0):
    """Serve the product from the test database; empty the tables afterwards."""
    empty_tables()
    server = LiveServer(f"127.0.0.1:{port}" if port else "127.0.0.1", start=False)
    server.thread.static_handler = lambda product: product  # it serves its files itself, and browsers keep them
    server.start()
    try:
        yield server
    finally:
        server.stop()
        empty_tables()


def empty_tables():
    """Leave nothing to the next test; the queue's tables are not Django's, so flush does not know them."""
    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


@contextmanager
def chromium():
    """Start Debian's Chromium. Playwright runs a loop of its own under the test, which Django would mistake for ours."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Visitor:
    """A person at a browser. Everything that goes wrong behind the page is kept in ``troubles``."""

    def __init__(self, browser, address, *, user=None, size=DESKTOP, **options):
        self.address = address
        options = {"locale": "ru-RU", "timezone_id": "Europe/Moscow"} | options
        self.context = browser.new_context(viewport={"width": size[0], "height": size[1]}, base_url=address, **options)
        self.context.set_default_timeout(15_000)
        self.troubles, self.outside = [], []
        if user is not None:
            self.context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session_of(user), "url": address}]
            )
        self.context.add_init_script(POLICY)
        self.page = self.context.new_page()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.troubles.append(f"{self.page.url}: {error}"))
        self.page.on("request", self._asked)

    def _said(self, said):
        if said.type == "error" and not said.text.startswith(QUIET):
            self.troubles.append(f"{self.page.url}: {said.text}")

    def _asked(self, request):
        if not request.url.startswith((self.address, "blob:", "data:", "about:")):
            self.outside.append(request.url)

    def picture(self, name):
        """Keep what is seen now, for a person who looks."""
        self.page.screenshot(path=TEMPORARY / f"priyom-{name}.png")

    def close(self):
        self.context.close()
        assert not self.troubles, "\n".join(self.troubles)
        assert not self.outside, "\n".join(self.outside)


def session_of(user):
    """Sign the person in without the form and return the session's key."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key
