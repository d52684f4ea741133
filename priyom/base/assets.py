"""The address of our styles and scripts carries a digest of them all, so browsers may keep them for a year.

It stands in the path, not in a query: modules import each other by relative addresses and inherit it.
"""

import hashlib
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
PACKAGES_WITH_FILES = ("django-htmx", "django-ninja")
YEAR_SECONDS = 31_536_000


def assets_digest() -> str:
    """Return twelve hex digits that change when any static file, ours or a package's, does."""
    digest = hashlib.blake2b(digest_size=6)
    for name in PACKAGES_WITH_FILES:
        digest.update(version(name).encode())
    for path in sorted(PACKAGE.glob("*/static/**/*")):
        if path.is_file():
            digest.update(str(path.relative_to(PACKAGE)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
