"""What the doors of the directory share: the page around, options, tables to take away."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from priyom.base.clock import now
from priyom.people.directory.paging import Page
from priyom.people.forms import DirectoryForm
from priyom.people.sections import sections_for
from priyom.people.sheets import write


def show(
    request: HttpRequest, page: str, context: dict[str, Any], *, form: DirectoryForm | None = None
) -> HttpResponse:
    """Render a page of the directory; a form with something wrong in it answers 422."""
    status = form.status if form is not None else 200
    return render(request, page, {"sections": sections_for(request), "form": form, **context}, status=status)


def given(request: HttpRequest) -> QueryDict | None:
    """Return what a form is to check: nothing while it is only opened, even an empty post when it is sent."""
    return request.POST if request.method == "POST" else None


def options(request: HttpRequest, found: Iterable[tuple[Any, str, str]]) -> HttpResponse:
    """Answer a field that is found by typing."""
    return render(request, "people/_options.html", {"options": list(found)})


def around(page: Page[Any], address: str, filters: dict[str, str]) -> dict[str, str]:
    """Return the addresses of the neighbouring pages."""
    urls = {"newer_url": "", "older_url": ""}
    if page.before is not None:
        urls["newer_url"] = f"{address}?{urlencode({**filters, 'before': page.before})}"
    if page.after is not None:
        urls["older_url"] = f"{address}?{urlencode({**filters, 'after': page.after})}"
    return urls


def table(name: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """Answer with a table to take away."""
    answer = StreamingHttpResponse(write(header, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}-{now():%Y-%m-%d}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


def slot(name: str, *of: Any) -> str:
    """Return the address of another room's fragment, or nothing when there is no such room."""
    try:
        return reverse(name, args=of)
    except NoReverseMatch:
        return ""
