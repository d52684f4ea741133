"""The template environment of the whole product."""

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from django_htmx.jinja import django_htmx_script, htmx_script
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from priyom.base import telling
from priyom.base.clock import now

PRIORITY_CLASSES = {1: "critical", 2: "high", 3: "normal", 4: "low"}


def environment(**options: Any) -> Environment:
    """Build the environment: autoescape on, unknown names are errors, gettext through Django."""
    options.pop("undefined", None)
    env = Environment(  # noqa: S701 - Django's backend passes autoescape=True in the options
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, **options
    )
    env.add_extension("jinja2.ext.i18n")
    env.add_extension("jinja2.ext.do")
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals.update(
        static=static,
        url=_url,
        url_if=_url_if,
        icon=icon,
        mark=mark,
        now=now,
        get_language=get_language,
        htmx_script=htmx_script,
        django_htmx_script=django_htmx_script,
        demo=settings.PRIYOM.demo,
        site_url=settings.PRIYOM.site_url,
    )
    env.filters.update(
        when=telling.when,
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


def icon(name: str, label: str | None = None, css: str = "icon") -> Markup:
    """Return an icon of the page's sprite; with a label it is an image, without one it is decoration."""
    said = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="{}" {}><use href="#i-{}"></use></svg>').format(escape(css), said, escape(name))


def mark(level: str | int) -> Markup:
    """Return the triage shape of a level (1…4 or its name); it always stands beside a word."""
    name = PRIORITY_CLASSES.get(level, level) if isinstance(level, int) else level
    return Markup('<svg class="mark" aria-hidden="true"><use href="#m-{}"></use></svg>').format(name)


def _url_if(name: str, *args: Any, **kwargs: Any) -> str:
    """Return an address of a room above, or nothing while that room does not have it."""
    try:
        return _url(name, *args, **kwargs)
    except NoReverseMatch:
        return ""


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)
