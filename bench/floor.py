"""The floor: what the same server needs to say «hello», before anything of ours, and behind all our middleware."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.floor_settings"

from django.core.wsgi import get_wsgi_application

_product = get_wsgi_application()
HELLO = b"hello, world"


def application(environ, start_response):
    """Answer /floor/bare at once and hand everything else to the product."""
    if environ["PATH_INFO"] == "/floor/bare":
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(HELLO)))])
        return [HELLO]
    return _product(environ, start_response)
