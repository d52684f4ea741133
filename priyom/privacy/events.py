"""The facts that privacy records."""

from django.utils.translation import gettext_lazy as _

from priyom.base.events import AGENTS, kind

kind("file.received", _("sent a file"), icon="clip", seen_by=AGENTS)
kind("file.refused", _("a file was not accepted"), icon="shield", seen_by=AGENTS)
