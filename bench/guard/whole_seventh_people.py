"""People of the seventh whole set: one person goes through a paper in many forms, as in papers of hospitals."""

import subprocess
import tempfile
from pathlib import Path

from bench.guard.making import decline
from bench.guard.whole import Whole

CLINICS = (
    'ГБУЗ ТО "Городская клиническая больница № 4"', "ГАУЗ «Центральная районная больница имени Н. И. Пирогова»",
    "ООО «Клиника Здоровье Плюс»", "БУЗ ВО «Областная детская больница»", "ФГБУ «НМИЦ кардиологии» Минздрава России",
)  # fmt: skip
WARDS = ("терапевтическое отделение № 2", "кардиология", "приёмное отделение", "неврология", "педиатрический участок 7")
POSTS = ("врач-терапевт участковый", "врач-кардиолог", "медицинская сестра", "рентгенолаборант", "администратор МИС")


class Someone:
    """A person with values of their own; every form that is asked for is remembered with its corner."""

    def __init__(self, printer) -> None:
        self.by, self.person, self.when, self.kept = printer, printer.maker.person(), printer.maker._born(), {}

    def said(self, text: str, corner: str, label: str = "PERSON") -> str:
        return self.by.gold(text, label, corner)

    def fio(self, corner: str) -> str:
        return self.said(f"{self.person.surname} {self.person.first} {self.person.patronymic}", corner)

    def fi(self, corner: str) -> str:
        return self.said(f"{self.person.surname} {self.person.first}", corner)

    def short(self, corner: str) -> str:
        return self.said(f"{self.person.surname} {self.person.first[0]}.{self.person.patronymic[0]}.", corner)

    def front(self, corner: str) -> str:
        self.said(self.person.surname, corner)
        return f"{self.person.first[0]}.{self.person.patronymic[0]}. {self.person.surname}"

    def alone(self, corner: str, case: str = "nomn") -> str:
        return self.said(decline(self.person.surname, "s", self.person.female, case), corner)

    def cased(self, corner: str, case: str) -> str:
        one = self.person
        parts = ((one.surname, "s"), (one.first, "n"), (one.patronymic, "p"))
        return self.said(" ".join(decline(part, kind, one.female, case) for part, kind in parts), corner)

    def three(self, corner: str) -> tuple[str, str, str]:
        return tuple(self.said(one, corner) for one in (self.person.surname, self.person.first, self.person.patronymic))

    def born(self, corner: str) -> str:
        year, month, day = self.when
        return self.said(f"{day:02d}.{month:02d}.{year}", corner, "DOB")

    def iso(self, corner: str) -> str:
        return self.said("{}-{:02d}-{:02d}".format(*self.when), corner, "DOB")

    def value(self, kind: str, corner: str) -> str:
        """Return the same number of this person wherever it is written."""
        if kind not in self.kept:
            self.kept[kind] = self.by.maker.value(kind, "nomn", [])
        return self.said(self.kept[kind][0], corner, self.kept[kind][1])

    def bare(self, kind: str, corner: str) -> str:
        """Return its digits."""
        self.value(kind, "")
        made = "".join(one for one in self.kept[kind][0] if one.isdigit())
        self.by.paper.gold.pop()
        return self.said(made, corner, self.kept[kind][1])

    @property
    def sex(self) -> str:
        return "ж" if self.person.female else "м"


class Clinic(Whole):
    """Fills papers of the set; what is harmless on a paper besides sentences is kept too."""

    DATA_NAME = "whole_seventh.toml"

    def who(self) -> Someone:
        return Someone(self)

    def keep(self, text: str) -> str:
        self.paper.clean.append(text)
        return text

    def clinic(self) -> str:
        return self.keep(self.random.choice(CLINICS))

    def head(self) -> tuple[str, str]:
        """Return the name of a clinic and its own numbers, which nobody has to hide."""
        number = self.maker._ogrn()[0]
        return self.clinic(), self.keep(f"ОГРН {number}, ИНН {self.maker._inn10()[0]}, регистратура (4872) 35-{self.maker.digits(2)}-{self.maker.digits(2)}")  # fmt: skip

    def plains(self, count: int) -> list[str]:
        return [self.plain() for _ in range(count)]


def printed(page: str) -> bytes:
    """Return the page as a browser prints it, which is how systems on the web make their papers."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(f"<!DOCTYPE html><html lang=ru><meta charset=utf-8>{page}</html>", encoding="utf-8")
        subprocess.run(
            ["/usr/bin/chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={target}", str(source)],
            check=True, capture_output=True, timeout=60,
        )  # fmt: skip
        return target.read_bytes()
