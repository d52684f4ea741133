"""The doors to the audit trail."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from priyom.base import audit
from priyom.base.events import record
from priyom.base.telling import iso
from priyom.people import sheets
from priyom.people.account_pages import refuse_without
from priyom.people.forms.audit import AuditForm
from priyom.people.models import User
from priyom.people.requests import SignedIn
from priyom.people.sections import sections_for


@login_required
@require_safe
def trail(request: SignedIn) -> HttpResponse:
    refuse_without(request.user, "audit.read")
    form = AuditForm(request.GET)
    source = audit.source_of(request.GET.get("source", ""))
    entries = source.entries(form.question(), audit.PAGE + 1) if form.is_valid() else []
    context = {
        "form": form, "source": source, "sources": audit.sources(), "kinds": audit.kind_choices(),
        "about_choices": [(one.name, str(one.label)) for one in audit.subjects()], "nobody": audit.nobody(),
        "entries": entries[: audit.PAGE], "told": audit.facts_in_words,
        "opens": lambda entry: not entry.needs or request.user.may(entry.needs),
        "older_url": _address(request, before=entries[audit.PAGE - 1].id) if len(entries) > audit.PAGE else "",
        "newer_url": _address(request) if request.GET.get("before") else "",
        "export_query": _query(request), "sections": sections_for(request),
    }  # fmt: skip
    return render(request, "people/audit.html", context, status=form.status)


@login_required
@require_safe
def export(request: SignedIn) -> HttpResponse | StreamingHttpResponse:
    refuse_without(request.user, "audit.read")
    form = AuditForm(request.GET)
    if not form.is_valid():
        return trail(request)
    source = audit.source_of(request.GET.get("source", ""))
    record("audit.exported", request.user, by=request.user)
    lines = _table(request.user, audit.every_entry(source, form.question()))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="audit-{source.name}.csv"'
    return answer


def _table(user: User, entries: Iterator[audit.Entry]) -> Iterator[str]:
    # The lines are written after the middleware has gone home, so the language and the zone are set again here.
    with translation.override(user.language), timezone.override(ZoneInfo(user.timezone_name)):
        header = [_("When"), _("Login"), _("Who"), _("What was done"), _("Kind"), _("About"), _("Details")]
        yield from sheets.write(header, (_row(entry) for entry in entries))


def _row(entry: audit.Entry) -> list[object]:
    person = entry.person
    facts = "; ".join(f"{name}={value}" for name, value in entry.facts.items())
    return [
        iso(entry.at), person.login if person else "", person.full_name if person else audit.nobody(),
        entry.did, entry.kind, entry.about, facts,
    ]  # fmt: skip


def _query(request: HttpRequest, **changed: object) -> str:
    asked = request.GET.copy()
    for name in ("before", *[name for name in asked if not asked[name]]):
        asked.pop(name, None)
    for name, value in changed.items():
        asked[name] = str(value)
    return asked.urlencode()


def _address(request: HttpRequest, **changed: object) -> str:
    query = _query(request, **changed)
    return f"{request.path}?{query}" if query else request.path
