"""The API's frame: one shape of errors, pages by cursor, and POST requests that may be repeated.

The rooms' routers are mounted in ``priyom/urls.py``; who is asking is settled by ``people.api``.
"""

import base64
import binascii
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from types import MappingProxyType
from typing import Annotated, Any

from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.docs import Swagger
from ninja.parser import Parser
from pydantic import ConfigDict, GetCoreSchemaHandler, field_validator
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from priyom.base.api_document import FRAME, PROBLEM, complete
from priyom.base.errors import DomainError, Invalid, NotVisible, TooMany
from priyom.base.http import problem
from priyom.base.idempotency import once

__all__ = [
    "MOST_ROWS", "REFUSALS", "OneOf", "Paged", "Strict", "build_api", "decode_cursor", "decode_place", "decode_places",
    "encode_cursor", "once", "page_of", "refuse_unknown_filters",
]  # fmt: skip
MOST_ROWS = 100
DEEPEST = 20  # levels of a JSON document
MOST_VALUES = 10_000  # of a JSON document, names and all
MOST_ERRORS = 50  # told of one request
_EPOCH, _TICK = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


class OneOf:
    """One of these words, as an ``Annotated[str, OneOf(Kind.values)]``: what the model's choices are, said once."""

    def __init__(self, values: Iterable[str]) -> None:
        self.values = list(values)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.literal_schema(self.values)


class Strict(Schema):
    """What comes in: an unknown name is an error, so nobody sets what is not offered."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @field_validator("*")
    @classmethod
    def _of_a_zone(cls, value: Any) -> Any:
        """Refuse a moment without its zone: it is another one for whoever reads it elsewhere."""
        if isinstance(value, datetime) and value.tzinfo is None:
            raise PydanticCustomError("no_zone", str(_("Say the zone, too: 2026-03-02T10:00:00+03:00.")))
        return value


class Paged(Strict):
    """What every list takes: where to go on, and how many rows at once. A list adds its own closed set of filters."""

    cursor: Annotated[str, Field(max_length=100, description="“next” of the page before")] | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS)] = 50


class FieldError(Schema):
    field: str
    message: str


class Problem(Schema):
    """An error in the shape of RFC 9457."""

    type: str
    title: str
    status: int
    detail: str = ""
    code: str
    errors: list[FieldError] = []


# What every operation may answer besides its success.
REFUSALS = dict.fromkeys((400, 401, 403, 404, 409, 422, 429), Problem)


class _Documented(NinjaAPI):
    """Describes itself fully, so that a program can be written from the document alone."""

    sent: Mapping[str, Any] = MappingProxyType({})  # what there is to say of the requests that we send

    def get_openapi_schema(self, **given: Any) -> Any:
        document = super().get_openapi_schema(**given)
        document["webhooks"] = self.sent.get("webhooks", {})
        document["components"]["schemas"] |= self.sent.get("shapes", {})
        complete(document, {name: scope for name, scope in self._scopes() if scope})
        return document

    def _scopes(self) -> Iterator[tuple[str, str]]:
        """Yield the id of each operation and the scope that its key needs: none, where any living key will do."""
        for _prefix, router in self._routers:
            for path in router.path_operations.values():
                for each in path.operations:
                    yield from ((str(each.operation_id), getattr(key, "scope", "")) for key in each.auth_callbacks)


class _Careful(Parser):
    """Reads JSON no deeper and no wider than a person would write it, without the nulls that no text can keep."""

    def parse_body(self, request: HttpRequest) -> Any:
        read = super().parse_body(request)
        if sum(1 for _value in islice(_values_in(read), MOST_VALUES + 1)) > MOST_VALUES:
            raise ValueError("too much")
        return _without_nulls(read, DEEPEST)


def _values_in(document: Any) -> Iterator[Any]:
    waiting = [document]
    while waiting:
        value = waiting.pop()
        yield value
        if isinstance(value, (list, dict)):
            waiting += value.values() if isinstance(value, dict) else value


def _without_nulls(value: Any, levels: int) -> Any:
    if levels < 0:
        raise ValueError("too deep")
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list):
        return [_without_nulls(each, levels - 1) for each in value]
    if isinstance(value, dict):
        return {name.replace("\0", ""): _without_nulls(each, levels - 1) for name, each in value.items()}
    return value


def build_api(*, sent: dict[str, Any] | None = None, **options: Any) -> NinjaAPI:
    """Return the API with our errors; the caller adds the routers, and says what of the requests that are ``sent``."""
    # SECURITY: without this the page would ask a validator on the internet about our document. It draws its arrows
    # with pictures that stand in its own styles.
    docs = Swagger(settings={"validatorUrl": None})
    options |= {"docs": docs, "docs_decorator": csp_update({"img-src": ["data:"]}), "parser": _Careful()}
    api = _Documented(title="Priyom", version="1", description=FRAME, urls_namespace="api", **options)
    api.sent = sent or {}
    api.add_exception_handler(DomainError, _refused)  # type: ignore[arg-type]
    api.add_exception_handler(ValidationError, _not_understood)  # type: ignore[arg-type]
    api.add_exception_handler(AuthenticationError, _who_are_you)  # type: ignore[arg-type]
    api.add_exception_handler(HttpError, _http_error)  # type: ignore[arg-type]
    api.add_exception_handler(
        Http404, lambda request, _error: _refused(request, NotVisible(_("There is nothing here.")))
    )
    return api


def encode_cursor(position: int, until: datetime | None = None, besides: int | None = None) -> str:
    """Return an opaque cursor for the row after which the next page begins.

    ``until`` is the moment all pages end with, or at which that row stands; ``besides`` the last row that was shown of
    those which stand outside the order.
    """
    place = f"v1:{position}" if until is None else f"v1:{position}:{(until - _EPOCH) // _TICK}"
    place = place if besides is None else f"{place}:{besides}"
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None) -> int | None:
    """Return the position in a cursor, or None for the first page; refuse what we never gave out."""
    return decode_place(cursor)[0]


def decode_place(cursor: str | None) -> tuple[int | None, datetime | None]:
    """Return the position in a cursor and the moment all pages end with, if it has one."""
    return decode_places(cursor)[:2]


def decode_places(cursor: str | None) -> tuple[int | None, datetime | None, int | None]:
    """Return all that a cursor may hold: position, moment, and the row outside the order."""
    if not cursor:
        return None, None, None
    try:
        version, first, *more = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii").split(":")
        position, *rest = map(int, (first, *more))
    except (ValueError, binascii.Error) as error:
        raise _bad_cursor() from error
    tops = (2**53, 2**63)
    if version != "v1" or not 0 < position < 2**63 or len(rest) > len(tops):
        raise _bad_cursor()
    if any(not 0 < each < top for each, top in zip(rest, tops, strict=False)):
        raise _bad_cursor()
    moment = _EPOCH + rest[0] * _TICK if rest else None
    return position, moment, rest[1] if len(rest) == len(tops) else None


def refuse_unknown_filters(request: HttpRequest, filters: type[Paged]) -> None:
    """Refuse a misspelt filter: it must not answer with everything. Ninja leaves unknown names out before."""
    unknown = sorted(request.GET.keys() - filters.model_fields.keys())
    if unknown:
        sentence = _("There is no such filter.")
        raise Invalid(sentence, errors={name: [sentence] for name in unknown})


def page_of(keys: list[int], limit: int, until: datetime | None = None) -> tuple[list[int], str | None]:
    """Cut one row more than was asked for down to a page, and say where the next one begins."""
    shown = keys[:limit]
    return shown, encode_cursor(shown[-1], until) if len(keys) > limit else None


def _bad_cursor() -> Invalid:
    return Invalid(_("The cursor is not one of ours."), errors={"cursor": [_("Take “next” from the page before.")]})


def _answer(error: DomainError) -> HttpResponse:
    body = json.dumps(problem(error), ensure_ascii=False)
    answer = HttpResponse(body, status=error.status, content_type=PROBLEM)
    if isinstance(error, TooMany):
        answer["Retry-After"] = str(error.retry_after)
    return answer


def _refused(_request: HttpRequest, error: DomainError) -> HttpResponse:
    return _answer(error)


def _not_understood(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors: dict[str, list[Any]] = {}
    for found in error.errors[:MOST_ERRORS]:
        place = [str(part) for part in found["loc"] if part not in {"body", "query", "path", "header", "payload"}]
        errors.setdefault(".".join(place) or "body", []).append(found["msg"])
    return _answer(Invalid(_("The request could not be understood."), errors=errors))


def _who_are_you(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    refusal = DomainError(_("Send a valid key: “Authorization: Bearer …”."))
    refusal.status, refusal.code = 401, "no_key"
    answer = _answer(refusal)
    answer["WWW-Authenticate"] = "Bearer"
    return answer


def _http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
    unreadable = error.status_code == 400  # noqa: PLR2004 - the one thing ninja itself cannot read
    sentence = _("Send JSON, at most 20 levels deep and of at most 10,000 values.")
    refusal = DomainError(sentence if unreadable else str(error))
    refusal.status, refusal.code = error.status_code, "refused"
    return _answer(refusal)
