"""`priyom mailbox`: the mailboxes that letters are fetched from, for who sets a desk up from the command line."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from priyom.base.wording import Refusal, say
from priyom.people.cli import act

if TYPE_CHECKING:
    from priyom.channels.models import Mailbox
    from priyom.people.models import Region

USUAL_PORTS = {"tls": 993, "starttls": 143, "none": 143}


def add_arguments(parser: ArgumentParser) -> None:
    deeds = parser.add_subparsers(dest="deed", metavar=say("DEED"), required=True)
    add = deeds.add_parser("add", help=say("fetch letters from a mailbox, and test it"))
    add.set_defaults(run=_add)
    add.add_argument("address", metavar=say("ADDRESS"))
    add.add_argument("--host", required=True, help=say("the IMAP server"))
    add.add_argument("--port", type=int, help=say("its port; usually 993 for tls, 143 otherwise"))
    add.add_argument("--security", choices=list(USUAL_PORTS), default="tls", help=say("how the line is encrypted"))
    add.add_argument("--login", help=say("the login there; usually the address itself"))
    add.add_argument("--folder", default="INBOX", help=say("the folder to read"))
    add.add_argument("--move-to", default="", help=say("the folder for letters that were read"))
    add.add_argument("--region", metavar=say("CODE"), help=say("the region that the letters belong to"))
    add.add_argument(
        "--certificate", type=Path, metavar=say("FILE"), help=say("the certificate of your own authority, as PEM")
    )
    add.add_argument("--password-stdin", action="store_true", help=say("read the password from standard input"))
    deeds.add_parser("list", help=say("show the mailboxes and how they do")).set_defaults(run=_list)
    test = deeds.add_parser("test", help=say("visit a mailbox and say what is found; nothing is taken"))
    test.set_defaults(run=_test)
    remove = deeds.add_parser("remove", help=say("fetch no more letters from a mailbox"))
    remove.set_defaults(run=_remove)
    for named in (test, remove):
        named.add_argument("address", metavar=say("ADDRESS"))


def run(options: Namespace) -> int:
    return act(options.run, options)


def _add(options: Namespace) -> None:
    from priyom.channels.mailboxes.actions import add_mailbox
    from priyom.people.models import User

    mailbox = add_mailbox(
        by=User.objects.system(),
        address=options.address,
        host=options.host,
        port=options.port or USUAL_PORTS[options.security],
        security=options.security,
        login=options.login or options.address,
        folder=options.folder,
        move_to=options.move_to,
        region=_region(options.region),
        certificate=options.certificate.read_text(encoding="utf-8") if options.certificate else "",
        password=_password(options),
    )
    _try(mailbox)


def _list(_options: Namespace) -> None:
    from priyom.channels.mailboxes.words import sentence
    from priyom.channels.models import Mailbox

    for mailbox in Mailbox.objects.all():
        state = sentence(mailbox.failure) if mailbox.failure else ""
        state = state if mailbox.is_active else say("switched off")
        seen = f"{mailbox.succeeded_at:%d.%m.%Y %H:%M}" if mailbox.succeeded_at else say("not visited yet")
        where = f"{mailbox.host}:{mailbox.port}/{mailbox.folder}"
        _say(f"{mailbox.address:<32} {where:<40} {mailbox.fetched:>8}  {seen}  {state}".rstrip())


def _test(options: Namespace) -> None:
    _try(_named(options.address))


def _remove(options: Namespace) -> None:
    from priyom.channels.mailboxes.actions import remove_mailbox
    from priyom.people.models import User

    remove_mailbox(_named(options.address).pk, by=User.objects.system())
    _say(say("No letters are fetched from {address} any more.", address=options.address))


def _try(mailbox: Mailbox) -> None:
    from priyom.channels.mailboxes.actions import try_mailbox
    from priyom.people.models import User

    finding = try_mailbox(mailbox.pk, by=User.objects.system())
    if not finding.is_good:
        raise Refusal("{address}: {reason}", address=mailbox.address, reason=finding.told)
    _say(finding.told)


def _named(address: str) -> Mailbox:
    from priyom.channels.models import Mailbox

    found = Mailbox.objects.filter(address__iexact=address).first()
    if found is None:
        raise Refusal("there is no mailbox {address}", address=address)
    return found


def _region(code: str | None) -> Region | None:
    from priyom.people.models import Region

    found = Region.objects.filter(code=code).first() if code else None
    if code and found is None:
        raise Refusal("there is no region with the code {code}", code=code)
    return found


def _password(options: Namespace) -> str:
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\n")
    if not sys.stdin.isatty():
        raise Refusal("give the password on standard input: --password-stdin")
    return getpass.getpass(say("Password of the mailbox: "))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
