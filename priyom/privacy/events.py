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
kind("file.repainted", _("a picture was painted again"), icon="shield", seen_by=AGENTS)
kind("guard.box_released", _("took a box off a picture: nobody's data"), icon="shield")
kind("guard.box_drawn", _("covered a place on a picture"), icon="shield")
kind("guard.box_undrawn", _("took back a box before it was painted"), icon="shield")
kind("guard.box_asked", _("asked to uncover a number on a picture"), icon="shield")
kind("guard.box_permitted", _("let a number on a picture be uncovered"), icon="shield")
kind("guard.box_kept", _("left a number on a picture covered"), icon="shield")
kind("guard.boxes_confirmed", _("looked through the boxes of a picture"), icon="shield")
kind("guard.term_decided", _("decided for how long something is kept"), icon="clock")
kind("guard.destroyed", _("destroyed what was over"), icon="trash")
kind("subject.registered", _("took in a request of a person about the own data"), icon="shield")
kind("subject.prolonged", _("prolonged the answer to a person's request"), icon="clock")
kind("subject.searched", _("looked for a person's data"), icon="find")
kind("subject.erased", _("destroyed a person's data"), icon="trash")
kind("subject.closed", _("answered a person's request"), icon="check")
