"""Lists of organisations: the address of a hospital is nobody's, where none of their lines has a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from priyom.privacy.detectors import Label
from priyom.privacy.pictures.layout import Cell, Row, Spot, Spots

PUBLIC = frozenset({Label.ADDRESS, Label.PHONE, Label.EMAIL})
FEWEST, COVERED = 3, 0.5
# Hospitals, polyclinics and the like by their kinds, companies by the letters before their names.
KIND = re.compile(
    "(?:^|[^\\w])(?:[\u0413\u041e\u041c\u0424\u041a\u0427]{0,2}[\u0413\u0411\u0410\u041a]?[\u0411\u0410\u041a]?\u0423\u0417"
    "|\u0424\u0413\u0411\u0423|\u0424\u0413\u0410\u041e\u0423|\u0426\u0420\u0411|\u0413\u041a\u0411|\u041e\u041a\u0411|\u041d\u041c\u0418\u0426|\u041e\u041e\u041e|\u041f?\u0410\u041e|000)(?:[^\\w]|$)"
    "|\u0431\u043e\u043b\u044c\u043d\u0438\u0446|\u043f\u043e\u043b\u0438\u043a\u043b\u0438\u043d\u0438\u043a|\u0434\u0438\u0441\u043f\u0430\u043d\u0441\u0435\u0440|\u0433\u043e\u0441\u043f\u0438\u0442\u0430\u043b|\u0430\u043f\u0442\u0435\u043a|\u0441\u0430\u043d\u0430\u0442\u043e\u0440"
    "|\u0440\u043e\u0434\u0438\u043b\u044c\u043d|\u043c\u0435\u0434\\w{0,10} \u0446\u0435\u043d\u0442\u0440",
    re.IGNORECASE,
)


def without_organisations(spots: Sequence[Spot], rows: Sequence[Row]) -> Iterator[Spot]:
    """Yield the spots but for what belongs to organisations that are listed one below the other."""
    lying = Spots(spot for spot in spots if spot.label not in PUBLIC)
    places = [spot for spot in spots if spot.label == Label.ADDRESS]  # a journal of calls has telephones alone
    theirs = [row for row in rows if any(map(_calls_one, row.cells)) and any(_stands_in(spot, row) for spot in places)]
    of_people = any(lying.over(Cell([word]), COVERED) for row in theirs for cell in row.cells for word in cell.words)
    if len(theirs) < FEWEST or of_people:
        yield from spots
        return
    for spot in spots:
        if spot.label not in PUBLIC or not any(_stands_in(spot, row) for row in theirs):
            yield spot


def _calls_one(cell: Cell) -> bool:
    return KIND.search(cell.text) is not None


def _stands_in(spot: Spot, row: Row) -> bool:
    return row.y <= (spot.box[1] + spot.box[3]) / 2 <= row.bottom
