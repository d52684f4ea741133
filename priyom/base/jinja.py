"""The template environment of the whole product.

What a page asks for a hundred times (words, addresses, icons) is worked out once for the process and then remembered.
"""

from collections.abc import Callable
from functools import cache, lru_cache, partial
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from django_htmx.jinja import django_htmx_script, htmx_script
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from priyom.base import telling
from priyom.base.addresses import address, address_around, address_if_there
from priyom.base.clock import now
from priyom.base.requests import remembered_for_request

PRIORITY_CLASSES = {1: "critical", 2: "high", 3: "normal", 4: "low"}


def environment(**options: Any) -> Environment:
    """Build the environment: autoescape on, unknown names are errors, gettext through Django."""
    options.pop("undefined", None)
    env = Environment(  # noqa: S701 - Django's backend passes autoescape=True in the options
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, **options
    )
    env.add_extension("jinja2.ext.i18n")
    env.add_extension("jinja2.ext.do")
    env.newstyle_gettext = True  # type: ignore[attr-defined] # the words are always a format string, and safe
    env.globals.update(
        _=_said,
        gettext=_said,
        ngettext=_counted,
        pgettext=_said_of,
        npgettext=_counted_of,
        static=cache(static),
        url=address,
        url_if=address_if_there,
        url_around=address_around,
        icon=icon,
        mark=mark,
        now=now,
        remembered=_remembered,
        form_token=partial(remembered_for_request, "form_token"),
        get_language=get_language,
        htmx_script=cache(htmx_script),
        django_htmx_script=django_htmx_script,
        demo=settings.PRIYOM.demo,
        guard_is_on=lambda: settings.PRIYOM.guard == "on",
        site_url=settings.PRIYOM.site_url,
    )
    env.filters.update(
        when=telling.when,
        since=telling.since,
        weekday=telling.weekday,
        moment=telling.moment,
        day=telling.day,
        ago=telling.ago,
        clock=telling.clock,
        number=telling.number,
        ticket_number=telling.ticket_number,
        filesize=telling.filesize,
        initials=telling.initials,
        iso=telling.iso,
        paragraphs=telling.paragraphs,
    )
    return env


@lru_cache(maxsize=2048)
def icon(name: str, label: str | None = None, css: str = "icon") -> Markup:
    """Return an icon of the page's sprite; with a label it is an image, without one it is decoration."""
    said = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="{}" {}><use href="#i-{}"></use></svg>').format(escape(css), said, escape(name))


@cache
def mark(level: str | int) -> Markup:
    """Return the triage shape of a level (1…4 or its name); it always stands beside a word."""
    name = PRIORITY_CLASSES.get(level, level) if isinstance(level, int) else level
    return Markup('<svg class="mark" aria-hidden="true"><use href="#m-{}"></use></svg>').format(name)


# --- words -----------------------------------------------------------------------------------------------


def _said(message: str, /, **values: Any) -> Markup:
    """Return the message in the reader's language, filled in; a literal percent sign is written twice."""
    words = _words(get_language(), message)
    return words % values if values or "%" in words else words


def _said_of(context: str, message: str, /, **values: Any) -> Markup:
    return Markup(pgettext(context, message)) % {"context": context, **values}  # noqa: S704 - our catalogue


def _counted(singular: str, plural: str, num: int, /, **values: Any) -> Markup:
    return Markup(ngettext(singular, plural, num)) % {"num": num, **values}  # noqa: S704 - our catalogue


def _counted_of(context: str, singular: str, plural: str, num: int, /, **values: Any) -> Markup:
    told = npgettext(context, singular, plural, num)
    return Markup(told) % {"context": context, "num": num, **values}  # noqa: S704 - our catalogue


@lru_cache(maxsize=16_384)
def _words(_language: str | None, message: str) -> Markup:
    return Markup(gettext(message))  # noqa: S704 - our catalogue


# --- what is said again and again ------------------------------------------------------------------------

MOST_REMEMBERED = 4_096
_said_before: dict[tuple[Any, ...], Markup] = {}


def _remembered(name: str, macro: Callable[..., Markup], *about: Any) -> Markup:
    """Return what the macro makes of these arguments, made once: for a macro that looks at nothing else but its words.

    Most rows of a list are the same as a moment ago, and the same for a colleague.
    """
    key = (name, get_language(), *about)
    said = _said_before.get(key)
    if said is None:
        if len(_said_before) >= MOST_REMEMBERED:
            _said_before.clear()
        said = _said_before[key] = macro(*about)
    return said
