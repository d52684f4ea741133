"""What is written to the log: an allow-list of fields, one line a fact, and never a person's words."""

import logging
import sys
from typing import Any

import structlog

from priyom.base.config import Config
from priyom.base.requests import current_request_id

# Whatever else a caller passes is dropped: a log is read by more people than a ticket.
ALLOWED = frozenset({
    "event", "level", "timestamp", "logger", "request_id", "room", "action", "number", "status", "seconds",
    "job", "sweep", "attempt", "error", "path", "method", "port", "count", "address", "channel", "exc_type", "place",
})  # fmt: skip
LONGEST = 400


def logging_settings(config: Config) -> None:
    """Set up structlog and let Python's own logging speak through it."""
    as_json = config.log_format == "json" or (config.log_format == "auto" and not sys.stderr.isatty())
    shared: list[Any] = [
        _with_request_id,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _exception_without_values,
        _only_allowed,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(config.log_level.upper())
    for noisy in ("procrastinate", "django.security.DisallowedHost", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    logging.getLogger("django.request").addFilter(_not_asking_for_readiness)
    handler.addFilter(_without_what_was_asked_for)


def _not_asking_for_readiness(record: logging.LogRecord) -> bool:
    """Drop Django's line of error for `/ready`, which is asked every second: `base.health` tells changes of it."""
    return getattr(getattr(record, "request", None), "path", "") != "/ready"


def _without_what_was_asked_for(record: logging.LogRecord) -> bool:
    """Write the form of an address instead of the address, whose words are a stranger's: «Not Found: /Petrov.png»."""
    request = getattr(record, "request", None)
    if request is not None and isinstance(record.args, tuple):
        match = getattr(request, "resolver_match", None)
        form = f"/{match.route}" if match else "/…"
        # Django writes letters beyond ASCII as escapes, which anybody reads back.
        asked = {words.encode("unicode_escape").decode() for words in (request.path, request.get_full_path())}
        record.args = tuple(form if str(each) in {request.path, *asked} else each for each in record.args)
    return True


def _with_request_id(_logger: Any, _name: str, entry: dict[str, Any]) -> dict[str, Any]:
    if current_request_id():
        entry["request_id"] = current_request_id()
    return entry


def _exception_without_values(_logger: Any, _name: str, entry: dict[str, Any]) -> dict[str, Any]:
    """Keep the type of an exception and the place it came from; its text may quote what a person typed."""
    info = entry.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        entry["exc_type"] = type(error).__name__
        trace = error.__traceback__
        places = []
        while trace:
            places.append(f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}")
            trace = trace.tb_next
        entry["place"] = " < ".join(reversed(places[-4:]))
    return entry


def _only_allowed(_logger: Any, _name: str, entry: dict[str, Any]) -> dict[str, Any]:
    return {name: _short(value) for name, value in entry.items() if name in ALLOWED or name.startswith("_")}


def _short(value: Any) -> Any:
    """Cut what a stranger may have made long, such as the address in «Not Found: …»."""
    return f"{value[:LONGEST]}…" if isinstance(value, str) and len(value) > LONGEST else value
