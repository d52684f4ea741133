"""The facts that privacy records."""

from django.utils.translation import gettext_lazy as _

from priyom.base.events import AGENTS, kind

kind("file.received", _("sent a file"), icon="clip", seen_by=AGENTS)
kind("file.screened", _("a file was checked"), icon="shield", seen_by=AGENTS)
kind("file.refused", _("a file was not accepted"), icon="shield", seen_by=AGENTS)
kind("guard.kinds_decided", _("decided which personal data are hidden"), icon="shield")
kind("guard.exception_withdrawn", _("withdrew an organisation's exception from the guard"), icon="shield")
kind("guard.entry_added", _("put a line on a list of the guard"), icon="shield")
kind("guard.entry_removed", _("took a line off a list of the guard"), icon="shield")
kind("guard.exported", _("took the guard's log away"), icon="download")
kind("guard.released", _("called something found nobody's data"), icon="shield")
kind("subject.registered", _("took in a request of a person about the own data"), icon="shield")
kind("subject.prolonged", _("prolonged the answer to a person's request"), icon="clock")
kind("subject.searched", _("looked for a person's data"), icon="find")
kind("subject.erased", _("destroyed a person's data"), icon="trash")
kind("subject.closed", _("answered a person's request"), icon="check")
