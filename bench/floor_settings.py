"""The product's settings with one address more."""

from priyom.settings import *  # noqa: F403

ROOT_URLCONF = "bench.floor_urls"
