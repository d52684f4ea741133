"""`priyom apikey`: keys of programs. The key itself goes to standard output and nothing else does."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from datetime import timedelta

from priyom.base.wording import Refusal, say
from priyom.people.cli import act


def add_arguments(parser: ArgumentParser) -> None:
    deeds = parser.add_subparsers(dest="deed", metavar=say("DEED"), required=True)
    create = deeds.add_parser("create", help=say("make a key and print it"))
    create.set_defaults(run=_create)
    create.add_argument("--user", required=True, metavar=say("LOGIN"), help=say("whose rights the key has"))
    create.add_argument(
        "--scope",
        action="append",
        required=True,
        metavar=say("SCOPE"),
        help=say("tickets:read, tickets:write …; repeatable"),
    )
    create.add_argument("--name", default="", help=say("what the key is for"))
    create.add_argument("--days", type=int, default=365, help=say("how long it lives"))
    listing = deeds.add_parser("list", help=say("show the keys that live"))
    listing.set_defaults(run=_list)
    revoke = deeds.add_parser("revoke", help=say("end a key at once"))
    revoke.set_defaults(run=_revoke)
    revoke.add_argument("prefix", metavar=say("PREFIX"), help=say("as the list shows it"))


def run(options: Namespace) -> int:
    return act(options.run, options)


def _create(options: Namespace) -> None:
    from priyom.base.clock import now
    from priyom.people.actions.keys import create_api_key
    from priyom.people.models import ApiKey, User

    scopes = [scope for given in options.scope for scope in given.replace(",", " ").split()]
    known = ApiKey.Scope.values
    if unknown := set(scopes) - set(known):
        raise Refusal("there is no scope {scope}; there are: {known}", scope=unknown.pop(), known=", ".join(known))
    user = User.objects.filter(login=options.user.lower()).first()
    if user is None:
        raise Refusal("there is nobody with the login {login}", login=options.user)
    key, clear = create_api_key(
        user=user,
        name=options.name or say("from the command line"),
        scopes=scopes,
        expires_at=now() + timedelta(days=options.days),
        by=User.objects.system(),
    )
    sys.stderr.write(
        say(
            "The key of {login}, until {date}; it is shown only now:",
            login=user.login,
            date=f"{key.expires_at:%d.%m.%Y}",
        )
        + "\n"
    )
    sys.stdout.write(clear + "\n")


def _list(_options: Namespace) -> None:
    from priyom.base.clock import now
    from priyom.people.models import ApiKey

    living = ApiKey.objects.filter(revoked_at=None, expires_at__gt=now()).select_related("user").order_by("created_at")
    for key in living:
        used = f"{key.last_used_at:%d.%m.%Y}" if key.last_used_at else say("never used")
        scopes = ",".join(key.scopes)
        sys.stdout.write(
            f"{key.prefix}  {key.user.login:<20} {key.expires_at:%d.%m.%Y}  {used}  {scopes}  {key.name}\n"
        )


def _revoke(options: Namespace) -> None:
    from priyom.people.actions.keys import revoke_api_key
    from priyom.people.models import ApiKey, User

    key = ApiKey.objects.filter(prefix=options.prefix).first()
    if key is None:
        raise Refusal("there is no key with the prefix {prefix}", prefix=options.prefix)
    revoke_api_key(key.pk, by=User.objects.system())
    sys.stderr.write(say("The key {prefix} has ended.", prefix=key.prefix) + "\n")
