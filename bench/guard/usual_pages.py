"""Pages of the seventeenth set of screens (`fresh_screens.py`): the programs of a hospital as a support desk is shown them.

One program writes its dates, numbers and telephones in one way: the shapes are chosen once a page, not once a cell.
"""

from bench.guard.strange_pages import FromLists

# Surnames of many peoples, as they stand in any hospital's list.
MORE = (
    "Хайруллин Гасанбеков Оганнисян Нгуен Ким Цой Бердымухамедов Шамсутдинов Цыденжапов Абдурахимов Тер-Оганян Мкртчян Юнусбаев "
    "Кочкарёв Джафаров Мирзоев Пак Гусейнзаде Эшонкулов Татаренко Шевчук Гриценко Лесных Белых Долгих Черных Дурново Живаго "
    "Заяц Мороз Голубь Крыса Солнышко Непейвода Перебийнос Бойко Коваль Ткач Гончар Шульц Майер Крюгер Ломтадзе Хачидзе Гогоберидзе"
).split()
THEMES = {
    "luna": "--bg:#ece9d8;--panel:#fff;--ink:#000;--soft:#4b4b4b;--line:#c5c2b2;--head:#e3dfcc;--bar:#0a5bd3;--barink:#fff;--pick:#316ac5;--pickink:#fff;--accent:#2a6a2a;--accentink:#fff",
    "aero": "--bg:#f0f0f0;--panel:#fff;--ink:#1a1a1a;--soft:#5a5a5a;--line:#c8c8c8;--head:#e8edf3;--bar:#c9dcf0;--barink:#10243c;--pick:#cce4f7;--pickink:#111;--accent:#0067c0;--accentink:#fff",
    "flat": "--bg:#f6f7f9;--panel:#fff;--ink:#243042;--soft:#6f7d90;--line:#dde3ea;--head:#eef2f6;--bar:#22577a;--barink:#fff;--pick:#dcebf5;--pickink:#143a55;--accent:#22577a;--accentink:#fff",
    "mint": "--bg:#eef6f3;--panel:#fff;--ink:#17332b;--soft:#567469;--line:#c4dad1;--head:#dcece5;--bar:#1d7a63;--barink:#fff;--pick:#cdeadd;--pickink:#0d3b2f;--accent:#1d7a63;--accentink:#fff",
    "graphite": "--bg:#202225;--panel:#2a2d31;--ink:#dcdfe3;--soft:#9ba2ab;--line:#3d4248;--head:#33373c;--bar:#17191b;--barink:#e8eaed;--pick:#2f4f76;--pickink:#fff;--accent:#3f8cdc;--accentink:#fff",
    "navy": "--bg:#101a2b;--panel:#16233a;--ink:#e2e9f4;--soft:#93a5c0;--line:#2a3b58;--head:#1c2c48;--bar:#0b1321;--barink:#d5e2f7;--pick:#2a5592;--pickink:#fff;--accent:#5b9bf0;--accentink:#08111f",
}
KIT = """<style>body{background:var(--bg);color:var(--ink)}table{background:var(--panel);width:100%}td,th{border:1px solid var(--line);padding:var(--pad) 5px;white-space:nowrap}th{background:var(--head)}.s td{background:var(--pick);color:var(--pickink)}
.ti{background:var(--bar);color:var(--barink);padding:4px 9px;display:flex;gap:16px}.ti u{margin-left:auto;text-decoration:none;letter-spacing:10px}.mn,.tb{display:flex;gap:15px;padding:3px 9px;background:var(--bg)}.tb{gap:6px;padding:5px 9px;border-bottom:1px solid var(--line);align-items:center}
.bt{border:1px solid var(--line);background:var(--head);padding:1px 9px;border-radius:2px;white-space:nowrap}.go{background:var(--accent);color:var(--accentink)}.in{font-style:normal;border:1px solid var(--line);background:var(--panel);padding:1px 6px;display:inline-block;min-width:70px;min-height:1.5em}.so{color:var(--soft)}
.fm{display:grid;grid-template-columns:auto 1fr auto 1fr auto 1fr;gap:5px 9px;padding:8px 10px;align-items:center}.fm span{color:var(--soft);text-align:right}.fm i{font-style:normal;border:1px solid var(--line);background:var(--panel);padding:1px 6px;white-space:nowrap;overflow:hidden}.ta{display:flex;gap:2px;padding:5px 9px 0}.ta span{border:1px solid var(--line);border-bottom:0;background:var(--head);padding:2px 11px}.ta .on{background:var(--panel)}
.cols{display:flex}.pn{background:var(--panel);border:1px solid var(--line);margin:6px;padding:8px 12px;min-width:0}.h1{font-size:1.25em;padding:6px 10px}.status{background:var(--head)}.dialog h3{display:flex}.dialog div{padding:9px 12px}.num{text-align:right;color:var(--soft);background:var(--head)}</style>"""
SHAPES = {"dob": 3, "snils": 3, "oms": 2, "phone": 4, "passport": 2, "mrn": 3}


class UsualScreens(FromLists):
    """Makes the pages; each method is one. A method ending in `_clean` has nobody on it."""

    def __init__(self, part: str, seed: int) -> None:
        super().__init__(part, seed)
        self.maker.names["surnames"] = [*self.maker.names["surnames"], *(name for name in MORE for _ in range(40))]
        self.shape: dict[str, int] = {}
        self.now = self.person()

    def met(self) -> str:
        """Return the surname of the next person of a list; the other columns take their names from `now`."""
        self.now = self.person()
        return self.now[0]

    def kit(self) -> str:
        """Begin a page: choose how this program writes its values."""
        self.shape = {name: self.random.randrange(count) for name, count in SHAPES.items()}
        return KIT

    def v(self, name: str, person=None) -> str:
        if person is None and name in SHAPES:
            _value, label = getattr(self.maker, f"_{name}")()
            return self.gold(getattr(self, f"shaped_{name}")(self.shape.get(name, 0)), label)
        return super().v(name, self.maker.person() if name == "if" and person is None else person)

    def shaped_dob(self, shape: int) -> str:
        year, month, day = self.maker._born()
        return (f"{day:02d}.{month:02d}.{year}", f"{day:02d}.{month:02d}.{year}", f"{year}-{month:02d}-{day:02d}")[
            shape
        ]

    def shaped_snils(self, shape: int) -> str:
        number = "".join(filter(str.isdigit, self.maker._snils()[0]))
        return number if shape > 1 else f"{number[:3]}-{number[3:6]}-{number[6:9]} {number[9:]}"

    def shaped_oms(self, shape: int) -> str:
        number = self.maker._oms()[0].replace(" ", "")
        return number if not shape else f"{number[:4]} {number[4:8]} {number[8:12]} {number[12:]}"

    def shaped_phone(self, shape: int) -> str:
        a, b, c, d = "9" + self.maker.digits(2), self.maker.digits(3), self.maker.digits(2), self.maker.digits(2)
        return (f"+7 ({a}) {b}-{c}-{d}", f"8{a}{b}{c}{d}", f"+7{a}{b}{c}{d}", f"8-{a}-{b}-{c}-{d}")[shape]

    def shaped_passport(self, shape: int) -> str:
        a, b = self.maker.digits(4), self.maker.digits(6)
        return f"{a[:2]} {a[2:]} {b}" if shape else f"{a} {b}"

    def shaped_mrn(self, shape: int) -> str:
        return (self.maker.digits(6), f"{self.maker.digits(5)}-26", f"А-{self.maker.digits(5)}")[shape]

    def menu(self, *words: str) -> str:
        return f"<div class=mn>{''.join(f'<span>{word}</span>' for word in words)}</div>"

    def tools(self, *words: str, more: str = "") -> str:
        return f"<div class=tb>{''.join(f'<span class=bt>{word}</span>' for word in words)}{more}</div>"

    def foot(self, *words: str) -> str:
        return f"<div class=status>{''.join(f'<span>{word}</span>' for word in words)}</div>"

    def grid(self, columns: list[tuple[str, object]], count: int, on: int = -1) -> str:
        return f"<table><tr>{''.join(f'<th>{name}</th>' for name, _make in columns)}</tr>{self.rows([make for _name, make in columns], count, on)}</table>"

    def form(self, pairs, colon: str = ":") -> str:
        return f"<div class=fm>{''.join(f'<span>{name}{colon}</span><i class=clip>{value}</i>' for name, value in pairs)}</div>"

    # -- somebody ------------------------------------------------------------------------------------------------------

    def patient_grid(self) -> str:
        kit, r = self.kit(), self.random
        s, n, p = self.person()
        more = [("Телефон", lambda: self.v("phone")), ("Адрес", lambda: self.v("addr")), ("Уч.", lambda: self.n(1, 40)), ("СМО", lambda: self.any("СОГАЗ-Мед", "МАКС-М", "Капитал МС")), ("Прикреплён", self.day)]  # fmt: skip
        columns = [("№ карты", lambda: self.v("mrn")), ("Фамилия", self.met), ("Имя", lambda: self.now[1]), ("Отчество", lambda: self.now[2]), ("Пол", lambda: self.any("М", "Ж")), ("Дата рожд.", lambda: self.v("dob")), ("СНИЛС", lambda: self.v("snils")), ("Полис ОМС", lambda: self.v("oms")), *r.sample(more, r.randrange(1, 3))]  # fmt: skip
        body = self.grid(columns, r.randrange(12, 22), r.randrange(1, 9))
        below = f"<div class=pn><b>{s} {n} {p}</b> &nbsp; <span class=so>дата рождения</span> {self.v('dob')} &nbsp; <span class=so>тел.</span> {self.v('phone')} &nbsp; <span class=so>адрес</span> {self.v('addr')}</div>"
        return f"{kit}<div class=ti>Регистратура - [Поиск пациента]<u>_□×</u></div>{self.menu('Файл', 'Пациент', 'Расписание', 'Отчёты', 'Сервис', 'Окна', 'Справка')}{self.tools('Новый', 'Открыть', 'Талон', 'Печать', 'Обновить')}<div class=tb><span>Фамилия</span><i class=in>{self.v('s')}</i><span>Имя</span><i class=in></i><span>Дата рождения</span><i class=in></i><span class='bt go'>Найти (F3)</span></div>{body}{below}{self.foot('Найдено записей: 21', 'Пользователь: ' + self.v('sini'), 'Сервер: mis-db1', self.ago())}"

    def person_card(self) -> str:
        kit = self.kit()
        s, n, p = self.person()
        pairs = [("Фамилия", s), ("Имя", n), ("Отчество", p), ("Дата рождения", self.v("dob")), ("Пол", self.any("мужской", "женский")), ("Возраст", self.n(18, 90)), ("СНИЛС", self.v("snils")), ("Полис ОМС", self.v("oms")), ("СМО", "СОГАЗ-Мед"), ("Документ", "Паспорт гражданина РФ"), ("Серия и номер", self.v("passport")), ("Дата выдачи", self.day()), ("Моб. телефон", self.v("phone")), ("Дом. телефон", self.v("phone")), ("E-mail", self.v("email")), ("Участок", self.n(1, 30)), ("Участковый врач", self.v("sini")), ("Группа крови", "B(III) Rh+")]  # fmt: skip
        where = f"<div class=pn><span class=so>Адрес регистрации:</span> {self.v('addr')}<br><span class=so>Адрес проживания:</span> {self.v('addr')}</div><div class=pn><span class=so>Представитель:</span> {self.v('fio')} &nbsp; <span class=so>Родство:</span> {self.any('мать', 'сын', 'супруг')} &nbsp; <span class=so>Телефон:</span> {self.v('phone')}</div>"
        past = self.grid([("Дата", self.day), ("Специальность", lambda: self.any("Терапия", "Неврология", "Хирургия")), ("Врач", lambda: self.v("fio")), ("МКБ-10", lambda: self.one("diagnoses")), ("Результат", lambda: self.any("Лечение продолжено", "Выздоровление", "Направлен"))], self.random.randrange(6, 12))  # fmt: skip
        tabs = "".join(f"<span class={'on' if i == 0 else 'no'}>{word}</span>" for i, word in enumerate(("Общие сведения", "Полисы", "Льготы", "Дисп. учёт", "Аллергии", "Документы")))  # fmt: skip
        return f"{kit}<div class=ti>Медицинская карта амбулаторного больного № {self.v('mrn')}<u>_□×</u></div>{self.tools('Сохранить', 'Печать', 'Случай', 'Направление', 'Закрыть')}<div class=h1>{s} {n} {p}</div><div class=ta>{tabs}</div>{self.form(pairs)}{where}{past}{self.foot(self.one('hospitals'), 'Изменил: ' + self.v('sini') + ' ' + self.ago())}"

    def day_list(self) -> str:
        kit, r = self.kit(), self.random
        days = "".join(f"<tr>{''.join(f'<td>{w * 7 + d - 1 if 0 < w * 7 + d - 1 < 31 else chr(160)}</td>' for d in range(7))}</tr>" for w in range(5))  # fmt: skip
        week = "".join(f"<th>{d}</th>" for d in ("Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс"))
        left = f"<div style='width:225px;flex:none;padding:6px'><div class=so>Ноябрь 2026</div><table><tr>{week}</tr>{days}</table><br><span class=so>Врач</span><br>{self.v('fio')}<br><span class=so>Кабинет</span> {self.n(100, 420)}<br><br>Принято: 7<br>Ожидают: 12<br>Неявка: 1</div>"
        clock = iter(f"{8 + i // 4:02d}:{i % 4 * 15:02d}" for i in range(60))
        columns = [("Время", lambda: next(clock)), ("Пациент", lambda: self.v("fio")), ("Д.р.", lambda: self.v("dob")), ("Карта", lambda: self.v("mrn")), ("Телефон", lambda: self.v("phone")), ("Повод", lambda: self.any("Заболевание", "Профосмотр", "Справка", "Повторный", "Диспансеризация")), ("Источник", lambda: self.any("ЕПГУ", "Регистратура", "Колл-центр", "Инфомат")), ("Состояние", lambda: self.any("Ожидает", "Принят", "На приёме", "Не явился"))]  # fmt: skip
        return f"{kit}<div class=ti>Рабочее место врача — {self.one('hospitals')}</div>{self.menu('Приём', 'Журналы', 'Назначения', 'ЭЛН', 'Рецепты', 'Настройки')}<div class=cols>{left}<div style='flex:1;min-width:0'>{self.tools('Вызвать', 'Начать приём', 'Перенести', 'Отменить запись')}{self.grid(columns, r.randrange(13, 20), r.randrange(8))}</div></div>{self.foot('Смена 08:00–14:00', 'Медсестра: ' + self.v('sini'))}"

    def lab_journal(self) -> str:
        kit, r = self.kit(), self.random
        s, n, p = self.person()
        left = self.grid([("Заявка", lambda: self.n(410000, 499999)), ("Пациент", lambda: self.v("sini")), ("Д.р.", lambda: self.v("dob")), ("Отд.", lambda: self.any("ТЕР", "ХИР", "НЕВ", "АМБ")), ("!", lambda: self.any("", "", "C"))], r.randrange(15, 24), 3)  # fmt: skip
        right = self.grid([("Тест", lambda: self.one("tests")), ("Результат", lambda: f"{self.n(1, 190)},{self.n(0, 9)}"), ("Ед.", lambda: self.one("units")), ("Норма", lambda: f"{self.n(1, 60)} – {self.n(61, 200)}"), ("Флаг", lambda: self.any("", "H", "L"))], r.randrange(11, 15), 2)  # fmt: skip
        head = f"<div class=pn>Пациент: <b>{s} {n} {p}</b><br>Дата рождения: {self.v('dob')} &nbsp; Пол: М &nbsp; № ИБ: {self.v('mrn')}<br>Полис: {self.v('oms')} &nbsp; Врач: {self.v('sini')}<br>Материал: {self.any('кровь венозная', 'моча разовая')} &nbsp; Взят: {self.ago()}</div>"
        return f"{kit}<div class=ti>ЛИС — журнал результатов<u>_□×</u></div>{self.tools('Одобрить', 'Отклонить', 'Повтор', 'Печать бланка', 'Штрихкод')}<div class=cols><div style='width:46%;flex:none'>{left}</div><div style='flex:1;min-width:0'>{head}{right}<div class=pn>Исполнитель: {self.v('sini')} &nbsp; Одобрил: {self.v('sini')}</div></div></div>{self.foot('Анализатор: на связи', 'Лаборант: ' + self.v('sini'))}"

    def sick_leave(self) -> str:
        kit = self.kit()
        s, n, p = self.person()
        pairs = [("Номер ЭЛН", self.v("eln")), ("Статус", "010 – открыт"), ("Первичный", "да"), ("Фамилия", s), ("Имя", n), ("Отчество", p), ("Дата рождения", self.v("dob")), ("СНИЛС", self.v("snils")), ("Пол", "Ж"), ("Место работы", "ООО «Технострой»"), ("Причина", "01 – заболевание"), ("Уход", "нет"), ("Врач", self.v("fio")), ("Должность", "терапевт"), ("Дата выдачи", self.day())]  # fmt: skip
        periods = self.grid([("С", self.day), ("По", self.day), ("Должность врача", lambda: self.any("терапевт", "хирург", "невролог")), ("ФИО врача", lambda: self.v("sini")), ("Председатель ВК", lambda: self.any("", self.v("sini"))), ("Подпись", lambda: self.any("✓ подписан", "не подписан"))], 3)  # fmt: skip
        listed = self.grid([("Номер", lambda: self.v("eln")), ("Нетрудоспособный", lambda: self.v("fio")), ("СНИЛС", lambda: self.v("snils")), ("Выдан", self.day), ("Врач", lambda: self.v("sini")), ("Статус СФР", lambda: self.any("Открыт", "Продлён", "Закрыт", "Ошибка"))], self.random.randrange(8, 13), 2)  # fmt: skip
        return f"{kit}<div class=ti>Лист нетрудоспособности<u>_□×</u></div>{self.tools('Получить номер', 'Подписать', 'Отправить в СФР', 'История')}{self.form(pairs, '')}<div class=h1>Периоды</div>{periods}<div class=h1>Листы отделения</div>{listed}{self.foot('Остаток номеров: 118', 'Сертификат: ' + self.v('sini') + ' до 12.03.2027')}"

    def register_refusal(self) -> str:
        kit, r = self.kit(), self.random
        columns = [("Дата", self.ago), ("Документ", lambda: self.any("Эпикриз в стационаре", "Протокол консультации", "Направление на госпитализацию", "Справка о прохождении", "Протокол лабораторного исследования")), ("Пациент", lambda: self.v("fio")), ("СНИЛС пациента", lambda: self.v("snils")), ("Подписал", lambda: self.v("sini")), ("Статус", lambda: self.any("Зарегистрирован", "Отправлен", "Отказ", "Ожидает"))]  # fmt: skip
        text = self.any(
            f"PATIENT_MPI_MISMATCH: Данные пациента {self.v('fio')}, {self.v('dob')} не соответствуют ГИП по СНИЛС {self.v('snils')}",
            f"INVALID_MO_PERSON: сотрудник {self.v('fio')} (СНИЛС {self.v('snils')}) не найден в ФРМР на дату подписания документа",
            f"VALIDATION_ERROR: полис {self.v('oms')} пациента {self.v('sini')} не найден в ЕРЗ",
        )
        box = f"<div class=dialog style='top:34%'><h3>Ответ РЭМД</h3><div>{text}<br><br><span class=so>localUid</span> {self.maker._uuid()[0]}<br><br><span class='bt go'>Закрыть</span> <span class=bt>Копировать</span></div></div>"
        return f"{kit}<div class=ti>Журнал обмена с РЭМД — {self.one('hospitals')}<u>_□×</u></div>{self.tools('Отправить повторно', 'Аннулировать', 'Открыть документ', more='<span>Период</span><i class=in>01.11.2026</i><i class=in>23.11.2026</i>')}{self.grid(columns, r.randrange(17, 25), 4)}{box}{self.foot('Всего: 214', 'Отказов: 31', 'Оператор: ' + self.v('sini'))}"

    def support_talk(self) -> str:
        kit = self.kit()
        said = [
            f"Здравствуйте! Не могу закрыть случай у пациентки {self.v('fio')} {self.v('dob')} г.р.", "Добрый день. Пришлите, пожалуйста, номер карты и текст ошибки.", f"Карта {self.v('mrn')}, полис {self.v('oms')}",
            "Пишет: «Не указан результат обращения», хотя он заполнен.", f"Ещё у {self.gold(self.maker.called('sini', 'gent', self.maker.person()), 'PERSON')} то же самое, СНИЛС {self.v('snils')}", "Вижу. Проверяем на тестовом стенде.",
            f"Если что, звоните: {self.v('phone')}, доб. 214. {self.v('if')}", f"Адрес сменился тоже: {self.v('addr')}", "Исправление войдёт в обновление 5.18, ориентировочно в четверг.", f"Передала {self.gold(self.maker.called('fi', 'datv', self.maker.person()), 'PERSON')}, почта {self.v('email')}",
        ]  # fmt: skip
        talk = "".join(f"<div class=pn style='max-width:620px;{'margin-left:90px' if i % 3 == 1 else ''}'><span class=so>{self.any(self.v('if'), self.v('fi'), 'Техподдержка')} · {self.time()}</span><br>{line}</div>" for i, line in enumerate(said))  # fmt: skip
        rooms = "".join(f"<p style='margin:0;padding:5px 9px'>{self.any(self.v('if'), self.v('fi'), 'Отдел внедрения', 'Регион 69: общий', 'Релизы')}<br><span class=so>{self.any('Спасибо, всё работает', 'Файл: скрин.png', 'Когда починят печать?', 'Ок')}</span></p>" for _ in range(11))  # fmt: skip
        return f"{kit}<div class=ti>Корпоративный мессенджер</div><div class=cols><div style='width:240px;flex:none;border-right:1px solid var(--line)'>{rooms}</div><div style='flex:1'><div class=h1>Поддержка ЦРБ <span class=so>14 участников</span></div>{talk}</div></div>"

    def office_sheet(self) -> str:
        kit, r = self.kit(), self.random
        names = (
            "№",
            "Фамилия",
            "Имя",
            "Отчество",
            "Дата рождения",
            "Пол",
            "СНИЛС",
            "ЕНП",
            "Телефон",
            "Дата осмотра",
            "Адрес",
        )
        widths = (34, 96, 80, 108, 84, 34, 108, 128, 118, 84, 210)

        def cell(value: str, width: int) -> str:
            return f"<td><div class=clip style='width:{width}px;overflow:hidden'>{value}</div></td>"

        def line(i: int) -> str:
            s, n, p = self.person()
            values = (str(i), s, n, p, self.v("dob"), self.any("м", "ж"), self.v("snils"), self.v("oms"), self.v("phone"), self.day(), self.v("addr"))  # fmt: skip
            return f"<tr class={'s' if i == 6 else 'e'}><td class=num>{i + 1}</td>{''.join(map(cell, values, widths))}</tr>"

        letters = "".join(f"<th style='text-align:center'>{x}</th>" for x in ("", *"ABCDEFGHIJK"))
        heads = f"<tr><td class=num>1</td>{''.join(map(cell, names, widths))}</tr>"
        return f"{kit}<div class=ti>{self.any('Диспансеризация_ноябрь', 'prikreplenie_2026', 'Список на ФЛК')}.xlsx - {self.any('Excel', 'LibreOffice Calc', 'МойОфис Таблица')}<u>_□×</u></div>{self.menu('Файл', 'Главная', 'Вставка', 'Разметка', 'Формулы', 'Данные', 'Рецензирование', 'Вид')}{self.tools('Вставить', 'Ж', 'К', 'Ч', 'Общий', 'Сортировка', 'Фильтр')}<div class=tb><i class=in>B7</i><span>fx</span><i class=in style='flex:1'>{self.v('s')}</i></div><table style='width:auto'><tr>{letters}</tr>{heads}{''.join(line(i) for i in range(1, r.randrange(14, 24)))}</table>{self.foot('Лист1', 'Лист2', 'Готово', '100 %')}"

    def browser_tabs(self) -> str:
        kit, r = self.kit(), self.random
        s, n, _p = self.person()
        tabs = "".join(f"<span class={'on' if i == 1 else 'no'}>{word} ×</span>" for i, word in enumerate(("Почта", f"{s} {n} — ЭМК", "Справочник НСИ", "Портал врача")))  # fmt: skip
        columns = [("Пациент", lambda: f"{self.v('fio')}<br><span class=so>{self.v('dob')} · {self.any('муж', 'жен')}</span>"), ("Документы", lambda: f"<span class=so>СНИЛС</span> {self.v('snils')}<br><span class=so>ОМС</span> {self.v('oms')}"), ("Контакты", lambda: f"{self.v('phone')}<br>{self.v('addr')}"), ("Диагноз", lambda: self.one("diagnoses")), ("Врач", lambda: self.v("sini"))]  # fmt: skip
        nav = "".join(f"<p style='margin:0;padding:5px 10px'>{word}</p>" for word in ("Мои пациенты", "Приёмы", "Стационар", "Диспансерный учёт", "Направления", "Рецепты", "Отчёты", "Справочники"))  # fmt: skip
        return f"{kit}<div class=ta>{tabs}</div><div class=tb><span>←</span><span>→</span><span>⟳</span><i class=in style='flex:1'>https://emk.region69.example.ru/patients?page={self.n(1, 9)}&amp;sort=name</i></div><div class=ti><span>ЭМК</span><span>{self.one('hospitals')}</span><span style='margin-left:auto'>{self.v('if')}, {self.any('врач-терапевт', 'статистик')}</span></div><div class=cols><div style='width:170px;flex:none;border-right:1px solid var(--line)'>{nav}</div><div style='flex:1;min-width:0'><div class=h1>Мои пациенты <span class=so>148</span></div>{self.grid(columns, r.randrange(9, 14), 2)}<div class=tb><span class=bt>1</span><span class=bt>2</span><span class=bt>3</span><span class=so>из 15 страниц</span></div></div></div>"

    def server_log(self) -> str:
        self.kit()

        def line() -> str:
            at = f"2026-11-{self.n(10, 23)} {self.time()}:{self.n(10, 59)}.{self.n(100, 999)}"
            return at + self.any(
                f"  INFO {self.n(1000, 9999)} --- [nio-8080-exec-{self.n(1, 9)}] r.m.p.PatientController : open card id={self.n(10**5, 10**6)} fio=&quot;{self.v('fio')}&quot; dr={self.v('dob')}",
                f"  WARN {self.n(1000, 9999)} --- [scheduling-1] r.m.erz.ErzClient : ЕНП {self.v('oms')} не найден, ответ за {self.n(90, 900)} мс",
                f" ERROR {self.n(1000, 9999)} --- [remd-sender-{self.n(1, 4)}] r.m.remd.Sender : {self.any('connect timed out', 'HTTP 502 Bad Gateway', 'SIGNATURE_INVALID')}",
                f"  INFO {self.n(1000, 9999)} --- [sms-1] r.m.notify.SmsService : отправлено на {self.v('phone')}",
                f"  INFO {self.n(1000, 9999)} --- [main] r.m.auth.LoginService : вход {self.v('sini')}, ip=10.44.{self.n(0, 9)}.{self.n(2, 250)}",
                f" ERROR {self.n(1000, 9999)} --- [frmr-2] r.m.frmr.Check : snils={self.v('snils')} должность не совпадает",
                f" DEBUG {self.n(1000, 9999)} --- [pool-3-thread-1] o.h.SQL : select v1_0.id from visit v1_0 where v1_0.id=?",
            )  # fmt: skip

        body = "\n".join(line() for _ in range(self.random.randrange(24, 36)))
        look = self.any("background:#0c0c0c;color:#cccccc", "background:#300a24;color:#eeeeec", "background:#fff;color:#111")  # fmt: skip
        return f"<style>body{{{look}}}pre{{font-family:'{self.any('DejaVu Sans Mono', 'Liberation Mono', 'Fira Code')}';font-size:{self.any('12', '13', '14')}px;margin:6px 10px}}.ti{{background:#2d2d2d;color:#ddd;padding:4px 10px}}</style><div class=ti>support@mis-app1: /opt/mis/logs</div><pre>support@mis-app1:/opt/mis/logs$ tail -n 40 application.log\n{body}\nsupport@mis-app1:/opt/mis/logs$ _</pre>"

    def sql_client(self) -> str:
        kit, r = self.kit(), self.random
        tree = "".join(f"<p style='margin:0;padding:2px 8px'>{word}</p>" for word in ("▾ mis_prod", "&nbsp; ▾ public", "&nbsp;&nbsp; ▸ patient", "&nbsp;&nbsp; ▸ patient_policy", "&nbsp;&nbsp; ▸ med_case", "&nbsp;&nbsp; ▸ employee", "&nbsp;&nbsp; ▸ emd_document", "&nbsp;&nbsp; ▸ ref_mkb10", "▸ mis_test"))  # fmt: skip
        row = iter(range(1, 90))
        columns = [("", lambda: str(next(row))), ("id", lambda: self.n(10**5, 10**6)), ("surname", self.met), ("name", lambda: self.now[1]), ("patr_name", lambda: self.now[2]), ("birthday", lambda: self.gold(self.shaped_dob(2), "DOB")), ("sex_id", lambda: self.any("1", "2")), ("snils", lambda: self.v("snils")), ("enp", lambda: self.v("oms")), ("phone", lambda: self.any(self.v("phone"), "[NULL]")), ("upd_dt", lambda: f"2026-11-{self.n(10, 23)} {self.time()}:00")]  # fmt: skip
        sql = f"<pre style='font-family:\"DejaVu Sans Mono\";margin:6px 10px'>select p.id, p.surname, p.name, p.patr_name, p.birthday, p.sex_id, p.snils, pp.enp, p.phone, p.upd_dt\n  from patient p left join patient_policy pp on pp.patient_id = p.id\n where p.surname ilike '{self.v('s')}%' and p.birthday = '{self.gold(self.shaped_dob(2), 'DOB')}'\n order by p.upd_dt desc;</pre>"
        return f"{kit}<div class=ti>DBeaver 24.1 - &lt;mis_prod&gt; Script-4<u>_□×</u></div>{self.menu('Файл', 'Редактирование', 'Навигация', 'Поиск', 'Редактор SQL', 'База данных', 'Окна')}<div class=cols><div style='width:170px;flex:none;border-right:1px solid var(--line)'>{tree}</div><div style='flex:1;min-width:0'>{sql}<div class=ta><span class=on>patient 1 ×</span><span>Статистика</span></div>{self.grid(columns, r.randrange(13, 20), 1)}</div></div>{self.foot('200 строк получено - 42ms', 'Auto', 'postgres@mis_prod')}"

    def pacs_worklist(self) -> str:
        kit, r = self.kit(), self.random

        def dicom() -> str:
            person = self.maker.person()
            return self.gold(f"{person.surname} {person.first} {person.patronymic}".upper().replace(" ", mark), "PERSON")  # fmt: skip

        mark = self.any("^", " ")
        columns = [("Статус", lambda: self.any("Новое", "Описано", "В работе")), ("Имя пациента", dicom), ("ID пациента", lambda: self.v("mrn")), ("Дата рожд.", lambda: self.v("dob")), ("Пол", lambda: self.any("M", "F")), ("Дата исследования", self.ago), ("Мод.", lambda: self.any("CT", "MR", "DX", "US", "MG")), ("Описание", lambda: self.any("ОГК 2 проекции", "Головной мозг", "Брюшная полость", "Chest PA", "Пазухи носа")), ("Сер./Изобр.", lambda: f"{self.n(1, 9)}/{self.n(2, 700)}"), ("Направил", lambda: self.v("sini")), ("Описал", lambda: self.any("", self.v("sini")))]  # fmt: skip
        return f"{kit}<div class=ti>Рабочий список исследований — PACS<u>_□×</u></div>{self.tools('Открыть', 'Описать', 'Экспорт', 'На диск', 'Сравнить')}<div class=tb><span>Имя</span><i class=in>{self.v('s')}*</i><span>ID</span><i class=in></i><span>Модальность</span><i class=in>Все</i><span>Период</span><i class=in>Неделя</i><span class='bt go'>Поиск</span></div>{self.grid(columns, r.randrange(14, 24), 5)}{self.foot('Исследований: 312', 'AE: PACS_MAIN', 'Врач: ' + self.v('fio'))}"

    # -- nobody --------------------------------------------------------------------------------------------------------

    def statistics_clean(self) -> str:
        kit = self.kit()
        cards = "".join(f"<div class=card><small>{word}</small><span style='font-size:1.7em'>{self.n(10, 9000)}</span></div>" for word in ("Посещений за месяц", "Госпитализаций", "Вызовов на дом", "Отказов РЭМД"))  # fmt: skip
        return f"{kit}<div class=ti>Статистика — {self.one('hospitals')}</div>{self.menu('Сводка', 'Отделения', 'Врачебные должности', 'Экспорт')}<div style='padding:10px'><div class=cards>{cards}</div><br>{self.grid([('Отделение', lambda: self.one('departments')), ('План', lambda: self.n(100, 900)), ('Факт', lambda: self.n(100, 900)), ('%', lambda: f'{self.n(60, 120)},{self.n(0, 9)}'), ('К прошлому году', lambda: self.any('+', '−') + self.n(1, 30) + ' %'), ('Обновлено', self.day)], 14, 3)}</div>"

    def settings_clean(self) -> str:
        kit = self.kit()
        lines = "".join(f"<span>{self.one('settings')}</span><i>{self.any('Да', 'Нет', self.n(1, 900), '10.44.1.' + self.n(2, 250), 'mis_prod', 'По умолчанию')}</i>" for _ in range(24))  # fmt: skip
        return f"{kit}<div class=ti>Параметры системы<u>_□×</u></div><div class=ta><span class=on>Общие</span><span>Печать</span><span>Интеграции</span><span>Безопасность</span></div><div class=fm style='grid-template-columns:auto 1fr auto 1fr'>{lines}</div>{self.tools('Применить', 'Отмена', 'По умолчанию')}"

    def diagnoses_clean(self) -> str:
        kit = self.kit()
        return f"{kit}<div class=ti>Справочник МКБ-10<u>_□×</u></div>{self.tools('Найти', 'Обновить из НСИ', more='<i class=in>1.2.643.5.1.13.13.11.1005</i><span>версия 2.27</span>')}{self.grid([('Код и наименование', lambda: self.one('diagnoses')), ('Класс', lambda: self.any('IX', 'X', 'XI', 'IV', 'VI')), ('Пол', lambda: self.any('все', 'ж', 'м')), ('Дата начала', self.day), ('Используется', lambda: self.any('✓', ''))], 22, 4)}{self.foot('Записей: 14 871')}"

    def stock_clean(self) -> str:
        kit = self.kit()
        return f"{kit}<div class=ti>Аптека: остатки по складам</div>{self.tools('Приход', 'Расход', 'Перемещение', 'Инвентаризация')}{self.grid([('Препарат', lambda: self.one('drugs')), ('Серия', lambda: self.n(10000, 999999)), ('Годен до', self.day), ('GTIN', lambda: self.maker._gtin()[0][2:]), ('Склад', lambda: self.one('departments')), ('Кол-во', lambda: self.n(1, 900)), ('Цена', lambda: f'{self.n(10, 3000)},{self.n(10, 99)}')], 20, 6)}{self.foot('Позиций: 1 204', 'Сумма: 4 218 907,55')}"

    def monitoring_clean(self) -> str:
        kit = self.kit()
        return f"{kit}<div class=ti>Мониторинг сервисов</div>{self.menu('Узлы', 'События', 'Графики', 'Отчёты')}{self.grid([('Сервис', lambda: self.one('modules')), ('Узел', lambda: 'mis-app' + self.n(1, 9)), ('Адрес', lambda: f'10.44.{self.n(0, 9)}.{self.n(2, 250)}:{self.n(8000, 9000)}'), ('Проверен', self.ago), ('Отклик, мс', lambda: self.n(3, 900)), ('Состояние', lambda: self.any('OK', 'OK', 'OK', 'Предупреждение', 'Недоступен')), ('Сообщение', lambda: self.any('', '', self.one('errors')[:40]))], 18, 2)}{self.foot('Узлов: 42', 'Проблем: 3')}"

    def release_clean(self) -> str:
        kit = self.kit()
        lines = "".join(f"<li>{self.one('modules')}: {self.any('исправлено', 'добавлено', 'изменено')} «{self.one('settings')}»</li>" for _ in range(10))  # fmt: skip
        box = f"<div class=dialog style='top:40%'><h3>Ошибка</h3><div>{self.one('errors')}<br><br><span class='bt go'>OK</span></div></div>"
        return f"{kit}<div class=ti>Что нового — МИС 5.{self.n(10, 30)}</div><div class=pn><div class=h1>Обновление от {self.day()}</div><ul>{lines}</ul><p>{self.one('texts')}</p><p>{self.one('texts')}</p></div>{box}"


PEOPLE = {"seventeenth": ("patient_grid", "person_card", "day_list", "lab_journal", "sick_leave", "register_refusal", "support_talk", "office_sheet", "browser_tabs", "server_log", "sql_client", "pacs_worklist", "patient_grid", "person_card", "register_refusal", "office_sheet", "browser_tabs", "day_list")}  # fmt: skip
CLEAN = {"seventeenth": ("statistics_clean", "settings_clean", "diagnoses_clean", "stock_clean", "monitoring_clean", "release_clean")}  # fmt: skip
