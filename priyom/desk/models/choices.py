"""Words for the closed lists of a ticket; the lists themselves live in the pure modules."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TicketKind(models.TextChoices):
    INCIDENT = "incident", _("incident")
    SERVICE_REQUEST = "service_request", _("service request")
    QUESTION = "question", _("question")
    CHANGE_REQUEST = "change_request", _("change request")
    DOCUMENTATION = "documentation", _("documentation")
    GRATITUDE = "gratitude", _("gratitude")


class TicketStatus(models.TextChoices):
    NEW = "new", pgettext_lazy("ticket", "new")
    OPEN = "open", pgettext_lazy("ticket", "in progress")
    WAITING = "waiting", pgettext_lazy("ticket", "waiting")
    RESOLVED = "resolved", pgettext_lazy("ticket", "solved")
    CLOSED = "closed", pgettext_lazy("ticket", "closed")


class TicketWaitingFor(models.TextChoices):
    REQUESTER = "requester", _("the requester")
    CONSULT = "consult", _("a colleague's advice")
    EXTERNAL = "external", _("an outside party")
    RELEASE = "release", _("a release")
    DATE = "date", _("an agreed date")


class TicketImpact(models.TextChoices):
    PERSON = "person", _("one person")
    DEPARTMENT = "department", _("a department")
    HOSPITAL = "hospital", _("the whole hospital")
    REGION = "region", _("several hospitals")
    ALL = "all", _("all regions")


class TicketUrgency(models.TextChoices):
    LOW = "low", _("can wait")
    NORMAL = "normal", _("hinders work")
    HIGH = "high", _("work stands still")
    CRITICAL = "critical", _("patients cannot be received")


class TicketPriority(models.IntegerChoices):
    CRITICAL = 1, pgettext_lazy("priority", "critical")
    HIGH = 2, pgettext_lazy("priority", "high")
    NORMAL = 3, pgettext_lazy("priority", "normal")
    LOW = 4, pgettext_lazy("priority", "low")


class Channel(models.TextChoices):
    PORTAL = "portal", _("portal")
    DESK = "desk", _("desk")
    API = "api", _("API")
    LETTER = "letter", _("letter")
    IMPORT = "import", _("import")


class Visibility(models.TextChoices):
    PUBLIC = "public", _("answer")
    INTERNAL = "internal", _("note for colleagues")


class CriticalState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("critical", "looks critical")
    CONFIRMED = "confirmed", pgettext_lazy("critical", "critical incident")
    DECLINED = "declined", pgettext_lazy("critical", "not critical")
