"""What the kinds of personal data are called, and what is left of each: the sentences beside a finding."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from priyom.privacy.by_hand import BY_HAND
from priyom.privacy.detectors import Label

NAMES: dict[str, Any] = {
    Label.PERSON: _("name of a person"),
    Label.SNILS: _("SNILS"),
    Label.OMS: _("insurance policy"),
    Label.PASSPORT: _("passport"),
    Label.BIRTH_CERT: _("birth certificate"),
    Label.DOCUMENT: _("another document"),
    Label.DOB: _("date of birth"),
    Label.ADDRESS: _("home address"),
    Label.PHONE: _("telephone"),
    Label.EMAIL: _("e-mail address"),
    Label.MRN: _("number of a medical record"),
    Label.INN: _("taxpayer number of a person"),
    Label.CARD: _("bank card"),
    Label.ACCOUNT: _("bank account"),
    Label.SICK_LEAVE: _("sick leave"),
}
# Kinds whose numbers prove themselves by a check digit: such a finding is hardly ever wrong.
CHECKED = frozenset({Label.SNILS, Label.OMS, Label.INN, Label.CARD})
KEPT: dict[str, Any] = {
    Label.PERSON: _("Kept is only who is who: person 1, patient 2."),
    Label.SNILS: _("Kept are the last two digits, so that the right row can be found."),
    Label.OMS: _("Kept are the last two digits, so that the right row can be found."),
    Label.PHONE: _("Kept are the last two digits."),
    Label.CARD: _("Kept are the last four digits."),
    Label.EMAIL: _("Kept is what stands behind the @."),
    Label.DOB: _("Kept is that a date of birth stood here."),
    Label.ADDRESS: _("Kept is that an address stood here."),
    Label.MRN: _("Kept is that a number stood here."),
}
BOX_BY_HAND = _("covered by hand")
NOTHING_KEPT = _("Kept is only the shape of the number.")


def name_of(kind: str) -> str:
    """Return what the kind is called; a kind of tomorrow is called by its code."""
    return str(BOX_BY_HAND if kind == BY_HAND else NAMES.get(kind, kind))


def kept_of(kind: str) -> str:
    """Return the sentence that says what is left of it."""
    return str(KEPT.get(kind, NOTHING_KEPT))
