"""What may stand between a word and the value it speaks of: whose it is, which of several, where it was seen — and the table of signs."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).with_name("data")

FILLING = (
    r"пациент\w{0,3}|больн(?:ого|ой)|реб[её]нка|новорожд[её]нн\w{2,3}|мам[ыа]|матери|отца|мужа|жены|сына|дочери|врача|сотрудни\w{2,3}|работника|застрахованн\w{2,3}|"
    r"заявител\w{1,2}|законного|представителя|стационарного|амбулаторного|гражданина|физ\.? ?лиц\w|физического|лица|"
    r"у|него|не[её]|меня|нас|его|е[её]|мой|моя|мою|наш|вот|это|такой|такая|такие|следующ\w{2,3}|тот|же|ещ[её]|"
    r"указан\w{0,2}|записан\w{0,2}|введ[её]н\w{0,2}|внес[её]н\w{0,2}|стоит|стал[ао]?|был[ао]?|будет|есть|имеет|выдан|значится|получен\w{0,2}|должен|быть|надо|нужно|"
    r"нов\w{2,3}|стар\w{2,3}|правильн\w{2,3}|верн\w{2,3}|неверн\w{2,3}|действующ\w{2,3}|другой|другая|перв\w{2,3}|втор\w{2,3}|прежн\w{2,3}|дубл\w{1,4}|"
    r"нужн\w{1,2}|беременн\w{2,3}|роженицы|вызова(?: смп| скорой)?|(?:диспансерного|динамического) наблюдения|в карте|в системе|в базе|в мис|в рмис|в егисз|в рэмд|в документ\w{1,2}|на бланке|на карточке|по документам|по базе|сейчас|теперь|ранее|единого|образца|"
    r"номер\w{0,2}|ном\.|омс|данные|рф|россии|гражданина|единый|эл\.?|электронн\w{2,3}|бумажн\w{2,3}|полностью|цифрами|без ошибок|с ошибкой|[0-9]{3}/[уy](?:-[0-9]{2})?"
    r"|(?:с|под|за|имеет|по) (?:номер|№)\w{0,2}|должн[аоы]|числится|значит"
)
BRIDGE = rf"(?>(?:[\s:=№#\"'`«»<\[\](),;>|\-]|(?<!\*)\*{{1,2}}(?!\*)|(?:{FILLING})(?![а-яёa-z0-9])[.]?){{0,16}})"


@lru_cache(maxsize=1)
def _signs() -> dict[str, str]:
    return tomllib.loads((DATA / "signs.toml").read_text(encoding="utf-8"))


def signs(name: str) -> str:
    """Return the signs of a list of `data/signs.toml` as alternatives of a pattern."""
    entries = (entry.strip() for line in _signs()[name].splitlines() for entry in line.split("|"))
    return "|".join(
        re.escape(entry).replace(r"\*", "[а-яё]{0,6}").replace(r"\ ", "[ _]").replace(r"\.", r"\.?")
        for entry in sorted(filter(None, entries), key=len, reverse=True)
    )
