"""Deciding about the guard: which kinds are hidden, for whom otherwise, what is left readable. All are events."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed
from priyom.base.events import record
from priyom.people.models import Organisation, User
from priyom.privacy.decided.models import GuardDecision, GuardEntry
from priyom.privacy.decided.queries import get_entry
from priyom.privacy.detectors import Label
from priyom.privacy.left_alone import institution_key, telephone_key

Kind = GuardEntry.Kind
MOST_ENTRIES = 2_000
LONGEST_WRITTEN = 120
SHORTEST_TELEPHONE, SHORTEST_INSTITUTION, SHORTEST_NAME = 5, 6, 3
WORDS_OF_PERSON = 2


@transaction.atomic
def decide_kinds(
    *,
    by: User,
    hidden: list[str],
    organisation: Organisation | None = None,
    releases_checked: bool = False,
    keeps_sound: bool = False,
) -> GuardDecision:
    """Say which kinds are hidden: for everybody, or for one organisation and all below it.

    ``releases_checked`` lets authors release a number whose check digit is right; it is decided for everybody only.
    ``keeps_sound``: recordings keep their sound, to which nobody listens.
    """
    refuse_others(by)
    unknown = set(hidden) - set(Label)
    if unknown:
        raise Invalid(_("There is no such kind."), errors={"hidden": [_("Choose from the list.")]})
    readable = sorted(label.value for label in Label if label.value not in hidden)
    releases = releases_checked and organisation is None
    facts = {
        "readable": readable, "releases_checked": releases, "keeps_sound": keeps_sound, "decided_by": by,
        "decided_at": now(),
    }  # fmt: skip
    before = GuardDecision.objects.select_for_update().filter(organisation=organisation).first()
    if before is not None and before.says(readable, releases, keeps_sound):
        return before
    decision, _made = GuardDecision.objects.update_or_create(organisation=organisation, defaults=facts)
    record(
        "guard.kinds_decided", decision, by=by, organisation=_id(organisation), readable=readable, releases=releases,
        sound=keeps_sound,
    )  # fmt: skip
    return decision


@transaction.atomic
def withdraw_exception(organisation: Organisation, *, by: User) -> None:
    """Let what holds for everybody hold for the organisation again; its own lists stay."""
    refuse_others(by)
    decision = GuardDecision.objects.select_for_update().filter(organisation=organisation).first()
    if decision is not None:
        record("guard.exception_withdrawn", decision, by=by, organisation=organisation.pk)
        decision.delete()


@transaction.atomic
def add_entry(*, by: User, kind: str, written: str, organisation: Organisation | None = None) -> GuardEntry:
    """Put a line on one of the lists; the same line again changes nothing."""
    refuse_others(by)
    written = " ".join(written.split())
    key = _key(kind, written)
    if GuardEntry.objects.filter(organisation=organisation).count() >= MOST_ENTRIES:
        raise Invalid(_("The lists are full."), errors={"written": [_("Remove what is no longer needed first.")]})
    entry, is_new = GuardEntry.objects.get_or_create(
        organisation=organisation, kind=kind, key=key, defaults={"written": written, "added_by": by, "added_at": now()}
    )
    if is_new:
        record("guard.entry_added", entry, by=by, organisation=_id(organisation), list=kind)
    return entry


@transaction.atomic
def remove_entry(pk: int, *, by: User) -> GuardEntry:
    """Take a line off its list; from the next text on it is treated like any other."""
    refuse_others(by)
    entry = get_entry(by, pk, lock=True)
    record("guard.entry_removed", entry, by=by, organisation=entry.organisation_id, list=entry.kind)
    entry.delete()
    return entry


def refuse_others(by: User) -> None:
    """Refuse whoever does not decide about the guard."""
    if not by.may("guard.manage"):
        raise NotAllowed(_("Only administrators decide about the guard."))


def _key(kind: str, written: str) -> str:
    """Return the form in which the guard compares the line, or say what is wrong with it."""
    match kind:
        case Kind.TELEPHONE:
            key = telephone_key(written)
            wrong = len(key) < SHORTEST_TELEPHONE and _("Write the whole number with its code.")
        case Kind.MAILBOX:
            key = written.lower()
            wrong = not _is_mailbox(key) and _("Write a whole address, or @ and a domain.")
        case Kind.INSTITUTION:
            key = institution_key(written)
            wrong = len(key) < SHORTEST_INSTITUTION and _("Write the name as it stands in texts: six letters at least.")
        case Kind.PERSON:
            key = written
            wrong = len(written.split()) < WORDS_OF_PERSON and _(
                "Write last name and first name: a last name alone would uncover patients."
            )
        case Kind.SURNAME:
            key = written.lower()
            wrong = (len(key) < SHORTEST_NAME or not key.replace("-", "").isalpha()) and _(
                "Write one name, in its first form."
            )
        case _:
            key, wrong = "", _("Choose from the list.")
    if not written or len(written) > LONGEST_WRITTEN:
        wrong = _("Up to 120 characters.") if written else _("Write something.")
    if wrong:
        raise Invalid(_("The line was not kept."), errors={"written": [wrong]})
    return key


def _is_mailbox(key: str) -> bool:
    try:
        validate_email(f"office{key}" if key.startswith("@") else key)
    except ValidationError:
        return False
    return True


def _id(organisation: Organisation | None) -> int | None:
    return organisation.pk if organisation else None
