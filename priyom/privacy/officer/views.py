"""The doors of the security officer's page: the figures of a period, and the log as a table."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from priyom.base.clock import now
from priyom.base.events import record
from priyom.base.forms import key_in
from priyom.base.telling import iso
from priyom.people import sheets
from priyom.people.account_pages import refuse_without
from priyom.people.models import User
from priyom.people.requests import SignedIn
from priyom.people.sections import sections_for
from priyom.privacy.decided.words import name_of
from priyom.privacy.found.models import Screening
from priyom.privacy.officer.figures import PERIODS, figures
from priyom.privacy.officer.words import channel_name

MOST_EXPORTED = 100_000
CHUNK = 2_000


@login_required
@require_safe
def page(request: SignedIn) -> HttpResponse:
    refuse_without(request.user, "guard.read")
    context = {"page": figures(_days(request)), "periods": PERIODS, "sections": sections_for(request)}
    return render(request, "privacy/officer.html", context)


@login_required
@require_safe
def export(request: SignedIn) -> StreamingHttpResponse:
    refuse_without(request.user, "guard.read")
    days = _days(request)
    record("guard.exported", request.user, by=request.user, days=days)
    answer = StreamingHttpResponse(_table(request.user, days), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="guard-{days}.csv"'
    return answer


def _table(user: User, days: int) -> Iterator[str]:
    # The lines are written after the middleware has gone home, so the language and the zone are set again here.
    with translation.override(user.language), timezone.override(ZoneInfo(user.timezone_name)):
        header = [
            _("When"), _("Way"), _("Login"), _("Organisation"), _("Ticket (row)"), _("Message (row)"), _("File"),
            _("Outcome"), _("Reason"), _("Hidden places"), _("Kinds"), _("Released by the author"),
        ]  # fmt: skip
        yield from sheets.write(header, _rows(days))


def _rows(days: int) -> Iterator[list[object]]:
    found = Screening.objects.filter(at__gte=now() - timedelta(days=days)).select_related("author", "organisation")
    for each in found.order_by("-id")[:MOST_EXPORTED].iterator(chunk_size=CHUNK):
        yield [
            iso(each.at), channel_name(each.channel), each.author.login if each.author else "",
            each.organisation.code if each.organisation else "", each.ticket_id or "", each.message_id or "",
            each.file_id or "", each.outcome, each.reason, each.hidden,
            ", ".join(name_of(kind) for kind in each.kinds), each.released,
        ]  # fmt: skip


def _days(request: HttpRequest) -> int:
    days = key_in(request.GET.get("days"))
    return days if days in PERIODS else PERIODS[1]
