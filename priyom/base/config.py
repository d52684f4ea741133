"""What may be configured, and where each value comes from.

One TOML file (`<data>/priyom.toml`, or the one `PRIYOM_CONFIG` names), overridden by `PRIYOM_…` environment
variables and `DATABASE_URL`. Secrets are no settings: they are generated once, into `<data>/secrets/`.
This module knows nothing of Django, so the start program can read it before anything else works.
"""

from __future__ import annotations

import difflib
import ipaddress
import os
import secrets as random_source
import tomllib
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from email.utils import parseaddr
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from priyom.base.postgres import embedded_url
from priyom.base.postgres_home import make_folder
from priyom.base.wording import Refusal, say

PROJECT = Path(__file__).resolve().parents[2]
LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")
MEBIBYTE = 1024 * 1024
# These reach the program by the environment without being settings of the TOML file.
NOT_SETTINGS = ("PRIYOM_CONFIG", "PRIYOM_DATA_DIR", "PRIYOM_TEST_", "PRIYOM_STARTED_BY")


class ConfigError(Refusal):
    """The configuration cannot be used; the message says what to change."""


def setting(default: Any, text: str, *, secret: bool = False) -> Any:
    """Declare a setting: its default and the sentence that explains it (`priyom doctor --settings`)."""
    return field(default=default, repr=not secret, metadata={"text": text})


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All settings of one running Priyom, already checked."""

    data_dir: Path
    source: Path | None = None  # the TOML file that was read, if there was one
    database_url: str = setting("", "any PostgreSQL from 15 on; empty: Priyom runs its own", secret=True)

    demo: bool = setting(False, "a desk to try out: invented people, known passwords, no letter leaves")
    site_url: str = setting("", "the address people type, such as https://help.example.org")
    extra_hosts: tuple[str, ...] = setting((), "further host names this desk answers to")
    listen: str = setting("127.0.0.1", "the address the web server binds")
    port: int = setting(8000, "the port the web server binds")
    workers: int = setting(2, "web server processes")
    threads: int = setting(4, "requests one web server process works on at the same time")
    proxies: int = setting(0, "how many trusted reverse proxies stand before the web server")

    smtp_host: str = setting("", "the mail relay; empty: letters are kept in <data>/outbox and go nowhere")
    smtp_port: int = setting(587, "the port of the mail relay")
    smtp_user: str = setting("", "the account at the mail relay")
    smtp_password: str = setting("", "its password; better PRIYOM_SMTP_PASSWORD than the file", secret=True)
    smtp_security: str = setting("starttls", "starttls, tls or none")
    mail_from: str = setting("", "the sender of outgoing letters; empty: support@<host of site_url>")
    reply_address: str = setting(
        "", "where answers to letters come, with {token}: support+{token}@help.example.org; empty: made of the sender"
    )
    mail_addresses: tuple[str, ...] = setting((), "further addresses of this desk; a letter from them is a loop")
    authserv_id: str = setting("", "the name your mail server writes into Authentication-Results; empty: none counts")
    mail_relays: tuple[str, ...] = setting(
        ("127.0.0.1", "::1"), "hosts or networks that hand letters over and whose Authentication-Results count"
    )

    intake: str = setting("smtp", "how a mail server hands letters over to the receiver: smtp, lmtp, or off")
    intake_listen: str = setting("127.0.0.1", "the address the receiver of letters binds")
    intake_port: int = setting(2525, "the port the receiver of letters binds")
    intake_certificate: str = setting("", "the receiver's certificate, a PEM file with its chain; empty: no STARTTLS")
    intake_key: str = setting("", "the key of that certificate, a PEM file; empty: it stands in the same file")
    max_letter_mb: int = setting(30, "the largest letter that is taken in, in MiB")
    unknown_senders: str = setting("ticket", "what a letter of somebody unknown becomes: ticket, or hold")

    api_calls_per_minute: int = setting(600, "calls of one API key in a minute")
    api_calls_per_address: int = setting(1200, "calls of the API from one address in a minute, keys or none")
    webhook_networks: tuple[str, ...] = setting((), "networks of one's own that webhooks may reach: 10.20.0.0/16")
    webhook_ports: tuple[str, ...] = setting(("443", "80"), "ports of other servers that webhooks may reach")

    guard: str = setting("on", "hide personal data in what people write before it is kept: on, or off")
    guard_patience_ms: int = setting(
        250, "so long a form waits for the guard, in milliseconds; later the text is accepted sealed and checked after"
    )
    quarantine_hours: int = setting(24, "after so many hours a file that could not be checked is destroyed unseen")
    require_second_factor: bool | None = setting(None, "second factor for staff; default: on, in demo off")
    max_file_mb: int = setting(25, "the largest file one may attach, in MiB")
    max_request_mb: int = setting(120, "the largest request, in MiB")
    preview_without_walls: bool = setting(
        False, "draw previews even where the system has neither namespaces nor seccomp"
    )
    language: str = setting("ru", "the language of people who chose none: ru or en")
    time_zone: str = setting("Europe/Moscow", "the zone of people whose organisation says none")
    log_level: str = setting("info", "debug, info, warning or error")
    log_format: str = setting("auto", "text, json, or auto: text on a terminal, json otherwise")

    def __post_init__(self) -> None:
        _check_choice("smtp_security", self.smtp_security, ("starttls", "tls", "none"))
        _check_choice("language", self.language, ("ru", "en"))
        _check_choice("log_level", self.log_level, ("debug", "info", "warning", "error"))
        _check_choice("log_format", self.log_format, ("auto", "text", "json"))
        _check_choice("intake", self.intake, ("smtp", "lmtp", "off"))
        _check_choice("guard", self.guard, ("on", "off"))
        _check_choice("unknown_senders", self.unknown_senders, ("ticket", "hold"))
        _check_range("port", self.port, 1, 65535)
        _check_range("intake_port", self.intake_port, 1, 65535)
        if self.intake_key and not self.intake_certificate:
            raise ConfigError("intake_key stands alone: set intake_certificate, too")
        _check_range("max_letter_mb", self.max_letter_mb, 1, 200)
        _check_range("smtp_port", self.smtp_port, 1, 65535)
        _check_range("api_calls_per_minute", self.api_calls_per_minute, 1, 100_000)
        _check_range("api_calls_per_address", self.api_calls_per_address, 1, 1_000_000)
        _check_webhooks(self.webhook_networks, self.webhook_ports)
        _check_range("workers", self.workers, 1, 64)
        _check_range("threads", self.threads, 1, 64)
        _check_range("proxies", self.proxies, 0, 8)
        _check_range("guard_patience_ms", self.guard_patience_ms, 50, 60_000)
        _check_range("quarantine_hours", self.quarantine_hours, 1, 24)
        _check_range("max_file_mb", self.max_file_mb, 1, 2048)
        _check_range("max_request_mb", self.max_request_mb, self.max_file_mb, 4096)
        _check_reply_address(self.reply_address)
        _check_networks(self.mail_relays)
        try:
            conninfo_to_dict(self.database_url)
        except ProgrammingError:
            raise ConfigError(
                "database_url (DATABASE_URL) must look like postgresql://user:password@host:5432/name"
            ) from None
        address = urlsplit(self.site_url)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise ConfigError(
                "site_url must be an address such as https://help.example.org, not {value}",
                value=self.site_url,
            )

    # --- what follows from the settings ---

    @property
    def debug(self) -> bool:
        """Always off: a page with the program's insides never meets a user, in the demo neither."""
        return False

    @property
    def embedded(self) -> bool:
        """Whether Priyom runs PostgreSQL itself."""
        return self.database_url == embedded_url(self.data_dir)

    @property
    def https(self) -> bool:
        return self.site_url.startswith("https://")

    @property
    def host(self) -> str:
        return urlsplit(self.site_url).hostname or "localhost"

    @property
    def allowed_hosts(self) -> list[str]:
        """Names the web server answers to; the machine's own names only while nothing real is at stake."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        local = LOCAL_NAMES if self.demo or self.host in ("localhost", "127.0.0.1", "::1") else ()
        return list(dict.fromkeys((host, *self.extra_hosts, *local)))

    @property
    def sender(self) -> str:
        return self.mail_from or f"support@{self.host if '.' in self.host else 'priyom.invalid'}"

    @property
    def support_mailbox(self) -> str:
        """The address to which people write, whatever name stands before it."""
        return _mailbox_in(self.sender)

    @property
    def max_letter_bytes(self) -> int:
        return self.max_letter_mb * MEBIBYTE

    @property
    def answers(self) -> str:
        """Where answers come, with ``{token}`` where the ticket stands: by default after a plus in the sender."""
        local, _at, domain = self.support_mailbox.rpartition("@")
        return self.reply_address or f"{local}+{{token}}@{domain}"

    @property
    def second_factor(self) -> bool:
        return not self.demo if self.require_second_factor is None else self.require_second_factor

    @property
    def max_file_bytes(self) -> int:
        return self.max_file_mb * MEBIBYTE

    @property
    def max_request_bytes(self) -> int:
        return self.max_request_mb * MEBIBYTE

    @property
    def files_dir(self) -> Path:
        return self.data_dir / "files"

    @property
    def quarantine_dir(self) -> Path:
        """Where files wait under seal until the guard has looked at them; in no backup."""
        return self.data_dir / "quarantine"

    @property
    def outbox_dir(self) -> Path:
        """Where letters go while no relay is configured, one file each."""
        return self.data_dir / "outbox"

    @property
    def demo_accounts_file(self) -> Path:
        """Who may sign in to the demo: a list of login, password and who it is, written when it is filled."""
        return self.data_dir / "demo-accounts.json"

    @property
    def run_dir(self) -> Path:
        return self.data_dir / "run"

    @property
    def secrets_dir(self) -> Path:
        return self.data_dir / "secrets"

    @property
    def secret_key(self) -> str:
        """The key that signs sessions, links and tokens."""
        return self.secret("secret_key")

    def secret(self, name: str) -> str:
        """One secret by name: from `PRIYOM_SECRET_<NAME>`, else from its file, made on the first call.

        Use one name per purpose ("drafts", "idempotency"), so that one key can be changed alone.
        """
        return os.environ.get(f"PRIYOM_SECRET_{name.upper()}") or _stored_secret(self.secrets_dir / name)


def load_config(environment: Mapping[str, str] | None = None) -> Config:
    """Read file and environment; raise `ConfigError` with one clear sentence when they cannot be used."""
    env = os.environ if environment is None else environment
    # One folder, one name, however it was asked for: from it follows where the database listens.
    data_dir = Path(env.get("PRIYOM_DATA_DIR") or _usual_data_dir()).expanduser().resolve()
    source = Path(env.get("PRIYOM_CONFIG") or data_dir / "priyom.toml").expanduser().absolute()
    values = _read_file(source, required=bool(env.get("PRIYOM_CONFIG")))
    values |= {name: env[variable] for name, variable in _variables().items() if variable in env}
    if env.get("DATABASE_URL"):
        values["database_url"] = env["DATABASE_URL"]

    kinds = typing.get_type_hints(Config)
    typed = {name: _typed(name, value, kinds[name]) for name, value in values.items()}
    typed["site_url"] = (typed.get("site_url") or f"http://localhost:{typed.get('port', 8000)}").rstrip("/")
    typed["database_url"] = typed.get("database_url") or embedded_url(data_dir)
    return Config(data_dir=data_dir, source=source if source.exists() else None, **typed)


def settings_declared() -> dict[str, str]:
    """Every setting by name, with the sentence that explains it."""
    return {item.name: item.metadata["text"] for item in fields(Config) if "text" in item.metadata}


def unknown_variables(environment: Mapping[str, str]) -> list[str]:
    """`PRIYOM_…` variables that mean nothing: most likely misspelt."""
    known = {*_variables().values()}
    return sorted(
        name
        for name in environment
        if name.startswith("PRIYOM_") and name not in known and not name.startswith(("PRIYOM_SECRET_", *NOT_SETTINGS))
    )


@cache
def _mailbox_in(sender: str) -> str:
    return parseaddr(sender)[1].lower()


def _variables() -> dict[str, str]:
    return {name: f"PRIYOM_{name.upper()}" for name in settings_declared()}


def _usual_data_dir() -> Path:
    """A checkout keeps its data in `var/`; an installed program in /var/lib/priyom."""
    return PROJECT / "var" if (PROJECT / "pyproject.toml").exists() else Path("/var/lib/priyom")


def _read_file(path: Path, *, required: bool) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if required:
            raise ConfigError("PRIYOM_CONFIG names {path}, but there is no such file", path=path) from None
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError("{path} cannot be read: {reason}", path=path, reason=error) from None
    except OSError as error:
        raise ConfigError("{path} cannot be read: {reason}", path=path, reason=error.strerror) from None
    known = settings_declared()
    for name in values:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = say("did you mean {name}?", name=near[0]) if near else say("see docs/admin/install.md")
            raise ConfigError("{path}: there is no setting {name}; {hint}", path=path, name=name, hint=hint)
    return values


def _typed(name: str, value: Any, kind: Any) -> Any:
    """Turn a value of the file, or the text of a variable, into the type its setting has."""
    if isinstance(kind, types.UnionType):
        kind = next(part for part in kind.__args__ if part is not type(None))
    try:
        if kind is bool:
            return value if isinstance(value, bool) else _BOOLEANS[str(value).strip().lower()]
        if kind is int:
            return value if type(value) is int else int(str(value))
        if typing.get_origin(kind) is tuple:
            parts = value.split(",") if isinstance(value, str) else value
            return tuple(str(part).strip() for part in parts if str(part).strip())
    except (KeyError, ValueError):
        if kind is bool:
            raise ConfigError("{name} must be true or false, not {value}", name=name, value=value) from None
        raise ConfigError("{name} must be a whole number, not {value}", name=name, value=value) from None
    if not isinstance(value, str):
        raise ConfigError("{name} must be a text in quotes, not {value}", name=name, value=value)
    return value.strip()


_BOOLEANS = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}


def _check_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        known = ", ".join(choices)
        raise ConfigError("{name} must be one of {known}, not {value}", name=name, known=known, value=value)


def _check_reply_address(value: str) -> None:
    before, found, after = value.partition("{token}")
    if value and not (found and "{" not in before + after and (before + after).count("@") == 1 and "@" in after):
        raise ConfigError(
            "reply_address must be an address with {token} before the @, such as support+{token}@help.example.org"
        )


def _check_networks(values: tuple[str, ...]) -> None:
    for value in values:
        try:
            ipaddress.ip_network(value, strict=False)
        except ValueError:
            raise ConfigError("mail_relays must be addresses or networks, not {value}", value=value) from None


def _check_webhooks(networks: tuple[str, ...], ports: tuple[str, ...]) -> None:
    for value in networks:
        try:
            ipaddress.ip_network(value, strict=False)
        except ValueError:
            raise ConfigError("webhook_networks must be addresses or networks, not {value}", value=value) from None
    for value in ports:
        if not (value.isascii() and value.isdigit() and len(value) <= 5 and 1 <= int(value) <= 65535):  # noqa: PLR2004
            raise ConfigError("webhook_ports must be numbers of ports, not {value}", value=value)


def _check_range(name: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise ConfigError(
            "{name} must be from {low} to {high}, not {value}", name=name, low=low, high=high, value=value
        )


def _stored_secret(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    make_folder(path.parent)
    path.parent.chmod(0o700)
    # RACE: several processes may start on an empty folder; only one of them can create the name by linking,
    # and the others read what it wrote.
    draft = path.with_name(f".{path.name}.{os.getpid()}.{random_source.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(random_source.token_urlsafe(48) + "\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii").strip()
