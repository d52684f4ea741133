"""How the audit trail tells of what was decided about the guard."""

from django.utils.translation import gettext_lazy as _

from priyom.base.audit import register_model, register_values
from priyom.privacy.decided.words import NAMES
from priyom.privacy.found import looking  # noqa: F401 - registers itself
from priyom.privacy.models import GuardDecision, GuardEntry, Screening

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
register_values("readable", {kind.value: name for kind, name in NAMES.items()})
register_values("list", dict(GuardEntry.Kind.choices) | {kind.value: name for kind, name in NAMES.items()})
