"""The product's settings with the floor's addresses added."""

from priyom.settings import *  # noqa: F403

ROOT_URLCONF = "bench.floor_urls"
MIDDLEWARE = ["bench.floor.before_everything", *MIDDLEWARE]  # noqa: F405
