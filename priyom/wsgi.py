"""The web server's way in."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from priyom.base.signs import watched

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "priyom.settings")
application = watched(get_wsgi_application(), settings.PRIYOM.run_dir)
