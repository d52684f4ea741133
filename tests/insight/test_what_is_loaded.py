"""What every web process loads at its start: nothing that only few ever ask for."""

import os
import subprocess
import sys

HEAVY = {"numpy", "xlsxwriter", "fpdf", "fontTools", "PIL", "lxml"}
LOOK = """
import sys, django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
print(*{name.partition(".")[0] for name in sys.modules})
"""


def test_what_lays_out_pages_and_reads_pictures_is_not_loaded_at_the_start():
    made = subprocess.run(  # noqa: S603 - our own lines
        [sys.executable, "-c", LOOK], env=os.environ | {"DJANGO_SETTINGS_MODULE": "priyom.settings"}, text=True,
        capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    assert not HEAVY & set(made.stdout.split())
