"""What the words beside a number say it is: «СНИЛС», «полис», «тел.» — or «заявка», «лот», «OID», which clear it.

One pass over the text collects all such words; a number asks for the nearest one before it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from priyom.privacy.detectors.reading import Reading

FAR = 44  # characters between the word and the number it speaks of
B = r"(?<![a-zа-яё0-9])"
E = r"(?![a-zа-яё])"

KINDS = {
    "snils": rf"{B}(?:снилс\w{{0,3}}|snils|1\.2\.643\.100\.3(?![0-9.])|страхов\w{{1,4}} (?:номер|свидетельств)\w{{0,3}}|ss_?number|пенсионн\w{{1,4}} страхов\w{{1,6}})",
    "oms": rf"{B}(?:полис\w{{0,3}}(?! ?(?:осаго|каско|страхования (?:имущ|оборуд|ответств|гражд)))|енп|enp|омс|oms|дмс|1\.2\.643\.2\.69\.1\.1\.1\.6\.228(?![0-9.])|1\.2\.643\.5\.1\.13\.2\.7\.100\.[0-9]{{1,2}}(?![0-9.])|policy\w{{0,8}}|polis\w{{0,8}}|временн\w{{1,4}} свидетельств\w{{0,3}})",
    "passport": rf"{B}(?:паспорт\w{{0,4}}|пасп|passport\w{{0,8}}|pasport|удостоверени\w{{1,3}} личност\w{{1,3}}|удостоверяющ\w{{1,4}} личность|дул|удл|п-т(?= ?[№0-9])|пас\.(?= ?данн)){E}",
    "birth": rf"{B}(?:свидетельств\w{{0,3}} о рожд\w{{0,6}}|св-в[оау] о рожд\w{{0,6}}|birth_?cert\w{{0,8}})",
    "document": rf"{B}(?:водительск\w{{1,4}}|вод\. ?уд|в/у|военн\w{{1,4}} билет\w{{0,3}}|загран\w{{0,12}}|вид\w{{0,2}} на жительство|внж|рвп|(?:удостоверени\w{{1,3}}|удост\.?) (?:беженц|военн|офицер|моряк|ветеран|инвалид|пенсион|депутат|лица без)\w{{0,14}}|права(?= [№0-9])|(?:пенс\w{{0,8}}|служебн\w{{2,3}}|временн\w{{2,3}}|врем|воинск\w{{2,3}})\.? удостоверени\w{{1,3}}|в/б|справк\w{{1,2}} (?:мсэ|об (?:освобождении|инвалидности))|мсэ(?=-?[ 0-9№])|иностранн\w{{1,4}} (?:гражданин\w{{0,2}}|документ\w{{0,2}})(?=[ :№]{{1,3}}[a-zа-я]{{0,2}} ?[0-9])){E}",
    "inn_org": rf"{B}(?:инн (?:организаци\w{{1,3}}|юр|мо|лпу|клиник\w|учреждени\w|контрагента|поставщика|плательщика)|инн/кпп){E}",
    "inn": rf"{B}(?:(?:инн|inn|иин){E}|1\.2\.643\.3\.131\.1\.1(?![0-9.]))",
    "phone": (
        rf"{B}(?:тел|телефон\w{{0,4}}|т\.|моб|мобильн\w{{1,4}}|сот|сотов\w{{1,4}}|phone\w{{0,6}}|mobile|tel|whats\W?app|ватсап|вотсап|"
        rf"вацап|вайбер|viber|telegram|телеграм\w{{0,3}}|перезвон\w{{0,6}}|позвон\w{{0,6}}|звон\w{{1,6}}|набер\w{{1,4}}|"
        rf"по номеру|для связи|контакт\w{{0,8}}|факс|fax|max|смс|sms|домашн\w{{2,3}}|дом\.(?= ?[0-9]{{1,3}}-)|городск(?:ой|ого|ому)|раб\.|дом\. ?тел\.?|дозвон\w{{1,6}}|созвон\w{{1,6}}){E}"
    ),
    "eln": rf"{B}(?:элн|больничн\w{{1,4}}(?: лист\w{{0,3}})?|больн?\.? ?лист\w{{0,3}}|б/л|лист\w{{0,3}} нетрудоспособности|л/н|лн(?=[ :-]{{0,3}}[№0-9])|eln|ln_?code|eln_?(?:num\w{{0,4}}|code)){E}",
    "card": rf"{B}(?:банковск\w{{1,4}} карт\w{{0,3}}|карт\w{{1,3}} (?:мир|сбер\w{{0,6}}|visa|виза|мастер\w{{0,6}}|тинькофф|втб)|visa|mastercard|pan|соц(?:иальн\w{{1,4}} )?карт\w{{1,3}}){E}",
    "mrn": (
        rf"{B}(?:мед\.? ?карт\w{{0,3}}|медицинск\w{{1,4}} карт\w{{0,3}}|амбулаторн\w{{1,4}} карт\w{{0,3}}|амб\.? ?карт\w{{0,3}}|"
        rf"стационарн\w{{1,4}} карт\w{{0,3}}|(?<!дорожная )(?<!дорожной )карт(?:а|ы|е|у|ой)(?!-)|(?<=номера )карт(?! банк)|амбулаторк\w{{1,2}}|мк(?= ?№| ?[0-9]{{2,8}}[-/])|истори\w{{1,2}} (?:болезни|родов|развития(?: ребенка| ребёнка)?)|(?:номер|id|ид|код|идентификатор)[ _](?:пациента|пациентки|больного|клиента|застрахованного)(?: в [а-яё]{{2,8}})?|пациент\w{{0,3}} (?:с |под )?(?:id|ид|кодом|номером)|(?:mpi|мпи)[ _]id|\(0010,0020\)(?: lo)?|ист\.? ?бол\w{{0,5}}|и\. ?б\.|истори(?:я|и|ю)|и/б|иб|мкаб|мксб|эмк|"
        rf"mrn|card_?(?:no|num|number|id)|patient[ _]?(?:id|no|num\w{{0,3}})|emr_?id|medcard\w{{0,6}}|направлени\w{{1,2}}){E}"
    ),
    "dob": (
        rf"{B}(?:дат\w{{1,2}}[ _]рожд\w{{0,5}}|д\. ?р\.?|г\. ?р\.?|г/р|д/р|возраст\w{{0,2}}(?=[ :]{{1,3}}[0-9]{{1,3}} ?(?:лет|год|мес))|родивш\w{{2,4}}|\(0010,0030\)(?: da)?|др|рожд\w{{0,6}}|род\.|р\.(?= ?[0-3]?[0-9][./][01]?[0-9][./])|род(?= [0-3]?[0-9][./])|родил(?!ьн)\w{{0,4}}|born|dob|birth\w{{0,8}}|"
        rf"date_?of_?birth|birth_?da(?:te|y)|bdate|data_?r|datar|data_?ro[zg]\w{{0,8}}|\w{{0,5}}_?rozhd\w{{0,6}}|dr){E}"
    ),
    "veto": (
        rf"{B}(?:заявк\w{{0,3}}|заказ\w{{0,3}}|обращени\w{{1,2}}|тикет\w{{0,3}}|наряд\w{{0,3}}|талон\w{{0,3}}|лот\w{{0,2}}|сери(?:я|и|ю|йный|йного) (?:лот|препарат)\w{{0,3}}|"
        rf"серийн\w{{2,3}}|s/n|sn|gtin|sgtin|sscc|ean|oid|оид|uuid|guid|огрн(?:ип)?|ogrn|kpp|okpo|bik|кпп|бик|окпо|оквэд|октмо|кбк|уин|р/с|к/с|"
        rf"расчетн\w{{2,3}} сч[её]т\w{{0,2}}|чек\w{{0,2}}|верси\w{{1,2}}|сборк\w{{1,2}}|порт\w{{0,2}}|код\w{{0,2}} ошибк\w|ошибк\w{{1,3}}|"
        rf"error|инвентарн\w{{2,3}}|заводск\w{{2,3}}|штрих-?код\w{{0,2}}|накладн\w{{2,3}}|договор\w{{0,3}}|контракт\w{{0,3}}|"
        rf"сэмд|эмд|ticket|order|request|build|артикул\w{{0,2}}|регистрационн\w{{2,3}} (?:номер|удостоверени)\w{{0,3}}|ру|"
        rf"инцидент\w{{0,3}}|задач\w{{1,2}}|запрос\w{{0,2}}|счет-фактур\w|приказ\w{{0,2}}|закупк\w|лицензи\w{{1,2}}|ключ\w{{0,2}}|"
        rf"транзакци\w|операци\w{{1,2}}|процесс\w{{0,2}}|pid|id|ид|localuid|messageid|emdrid|парти[яию]|упаковк\w|марк\w|код\w{{0,2}} маркировки|"
        rf"сертификат\w{{0,2}}|хеш|hash|sha|md5|трек\w{{0,8}}|запис[ьи] №?(?= ?[0-9])|посылк\w|отправлени\w|инвойс|счет\w{{0,2}}){E}"
    ),
}
ALL = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in KINDS.items()))
CLOSING = re.compile(r"</[\w.:-]{0,20}$")  # the end of an element says nothing of what follows
SPENT_DIGITS = 9
SPENT = re.compile(r"[0-9]{6,}[\"'\])]?[,;]")  # the word has its own number already


@dataclass(frozen=True, slots=True)
class Said:
    """The nearest word before a number, and what stands between them."""

    kind: str
    word: str
    between: str

    @property
    def is_spent(self) -> bool:
        """Say whether the word has its own number already."""
        return sum(char.isdigit() for char in self.between) >= SPENT_DIGITS


class Labels:
    """All words of the text that say what a number is."""

    def __init__(self, reading: Reading) -> None:
        self._low = reading.low
        self.found = [
            (match.end(), str(match.lastgroup), match.group())
            for match in ALL.finditer(reading.low)
            if not CLOSING.search(reading.low, max(0, match.start() - 24), match.start())
        ]
        self.kinds = frozenset(kind for _end, kind, _word in self.found)  # what the text speaks of at all
        self._ends = [end for end, _kind, _word in self.found]

    def nearest(self, place: int, *, far: int = FAR, besides: frozenset[str] = frozenset()) -> Said | None:
        """Return the nearest word before the place, in its line or at the end of the line above."""
        for number in range(bisect_right(self._ends, place) - 1, -1, -1):
            end, kind, word = self.found[number]
            between = self._low[end:place]
            if place - end > far or "\n\n" in between or ("\n" in between and between.strip(' \t\r\n:-=>"|')):
                return None
            if kind == "veto" and SPENT.search(between):
                return None
            if kind not in besides:
                return Said(kind, word, between)
        return None
