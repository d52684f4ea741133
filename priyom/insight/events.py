"""The facts that insight records."""

from django.utils.translation import gettext_lazy as _

from priyom.base.events import AGENTS, kind

kind("report.taken", _("took the contract's report away"), icon="download", seen_by=AGENTS)
