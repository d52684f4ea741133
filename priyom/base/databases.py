"""How Django reaches PostgreSQL: one persistent connection a thread, with limits so that nothing hangs for ever."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.db.backends.base.base import BaseDatabaseWrapper

from priyom.base.config import Config

# A server that is gone without a word is noticed within a minute; the address of the database may say otherwise.
REACH = {
    "connect_timeout": 10,
    "tcp_user_timeout": 30_000,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
# One plan for a prepared statement, made when it is first asked: making it anew five times, as PostgreSQL would before
# it trusts itself, costs more than asking. The statements of base/prepared.py keep their constants in the text.
PLANS = "-c plan_cache_mode=force_generic_plan"
LIMITS = "-c statement_timeout={statement} -c lock_timeout=3s -c idle_in_transaction_session_timeout=15s"


def be_patient(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Give a worker's connection the time that nobody waits for: sweeps are long, and mail servers are slow."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '5min'")
        cursor.execute("SET idle_in_transaction_session_timeout = '5min'")


def database_settings(config: Config, *, statement_timeout: str = "10s") -> dict[str, Any]:
    """Return the entry of DATABASES for a URL such as postgresql://user:password@host:port/name?host=/socket."""
    address = urlsplit(config.database_url)
    query = dict(parse_qsl(address.query))
    host = query.pop("host", None) or address.hostname or ""
    port = query.pop("port", None) or address.port or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(address.path.lstrip("/")),
        "USER": unquote(address.username or ""),
        "PASSWORD": unquote(address.password or ""),
        "HOST": host,
        "PORT": str(port),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **REACH,
            **query,
            "options": f"{LIMITS.format(statement=statement_timeout)} {PLANS}",
            "application_name": "priyom",
            "prepare_threshold": 2**31 - 1,  # only what base/prepared.py asks is prepared
        },
    }
