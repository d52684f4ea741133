"""The facts that channels records."""

from django.utils.translation import gettext_lazy as _

from priyom.base.events import AGENTS, kind

kind("delivery.failed", _("a letter could not be delivered"), icon="mail", seen_by=AGENTS)
