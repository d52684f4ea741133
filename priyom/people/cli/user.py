"""`priyom user`: people from the command line, above all the first administrator of an empty desk."""

from __future__ import annotations

import getpass
import secrets
import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from priyom.base.wording import Refusal, say
from priyom.people.cli import act

if TYPE_CHECKING:
    from priyom.people.models import Organisation

FIRST_CODE = "vendor"


def add_arguments(parser: ArgumentParser) -> None:
    deeds = parser.add_subparsers(dest="deed", metavar=say("DEED"), required=True)
    create = deeds.add_parser("create", help=say("open an account"))
    create.set_defaults(run=_create)
    create.add_argument("login", metavar=say("LOGIN"))
    create.add_argument("--role", default="requester", help=say("requester, agent, administrator …"))
    create.add_argument("--organisation", metavar=say("CODE"), help=say("where the person works, by its code"))
    create.add_argument("--email", help=say("the address for letters"))
    create.add_argument("--last-name", default="", help=say("the last name"))
    create.add_argument("--first-name", default="", help=say("the first name"))
    create.add_argument("--middle-name", default="", help=say("the patronymic"))
    password = deeds.add_parser("password", help=say("set a new password; everything signed in with the old one ends"))
    password.set_defaults(run=_password)
    password.add_argument("login", metavar=say("LOGIN"))
    for parser_with_password in (create, password):
        parser_with_password.add_argument(
            "--password-stdin", action="store_true", help=say("read the password from standard input")
        )
    disable = deeds.add_parser("disable", help=say("close an account"))
    disable.set_defaults(run=_disable)
    disable.add_argument("login", metavar=say("LOGIN"))
    enable = deeds.add_parser("enable", help=say("open a closed account again"))
    enable.set_defaults(run=_enable)
    enable.add_argument("login", metavar=say("LOGIN"))
    listing = deeds.add_parser("list", help=say("show who has an account"))
    listing.set_defaults(run=_list)
    listing.add_argument("--role", help=say("only people with this role"))


def run(options: Namespace) -> int:
    return act(options.run, options)


def _create(options: Namespace) -> None:
    from priyom.people.actions.accounts import create_user
    from priyom.people.models import Role, User

    if options.role not in Role.values:
        raise Refusal("there is no role {role}; there are: {known}", role=options.role, known=", ".join(Role.values))
    organisation = _organisation(options.organisation)
    password, invented = _ask_password(options)
    create_user(
        by=User.objects.system(),
        login=options.login,
        email=options.email,
        password=password,
        role=options.role,
        organisation=organisation,
        last_name=options.last_name,
        first_name=options.first_name,
        middle_name=options.middle_name,
    )
    _say(
        say(
            "{login} may sign in now, as {role} of {organisation}.",
            login=options.login,
            role=options.role,
            organisation=organisation,
        )
    )
    if invented:
        _say(say("Password: {password} (shown only now)", password=password))


def _password(options: Namespace) -> None:
    from priyom.people.actions.accounts import set_password
    from priyom.people.models import User

    password, invented = _ask_password(options)
    set_password(options.login, password, by=User.objects.system())
    _say(say("{login} has a new password.", login=options.login))
    if invented:
        _say(say("Password: {password} (shown only now)", password=password))


def _disable(options: Namespace) -> None:
    from priyom.people.actions.accounts import disable_user
    from priyom.people.models import User

    disable_user(options.login, by=User.objects.system())
    _say(say("{login} can no longer sign in; sessions and keys have ended.", login=options.login))


def _enable(options: Namespace) -> None:
    from priyom.people.actions.accounts import enable_user
    from priyom.people.models import User

    enable_user(options.login, by=User.objects.system())
    _say(say("{login} may sign in again.", login=options.login))


def _list(options: Namespace) -> None:
    from priyom.people.models import Membership

    active = Membership.objects.filter(state=Membership.State.ACTIVE)
    if options.role:
        active = active.filter(role=options.role)
    rows = active.order_by("user__login", "role").values_list(
        "user__login", "role", "organisation__code", "user__is_active"
    )
    for login, role, organisation, is_active in rows.iterator():
        state = "" if is_active else say("closed")
        _say(f"{login:<24} {role:<18} {organisation:<24} {state}".rstrip())


def _organisation(code: str | None) -> Organisation:
    from priyom.people.models import Organisation

    if code:
        found = Organisation.objects.filter(code=code).first()
        if found is None:
            raise Refusal("there is no organisation with the code {code}", code=code)
        return found
    if Organisation.objects.exists():
        raise Refusal("say where the person works: --organisation CODE")
    return _first_organisation()


def _first_organisation() -> Organisation:
    """On an empty desk somebody has to be first: the support organisation itself, renamed on its page."""
    from django.conf import settings

    from priyom.people.models import Organisation, Region

    region = Region.objects.create(code=FIRST_CODE, name=say("Head office"), timezone=settings.TIME_ZONE)
    name = say("Support")
    return Organisation.objects.create(
        kind=Organisation.Kind.VENDOR, code=FIRST_CODE, name=name, short_name=name, region=region
    )


def _ask_password(options: Namespace) -> tuple[str, bool]:
    """The password that was typed, or an invented one where nobody can type."""
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\n"), False
    if not sys.stdin.isatty():
        return secrets.token_urlsafe(12), True
    first = getpass.getpass(say("Password (empty: invent one): "))
    if not first:
        return secrets.token_urlsafe(12), True
    if getpass.getpass(say("Once more: ")) != first:
        raise Refusal("the two passwords differ")
    return first, False


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
