"""Pages of two further sets of screens (`fresh_screens.py`): other systems, other layouts, other people than `screen_pages`."""

import html
import random
import tomllib

from bench.guard.making import DATA, Maker
from bench.guard.screen_pages import Screens


class OtherPeople(Maker):
    """Invents people with a set's own names."""

    def __init__(self, part: str, seed: int) -> None:
        self.part, self.random = part, random.Random(f"{part} {seed}")
        names = tomllib.loads((DATA / f"names_{part}.toml").read_text(encoding="utf-8"))
        self.names = {key: (value.split("|") if "|" in value else value.split()) for key, value in names.items()}


class FreshScreens(Screens):
    """Makes the pages; each method is one."""

    def __init__(self, part: str, seed: int) -> None:
        self.part, self.maker = part, OtherPeople(part, seed)
        self.random = random.Random(f"fresh screens {part} {seed}")
        content = tomllib.loads((DATA / "screens.toml").read_text(encoding="utf-8"))
        self.words = {key: value if isinstance(value, list) else value.split("|") for key, value in content.items()}

    def gold(self, value: str, label: str) -> str:
        return f'<b data-k="{label}">{html.escape(value)}</b>'

    def person(self):
        """Return somebody's names, each marked."""
        person = self.maker.person()
        return tuple(self.gold(part, "PERSON") for part in (person.surname, person.first, person.patronymic))

    def ago(self) -> str:
        return f"{self.day()} {self.time()}"

    # -- the third set -------------------------------------------------------------------------------------------------

    def windows_form(self) -> str:
        s, n, p = self.person()
        left = [
            ("Фамилия", s),
            ("Имя", n),
            ("Отчество", p),
            ("Дата рожд.", self.v("dob")),
            ("Пол", "Муж"),
            ("СНИЛС", self.v("snils")),
            ("Гражданство", "Россия"),
            ("Соц. статус", "работающий"),
            ("Место работы", "ООО «Ромашка»"),
        ]
        right = [
            ("Полис", self.v("oms")),
            ("Страховая", "АО «МАКС-М»"),
            ("Документ", "Паспорт РФ"),
            ("Серия, номер", self.v("passport")),
            ("Кем выдан", "ОВД"),
            ("Тел. моб.", self.v("phone")),
            ("Тел. дом.", self.v("phone")),
            ("Эл. почта", self.v("email")),
            ("Участок", "14"),
        ]
        boxes = "".join(
            "<fieldset><legend>"
            + title
            + "</legend>"
            + "".join(f"<div class=wf><label>{name}:</label><i>{value}</i></div>" for name, value in fields)
            + "</fieldset>"
            for title, fields in (("Личные данные", left), ("Документы и контакты", right))
        )
        address = f"<fieldset style='grid-column:1/3'><legend>Адрес</legend><div class=wf><label>По прописке:</label><i>{self.v('addr')}</i></div><div class=wf><label>Фактический:</label><i>{self.v('addr')}</i></div></fieldset>"
        tabs = "".join(
            f"<span class=tab>{name}</span>"
            for name in ("Общие", "Льготы", "Диспансерный учёт", "Прививки", "Случаи", "История")
        )
        visits = self.table(
            [
                ("Дата", self.day),
                ("Услуга", lambda: self.one("services")),
                ("Врач", lambda: self.v("sini")),
                ("Диагноз", lambda: self.one("diagnoses")),
            ],
            6,
        )
        return f"<div class=bar>Карта пациента № {self.v('mrn')} — {s} {n} {p}</div><div class=menu><span>Карта</span><span>Правка</span><span>Печать</span><span>Справка</span></div><div style='padding:6px'>{tabs}<div class=two>{boxes}{address}</div><br>{visits}<p><span class=btn>Сохранить</span> <span class=btn>Отмена</span></p></div>"

    def dense(self) -> str:
        r = self.random
        columns = [
            ("№", lambda: str(r.randrange(1, 900))), ("№ ИБ", lambda: self.v("mrn")), ("ФИО", lambda: self.v(r.choice(("fio", "fio", "sini")))), ("Д/р", lambda: self.v("dob")), ("Отд.", lambda: self.one("departments")[:14]), ("Пал.", lambda: str(r.randrange(1, 40))),
            ("Поступил", self.ago), ("Диагноз при поступлении", lambda: self.one("diagnoses")), ("Леч. врач", lambda: self.v("sini")), ("СНИЛС", lambda: self.v("snils")), ("Тел.", lambda: self.v("phone")), ("Опл.", lambda: r.choice(("ОМС", "ДМС", "ПМУ"))), ("Ст.", lambda: r.choice(("✓", "…", "!"))),
        ]  # fmt: skip
        keep = columns[:4] + r.sample(columns[4:], r.randrange(4, 8))
        return self.frame(self.table(keep, 34, on=r.randrange(10)), title="Журнал госпитализаций", side=False)

    def material(self) -> str:
        def card() -> str:
            fields = [
                ("Дата рождения", self.v("dob")),
                ("Телефон", self.v("phone")),
                ("Полис ОМС", self.v("oms")),
                ("Прикрепление", self.one("hospitals")[:22]),
                ("Лечащий врач", self.v("sini")),
                ("Последний визит", self.day()),
            ]
            inside = "".join(f"<div class=mf><small class=faint>{name}</small>{value}</div>" for name, value in fields)
            return f"<div class=card><div style='font-size:1.2em'>{self.v('fio')}</div><div class=three>{inside}</div><small class=faint>Изменено {self.ago()} · {self.v('sini')}</small></div>"

        return self.frame("<div class=two>" + "".join(card() for _ in range(6)) + "</div>", title="Мои пациенты")

    def timeline(self) -> str:
        entries = "".join(
            f"<div style='margin:0 0 9px'><small class=faint>{self.ago()} · {self.v('sini')} · {self.one('roles')}</small><div>{self.random.choice((self.one('services'), 'Обновлены контакты: ' + self.v('phone'), 'Изменён адрес: ' + self.v('addr'), 'Добавлен документ «' + self.one('services') + '»', 'Проверен полис ' + self.v('oms'), self.one('texts')))}</div></div>"
            for _ in range(15)
        )
        return self.frame(
            f"<h2>{self.v('fio')}</h2><p class=faint>{self.v('dob')} г.р. &nbsp; СНИЛС {self.v('snils')}</p>{entries}",
            title="История изменений",
        )

    def database(self) -> str:
        r = self.random
        columns = [
            ("patient_id", lambda: str(r.randrange(10000, 99999))), ("last_name", lambda: self.person()[0]), ("first_name", lambda: self.person()[1]), ("middle_name", lambda: self.person()[2]),
            ("birth_date", lambda: self.gold(self.maker._dobiso()[0], "DOB")), ("snils", lambda: self.v("snils")), ("policy_number", lambda: self.v("oms")), ("phone", lambda: self.v("phone")), ("status", lambda: str(r.randrange(5))), ("updated_at", lambda: f"2026-{r.randrange(1, 12):02d}-{r.randrange(1, 28):02d} {self.time()}:07"),
        ]  # fmt: skip
        tree = "".join(
            f"<p class=off>{name}</p>"
            for name in (
                "public",
                "patient",
                "person",
                "visit",
                "appointment",
                "doctor",
                "emd_queue",
                "policy",
                "address",
                "log_event",
            )
        )
        sql = "<pre style='padding:6px'>SELECT * FROM public.patient p\nWHERE p.status = 1 AND p.updated_at &gt; '2026-01-01'\nORDER BY p.updated_at DESC LIMIT 200;</pre>"
        return f"<div class=bar>emk_prod — SQL</div><div class=menu><span>File</span><span>Edit</span><span>Database</span><span>Window</span><span>Help</span></div><div class=body><div class=side>{tree}</div><div class=main>{sql}{self.table(columns, 19)}<p class=faint>200 rows fetched, 0.134 s</p></div></div>"

    def search(self) -> str:
        s, n, _p = self.person()
        query = f"<div class=wf><label>Поиск</label><i>{s} {n}</i><span class='btn main'>Найти</span></div>"
        hits = "".join(
            f"<div class=card style='margin:0 0 5px'>{self.v('fio')}, {self.v('dob')} г.р. ({self.random.randrange(3, 90)} лет)<br><small class=faint>СНИЛС {self.v('snils')}, полис {self.v('oms')}, карта № {self.v('mrn')}, {self.v('addr')}</small></div>"
            for _ in range(9)
        )
        return self.frame(
            query + f"<p class=faint>Найдено: 9, показано с 1 по 9</p>{hits}",
            title="Единый регистр",
            side=self.random.random() < 0.5,
        )

    def slots(self) -> str:
        names = "".join(
            f"<th>{self.v('sini')}<br><small class=faint>{self.one('roles')}</small></th>" for _ in range(5)
        )

        def slot() -> str:
            if self.random.random() < 0.4:
                return "<td class=faint>—</td>"
            return (
                f"<td>{self.v(self.random.choice(('sini', 'fi')))}<br><small class=faint>{self.v('dob')}</small></td>"
            )

        rows = "".join(
            f"<tr><td>{8 + i // 3:02d}:{i % 3 * 20:02d}</td>{''.join(slot() for _ in range(5))}</tr>" for i in range(13)
        )
        return self.frame(f"<h2>Запись на {self.day()}</h2><table><tr><th></th>{names}</tr>{rows}</table>", side=False)

    def exchange(self) -> str:
        s, n, p = self.person()
        lines = [
            '&lt;ClinicalDocument xmlns="urn:hl7-org:v3"&gt;', "  &lt;recordTarget&gt;&lt;patientRole&gt;", f"    &lt;id root=\"1.2.643.100.3\" extension=\"{self.v('snils')}\"/&gt;", f"    &lt;addr&gt;&lt;streetAddressLine&gt;{self.v('addr')}&lt;/streetAddressLine&gt;&lt;/addr&gt;", f"    &lt;telecom value=\"tel:{self.v('phone')}\"/&gt;", "    &lt;patient&gt;", "      &lt;name&gt;", f"        &lt;family&gt;{s}&lt;/family&gt;", f"        &lt;given&gt;{n}&lt;/given&gt;", f"        &lt;given&gt;{p}&lt;/given&gt;", "      &lt;/name&gt;", f"      &lt;birthTime value=\"{self.gold(self.maker._dob8()[0], 'DOB')}\"/&gt;", "    &lt;/patient&gt;",
        ]  # fmt: skip
        answer = f"{self.ago()} ERROR NOT_UNIQUE_PROVIDED_ID: {self.one('errors')}"
        more = [
            f"{self.ago()} INFO  Пациент {self.v('fio')} ({self.v('dob')}) передан в РЭМД, ответ: {self.one('statuses')}"
            for _ in range(10)
        ]
        text = "\n".join([*lines, answer, *more])
        return f"<div class=bar>emd_{self.maker.digits(6)}.xml — просмотр</div><pre style='padding:8px'>{text}</pre>"

    def paper(self) -> str:
        rows = "".join(
            f"<p>{name}: <u>{value}</u></p>"
            for name, value in (
                ("1. Фамилия, имя, отчество", self.v("fio")),
                ("2. Дата рождения", self.v("dob")),
                ("3. Место регистрации", self.v("addr")),
                ("4. Полис ОМС", self.v("oms")),
                ("5. СНИЛС", self.v("snils")),
                ("6. Телефон", self.v("phone")),
                ("7. Диагноз", self.one("diagnoses")),
            )
        )
        text = f"<p>Пациент {self.v('sini')} находился на лечении с {self.day()} по {self.day()}. Проведено: {self.one('services').lower()}. Состояние удовлетворительное. {self.one('texts')}</p>"
        return f"<div class=bar>Предварительный просмотр</div><div style='padding:14px 60px;background:#fff;color:#111;max-width:860px;margin:10px auto'><h2>Выписка из медицинской карты № {self.v('mrn')}</h2><p>{self.one('hospitals')}</p>{rows}{text}<p>Врач: {self.v('sini')} &nbsp; Зав. отделением: {self.v('sini')}</p></div>"

    # -- the fourth set ------------------------------------------------------------------------------------------------

    def tree(self) -> str:
        wards = "".join(
            f"<p class=off>▸ {self.one('departments')}</p>"
            + "".join(f"<p class=off style='padding-left:18px'>{self.v('sini')}</p>" for _ in range(4))
            for _ in range(4)
        )
        fields = [
            ("Пациент", self.v("fio")),
            ("Родился", self.v("dob")),
            ("Номер полиса", self.v("oms")),
            ("Страховой номер", self.v("snils")),
            ("Место жительства", self.v("addr")),
            ("Мобильный", self.v("phone")),
            ("Мать", self.v("fio")),
            ("Профиль койки", "терапевтические"),
            ("Номер карты", self.v("mrn")),
        ]
        rows = "".join(f"<tr><td class=faint>{name}</td><td>{value}</td></tr>" for name, value in fields)
        notes = self.table(
            [
                ("Дата и время", self.ago),
                ("Назначение", lambda: self.one("drugs")),
                ("Кто назначил", lambda: self.v("fio")),
                ("Выполнил", lambda: self.v("sini")),
            ],
            10,
        )
        return f"<div class=bar>АРМ «Стационар»</div><div class=body><div class=side style='width:240px'>{wards}</div><div class=main><table style='width:auto'>{rows}</table><br>{notes}</div></div>"

    def chat(self) -> str:
        def said() -> str:
            return self.random.choice((
                f"Добрый день! Не открывается карта {self.v('fio')}, {self.v('dob')}", f"Пациентка {self.v('sini')}, СНИЛС {self.v('snils')}, дубль записи", f"Мой телефон {self.v('phone')}, звоните", f"Полис {self.v('oms')} не проходит проверку",
                self.one("errors"), self.one("texts"), "Спасибо, заработало", "Проверьте, пожалуйста, настройки модуля", f"Напишите на {self.v('email')}",
            ))  # fmt: skip

        talk = "".join(
            f"<div style='margin:0 0 10px'><small class=faint>{self.v('fi')} &nbsp; {self.time()}</small><div class=card style='display:inline-block'>{said()}</div></div>"
            for _ in range(10)
        )
        people = "".join(f"<p class=off>{self.v('fi')}</p>" for _ in range(10))
        return f"<div class=bar>Поддержка МИС</div><div class=body><div class=side>{people}</div><div class=main>{talk}</div></div>"

    def register(self) -> str:
        r = self.random
        columns = [
            ("Талон", lambda: str(r.randrange(1000, 9999))), ("Время", self.time), ("Фамилия И. О.", lambda: self.v("sini")), ("Дата<br>рождения", lambda: self.v("dob")), ("Контакты", lambda: self.v("phone")), ("Адрес прописки", lambda: self.v("addr")), ("К кому", lambda: self.v("sini")), ("Повод", lambda: self.one("services")), ("Кабинет", lambda: str(r.randrange(100, 420))),
        ]  # fmt: skip
        return self.frame(self.table(columns, 17, on=3), title="Регистратура", side=False)

    def staff(self) -> str:
        r = self.random
        columns = [
            ("Таб. №", lambda: str(r.randrange(100, 9999))), ("Фамилия", lambda: self.person()[0]), ("Имя", lambda: self.person()[1]), ("Отчество", lambda: self.person()[2]), ("Должность", lambda: self.one("roles")), ("ИНН", lambda: self.v("inn")), ("СНИЛС", lambda: self.v("snils")), ("Почта", lambda: self.v("email")), ("Принят", self.day),
        ]  # fmt: skip
        return self.frame("<h2>Сотрудники</h2>" + self.table(columns, 20), side=r.random() < 0.5)

    def exported(self) -> str:
        r = self.random
        rows = ["id;surname;name;birthday;snils;phone;doctor;code"] + [
            ";".join(
                (
                    str(r.randrange(1000, 9999)),
                    self.person()[0],
                    self.person()[1],
                    self.v("dob"),
                    self.v("snils"),
                    self.v("phone"),
                    self.v("sini"),
                    f"A{r.randrange(10, 30)}.{r.randrange(10, 30)}",
                )
            )
            for _ in range(24)
        ]
        return (
            f"<div class=bar>export_{r.randrange(100, 999)}.csv — Блокнот</div><div class=menu><span>Файл</span><span>Правка</span><span>Формат</span><span>Вид</span></div><pre style='padding:6px'>"
            + "\n".join(rows)
            + "</pre>"
        )

    def merged(self) -> str:
        def half() -> str:
            s, n, p = self.person()
            return "".join(
                f"<div class=stack style='margin:0 0 5px'><span>{name}</span><i>{value}</i></div>"
                for name, value in (
                    ("Фамилия", s),
                    ("Имя", n),
                    ("Отчество", p),
                    ("Дата рождения", self.v("dob")),
                    ("СНИЛС", self.v("snils")),
                    ("Полис", self.v("oms")),
                    ("Телефон", self.v("phone")),
                    ("Адрес", self.v("addr")),
                    ("Создал", self.v("sini") + ", " + self.ago()),
                )
            )

        box = f"<div class=dialog style='width:720px;left:20%;top:14%'><h3>Объединение карт</h3><div class=two><div>{half()}</div><div>{half()}</div></div><div><span class='btn main'>Объединить</span> <span class=btn>Отмена</span></div></div>"
        return self.random.choice((self.register, self.staff, self.dense))() + box

    # -- without people ------------------------------------------------------------------------------------------------

    def wizard(self) -> str:
        steps = "".join(
            f"<p class=off>{i}. {name}</p>"
            for i, name in enumerate(("Приветствие", "Лицензия", "Компоненты", "Подключение к базе", "Готово"), 1)
        )
        fields = "".join(
            f"<div class=wf><label>{name}:</label><i>{value}</i></div>"
            for name, value in (
                ("Сервер", "db01.example.local"),
                ("Порт", "5432"),
                ("Имя базы", "emk_prod"),
                ("Пользователь", "postgres"),
                ("Пароль", "••••••"),
                ("Каталог", "C:\\MIS\\Server"),
            )
        )
        return f"<div class=bar>Установка МИС «Пример» 5.2</div><div class=body><div class=side>{steps}</div><div class=main><h2>Подключение к базе</h2>{fields}<p>{self.one('texts')}</p><span class=btn>Назад</span> <span class='btn main'>Далее</span></div></div>"

    def classifier(self) -> str:
        return self.frame(
            "<h2>Справочник МКБ-10</h2>"
            + self.table(
                [
                    (
                        "Код",
                        lambda: (
                            f"{self.random.choice('ABEGIJK')}{self.random.randrange(10, 99)}.{self.random.randrange(9)}"
                        ),
                    ),
                    ("Название", lambda: self.one("diagnoses")[6:]),
                    ("Начало действия", self.day),
                    ("Раздел", lambda: self.one("departments")),
                    ("Версия", "2.14"),
                ],
                19,
            ),
            user=False,
        )

    def watching(self) -> str:
        tiles = "".join(
            f"<div class=card><small class=faint>{self.one('modules')}</small><div style='font-size:1.7em'>{self.random.randrange(1, 999)} мс</div><small class=faint>10.12.{self.random.randrange(9)}.{self.random.randrange(250)} · {self.ago()}</small></div>"
            for _ in range(12)
        )
        return f"<div class=bar>Мониторинг</div><div class=main><div class=cards>{tiles}</div><br>{self.table([('Время', self.ago), ('Сервис', lambda: self.one('modules')), ('Сообщение', lambda: self.one('errors'))], 12)}</div>"

    def database_clean(self) -> str:
        r = self.random
        columns = [
            ("id", lambda: str(r.randrange(10000, 99999))),
            ("service_code", lambda: f"A{r.randrange(10, 30)}.{r.randrange(10, 30)}.{r.randrange(100, 300)}"),
            ("service_name", lambda: self.one("services")),
            ("price", lambda: f"{r.randrange(100, 9000)}.00"),
            ("gtin", lambda: self.v("gtin")),
            ("created_at", lambda: f"2026-{r.randrange(1, 12):02d}-{r.randrange(1, 28):02d} {self.time()}:07"),
            ("uuid", lambda: self.v("uuid")),
        ]
        return f"<div class=bar>emk_prod — SQL</div><div class=main><pre>SELECT * FROM nsi.service;</pre>{self.table(columns, 20)}</div>"

    def numbers(self) -> str:
        return self.frame(
            "<h2>Выполнение плана</h2>"
            + self.table(
                [
                    ("Отделение", lambda: self.one("departments")),
                    ("План", lambda: str(self.random.randrange(100, 9000))),
                    ("Факт", lambda: str(self.random.randrange(100, 9000))),
                    (
                        "Сумма, руб.",
                        lambda: (
                            f"{self.random.randrange(1, 99)} {self.random.randrange(100, 999)} {self.random.randrange(100, 999)},00"
                        ),
                    ),
                    ("Счёт №", lambda: self.v("num10")),
                    ("Период", self.day),
                ],
                18,
            ),
            user=False,
        )


PEOPLE = {
    "third": ("windows_form", "dense", "material", "timeline", "database", "search", "slots", "exchange", "paper"),
    "fourth": ("tree", "chat", "register", "staff", "exported", "merged"),
}
CLEAN = {
    "third": ("wizard", "classifier", "watching"),
    "fourth": ("database_clean", "numbers", "wizard", "empty_form"),
}
