"""Draws screens without a browser: `python -m bench.guard.drawn_screens FOLDER --seed 1`; `pictures.py` measures them.

Old programs do not smooth letters as browsers do: here each word is painted alone, at whole pixels, in windows, tables, cards, logs
and talks of several sizes, themes and fonts. Beside each picture lie its words with their places.
"""

import argparse
import json
import random
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from bench.guard.making import Maker

FOLDERS = "/usr/share/fonts/truetype/"
FONTS = ("dejavu/DejaVuSans", "liberation/LiberationSans-Regular", "noto/NotoSans-Regular", "dejavu/DejaVuSansCondensed", "liberation/LiberationMono-Regular")  # fmt: skip
SIZES = ((1280, 720), (1366, 768), (1600, 900), (1920, 1080), (1024, 768))
# Of the window, of its letters, of a head, of a line, of what is chosen.
THEMES = (("#f0f0f0", "#000", "#d9d9d9", "#a0a0a0", "#cce4ff"), ("#ffffff", "#222", "#eef3f8", "#c9d3dd", "#e4f0d8"), ("#1e1e1e", "#d4d4d4", "#2d2d30", "#444", "#264f78"), ("#ece9d8", "#000", "#d4d0c8", "#808080", "#ffe8a6"), ("#fdf6e3", "#586e75", "#eee8d5", "#93a1a1", "#e0d8b0"))  # fmt: skip
DIAGNOSES = (
    "J06.9 ОРВИ",
    "I11.9 Гипертоническая болезнь",
    "E11.9 Сахарный диабет",
    "M54.5 Боль внизу спины",
    "K29.5 Гастрит",
)
PLACES = ("ГБУЗ «Городская больница № 4»", "Поликлиника № 12", "ЦРБ, взрослое отделение", "Областная детская больница")
POSTS = ("терапевт", "кардиолог", "медсестра", "регистратор", "невролог")
Made = tuple[str, str]  # the words and the kind of what they hold


class Drawn:
    """One screen: paints words and remembers where they stand."""

    def __init__(self, maker: Maker, choose: random.Random) -> None:
        self.maker, self.random, self.words, self.items = maker, choose, [], 0
        self.size = choose.choice(SIZES)
        self.back, self.ink, self.head, self.rule, self.pick = choose.choice(THEMES)
        self.points, self.path = choose.choice((11, 12, 13, 14)), f"{FOLDERS}{choose.choice(FONTS)}.ttf"
        self.font = ImageFont.truetype(self.path, self.points)
        self.image = Image.new("RGB", self.size, self.back)
        self.pen = ImageDraw.Draw(self.image)
        self.step = self.points + choose.choice((8, 10, 13))

    def say(self, x: float, y: float, text: str, kind: str = "", *, until: float = 0) -> float:
        """Paint the words from this place on, those that fit; return where they end."""
        self.items += bool(kind)
        for word in text.split():
            left, top, right, bottom = self.pen.textbbox((x, y), word, font=self.font)
            if right > (until or self.size[0] - 4) or bottom > self.size[1] - 2:
                break
            self.pen.text((x, y), word, fill=self.ink, font=self.font)
            self.words.append({"text": word, "box": [left, top, right - left, bottom - top], "kind": kind, "item": self.items if kind else 0})  # fmt: skip
            x += self.pen.textlength(word + " ", font=self.font)
        return x

    def made(self, slot: str) -> Made:
        if slot in {"fio", "sini", "fi", "s", "FIO"}:
            return self.maker.called(slot, "nomn", self.maker.person()), "PERSON"
        return getattr(self.maker, f"_{slot}")()

    def any(self, *choices: str) -> Made:
        return self.random.choice(choices), ""

    def day(self) -> Made:
        return f"{self.random.randrange(1, 29):02}.{self.random.randrange(1, 12):02}.2026", ""

    def number(self, low: int, high: int) -> Made:
        return str(self.random.randrange(low, high)), ""

    def bar(self, *words: str) -> float:
        self.pen.rectangle((0, 0, self.size[0], self.step + 6), fill=self.head)
        x = 10.0
        for word in words:
            x = self.say(x, 5, word) + 18
        return self.step + 14

    def table(self, y: float, columns: list[tuple[str, Callable[[], Made], int]], rows: int, x: float = 8) -> float:
        """Paint heads and rows; each column is so many letters wide, and what does not fit is left out."""
        letter = self.points * 0.62
        edges = [x]
        for _title, _make, wide in columns:
            edges.append(edges[-1] + wide * letter + 8)
        self.pen.rectangle((x, y, min(edges[-1], self.size[0] - 4), y + self.step), fill=self.head)
        chosen = self.random.randrange(rows)
        for number in range(-1, rows):
            top = y + (number + 1) * self.step
            if top + self.step > self.size[1] - 4:
                break
            if number == chosen:
                self.pen.rectangle((x, top, min(edges[-1], self.size[0] - 4), top + self.step), fill=self.pick)
            for place, (title, make, _wide) in enumerate(columns):
                if edges[place + 1] > self.size[0]:
                    break
                said, kind = (title, "") if number < 0 else make()
                if kind and self.pen.textlength(said, font=self.font) > edges[place + 1] - edges[place] - 6:
                    said, kind = "—", ""  # a program would cut it; half a value would prove nothing
                self.say(edges[place] + 4, top + 4, said, kind, until=edges[place + 1])
            self.pen.line((x, top, min(edges[-1], self.size[0] - 4), top), fill=self.rule)
        return y + (rows + 1) * self.step

    def fields(self, x: float, y: float, pairs: list[tuple[str, Made]], wide: float = 170) -> float:
        """Paint labels and framed values one under the other."""
        for label, (said, kind) in pairs:
            self.say(x, y + 3, label)
            end = x + wide + max(120, self.pen.textlength(said, font=self.font) + 14)
            self.pen.rectangle((x + wide, y, end, y + self.step - 3), outline=self.rule)
            self.say(x + wide + 5, y + 3, said, kind)
            y += self.step + 3
        return y

    def window(self, box: tuple[float, float, float, float], title: str) -> tuple[float, float]:
        """Paint a window over everything; what it covers is no longer seen."""
        left, top, right, _bottom = box
        self.pen.rectangle(box, fill=self.back, outline=self.rule, width=2)
        self.pen.rectangle((left, top, right, top + self.step), fill=self.head)
        self.words = [word for word in self.words if not _meets(word["box"], box)]
        self.say(left + 8, top + 4, title, until=right)
        return left + 12, top + self.step + 10

    # -- screens -------------------------------------------------------------------------------------------------------

    def patients(self) -> None:
        y = self.bar("Регистратура", "Пациенты", "Расписание", "Отчёты", "Справка")
        self.table(y, [("№", lambda: self.number(1, 999), 5), ("ФИО пациента", lambda: self.made("fio"), 38), ("Дата рождения", lambda: self.made("dob"), 15), ("СНИЛС", lambda: self.made("snils"), 16), ("Полис ОМС", lambda: self.made("oms"), 21), ("Телефон", lambda: self.made("phone"), 20), ("Участок", lambda: self.number(1, 40), 8), ("Статус", lambda: self.any("активен", "снят", "архив"), 10)], 26)  # fmt: skip

    def card(self) -> None:
        y = self.bar("Карта пациента", "Общие сведения", "Посещения", "Документы")
        low = self.fields(14, y, [("Фамилия Имя Отчество", self.made("fio")), ("Дата рождения", self.made("dob")), ("Пол", ("мужской", "")), ("СНИЛС", self.made("snils")), ("Полис ОМС", self.made("oms")), ("Паспорт", self.made("passport")), ("Адрес", self.made("addr")), ("Телефон", self.made("phone")), ("E-mail", self.made("email")), ("№ карты", self.made("mrn")), ("Группа крови", ("A(II) Rh+", ""))])  # fmt: skip
        self.table(low + 6, [("Дата", self.day, 11), ("Врач", lambda: self.made("sini"), 26), ("Специальность", lambda: self.any(*POSTS), 16), ("Диагноз", lambda: self.any(*DIAGNOSES), 34)], 8)  # fmt: skip

    def log(self) -> None:
        y = self.bar("service.log — Блокнот", "Файл", "Правка", "Формат")
        lines = (
            lambda: [("2026-11-19 09:14:22 INFO GipClient - findPatient", ""), self.made("fio"), ("dr", ""), self.made("dobiso")],
            lambda: [("2026-11-19 09:14:23 ERROR EmdGateway - СНИЛС", ""), self.made("snils"), ("не найден", "")],
            lambda: [("2026-11-19 09:15:02 DEBUG Scheduler - 14 jobs, queue 0, heap 812 MB", "")],
            lambda: [("2026-11-19 09:15:40 WARN Policy - ЕНП", ""), self.made("oms"), ("закрыт 31.12.2025, код 5.3.2", "")],
            lambda: [("2026-11-19 09:16:11 INFO Sms - отправлено на", ""), self.made("phone"), ("за 214 ms", "")],
            lambda: [("2026-11-19 09:17:00 INFO Build 5.21.4.1187, node app-12, 10.20.30.41", "")],
        )  # fmt: skip
        while y < self.size[1] - self.step:
            x = 10.0
            for said, kind in self.random.choice(lines)():
                x = self.say(x, y, said, kind)
            y += self.step - 2

    def dialog(self) -> None:
        y = self.bar("Стационар", "Движение", "Палаты", "Выписка")
        self.table(y, [("Палата", lambda: self.number(1, 30), 8), ("Больной", lambda: self.made("fio"), 38), ("Возраст", lambda: self.number(20, 90), 9), ("ИБ", lambda: self.made("mrn"), 13), ("Диагноз", lambda: self.any(*DIAGNOSES), 32), ("Врач", lambda: self.made("sini"), 24)], 24)  # fmt: skip
        x, y = self.window((self.size[0] * 0.3, self.size[1] * 0.3, self.size[0] * 0.72, self.size[1] * 0.62), "Ошибка сохранения")  # fmt: skip
        for parts in ([("Пациент", ""), self.made("fio"), ("уже госпитализирован.", "")], [("Дата рождения", ""), self.made("dob"), ("полис", ""), self.made("oms")], [("Код ошибки DUP-0412. Обратитесь к администратору.", "")]):  # fmt: skip
            at = x
            for said, kind in parts:
                at = self.say(at, y, said, kind)
            y += self.step
        self.say(x, y + 10, "Повторить")
        self.say(x + 120, y + 10, "Отмена")

    def talk(self) -> None:
        y = self.bar("Поддержка МИС", "Обращение SD-204417", "В работе")
        said = (
            lambda: [("Здравствуйте, не открывается карта", ""), self.made("fio"), self.made("dob")],
            lambda: [("Какой полис у пациента и версия программы?", "")],
            lambda: [("Полис", ""), self.made("oms"), ("версия 5.21.4", "")],
            lambda: [("Позвоните, пожалуйста,", ""), self.made("phone"), ("каб. 214", "")],
            lambda: [("Перезапустите службу обмена и войдите снова.", "")],
            lambda: [("Живёт", ""), self.made("addr")],
        )
        while y < self.size[1] - 3 * self.step:
            who = self.say(14, y, *self.made("fi"))
            self.say(who + 10, y, f"{self.random.randrange(8, 18):02}:{self.random.randrange(10, 59)}")
            at = 30.0
            for words, kind in self.random.choice(said)():
                at = self.say(at, y + self.step, words, kind)
            y += 2 * self.step + 8

    def visits(self) -> None:
        y = self.bar("Лист записи на приём", self.day()[0], "Кабинет 214")
        self.fields(14, y, [("Врач", self.made("fio")), ("Отделение", ("Терапевтическое № 2", ""))])
        self.table(y + 2 * self.step + 14, [("Время", lambda: (f"{self.random.randrange(8, 18):02}:{self.random.choice(('00', '15', '30', '45'))}", ""), 8), ("Пациент", lambda: self.made("sini"), 26), ("Год рождения", lambda: self.made("dob"), 15), ("Адрес", lambda: self.made("addr"), 62), ("Телефон", lambda: self.made("phone"), 20), ("Цель", lambda: self.any("первичный", "повторный", "справка"), 12)], 24)  # fmt: skip

    def services_clean(self) -> None:
        y = self.bar("Прейскурант", "Услуги", "Скидки", "Архив")
        self.table(y, [("Код", lambda: (f"B01.0{self.random.randrange(10, 80)}.00{self.random.randrange(1, 9)}", ""), 14), ("Услуга", lambda: self.any("Приём терапевта", "УЗИ почек", "ЭКГ", "МРТ колена"), 24), ("Цена", lambda: (f"{self.random.randrange(300, 9000)},00", ""), 10), ("Действует с", self.day, 13), ("Где", lambda: self.any(*PLACES), 34)], 26)  # fmt: skip

    def settings_clean(self) -> None:
        y = self.bar("Настройки", "Система", "Обмен", "Печать")
        self.fields(14, y, [("Сервер", ("10.14.2.118:8443", "")), ("Версия", ("5.21.4.1187", "")), ("Код МО", ("780231", "")), ("OID", ("1.2.643.5.1.13.13.12.2.77.8312", "")), ("Ожидание, с", ("120", "")), ("Принтер", ("HP LaserJet M404", "")), ("Организация", (PLACES[0], ""))])  # fmt: skip


def _meets(box: list[float], other: tuple[float, float, float, float]) -> bool:
    left, top, wide, high = box
    return left < other[2] + 2 and other[0] < left + wide + 2 and top < other[3] + 2 and other[1] < top + high + 2


PEOPLE = ("patients", "card", "log", "dialog", "talk", "visits")
CLEAN = ("services_clean", "settings_clean")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", choices=("tuned", "apart"), default="apart")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, default=18)
    parser.add_argument("--clean", type=int, default=6)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    maker, choose = Maker(options.part, options.seed), random.Random(options.seed)
    kinds = [PEOPLE[n % len(PEOPLE)] for n in range(options.people)]
    kinds += [CLEAN[n % len(CLEAN)] for n in range(options.clean)]
    for number, kind in enumerate(kinds):
        screen = Drawn(maker, choose)
        getattr(screen, kind)()
        name = f"{number:03}-{kind}-{screen.size[0]}x{screen.points}-{Path(screen.path).stem}"
        screen.image.save(options.folder / f"{name}.png")
        (options.folder / f"{name}.json").write_text(json.dumps(screen.words, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
