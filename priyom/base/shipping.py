"""What Priyom ships as data: each room's module ``shipped`` loads its own, after every upgrade.

A loader may be run again and again, and never touches what an administrator has changed.
"""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps


def load_shipped(*, demo: bool = False) -> None:
    """Let every room load what it ships, lower rooms first; ``demo`` adds what only a demo desk should show."""
    for room in apps.get_app_configs():
        if room.name.startswith("priyom.") and find_spec(f"{room.name}.shipped"):
            import_module(f"{room.name}.shipped").load(demo=demo)
