"""Values that logs write apart from their statement: «where surname=? and snils=?», and below «binding parameter [1] … [Ли]».

What a value is stands in the statement alone: its first sign belongs to the first column. Read are the logs of Hibernate, MyBatis
and PostgreSQL, and the tuples that Django and SQLAlchemy add.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from priyom.privacy.detectors import Label, Span
from priyom.privacy.detectors.fields import label_of, value_of
from priyom.privacy.detectors.reading import Reading

SIGN = r"(?:\?|%s|\$[0-9]{1,3}|:[A-Za-z_]\w{0,30})"
# A column compared with a sign, or a column of «insert into … (a, b) values (?, ?)».
COMPARED = re.compile(
    rf"(?P<name>[A-Za-zА-Яа-яЁё_][\w.\"`\[\]]{{0,60}})\)?\s{{0,3}}(?:=|<>|!=|[<>]=?|i?like|in)\s{{0,3}}(?:\w{{2,10}}\s?)?\(?{SIGN}",
    re.IGNORECASE,
)
INSERTED = re.compile(
    rf"insert\s{{1,3}}into\s{{1,3}}[\w.\"`\[\]]{{1,60}}\s{{0,3}}\((?P<columns>[^()]{{1,600}})\)\s{{0,3}}values\s{{0,3}}\(\s{{0,3}}{SIGN}",
    re.IGNORECASE,
)
STATEMENT = re.compile(
    rf"(?<![a-z])(?:select|update|insert|delete|merge|call)\s[^\n]{{1,1500}}?{SIGN}[^\n]{{0,1500}}", re.IGNORECASE
)
BOUND = re.compile(  # Hibernate 5 and 6
    r"binding parameter (?:\[(?P<a>[0-9]{1,3})\] as \[[\w ]{1,30}\] - |\((?P<b>[0-9]{1,3}):[\w ]{1,30}\) <- )\[(?P<value>[^\[\]\n]{1,200})\]"
)
DETAIL = re.compile(r"\$(?P<a>[0-9]{1,3}) = N?'(?P<value>[^'\n]{1,200})'")  # PostgreSQL
LISTED = re.compile(r"Parameters: (?P<values>[^\n]{1,1500})")  # MyBatis: «Ли(String), 1980-01-02(Date)»
OF_A_LIST = re.compile(
    r"(?P<value>[^()\n]{1,200}?)\((?:String|Date|Timestamp|Integer|Long|LocalDate|BigDecimal)\)(?:, |$)|null(?:, |$)"
)
TUPLE = re.compile(
    r"(?:args|params|parameters)?[=:]?\s{0,2}[(\[](?P<values>(?:'[^'\n]{0,200}'|[\w.: -]{1,40})(?:, (?:'[^'\n]{0,200}'|[\w.: -]{1,40})){0,40}),?[)\]]"
)
OF_A_TUPLE = re.compile(r"'(?P<value>[^'\n]{0,200})'|[\w.: -]{1,40}")
REACH = 3000  # characters behind a statement


def find_bound(reading: Reading) -> Iterator[Span]:
    """Yield the values that belong to columns of people."""
    text = reading.text
    if not any(word in reading.low for word in ("where", "values", "set ")):
        return
    statements = list(STATEMENT.finditer(text))
    ends = [*(following.start() for following in statements[1:]), len(text)]
    for found, end in zip(statements, ends, strict=False):
        labels = _labels(found.group())
        if any(labels):
            for number, start, stop in _values(text, found.end(), min(end, found.end() + REACH)):
                label = labels[number] if number < len(labels) else None
                if label:
                    yield from value_of(text, start, stop, label)


def _labels(statement: str) -> list[Label | None]:
    """Return what each sign of the statement stands for, in their order."""
    inserted = INSERTED.search(statement)
    names = inserted["columns"].split(",") if inserted else [found["name"] for found in COMPARED.finditer(statement)]
    return [label_of(name.strip(" \t\"'[]`").rpartition(".")[2]) for name in names]


def _values(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield the values that follow: their number from nought, and where they stand."""
    for pattern in (BOUND, DETAIL):
        for found in pattern.finditer(text, start, end):
            yield int(found["a"] or found.groupdict().get("b") or 1) - 1, *found.span("value")
    for whole, one in ((LISTED, OF_A_LIST), (TUPLE, OF_A_TUPLE)):
        values = whole.search(text, start, end)
        for number, found in enumerate(one.finditer(text, *values.span("values")) if values else ()):
            if found["value"]:
                yield number, *found.span("value")
