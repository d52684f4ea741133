"""Links by mail: signing in without a password, and setting a new one."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from priyom.base.clock import now
from priyom.base.errors import NotVisible
from priyom.base.events import record
from priyom.people.actions.accounts import change_password
from priyom.people.links import hash_of, new_token
from priyom.people.models import AccountLink, User

SIGN_IN, PASSWORD = str(AccountLink.Purpose.SIGN_IN), str(AccountLink.Purpose.PASSWORD)
LIFETIME = {SIGN_IN: timedelta(hours=24), PASSWORD: timedelta(hours=1)}
# More letters than this in a day are no help to the person and a nuisance to the mailbox.
LETTERS_A_DAY = 6


@transaction.atomic
def ask_sign_in_link(name: str, *, next_path: str = "") -> AccountLink | None:
    """Send a link that signs a requester in. Who has no account, or works at the desk, gets nothing."""
    person = _person_called(name)
    # SECURITY: a letter is one factor; those who work at the desk need theirs and a second one.
    if person is None or person.works_at_desk or _has_enough_letters(person, SIGN_IN):
        return None
    link = _new_link(person, SIGN_IN, next_path=_own_path(next_path))
    record("signin.link_asked", person, by=None, link=link.pk)
    return link


@transaction.atomic
def ask_password_reset(name: str) -> AccountLink | None:
    """Send a link to a page that sets a new password, to whoever has an account with an address."""
    person = _person_called(name)
    if person is None or _has_enough_letters(person, PASSWORD):
        return None
    link = _new_link(person, PASSWORD)
    record("password.reset_asked", person, by=None, link=link.pk)
    return link


def find_link(token: str, purpose: str) -> AccountLink:
    """Return the living link, for the page that comes before the POST."""
    link = _living(token, purpose).select_related("user").first()
    if link is None or not link.user.is_active:
        raise NotVisible(_("This link is no longer good: it was used, or its time is over. Ask for a new one."))
    return link


@transaction.atomic
def use_sign_in_link(token: str) -> AccountLink:
    """Use the link up and return it; whoever comes second finds nothing."""
    link = _use_up(token, SIGN_IN)
    if link.user.works_at_desk:
        raise NotVisible(_("This link is no longer good: it was used, or its time is over. Ask for a new one."))
    return link


@transaction.atomic
def reset_password(token: str, password: str) -> User:
    """Use the link up and set the password; everything that the old one had opened ends."""
    person = _use_up(token, PASSWORD).user
    change_password(person, password, by=person)
    return person


def _person_called(name: str) -> User | None:
    name = name.strip()
    people = User.objects.filter(is_active=True, is_system=False, is_machine=False, email__isnull=False)
    return people.filter(email__iexact=name).first() if "@" in name else people.filter(login=name.lower()).first()


def _new_link(person: User, purpose: str, *, next_path: str = "") -> AccountLink:
    seed, token_hash = new_token(purpose)
    return AccountLink.objects.create(
        user=person, purpose=purpose, seed=seed, token_hash=token_hash, next_path=next_path,
        created_at=now(), expires_at=now() + LIFETIME[purpose],
    )  # fmt: skip


def _has_enough_letters(person: User, purpose: str) -> bool:
    lately = AccountLink.objects.filter(user=person, purpose=purpose, created_at__gt=now() - timedelta(days=1))
    return lately.count() >= LETTERS_A_DAY


def _living(token: str, purpose: str) -> "QuerySet[AccountLink]":
    return AccountLink.objects.filter(
        token_hash=hash_of(token), purpose=purpose, used_at__isnull=True, expires_at__gt=now()
    )


def _use_up(token: str, purpose: str) -> AccountLink:
    link = find_link(token, purpose)
    # RACE: the same link opened twice at once: one of the two updates finds used_at still empty.
    if not _living(token, purpose).update(used_at=now()):
        raise NotVisible(_("This link is no longer good: it was used, or its time is over. Ask for a new one."))
    return link


def _own_path(path: str) -> str:
    """Return the path if it leads to a page of ours, else nothing."""
    fits = path.startswith("/") and len(path) <= 200 and url_has_allowed_host_and_scheme(path, allowed_hosts=None)  # noqa: PLR2004
    return path if fits else ""
