"""Makes texts with invented people and knows where each value stands: the sets that the guard is measured on.

Two parts share neither names nor templates. Rules are corrected on one and judged on the other.
"""

import random
import re
import tomllib
import uuid
from dataclasses import dataclass, field
from pathlib import Path

DATA = Path(__file__).with_name("data")
CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
SLOT = re.compile(r"\{(?P<name>\w+?)(?:\.(?P<case>\w{4}))?\}")
LATIN = str.maketrans(
    dict(zip("абвгдеёзийклмнопрстуфхыэ", "abvgdeeziyklmnoprstufhye", strict=True))
    | {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"}
)


@dataclass
class Sample:
    """A text and its gold places: (start, end, label)."""

    text: str = ""
    gold: list = field(default_factory=list)
    kind: str = ""


@dataclass(frozen=True)
class Person:
    surname: str
    first: str
    patronymic: str
    female: bool


class Maker:
    """Fills templates from one part's names."""

    def __init__(self, part: str, seed: int) -> None:
        self.part = part
        self.random = random.Random(f"{part} {seed}")
        names = tomllib.loads((DATA / f"names_{part}.toml").read_text(encoding="utf-8"))
        self.names = {
            key: (value.strip().split("|") if "|" in value else value.split()) for key, value in names.items()
        }
        texts = tomllib.loads((DATA / f"texts_{part}.toml").read_text(encoding="utf-8"))
        self.texts, self.traps = texts["texts"], texts["traps"]

    def samples(self, rounds: int) -> list[Sample]:
        return [self.fill(text) for _ in range(rounds) for text in self.texts]

    def written(self) -> tuple[list[Sample], list[Sample]]:
        """Return the texts of this part that were written whole, and those without personal data."""
        return written_in(sorted(DATA.glob(f"written_{self.part}*.toml")))

    def clean(self) -> list[Sample]:
        return [self.fill(text) for text in self.traps]

    def person(self) -> Person:
        female = self.random.random() < 0.55
        surname = self.random.choice(self.names["surnames"])
        if self.random.random() < 0.04:
            surname += "-" + self.random.choice(self.names["surnames"])
        father = self.random.choice(self.names["fathers"])
        return Person(
            "-".join(feminine(part) for part in surname.split("-")) if female else surname,
            self.random.choice(self.names["women" if female else "men"]),
            (father[:-2] + "на" if father.endswith("вич") else father[:-1] + "нична").replace("вина", "вна")
            if female
            else father,
            female,
        )

    def fill(self, template: str) -> Sample:
        people = [self.person(), self.person()]
        sample = Sample()
        place = 0
        text = template.replace("{{", "\1").replace("}}", "\2")
        for slot in SLOT.finditer(text):
            sample.text += text[place : slot.start()]
            value, label = self.value(slot["name"], slot["case"] or "nomn", people)
            if label:
                sample.gold.append((len(sample.text), len(sample.text) + len(value), label))
            sample.text += value
            place = slot.end()
        sample.text = (sample.text + text[place:]).replace("\1", "{").replace("\2", "}")
        return sample

    def value(self, name: str, case: str, people: list[Person]) -> tuple[str, str]:
        if found := re.fullmatch(r"(fio|fi|if|sini|inis|s|n|p|ini|INI|FIO|S|N|fio_low|s_low)(2?)", name):
            return self.called(
                found[1], case, people[1 if found[2] and found[1] not in {"ini", "INI"} else 0]
            ), "PERSON"
        made, label = getattr(self, f"_{name}")()
        return made, label

    def called(self, form: str, case: str, person: Person) -> str:
        s, n, p = (
            decline(part, kind, person.female, case)
            for part, kind in ((person.surname, "s"), (person.first, "n"), (person.patronymic, "p"))
        )
        a, b = person.first[0], person.patronymic[0]
        dots = self.random.choice((f"{a}.{b}.", f"{a}. {b}.", f"{a}.{b}."))
        made = {
            "fio": f"{s} {n} {p}", "fi": f"{s} {n}", "if": f"{n} {s}", "sini": f"{s} {dots}", "inis": f"{dots} {s}".replace(". ", ". "),
            "s": s, "n": n, "p": p, "ini": a + b, "INI": a + b, "FIO": f"{s} {n} {p}".upper(), "S": s.upper(), "N": n.upper(),
            "fio_low": f"{s} {n} {p}".lower(), "s_low": s.lower(),
        }[form]  # fmt: skip
        if form in {"fio", "fi"} and len(s) > 5 and self.random.random() < 0.05:
            at = self.random.randrange(1, len(s) - 2)
            made = made[:at] + made[at + 1] + made[at] + made[at + 2 :]
        return made.replace("ё", "е") if self.random.random() < 0.5 else made

    def digits(self, count: int) -> str:
        return str(self.random.randrange(1, 10)) + "".join(self.random.choices("0123456789", k=count - 1))

    def _snils(self):
        number = self.digits(9)
        total = sum(int(d) * w for d, w in zip(number, range(9, 0, -1), strict=True)) % 101 % 100
        if self.random.random() < 0.08:
            total = (total + 7) % 100
        a, b, c, d = number[:3], number[3:6], number[6:], f"{total:02d}"
        shapes = (
            f"{a}-{b}-{c} {d}",
            f"{a}-{b}-{c} {d}",
            f"{a}-{b}-{c}-{d}",
            f"{a} {b} {c} {d}",
            a + b + c + d,
            a + b + c + d,
        )
        return self.random.choice(shapes), "SNILS"

    def _oms(self):
        number = self.random.choice(("50", "77", "16", "69", "02")) + self.digits(13)
        number += next(d for d in "0123456789" if luhn(number + d))
        return self.random.choice((number, number, " ".join(re.findall("....", number)))), "OMS"

    def _card(self):
        number = "2200" + self.digits(11)
        number += next(d for d in "0123456789" if luhn(number + d))
        return " ".join(re.findall("....", number)), "CARD"

    def _passport(self):
        a, b = f"{self.random.randrange(10, 90)}", f"{self.random.randrange(0, 25):02d}"
        number = self.digits(6)
        return self.random.choice(
            (f"{a}{b} {number}", f"{a} {b} {number}", f"{a}{b} № {number}", f"{a}{b}{number}")
        ), "PASSPORT"

    def _passport_sn(self):
        return f"{self.random.randrange(1000, 9900)} № {self.digits(6)}", "PASSPORT"

    def _born(self):
        return self.random.randrange(1930, 2021), self.random.randrange(1, 13), self.random.randrange(1, 29)

    def _dob(self):
        y, m, d = self._born()
        months = [
            "января",
            "февраля",
            "марта",
            "апреля",
            "мая",
            "июня",
            "июля",
            "августа",
            "сентября",
            "октября",
            "ноября",
            "декабря",
        ]
        return self.random.choice(
            (
                f"{d:02d}.{m:02d}.{y}",
                f"{d:02d}.{m:02d}.{y}",
                f"{d:02d}.{m:02d}.{y}",
                f"{d:02d}/{m:02d}/{y}",
                f"{d} {months[m - 1]} {y}",
            )
        ), "DOB"

    def _dobiso(self):
        return "{}-{:02d}-{:02d}".format(*self._born()), "DOB"

    def _dob8(self):
        return "{}{:02d}{:02d}".format(*self._born()), "DOB"

    def _year(self):
        return str(self._born()[0]), "DOB"

    def _phone(self):
        a, b, c, d = "9" + self.digits(2), self.digits(3), self.digits(2), self.digits(2)
        return self.random.choice(
            (
                f"+7 ({a}) {b}-{c}-{d}",
                f"8{a}{b}{c}{d}",
                f"8 {a} {b} {c} {d}",
                f"+7{a}{b}{c}{d}",
                f"8-{a}-{b}-{c}-{d}",
                f"8({a}){b}-{c}-{d}",
                f"8 (4822) {c}-{d}-{b[:2]}",
                f"{a} {b}-{c}-{d}",
            )
        ), "PHONE"

    def _email(self):
        person = self.person()
        local = f"{person.surname}.{person.first[0]}".lower().translate(LATIN)
        return f"{local}@{self.random.choice(('mail.ru', 'gkb4.example.ru', 'yandex.ru'))}", "EMAIL"

    def _mrn(self):
        return self.random.choice(
            (self.digits(6), f"{self.digits(5)}/{self.random.randrange(20, 27)}", f"{self.digits(4)}-{self.digits(2)}")
        ), "MRN"

    def _inn(self):
        number = self.digits(10)
        number += str(sum(int(d) * w for d, w in zip(number, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8), strict=True)) % 11 % 10)
        return number + str(
            sum(int(d) * w for d, w in zip(number, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8), strict=True)) % 11 % 10
        ), "INN"

    def _bc(self):
        return (
            f"{self.random.choice(('I', 'II', 'III', 'IV'))}-{self.random.choice(('МЮ', 'АК', 'ОН', 'ЖТ'))} № {self.digits(6)}",
            "BIRTH_CERT",
        )

    def _eln(self):
        return "9" + self.digits(11), "SICK_LEAVE"

    def _addr(self):
        pick, number = self.random.choice, self.random.randrange
        street, town = pick(self.names["streets"]), pick(self.names["towns"])
        return pick((
            f"{number(101000, 690000)}, {pick(self.names['regions'])}, г. {town}, ул. {street}, д. {number(1, 200)}, кв. {number(1, 300)}",
            f"г. {town}, ул. {street}, д. {number(1, 200)}, корп. {number(1, 5)}, кв. {number(1, 300)}",
            f"г.{town}, ул.{street}, {number(1, 200)}-{number(1, 300)}",
            f"ул. {street} {number(1, 200)}, кв {number(1, 300)}",
            f"{pick(self.names['regions'])}, с. {pick(self.names['villages'])}, ул. {street}, д. {number(1, 90)}",
            f"{town}, {street} {number(1, 200)}-{number(1, 300)}",
            f"пр-т {street}, {number(1, 200)}/{number(1, 9)}, кв. {number(1, 300)}",
            f"г {town.lower()} ул {street.lower()} д {number(1, 200)} кв {number(1, 300)}",
            f"д. {pick(self.names['villages'])}, д. {number(1, 90)}",
            f"мкр. {street}, д. {number(1, 60)}{pick(('а', 'б', ''))}, кв. {number(1, 99)}",
        )), "ADDRESS"  # fmt: skip

    def _village(self):
        return self.random.choice(self.names["villages"]), ""

    def _uuid(self):
        return str(uuid.UUID(int=self.random.getrandbits(128))), ""

    def _gtin(self):
        number = "046" + self.digits(10)
        return "01" + number + str(
            (10 - sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(number[::-1])) % 10) % 10
        ), ""

    def _inn10(self):
        number = self.digits(9)
        return number + str(
            sum(int(d) * w for d, w in zip(number, (2, 4, 10, 3, 5, 9, 4, 6, 8), strict=True)) % 11 % 10
        ), ""

    def _ogrn(self):
        number = "102" + self.digits(9)
        return number + str(int(number) % 11 % 10), ""

    def __getattr__(self, name: str):
        if found := re.fullmatch(r"_num(\d+)", name):
            return lambda: (self.digits(int(found[1])), "")
        raise AttributeError(name)


MARK = re.compile(r"⟦(?P<letter>\w):(?P<value>[^⟧]+)⟧")
LETTERS = {
    "P": "PERSON", "A": "ADDRESS", "D": "DOB", "T": "PHONE", "E": "EMAIL", "S": "SNILS", "O": "OMS", "M": "MRN", "I": "INN",
    "B": "BIRTH_CERT", "N": "PASSPORT", "C": "CARD", "L": "SICK_LEAVE",
}  # fmt: skip


def written_in(paths: list[Path]) -> tuple[list[Sample], list[Sample]]:
    """Return the texts of the files, their marks taken off, and the texts without personal data."""
    texts: list[str] = []
    traps: list[str] = []
    for path in paths:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        texts += content["texts"]
        traps += content["traps"]
    return [unmarked(text) for text in texts], [Sample(text) for text in traps]


def unmarked(text: str) -> Sample:
    """Return the text without its marks, and where they stood."""
    sample = Sample()
    place = 0
    for mark in MARK.finditer(text):
        sample.text += text[place : mark.start()]
        sample.gold.append((len(sample.text), len(sample.text) + len(mark["value"]), LETTERS[mark["letter"]]))
        sample.text += mark["value"]
        place = mark.end()
    sample.text += text[place:]
    return sample


def luhn(number: str) -> bool:
    return sum(int(d) if i % 2 == 0 else sum(divmod(int(d) * 2, 10)) for i, d in enumerate(reversed(number))) % 10 == 0


def feminine(surname: str) -> str:
    if re.search("(?:[оеё]в|[иы]н)$", surname) and surname not in {"Литвин", "Мельник"}:
        return surname + "а"
    if surname.endswith(("ий", "ой")):
        return surname[:-2] + "ая"
    return surname


def decline(word: str, kind: str, female: bool, case: str) -> str:
    """Return the case form by the ending; what does not decline stays."""
    if "-" in word:
        return "-".join(decline(part, kind, female, case) for part in word.split("-"))
    at = CASES.index(case) - 1
    if at < 0:
        return word
    soft = word[:-1]
    if kind == "s":
        if re.search("(?:[оеё]в|[иы]н)$", word) and not female:
            return word + ("а", "у", "а", "ым", "е")[at]
        if re.search("(?:[оеё]в|[иы]н)а$", word) and female:
            return soft + ("ой", "ой", "у", "ой", "ой")[at]
        if word.endswith(("ий", "ой")) and len(word) > 4 and not female:
            return word[:-2] + ("ого", "ому", "ого", "им" if word.endswith("ий") else "ым", "ом")[at]
        if word.endswith("ая") and female:
            return word[:-2] + ("ой", "ой", "ую", "ой", "ой")[at]
        if re.search("(?:ко|дзе|швили|[иы]х|ли|иани|ия)$", word) or (female and not word.endswith("а")):
            return word
    if kind == "p":
        return soft + ("ы", "е", "у", "ой", "е")[at] if female else word + ("а", "у", "а", "ем", "е")[at]
    if word.endswith("ия"):
        return soft + ("и", "и", "ю", "ей", "и")[at]
    if word.endswith("я"):
        return soft + ("и", "е", "ю", "ей", "е")[at]
    if word.endswith("а"):
        return soft + ("и" if word[-2] in "гкхжшч" else "ы", "е", "у", "ой", "е")[at]
    if word.endswith(("ь", "й")) and not female:
        return {"Игорь": "Игор"}.get(word, soft) + ("я", "ю", "я", "ем", "е")[at]
    if word.endswith("ь"):
        return soft + ("и", "и", "ь", "ью", "и")[at]
    if re.search("[бвгджзклмнпрстфхцчшщ]$", word) and not female:
        stem = {"Пётр": "Петр", "Павел": "Павл", "Лев": "Льв", "Кравец": "Кравц", "Швец": "Швец"}.get(word, word)
        return stem + ("а", "у", "а", "ом", "е")[at]
    return word
