"""How the audit trail tells of what was decided about the guard."""

from django.utils.translation import gettext_lazy as _

from priyom.base.audit import register_model, register_values
from priyom.privacy.decided.words import NAMES
from priyom.privacy.found import looking  # noqa: F401 - registers itself
from priyom.privacy.models import DestructionAct, GuardDecision, GuardEntry, RetentionTerm, Screening, SubjectRequest

register_model(
    GuardDecision, _("decision about the guard"), _("decision about the guard (number)"), page="guard:settings",
    named=False, needs="guard.read",
)  # fmt: skip
register_model(
    GuardEntry, _("line of the guard's lists"), _("line of the guard's lists (number)"), page="guard:settings",
    named=False, needs="guard.read",
)  # fmt: skip
register_model(
    Screening, _("checked text"), _("checked text (number)"), page="guard:settings", named=False, needs="guard.read"
)
register_model(
    SubjectRequest, _("request about own data"), _("request about own data (number)"), page="guard:request",
    named=False, needs="subjects.manage",
)  # fmt: skip
register_model(
    RetentionTerm, _("term of keeping"), _("term of keeping (number)"), page="guard:terms", named=False,
    needs="guard.read",
)  # fmt: skip
register_model(
    DestructionAct, _("act of destruction"), _("act of destruction (number)"), page="guard:destruction", named=False,
    needs="guard.read",
)  # fmt: skip
register_values("readable", {str(kind): name for kind, name in NAMES.items()})
register_values("list", dict(GuardEntry.Kind.choices) | {str(kind): name for kind, name in NAMES.items()})
