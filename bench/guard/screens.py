"""Makes screens of medical information systems with invented people and draws them in a browser, with every word's place.

Layouts, fonts and names of the part `apart` are its own: rules are corrected on `tuned` only.
"""

import argparse
import html
import io
import json
import random
import tomllib
from pathlib import Path

from PIL import Image

from bench.guard.making import DATA, Maker

SIZES = {
    "tuned": [(1280, 720), (1366, 768), (1440, 900), (1600, 900), (1920, 1080), (1280, 1024)],
    "apart": [(1366, 768), (1680, 1050), (1920, 1080), (1536, 864), (1024, 768)],
}
FONTS = {
    "tuned": ["DejaVu Sans", "Liberation Sans", "Noto Sans", "Roboto", "DejaVu Sans Condensed"],
    "apart": ["Liberation Sans", "Roboto Condensed", "Liberation Sans Narrow", "DejaVu Sans", "Noto Sans Display"],
}
THEMES = {
    "classic": "--bg:#ece9d8;--panel:#fff;--ink:#000;--soft:#444;--line:#aca899;--head:#d8d4c4;--bar:#0a246a;--barink:#fff;--pick:#316ac5;--pickink:#fff;--accent:#0a246a",
    "light": "--bg:#f5f7fa;--panel:#fff;--ink:#1f2933;--soft:#7b8794;--line:#e4e7eb;--head:#f5f7fa;--bar:#fff;--barink:#1f2933;--pick:#e3f2fd;--pickink:#0b4f8a;--accent:#1976d2",
    "dark": "--bg:#1e1e1e;--panel:#252526;--ink:#d4d4d4;--soft:#8f8f8f;--line:#3c3c3c;--head:#2d2d30;--bar:#007acc;--barink:#fff;--pick:#094771;--pickink:#fff;--accent:#4fc1ff",
    "green": "--bg:#e8f1ec;--panel:#fbfdfb;--ink:#16302a;--soft:#5b7b70;--line:#bcd3c7;--head:#d3e6db;--bar:#2e7d64;--barink:#fff;--pick:#b6e0cd;--pickink:#0c3b2c;--accent:#2e7d64",
    "night": "--bg:#0f1724;--panel:#152033;--ink:#dfe7f3;--soft:#8aa0bf;--line:#26364f;--head:#1b2a42;--bar:#0b1220;--barink:#cfe0ff;--pick:#224a8a;--pickink:#fff;--accent:#7fb2ff",
}
CSS = """*{box-sizing:border-box}b{font-weight:inherit}body{margin:0;background:var(--bg);color:var(--ink);overflow:hidden;line-height:1.3}
.bar{background:var(--bar);color:var(--barink);padding:5px 10px;display:flex;gap:18px;align-items:center}.menu{display:flex;gap:16px;padding:4px 10px;background:var(--head)}
.tools{display:flex;gap:6px;padding:6px 10px;background:var(--head);border-bottom:1px solid var(--line)}.btn{border:1px solid var(--line);background:var(--panel);padding:2px 9px;border-radius:3px;white-space:nowrap}
.btn.main{background:var(--accent);color:var(--panel)}.body{display:flex;height:100%}.side{width:190px;flex:none;padding:8px;background:var(--head);border-right:1px solid var(--line)}
.side p{margin:0;padding:4px 6px}.side p.on{background:var(--pick);color:var(--pickink)}.main{flex:1;padding:10px;min-width:0}
table{border-collapse:collapse;background:var(--panel);width:100%}td,th{border:1px solid var(--line);padding:var(--pad) 6px;text-align:left;font-weight:normal;vertical-align:top}
th{background:var(--head);font-weight:var(--thw)}tr.on td{background:var(--pick);color:var(--pickink)}table.open td,table.open th{border-width:0 0 1px 0}
.field{display:flex;gap:8px;margin:0 0 6px}.field span{width:150px;color:var(--soft);flex:none}.field i,.stack i{font-style:normal;border:1px solid var(--line);background:var(--panel);padding:2px 6px;min-width:160px}
.grid{display:grid;grid-template-columns:repeat(3,1fr);gap:8px 18px}.stack span{display:block;color:var(--soft);font-size:.88em}.stack i{display:block;border:0;padding:0;background:none}
.status{position:fixed;left:0;right:0;bottom:0;background:var(--head);border-top:1px solid var(--line);padding:3px 10px;display:flex;gap:26px}
.dialog{position:fixed;left:30%;top:28%;width:460px;background:var(--panel);border:1px solid var(--soft);box-shadow:0 6px 30px #0008}.dialog h3{margin:0;background:var(--bar);color:var(--barink);padding:5px 10px;font-size:1em;font-weight:normal}.dialog div{padding:12px}
pre{margin:0;font-size:12px;line-height:1.35;white-space:pre}h2{font-size:1.25em;margin:2px 0 8px;font-weight:600}.tag{background:var(--accent);color:var(--panel);padding:0 6px;border-radius:8px;font-size:.85em}
.cards{display:grid;grid-template-columns:repeat(4,1fr);gap:10px}.card{background:var(--panel);border:1px solid var(--line);padding:8px 10px;border-radius:6px}.card small{color:var(--soft);display:block}.right{text-align:right}.url{background:var(--panel);border:1px solid var(--line);border-radius:12px;padding:2px 12px;flex:1;color:var(--ink)}
"""
WORDS = """() => { const words = []; const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); let n, id = 0; const ids = new Map();
while ((n = walk.nextNode())) { const kind = n.parentElement.closest('[data-k]'); if (kind && !ids.has(kind)) ids.set(kind, ++id);
 for (const m of n.data.matchAll(/\\S+/g)) { const r = document.createRange(); r.setStart(n, m.index); r.setEnd(n, m.index + m[0].length);
  const b = r.getBoundingClientRect(); if (b.width < 1 || b.right > innerWidth || b.bottom > innerHeight || b.left < 0 || b.top < 0) continue;
  const at = document.elementFromPoint(b.left + b.width / 2, b.top + b.height / 2); const from = document.elementFromPoint(b.left + 1, b.top + b.height / 2);
  if (!at || !(n.parentElement.contains(at) || at.contains(n.parentElement)) || !from || !(n.parentElement.contains(from) || from.contains(n.parentElement))) continue;
  if (at.closest('.dialog') !== n.parentElement.closest('.dialog') || at.closest('.status') !== n.parentElement.closest('.status')) continue;
  words.push({text: m[0], box: [b.left, b.top, b.width, b.height], kind: kind ? kind.dataset.k : '', item: kind ? ids.get(kind) : 0}); } } return words; }"""


class Screens:
    """Makes one part's pages."""

    def __init__(self, part: str, seed: int) -> None:
        self.part, self.maker = part, Maker(part, seed)
        self.random = random.Random(f"screens {part} {seed}")
        content = tomllib.loads((DATA / "screens.toml").read_text(encoding="utf-8"))
        self.words = {key: value if isinstance(value, list) else value.split("|") for key, value in content.items()}

    def one(self, key: str) -> str:
        return html.escape(self.random.choice(self.words[key]))

    def v(self, name: str, person=None) -> str:
        if person is not None:
            value, label = self.maker.called(name, "nomn", person), "PERSON"
        elif name in {"fio", "sini", "fi", "inis", "FIO", "s"}:
            value, label = self.maker.called(name, "nomn", self.maker.person()), "PERSON"
        else:
            value, label = getattr(self.maker, f"_{name}")()
        return f'<b data-k="{label}">{html.escape(value)}</b>' if label else html.escape(value)

    def day(self) -> str:
        return (
            f"{self.random.randrange(1, 29):02d}.{self.random.randrange(1, 13):02d}.{self.random.choice((2025, 2026))}"
        )

    def time(self) -> str:
        return f"{self.random.randrange(8, 20):02d}:{self.random.choice(('00', '10', '15', '20', '30', '40', '45'))}"

    def table(self, columns: list[tuple[str, object]], rows: int, *, on: int = -1) -> str:
        head = "".join(f"<th>{title}</th>" for title, _make in columns)
        body = ""
        for number in range(rows):
            cells = "".join(f"<td>{make() if callable(make) else make}</td>" for _title, make in columns)
            body += f"<tr class='{'on' if number == on else ''}'>{cells}</tr>"
        return f"<table class='{self.random.choice(('', 'open', ''))}'><tr>{head}</tr>{body}</table>"

    def frame(self, inside: str, *, title: str = "", user: bool = True, side: bool = True) -> str:
        menu = self.random.choice(self.words["menu"]).split("|")
        bar = f"<div class=bar><span>{title or 'МИС «Пример» 5.2'} — {self.one('hospitals')}</span></div>"
        if self.random.random() < 0.4:
            bar = (
                f"<div class=bar><span>←</span><span>→</span><span>⟳</span><span class=url>https://mis.example.ru/emk/{self.random.randrange(1000, 9999)}/list?dep={self.random.randrange(9)}</span></div>"
                + bar
            )
        who = f"<span>Пользователь: {self.v('sini')}</span>" if user else "<span>Пользователь: admin</span>"
        status = f"<div class=status><span>{self.one('hospitals')}</span>{who}<span>Версия {self.random.randrange(3, 9)}.{self.random.randrange(20)}.{self.random.randrange(90)}</span><span>{self.day()} {self.time()}</span><span>{self.one('roles')}</span></div>"
        buttons = "".join(
            f"<span class='btn {'main' if i == 0 else ''}'>{self.one('buttons')}</span>" for i in range(5)
        )
        left = "".join(
            f"<p class={'on' if i == 1 else 'off'}>{html.escape(word)}</p>"
            for i, word in enumerate(self.random.sample(self.words["side"], 11))
        )
        left = f"<div class=side>{left}</div>" if side else ""
        return f"{bar}<div class=menu>{''.join(f'<span>{word}</span>' for word in menu)}</div><div class=tools>{buttons}</div><div class=body>{left}<div class=main>{inside}</div></div>{status}"

    # -- with people ---------------------------------------------------------------------------------------------------

    def patients(self) -> str:
        r = self.random
        columns = [
            ("№", lambda: str(r.randrange(1, 400))),
            (
                r.choice(("ФИО пациента", "Пациент", "Фамилия Имя Отчество", "ФИО")),
                lambda: self.v(r.choice(("fio", "fio", "sini"))),
            ),
            (r.choice(("Дата рождения", "Д.р.", "Дата рожд.")), lambda: self.v("dob") if r.random() < 2 else ""),
        ]
        more = [
            ("СНИЛС", lambda: self.v("snils")),
            (r.choice(("Полис ОМС", "ЕНП")), lambda: self.v("oms")),
            ("Телефон", lambda: self.v("phone")),
            (r.choice(("Диагноз", "Основной диагноз")), lambda: self.one("diagnoses")),
            ("Отделение", lambda: self.one("departments")),
            ("Статус", lambda: self.one("statuses")),
            (r.choice(("Врач", "Лечащий врач")), lambda: self.v("sini")),
            ("Дата приёма", self.day),
            ("№ карты", lambda: self.v("mrn")),
        ]
        return self.frame(
            f"<h2>{r.choice(('Список пациентов', 'Пациенты отделения', 'Картотека', 'Журнал приёма'))}</h2><p>{self.one('texts')}</p>"
            + self.table(columns + r.sample(more, r.randrange(2, 6)), r.randrange(10, 24), on=r.randrange(8)),
            side=r.random() < 0.5,
        )

    def card_left(self) -> str:
        person = self.maker.person()
        fields = [
            ("Фамилия", f'<b data-k="PERSON">{person.surname}</b>'),
            ("Имя", f'<b data-k="PERSON">{person.first}</b>'),
            ("Отчество", f'<b data-k="PERSON">{person.patronymic}</b>'),
            ("Дата рождения", self.v("dob")),
            ("Пол", "Женский" if person.female else "Мужской"),
            ("СНИЛС", self.v("snils")),
            ("Полис ОМС", self.v("oms")),
            ("Паспорт", self.v("passport")),
            ("Телефон", self.v("phone")),
            ("E-mail", self.v("email")),
            ("Адрес регистрации", self.v("addr")),
            ("Участок", str(self.random.randrange(1, 40))),
            ("Группа крови", "A(II) Rh+"),
            ("Диагноз", self.one("diagnoses")),
            ("Прикрепление", self.one("hospitals")),
            ("Номер карты", self.v("mrn")),
        ]
        colon = self.random.choice(("", ":"))
        left = "".join(f"<div class=field><span>{name}{colon}</span><i>{value}</i></div>" for name, value in fields)
        right = self.table(
            [
                ("Дата", self.day),
                ("Услуга", lambda: self.one("services")),
                ("Врач", lambda: self.v("sini")),
                ("Статус", lambda: self.one("statuses")),
            ],
            8,
        )
        return self.frame(
            f"<h2>{self.v('fio', person)}</h2><div style='display:flex;gap:20px'><div style='flex:none'>{left}</div><div style='flex:1'>{right}<p>{self.one('texts')}</p></div></div>",
            title="Карта пациента",
            side=False,
        )

    def card_top(self) -> str:
        person = self.maker.person()
        fields = [
            ("ФИО", self.v("fio", person)),
            ("Дата рождения", self.v("dob")),
            ("СНИЛС", self.v("snils")),
            ("Полис", self.v("oms")),
            ("Телефон", self.v("phone")),
            ("Адрес", self.v("addr")),
            ("Диагноз", self.one("diagnoses")),
            ("Отделение", self.one("departments")),
            ("Лечащий врач", self.v("sini")),
            ("Палата", str(self.random.randrange(1, 30))),
            ("Дата поступления", self.day()),
            ("Вид оплаты", "ОМС"),
        ]
        grid = "".join(f"<div class=stack><span>{name}</span><i>{value}</i></div>" for name, value in fields)
        drugs = self.table(
            [
                ("Препарат", lambda: self.one("drugs")),
                ("Доза", "1 таб."),
                ("Кратность", "2 р/д"),
                ("Назначил", lambda: self.v("sini")),
                ("Статус", lambda: self.one("statuses")),
            ],
            7,
        )
        return self.frame(
            f"<h2>История болезни № {self.v('mrn')}</h2><div class=grid>{grid}</div><br>{drugs}", title="Стационар"
        )

    def schedule(self) -> str:
        doctors = [f"{self.v('sini')}<br>{self.one('roles')}, каб. {self.random.randrange(100, 420)}" for _ in range(4)]
        head = "".join(f"<th>{doctor}</th>" for doctor in doctors)
        rows = ""
        for number in range(12):
            cells = "".join(
                f"<td>{self.v('sini')}<br>{self.v('phone')}</td>"
                if self.random.random() < 0.6
                else f"<td>{self.random.choice(('свободно', 'Перерыв', 'Резерв', ''))}</td>"
                for _ in doctors
            )
            rows += f"<tr><td>{9 + number // 2:02d}:{'30' if number % 2 else '00'}</td>{cells}</tr>"
        return self.frame(
            f"<h2>Расписание на {self.day()}</h2><table><tr><th>Время</th>{head}</tr>{rows}</table>",
            side=self.random.random() < 0.5,
        )

    def log(self) -> str:
        lines = []
        for _ in range(34):
            at = f"2026-11-{self.random.randrange(10, 22)} {self.time()}:{self.random.randrange(10, 60)},{self.random.randrange(100, 999)}"
            lines.append(
                self.random.choice(
                    (
                        f"{at} INFO  [http-nio-8080-exec-{self.random.randrange(20)}] r.m.emk.PatientService - Открыта карта {self.v('mrn')} пациент {self.v('fio')}",
                        f"{at} ERROR [scheduler-{self.random.randrange(9)}] r.m.remd.Gateway - {self.one('errors')}",
                        f"{at} WARN  [main] r.m.frmr.Client - СНИЛС {self.v('snils')} не найден в ФРМР",
                        f"{at} DEBUG [pool-2] r.m.queue.Sender - message id={self.v('uuid')} size={self.random.randrange(900, 9000)} status=OK",
                        f"{at} INFO  [exec-4] r.m.fer.Slot - Запись: врач {self.v('sini')}, тел. {self.v('phone')}, талон {self.random.randrange(10000, 99999)}",
                        f"{at} INFO  [main] o.s.boot.SpringApplication - Started Application in {self.random.randrange(9, 60)}.{self.random.randrange(100, 999)} seconds",
                    )
                )
            )
        return (
            f"<div class=bar>tail -f /opt/mis/logs/emk.log</div><pre style='padding:8px;font-family:\"{self.random.choice(('DejaVu Sans Mono', 'Liberation Mono'))}\"'>"
            + "\n".join(lines)
            + "</pre>"
        )

    def sheet(self) -> str:
        columns = [
            ("A", lambda: str(self.random.randrange(1, 200))),
            ("B", lambda: self.v("s")),
            ("C", lambda: f'<b data-k="PERSON">{self.maker.person().first}</b>'),
            ("D", lambda: f'<b data-k="PERSON">{self.maker.person().patronymic}</b>'),
            ("E", lambda: self.v("dob")),
            ("F", lambda: self.v("snils")),
            ("G", lambda: self.v("oms")),
            ("H", lambda: self.one("services")),
            ("I", lambda: f"{self.random.randrange(300, 9000)},{self.random.randrange(10, 99)}"),
        ]
        titles = ("№ п/п", "Фамилия", "Имя", "Отчество", "Дата рождения", "СНИЛС", "Полис", "Услуга", "Сумма")
        letters = "".join(f"<th style='text-align:center'>{letter}</th>" for letter, _make in columns)
        rows = "<tr><td>1</td>" + "".join(f"<td>{title}</td>" for title in titles) + "</tr>"
        for number in range(26):
            rows += f"<tr><td>{number + 2}</td>" + "".join(f"<td>{make()}</td>" for _letter, make in columns) + "</tr>"
        return f"<div class=bar>реестр_ноябрь.xlsx — Excel</div><div class=menu><span>Файл</span><span>Главная</span><span>Вставка</span><span>Разметка страницы</span><span>Формулы</span><span>Данные</span><span>Рецензирование</span><span>Вид</span></div><table style='width:auto'><tr><th></th>{letters}</tr>{rows}</table>"

    def dialog(self) -> str:
        text = self.random.choice(
            (
                f"Пациент {self.v('fio')}, {self.v('dob')} г.р., уже существует в системе. Объединить записи?",
                f"Полис {self.v('oms')} не действует. Проверьте данные в ТФОМС.",
                f"Документ подписан сертификатом другого сотрудника: {self.v('fio')}. {self.one('errors')}",
                f"Невозможно сохранить: СНИЛС {self.v('snils')} принадлежит пациенту {self.v('sini')}",
            )
        )
        box = f"<div class=dialog><h3>{self.random.choice(('Ошибка', 'Внимание', 'Сообщение'))}</h3><div><p>{text}</p><span class='btn main'>OK</span> <span class=btn>Отмена</span></div></div>"
        return self.random.choice((self.patients, self.remd, self.report))() + box

    def remd(self) -> str:
        r = self.random
        return self.frame(
            "<h2>Журнал отправки ЭМД</h2>"
            + self.table(
                [
                    ("Создан", lambda: f"{self.day()} {self.time()}"),
                    (
                        "Вид документа",
                        lambda: r.choice(
                            (
                                "Протокол консультации",
                                "Выписной эпикриз",
                                "Направление",
                                "Рецепт",
                                "Медсвидетельство о смерти",
                            )
                        ),
                    ),
                    ("Пациент", lambda: self.v("sini")),
                    ("Автор", lambda: self.v("sini")),
                    ("Статус", lambda: self.one("statuses")),
                    ("localUid", lambda: self.v("uuid")),
                    ("Ответ РЭМД", lambda: self.one("errors")[:60]),
                ],
                r.randrange(9, 20),
                on=2,
            )
        )

    # -- with people, of the part held apart only ------------------------------------------------------------------------

    def lab(self) -> str:
        person = self.maker.person()
        head = f"<p>Пациент: {self.v('fio', person)} &nbsp; Дата рождения: {self.v('dob')} &nbsp; Пол: ж &nbsp; № карты {self.v('mrn')}</p><p>Направил: {self.v('sini')} &nbsp; {self.one('departments')} &nbsp; Взятие: {self.day()} {self.time()}</p>"
        return self.frame(
            "<h2>Результаты исследований</h2>"
            + head
            + self.table(
                [
                    ("Показатель", lambda: self.one("tests")),
                    ("Результат", lambda: f"{self.random.randrange(1, 200)},{self.random.randrange(10)}"),
                    ("Ед. изм.", lambda: self.one("units")),
                    ("Норма", "3,5 – 9,0"),
                    ("Исполнитель", lambda: self.v("sini")),
                ],
                14,
            )
        )

    def ward(self) -> str:
        cards = "".join(
            f"<div class=card><small>Палата {self.random.randrange(1, 20)}, койка {self.random.randrange(1, 5)}</small>{self.v('fio')}<br>{self.v('dob')} г.р.<br><small>{self.one('diagnoses')}</small><span class=tag>{self.one('statuses')}</span><br>Врач: {self.v('sini')}</div>"
            for _ in range(12)
        )
        return self.frame(
            f"<h2>{self.one('departments')}: пациенты на койках</h2><div class=cards>{cards}</div>", side=False
        )

    def calls(self) -> str:
        return self.frame(
            "<h2>Вызовы врача на дом</h2>"
            + self.table(
                [
                    ("Время", self.time),
                    ("ФИО", lambda: self.v("fio")),
                    ("Адрес", lambda: self.v("addr")),
                    ("Контактный телефон", lambda: self.v("phone")),
                    (
                        "Жалобы",
                        lambda: self.random.choice(
                            ("температура 38,5", "кашель, насморк", "боль в животе", "головная боль, слабость")
                        ),
                    ),
                    ("Участковый", lambda: self.v("sini")),
                ],
                11,
            ),
            side=False,
        )

    def users(self) -> str:
        return self.frame(
            "<h2>Пользователи системы</h2>"
            + self.table(
                [
                    ("Логин", lambda: f"user{self.random.randrange(100, 999)}"),
                    ("Сотрудник", lambda: self.v("fio")),
                    ("Роль", lambda: self.one("roles")),
                    ("Подразделение", lambda: self.one("departments")),
                    ("E-mail", lambda: self.v("email")),
                    ("Последний вход", lambda: f"{self.day()} {self.time()}"),
                ],
                15,
            )
        )

    # -- without people ----------------------------------------------------------------------------------------------------

    def options(self) -> str:
        rows = "".join(
            f"<div class=field><span style='width:300px'>{self.one('settings')}</span><i>{self.random.choice(('Да', 'Нет', '30', '8080', 'emk_prod', 'UTF-8', 'C:/MIS/Export', 'dd.MM.yyyy', ''))}</i></div>"
            for _ in range(15)
        )
        return self.frame(f"<h2>Параметры системы</h2>{rows}<p>{self.one('texts')}</p>", user=False)

    def stock(self) -> str:
        return self.frame(
            "<h2>Остатки на складе</h2>"
            + self.table(
                [
                    ("Код", lambda: self.v("num6")),
                    ("Наименование", lambda: self.one("drugs")),
                    ("Серия", lambda: f"{self.random.randrange(10000, 99999)}А"),
                    ("GTIN", lambda: self.v("gtin")),
                    ("Годен до", self.day),
                    ("Кол-во", lambda: str(self.random.randrange(1, 900))),
                    ("Цена", lambda: f"{self.random.randrange(10, 5000)},50"),
                ],
                18,
            ),
            user=False,
        )

    def report(self) -> str:
        return self.frame(
            f"<h2>Отчёт по форме 30 за {self.random.randrange(2024, 2027)} год</h2>"
            + self.table(
                [
                    ("Организация", lambda: self.one("hospitals")),
                    ("Отделение", lambda: self.one("departments")),
                    ("Посещений", lambda: str(self.random.randrange(100, 9000))),
                    ("Госпитализаций", lambda: str(self.random.randrange(10, 900))),
                    ("Услуга", lambda: self.one("services")),
                    ("Дата", self.day),
                ],
                15,
            ),
            user=False,
        )

    def failure(self) -> str:
        box = f"<div class=dialog><h3>Ошибка приложения</h3><div><p>{self.one('errors')}</p><p>Код: 0x8007{self.random.randrange(1000, 9999)}. Обратитесь к администратору.</p><span class='btn main'>OK</span> <span class=btn>Подробнее</span></div></div>"
        return self.random.choice((self.options, self.stock, self.report))() + box

    def empty_form(self) -> str:
        names = (
            "Фамилия",
            "Имя",
            "Отчество",
            "Дата рождения",
            "СНИЛС",
            "Полис ОМС",
            "Паспорт серия и номер",
            "Адрес регистрации",
            "Контактный телефон",
            "Место работы",
            "Врач",
            "Отделение",
            "Диагноз",
            "Категория льготы",
        )
        rows = "".join(f"<div class=field><span>{name}</span><i>&nbsp;</i></div>" for name in names)
        return self.frame(f"<h2>Новый пациент</h2>{rows}<p>{self.one('texts')}</p>", title="Регистратура", user=False)

    def roles(self) -> str:
        return self.frame(
            "<h2>Роли и права доступа</h2>"
            + self.table(
                [
                    ("Роль", lambda: self.one("roles")),
                    ("Модуль", lambda: self.one("modules")),
                    ("Чтение", "✓"),
                    ("Изменение", lambda: self.random.choice(("✓", ""))),
                    ("Описание", lambda: self.one("settings")),
                ],
                15,
            ),
            user=False,
        )

    def prices(self) -> str:
        return self.frame(
            "<h2>Прейскурант платных услуг</h2>"
            + self.table(
                [
                    (
                        "Код услуги",
                        lambda: (
                            f"A{self.random.randrange(10, 30)}.{self.random.randrange(10, 30)}.{self.random.randrange(100, 300)}"
                        ),
                    ),
                    ("Услуга", lambda: self.one("services")),
                    ("Специалист", lambda: self.one("roles")),
                    ("Длительность, мин", lambda: str(self.random.choice((10, 15, 20, 30)))),
                    ("Стоимость", lambda: f"{self.random.randrange(300, 9000)} ₽"),
                ],
                16,
            ),
            user=False,
        )

    def release(self) -> str:
        rows = "".join(
            f"<p><span class=tag>{self.one('statuses')}</span> {self.one('modules')}: {self.one('errors')}</p>"
            for _ in range(14)
        )
        return self.frame(f"<h2>Состояние сервисов</h2>{rows}", user=False)


PEOPLE = {
    "tuned": ("patients", "card_left", "card_top", "schedule", "log", "sheet", "dialog", "remd"),
    "apart": ("patients", "card_top", "dialog", "lab", "ward", "calls", "users", "sheet", "log"),
}
CLEAN = {
    "tuned": ("options", "stock", "report", "failure", "empty_form"),
    "apart": ("roles", "prices", "release", "failure", "empty_form", "stock"),
}


def draw(part: str, seed: int, count: int, clean: int, folder: Path) -> None:
    """Draw the screens into the folder: pictures, and beside each the words with their places."""
    from playwright.sync_api import sync_playwright

    screens = Screens(part, seed)
    r = screens.random
    folder.mkdir(parents=True, exist_ok=True)
    kinds = [PEOPLE[part][n % len(PEOPLE[part])] for n in range(count)] + [
        CLEAN[part][n % len(CLEAN[part])] for n in range(clean)
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for number, kind in enumerate(kinds):
            width, height = r.choice(SIZES[part])
            theme, size = r.choice(list(THEMES)), r.choice((11, 12, 12, 13, 13, 14, 15))
            style = f":root{{{THEMES[theme]};--pad:{r.choice((1, 2, 3, 5))}px;--thw:{r.choice((400, 600))}}}body{{font-family:'{r.choice(FONTS[part])}';font-size:{size}px}}"
            page = browser.new_page(viewport={"width": width, "height": height})
            page.set_content(
                f"<!doctype html><meta charset=utf-8><style>{CSS}{style}</style>{getattr(screens, kind)()}"
            )
            words = page.evaluate(WORDS)
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            page.close()
            squeeze = 0.8 if r.random() < 0.08 else 1.0
            if squeeze != 1.0:
                picture = picture.resize(
                    (round(picture.width * squeeze), round(picture.height * squeeze)), Image.Resampling.BICUBIC
                )
                words = [word | {"box": [place * squeeze for place in word["box"]]} for word in words]
            jpeg = r.random() < 0.15
            name = f"{number:03d}-{kind}-{theme}-{picture.width}"
            picture.save(
                folder / f"{name}.{'jpg' if jpeg else 'png'}", **({"quality": r.choice((60, 75, 88))} if jpeg else {})
            )
            (folder / f"{name}.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", choices=("tuned", "apart"), default="tuned")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, default=24)
    parser.add_argument("--clean", type=int, default=10)
    options = parser.parse_args()
    draw(options.part, options.seed, options.people, options.clean, options.folder)


if __name__ == "__main__":
    main()
