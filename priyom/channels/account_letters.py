"""What letters about accounts say: one thing to do, one button. The link is made when the letter leaves."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from priyom.base.telling import moment
from priyom.channels.letters import Content, account_letter, writes
from priyom.channels.matters import Known
from priyom.channels.models import Letter
from priyom.people.letters import Letter as Wanted
from priyom.people.letters import letter_for
from priyom.people.models import User

ACCOUNT = "account"


class _Words(NamedTuple):
    subject: str
    lines: tuple[str, ...]
    button: str = ""


@writes(ACCOUNT)
def about_account(user: User | None, letters: list[Letter], _known: Known) -> Content | None:
    """Say what the event asks for, as it stands now: a used or withdrawn link needs no letter any more."""
    event = letters[-1].event
    wanted = letter_for(event) if event else None
    if wanted is None:
        return None
    words = _words(wanted)
    until: tuple[str, ...] = ()
    if wanted.expires_at:
        until = (_("The link is good once, until %(moment)s.") % {"moment": moment(wanted.expires_at)},)
    greeting = user.addressed if user else ""
    return account_letter(words.subject, *words.lines, *until, button=(words.button, wanted.url), greeting=greeting)


def _words(wanted: Wanted) -> _Words:
    at = {"organisation": str(wanted.facts.get("organisation", ""))}
    inviter = wanted.facts["invited_by"].name if "invited_by" in wanted.facts else ""
    not_you = _("If this was not you, change your password and tell your administrator.")
    words = {
        "sign_in_link": lambda: _Words(
            _("Link to sign in"),
            (_("Open the page and press the button."), _("If you did not ask for it, do nothing.")),
            _("Sign in"),
        ),
        "new_password": lambda: _Words(
            _("New password"),
            (_("Somebody, probably you, asked for a new password."), _("If you did not ask for it, do nothing.")),
            _("Set a new password"),
        ),
        "invitation": lambda: _Words(
            _("Invitation to Priyom"),
            (_("%(who)s invites you to the service desk of %(organisation)s.") % {**at, "who": inviter},),
            _("Accept the invitation"),
        ),
        "registration": lambda: _Words(
            _("Confirm your address"),
            (_("After that, somebody at %(organisation)s lets you in.") % at,),
            _("Confirm the address"),
        ),
        "approved": lambda: _Words(
            _("You have been let in"),
            (_("%(organisation)s has confirmed that you work there.") % at,),
            _("Open Priyom"),
        ),
        "refused": lambda: _Words(
            _("You were not let in"),
            (_("%(organisation)s does not know you. If that is a mistake, ask your local specialist.") % at,),
        ),
        "password_changed": lambda: _Words(_("Your password was changed"), (not_you,), _("Open your account")),
        "factor_added": lambda: _Words(_("A second factor was added"), (not_you,), _("Open your account")),
        "factor_removed": lambda: _Words(_("A second factor was removed"), (not_you,), _("Open your account")),
    }
    return words[wanted.template]()
