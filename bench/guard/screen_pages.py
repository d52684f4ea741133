"""What stands on a screen of a medical information system: pages with invented people, and pages without anybody."""

import html
import random
import tomllib

from bench.guard.making import DATA, Maker


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
