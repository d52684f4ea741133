"""The page that describes the API, in a real browser under our own policy, with nothing from outside."""

import pytest

from tests.live import Visitor, chromium, open_house

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_page_shows_every_operation_and_asks_nobody_else():
    with open_house() as server, chromium() as browser:
        visitor = Visitor(browser, server.url)
        visitor.page.goto(f"{server.url}/api/v1/docs")
        visitor.page.wait_for_selector(".opblock")
        shown = visitor.page.locator(".opblock").count()
        promised = visitor.page.evaluate(
            "fetch('/api/v1/openapi.json').then(a => a.json())"
            ".then(d => [...Object.values(d.paths), ...Object.values(d.webhooks)])"
            ".then(each => each.reduce((n, methods) => n + Object.keys(methods).length, 0))"
        )
        assert shown == promised > 40
        visitor.page.locator(".opblock-summary-control").first.click()
        visitor.page.wait_for_selector(".opblock-body")
        visitor.picture("api-docs")
        visitor.close()
