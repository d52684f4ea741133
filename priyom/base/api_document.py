"""What the OpenAPI document says beyond the shapes: the frame that all operations share, and which key each one needs.

A program is written from this document alone, so whatever one has to know to call us stands here.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from priyom.base.idempotency import MAX_KEY

PROBLEM = "application/problem+json"
FRAME = """
Priyom's desk for programs. A program sees and may do exactly what the person may in whose name its key was made.

**Keys.** Every call carries `Authorization: Bearer <key>`. An administrator makes keys; `whoAmI` says whose key it is,
what it may do and until when. The scope that an operation needs stands in its `security`; a key with `admin` has all.

**Lists** answer `{"items": […], "next": …}`. The next page is the same request with `cursor=` that `next`; `null` is
the end. A cursor belongs to the list and the filters that gave it. An unknown filter is refused with 422.

**Changes** (`PATCH`) name what changes; what is left out stays as it is, so send no field you do not mean to change.

**Repeating.** Every `POST` may carry an `Idempotency-Key`, at most 200 visible characters, your own for each deed. The
same request with the same key is done once within seven days, and the answer tells of what was done then, as it is now.
Another request with that key is refused with 422; while the first one still runs after three seconds, 409.

**Moments** are ISO 8601 with an offset or `Z`; one without is refused.

**Texts** are plain; markup in them is to be shown as text. Zero characters are removed. Personal data is masked before
a text is kept, so what is read may differ from what was sent: a word in square brackets stands instead.

**Checked later.** With `"screening": "pending"` a text is still being checked: a sentence that says so stands in its
place. Read it again a moment later.

**Files** are sent first (`sendFile`) and then named in a ticket or a message. Each is checked before anybody may have
it: `state` is `waiting`, then `screened` or `refused`, and `reason` says why.

**Errors** have one shape, RFC 9457: `code` for programs (`invalid`, `not_found`, `not_allowed`, `wrong_state`,
`too_many`, `not_now`, …), `detail` for people, `errors` names the fields. What may not be known of is told as what is
not there: 404. Besides what an operation lists, any call may be told 503 with `Retry-After`: come back after it.

**Pace.** Calls of one key in a minute are counted, and those from one address: `RateLimit-Limit`,
`RateLimit-Remaining` and `RateLimit-Reset` (seconds) come with the answers. Beyond, 429 says in `Retry-After` how many
seconds to wait.
""".strip()
MEANINGS = {
    400: "Not JSON, deeper than 20 levels, or more than 10,000 values",
    401: "No key, or one that is revoked, expired, or whose person is shut out",
    403: "One may know of it and may not do it; or the key lacks the scope",
    404: "There is no such thing, or it may not be known of",
    409: "Not now: its state is another one, it is still being checked, or the same request still runs",
    413: "More than 1 MiB of JSON, or a larger file than is allowed",
    422: "Understood and refused; errors names the fields",
    429: "Too often",
}
_REPEATABLE = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Repeat the request with the same key and it is done once; kept for seven days.",
    "schema": {"type": "string", "maxLength": MAX_KEY, "pattern": "^[!-~]*$"},
}
_SECONDS = {"type": "integer", "minimum": 0}
_PACE = {
    "RateLimit-Limit": {"description": "Calls in a minute", "schema": _SECONDS},
    "RateLimit-Remaining": {"description": "Calls left in this minute", "schema": _SECONDS},
    "RateLimit-Reset": {"description": "Seconds until they are given anew", "schema": _SECONDS},
}
_LATER = {"Retry-After": {"description": "Seconds to wait", "required": True, "schema": _SECONDS}}
TOO_MANY = 429


def complete(document: dict[str, Any], scopes: Mapping[str, str]) -> None:
    """Say what the operations share; ``scopes`` names what the key of each one needs."""
    for method, operation in _operations(document):
        if "requestBody" in operation:
            operation["responses"].setdefault(413, deepcopy(operation["responses"][422]))
        _tell_answers(operation)
        scope = scopes.get(operation["operationId"])
        operation["security"] = [{name: [scope] if scope else [] for name in each} for each in operation["security"]]
        if method == "post":
            operation.setdefault("parameters", []).append(_REPEATABLE)
        if method == "patch":
            _without_defaults(_body_of(operation, document))
        for parameter in operation.get("parameters", []):
            _lift_description(parameter, parameter["schema"])
    for shape in document["components"]["schemas"].values():
        for each in shape.get("properties", {}).values():
            _lift_description(each, each)


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for methods in document["paths"].values():
        yield from methods.items()


def _tell_answers(operation: dict[str, Any]) -> None:
    """Refusals have a media type of their own; every answer says how many calls are left."""
    for status, answer in operation["responses"].items():
        answer["headers"] = _PACE | (_LATER if int(status) == TOO_MANY else {})
        if int(status) in MEANINGS:
            answer["content"] = {PROBLEM: answer["content"].pop("application/json")}
            answer["description"] = MEANINGS[int(status)]


def _body_of(operation: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    shape = operation["requestBody"]["content"]["application/json"]["schema"]
    found: dict[str, Any] = document["components"]["schemas"][shape["$ref"].rpartition("/")[2]]
    return found


def _without_defaults(shape: dict[str, Any]) -> None:
    """A field that is left out of a change stays as it is: a default would tell programs to send it."""
    for each in shape["properties"].values():
        each.pop("default", None)


def _lift_description(where: dict[str, Any], schema: dict[str, Any]) -> None:
    """Bring the words about a field that may be null from inside its alternatives to where they are looked for."""
    for each in schema.get("anyOf", []):
        if "description" in each:
            where.setdefault("description", each.pop("description"))
