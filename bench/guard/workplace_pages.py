"""Pages of the eighteenth set of screens (`fresh_screens.py`): what else stands on the desks, in none of the seventeenth's layouts."""

from bench.guard.usual_pages import UsualScreens

THEMES = {
    "onec": "--bg:#fbf9ee;--panel:#fff;--ink:#333;--soft:#6b6b60;--line:#d5d0b8;--head:#f4efd7;--bar:#fbed9e;--barink:#3b3620;--pick:#fdeea6;--pickink:#222;--accent:#e6b800;--accentink:#222;--link:#1b5a9e",
    "nt": "--bg:#c8c8c8;--panel:#fff;--ink:#000;--soft:#333;--line:#8a8a8a;--head:#d6d3ce;--bar:#00007b;--barink:#fff;--pick:#00007b;--pickink:#fff;--accent:#d6d3ce;--accentink:#000;--link:#00007b",
    "paper": "--bg:#fff;--panel:#fff;--ink:#212121;--soft:#757575;--line:#e0e0e0;--head:#fafafa;--bar:#6a1b9a;--barink:#fff;--pick:#f3e5f5;--pickink:#38006b;--accent:#6a1b9a;--accentink:#fff;--link:#6a1b9a",
    "sand": "--bg:#f3efe7;--panel:#fffdf8;--ink:#3a3226;--soft:#7c705d;--line:#d9cfbd;--head:#e9e1d2;--bar:#7a5230;--barink:#fff7ea;--pick:#f0dfc0;--pickink:#3a2410;--accent:#b5651d;--accentink:#fff;--link:#8a4a10",
    "carbon": "--bg:#161616;--panel:#262626;--ink:#f4f4f4;--soft:#a8a8a8;--line:#393939;--head:#333;--bar:#000;--barink:#f4f4f4;--pick:#0043ce;--pickink:#fff;--accent:#4589ff;--accentink:#000;--link:#78a9ff",
    "forest": "--bg:#1b2420;--panel:#222e29;--ink:#dbe7e0;--soft:#93a89d;--line:#33443c;--head:#2a3832;--bar:#111915;--barink:#bfe3d0;--pick:#2f5a47;--pickink:#fff;--accent:#5cc08f;--accentink:#0c1a13;--link:#7fd6ab",
}
KIT = """<style>table{background:var(--panel);width:100%}td,th{border:0;border-bottom:1px solid var(--line);padding:calc(var(--pad) + 2px) 8px}th{background:var(--bg);color:var(--soft)}.s td{background:var(--pick);color:var(--pickink)}.lk{color:var(--link)}.so{color:var(--soft)}.sm{font-size:.9em}
.top{background:var(--bar);color:var(--barink);padding:8px 14px;display:flex;gap:22px}.row{display:flex}.gap{gap:8px;padding:7px 12px;align-items:center;flex-wrap:wrap}.b{border:1px solid var(--line);background:var(--head);border-radius:4px;padding:2px 12px;white-space:nowrap}.y{background:var(--accent);color:var(--accentink)}.rail{width:150px;flex:none;background:var(--head);padding:8px 0}.rail p{margin:0;padding:7px 14px}.rail .on{background:var(--pick);color:var(--pickink)}
.box{background:var(--panel);border:1px solid var(--line);border-radius:5px;padding:9px 13px;margin:7px}.up{display:grid;grid-template-columns:repeat(4,1fr);gap:9px 16px;padding:9px 14px}.up small{display:block;color:var(--soft);font-size:.88em}.pair{display:grid;grid-template-columns:minmax(95px,160px) 1fr;gap:4px 10px}.pair span{color:var(--soft)}.cell{display:grid;gap:7px;padding:9px}.ttl{font-size:1.3em;padding:8px 13px}.dialog{border:1px solid var(--soft)}.dialog div div{padding:0}.dialog div .gap{padding:7px 0}.dialog .hit{padding:5px 11px}td b[data-k=DOB],td b[data-k=PHONE],td b[data-k=SNILS]{white-space:nowrap}.fill{flex:1;min-width:0}</style>"""


class WorkplaceScreens(UsualScreens):
    """Makes the pages; each method is one. A method ending in `_clean` has nobody on it."""

    def kit(self) -> str:
        super().kit()
        return KIT

    def rail(self, *words: str, on: int = 1) -> str:
        names = ("off", "on")
        return (
            f"<div class=rail>{''.join(f'<p class={names[i == on]}>{word}</p>' for i, word in enumerate(words))}</div>"
        )

    def buttons(self, *words: str, more: str = "") -> str:
        made = "".join(f"<span class='b{'' if i else ' y'}'>{word}</span>" for i, word in enumerate(words))
        return f"<div class='row gap'>{made}{more}</div>"

    def pairs(self, *pairs: tuple[str, str]) -> str:
        return f"<div class=pair>{''.join(f'<span>{name}</span><div>{value}</div>' for name, value in pairs)}</div>"

    def above(self, *pairs: tuple[str, str]) -> str:
        return f"<div class=up>{''.join(f'<div><small>{name}</small>{value}</div>' for name, value in pairs)}</div>"

    # -- somebody ------------------------------------------------------------------------------------------------------

    def sections_form(self) -> str:
        kit = self.kit()
        rail = self.rail("☰ Главное", "Пациенты", "Договоры", "Касса", "Склад", "Кадры", "Отчёты", "НСИ")
        fields = self.pairs(("Номер:", f"0000-{self.n(10000, 99999)} &nbsp; <span class=so>от:</span> {self.ago()}"), ("Заказчик:", f"<span class=lk>{self.v('fio')}</span>"), ("Пациент:", f"<span class=lk>{self.v('fio')}</span> ({self.v('dob')})"), ("Документ:", f"паспорт {self.v('passport')}"), ("ИНН заказчика:", self.v("inn")), ("Телефон:", self.v("phone")), ("Адрес:", self.v("addr")), ("Основание:", "Договор на платные услуги"))  # fmt: skip
        rows = self.grid([("N", lambda: self.n(1, 20)), ("Номенклатура", lambda: self.one("services")), ("Исполнитель", lambda: self.v("fio")), ("Кол-во", lambda: "1,000"), ("Цена", lambda: self.n(300, 6000) + ",00"), ("Всего", lambda: self.n(300, 6000) + ",00")], self.random.randrange(6, 10), 1)  # fmt: skip
        recent = self.grid([("Дата", self.ago), ("Номер", lambda: self.n(10000, 99999)), ("Контрагент", lambda: self.v("fio")), ("Сумма", lambda: self.n(500, 20000) + ",00"), ("Автор", lambda: self.v("fi"))], self.random.randrange(6, 10))  # fmt: skip
        return f"{kit}<div class=top><span>1С:Предприятие</span><span>Медицина. Поликлиника</span><span style='margin-left:auto'>{self.v('fio')}</span></div><div class=row>{rail}<div class=fill><div class=ttl>Реализация медицинских услуг</div>{self.buttons('Провести и закрыть', 'Записать', 'Провести', 'Печать ▾', 'Создать на основании ▾')}<div class=box>{fields}</div>{self.buttons('Добавить', 'Подобрать', 'Заполнить ▾')}{rows}<div class=ttl>Последние документы</div>{recent}<div class='so' style='padding:6px 12px'>Ответственный: {self.v('sini')}</div></div></div>"

    def bed_board(self) -> str:
        kit, r = self.kit(), self.random

        def bed(i: int) -> str:
            if r.random() < 0.15:
                return "<div class=box style='margin:3px 0'><span class=so>койка свободна</span></div>"
            return f"<div class=box style='margin:3px 0'>{i}. {self.v('sini')} <span class=so>{self.n(18, 92)} л.</span><br><span class='so sm'>ИБ {self.v('mrn')} · {self.any('стол 15', 'стол 9', 'стол 5')} · к/д {self.n(1, 20)}</span></div>"

        rooms = "".join(f"<div><div class=so>Палата {200 + i} {self.any('муж.', 'жен.')}</div>{''.join(bed(k + 1) for k in range(r.randrange(2, 5)))}</div>" for i in range(12))  # fmt: skip
        return f"{kit}<div class=top><span>{self.one('departments')}</span><span>Коек 40, занято 31</span><span style='margin-left:auto'>Дежурный врач {self.v('sini')}</span></div>{self.buttons('План палат', 'Список', 'Поступление', 'Выписка', 'Перевод')}<div class=cell style='grid-template-columns:repeat(4,1fr)'>{rooms}</div>"

    def ambulance(self) -> str:
        kit, r = self.kit(), self.random
        calls = self.grid([("№", lambda: self.n(100, 999)), ("Принят", self.time), ("Повод", lambda: self.any("Боль в груди", "Температура", "Травма", "Без сознания", "Роды")), ("Адрес", lambda: self.v("addr")), ("Больной", lambda: f"{self.v('fio')}, {self.n(1, 95)}"), ("Вызывает", lambda: self.any("сам", "прохожий", self.v("phone"))), ("Бригада", lambda: self.any("12 лин.", "7 кард.", "—")), ("Статус", lambda: self.any("На вызове", "Ожидает", "Доставка", "Закрыт"))], r.randrange(13, 20), 4)  # fmt: skip
        card = f"<div class=box style='width:290px;flex:none'>{self.pairs(('Вызов', self.n(100, 999)), ('Больной', self.v('fio')), ('Родился', self.v('dob')), ('Адрес', self.v('addr')), ('Подъезд', '2, код 45К'), ('Телефон', self.v('phone')), ('Вызвал', self.v('fi')), ('Принял', self.v('sini')), ('Врач', self.v('sini')), ('Фельдшер', self.v('sini')), ('Водитель', self.v('s')))}</div>"
        return f"{kit}<div class=top><span>Диспетчерская СМП</span><span>Смена {self.day()}</span><span>В очереди: 4</span></div><div class=row><div class=fill>{calls}</div>{card}</div>"

    def week_board(self) -> str:
        kit = self.kit()

        def entry() -> str:
            return f"<div class=sm style='margin:0 0 3px'><span class=so>{self.time()}</span> {self.v('sini')}{self.any('', '', ' <span class=so>повт.</span>')}</div>"

        days = "".join(f"<th>{d} нояб.</th>" for d in ("Пн, 23", "Вт, 24", "Ср, 25", "Чт, 26", "Пт, 27"))
        rows = "".join(f"<tr><td>{self.v('fio')}<br><span class='so sm'>{self.any('кардиолог', 'терапевт', 'ЛОР', 'хирург')}, каб. {self.n(100, 400)}</span></td>{''.join(f'<td>{self.any(chr(8212), entry() + entry(), entry() + entry() + entry(), entry())}</td>' for _ in range(5))}</tr>" for _ in range(7))  # fmt: skip
        return f"{kit}<div class=top><span>Запись на неделю</span><span>{self.one('hospitals')}</span></div>{self.buttons('Записать', '◂ Неделя ▸', 'Все врачи', 'Печать')}<table><tr><th>Врач</th>{days}</tr>{rows}</table>"

    def insurer_register(self) -> str:
        kit, r = self.kit(), self.random

        def case() -> str:
            return f"<tr class=s><td colspan=2>{self.v('fio')}</td><td>{self.v('dob')}</td><td>{self.v('oms')}</td><td>{self.v('snils')}</td></tr>" + "".join(f"<tr><td class=so style='padding-left:26px'>{self.n(100000, 999999)}</td><td>{self.one('services')}</td><td>{self.day()}</td><td>{self.any('705', '904', '001F.00.0080', '003K.00.0010')}</td><td class=so>{self.any('Полис недействителен на дату услуги', 'Код врача не найден в справочнике', 'Повторное предъявление случая')}</td></tr>" for _ in range(r.randrange(1, 3)))  # fmt: skip

        return f"{kit}<div class=top><span>Реестр счёта № {self.n(10, 99)} за октябрь 2026</span><span>ТФОМС Тверской области</span></div>{self.buttons('Выгрузить XML', 'Проверить ФЛК', 'Исправить', more='<span class=so>Ошибок: 42 из 3 118</span>')}<table><tr><th>Застрахованный / услуга</th><th></th><th>Дата рожд. / оказания</th><th>ЕНП / код ошибки</th><th>СНИЛС / пояснение</th></tr>{''.join(case() for _ in range(r.randrange(8, 13)))}</table>"

    def helpdesk_ticket(self) -> str:
        kit = self.kit()
        notes = "".join(f"<div class=box><span class=lk>{self.v('if')}</span> <span class=so>{self.ago()}</span><br>{text}</div>" for text in (f"Повторяется у {self.gold(self.maker.called('fio', 'gent', self.maker.person()), 'PERSON')}, дата рождения {self.v('dob')}, полис {self.v('oms')}.", f"Уточните СНИЛС. В карте {self.v('mrn')} указан {self.v('snils')}.", f"Да, верно. Мой номер {self.v('phone')}, почта {self.v('email')}.", f"Передано на вторую линию, ответственный {self.v('sini')}. Срок — 3 рабочих дня."))  # fmt: skip
        side = f"<div class=box style='width:270px;flex:none'>{self.pairs(('Статус', 'В работе'), ('Приоритет', 'Высокий'), ('Автор', self.v('fio')), ('Исполнитель', self.v('fi')), ('Наблюдатели', self.v('sini') + ', ' + self.v('sini')), ('Организация', self.one('hospitals')), ('Модуль', 'ЭМД'), ('Создано', self.ago()), ('Срок', self.day()))}</div>"
        return f"{kit}<div class=top><span>Сервис-деск</span><span>Обращения</span><span>База знаний</span><span>Отчёты</span></div><div class=row><div class=fill><div class=ttl>#{self.n(10000, 99999)} Не регистрируется эпикриз в РЭМД</div><div class=box>Добрый день! Пациент {self.v('fio')} {self.v('dob')}, эпикриз подписан врачом {self.gold(self.maker.called('sini', 'ablt', self.maker.person()), 'PERSON')}, но в РЭМД уходит с ошибкой: PATIENT_MPI_MISMATCH. Проверяли дважды, СНИЛС {self.v('snils')} в карте совпадает. Проживает: {self.v('addr')}.</div>{notes}</div>{side}</div>"

    def mail_panes(self) -> str:
        kit = self.kit()
        letters = "".join(f"<div style='padding:6px 12px;border-bottom:1px solid var(--line)'>{self.v('if')}<br><span class='so sm'>{self.any('Списки на прививку', 'Re: Ошибка реестра', 'FW: сверка полисов', 'График отпусков')} · {self.time()}</span></div>" for _ in range(11))  # fmt: skip
        table = self.grid([("№", lambda: self.n(1, 40)), ("ФИО", lambda: self.v("fio")), ("Дата рождения", lambda: self.v("dob")), ("Полис", lambda: self.v("oms")), ("Контактный телефон", lambda: self.v("phone"))], self.random.randrange(8, 13))  # fmt: skip
        return f"{kit}<div class=top><span>Outlook</span><span>Входящие</span><span>Календарь</span><span>Люди</span></div><div class=row><div style='width:250px;flex:none;border-right:1px solid var(--line)'>{letters}</div><div class=fill style='padding:8px 14px'><div class=ttl style='padding:0'>Сверка полисов</div><span class=so>От:</span> {self.v('if')} &lt;{self.v('email')}&gt; <span class=so>Кому:</span> {self.v('fi')}; {self.v('fi')}<p>Коллеги, добрый день! Ниже пациенты, по которым не проходит проверка. Просьба связаться и уточнить данные до {self.day()}.</p>{table}<p>С уважением,<br>{self.v('fio')}<br>{self.one('roles')}, {self.one('hospitals')}<br>тел. {self.v('phone')}</p></div></div>"

    def paper_viewer(self) -> str:
        self.kit()
        lines = "".join(f"<p style='margin:7px 0'>{name} <u>&nbsp;{value}&nbsp;</u></p>" for name, value in (("1. Номер страхового полиса ОМС", self.v("oms")), ("2. Код льготы", "нет"), ("3. Фамилия, имя, отчество", self.v("fio")), ("4. Дата рождения", self.v("dob")), ("5. Адрес постоянного места жительства", self.v("addr")), ("6. Место работы, должность", "МБОУ СОШ № 4, учитель"), ("7. Код диагноза по МКБ", self.one("diagnoses")), ("8. Обоснование направления", "дообследование, консультация"), ("Должность медицинского работника", self.one("roles")), ("Ф.И.О.", self.v("sini")), ("Заведующий отделением", self.v("sini")), ("СНИЛС пациента", self.v("snils")), ("Контактный телефон", self.v("phone"))))  # fmt: skip
        return f"<style>body{{background:#525659}}.top{{background:#323639;color:#f1f1f1;padding:8px 14px;display:flex;gap:24px}}.pg{{background:#fff;color:#000;width:820px;margin:10px auto;padding:26px 54px;font-family:'Liberation Serif';font-size:16px}}</style><div class=top><span>napravlenie_057u.pdf</span><span>1 / 1</span><span>100 %</span></div><div class=pg><div style='text-align:right;font-size:13px'>Медицинская документация<br>Форма № 057/у-04</div><p>{self.one('hospitals')}</p><div style='text-align:center'>НАПРАВЛЕНИЕ № {self.n(1000, 9999)}<br>на госпитализацию, обследование, консультацию</div>{lines}<p>«{self.n(10, 28)}» ноября 2026 г. &nbsp; МП</p></div>"

    def two_windows(self) -> str:
        kit, r = self.kit(), self.random
        s, n, p = self.person()
        back = self.grid([("Талон", lambda: self.n(1000, 9999)), ("Пациент", lambda: self.v("fio")), ("Родился", lambda: self.v("dob")), ("Адрес", lambda: self.v("addr")), ("Терапевт", lambda: self.v("sini")), ("Дата", self.day)], r.randrange(18, 25), 3)  # fmt: skip
        front = f"<div class=dialog style='left:24%;top:30%;width:620px'><h3>Карта: {s} {n} {p}</h3><div>{self.pairs(('Фамилия, имя, отчество', f'{s} {n} {p}'), ('Дата рождения', self.v('dob')), ('СНИЛС', self.v('snils')), ('Полис', self.v('oms')), ('Документ', 'паспорт ' + self.v('passport')), ('Телефон', self.v('phone')), ('Зарегистрирован', self.v('addr')), ('Карта №', self.v('mrn')))}<br>{self.buttons('Сохранить', 'Проверить полис', 'Закрыть')}</div></div>"
        return f"{kit}<div class=top><span>Картотека</span><span>Талоны</span><span>Справочники</span><span>Окно</span></div>{back}{front}"

    def api_viewer(self) -> str:
        kit = self.kit()

        def one() -> str:
            person = self.maker.person()
            s, n, p = (self.gold(x, "PERSON") for x in (person.surname, person.first, person.patronymic))
            return f'    {{\n      "id": {self.n(10**5, 10**6)},\n      "lastName": "{s}", "firstName": "{n}", "middleName": "{p}",\n      "birthDate": "{self.gold(self.shaped_dob(2), "DOB")}", "gender": "{self.any("male", "female")}",\n      "snils": "{self.gold(self.shaped_snils(2), "SNILS")}", "enp": "{self.gold(self.shaped_oms(0), "OMS")}",\n      "phone": "{self.gold(self.shaped_phone(2), "PHONE")}", "active": true\n    }}'

        return f"{kit}<div class=top><span>Postman</span><span>МИС / patients / search</span></div><div class='row gap'><span class='b y'>POST</span><span class=b>https://api.mis.example.ru/v2/patients/_search?limit=5</span><span class=b>Send</span></div><div class='row gap so'><span>Params</span><span>Headers (8)</span><span>Body</span><span>Tests</span><span>200 OK</span><span>184 ms</span></div><pre style='padding:6px 14px;font-family:\"DejaVu Sans Mono\"'>{{\n  \"total\": 5,\n  \"items\": [\n" + ",\n".join(one() for _ in range(self.random.randrange(4, 6))) + "\n  ]\n}</pre>"  # fmt: skip

    def suggestions(self) -> str:
        kit = self.kit()
        found = "".join(f"<div class=hit style='border-bottom:1px solid var(--line)'>{self.v('fio')} <span class=so>{self.v('dob')}</span><br><span class='so sm'>полис {self.v('oms')} · {self.v('phone')}</span></div>" for _ in range(6))  # fmt: skip
        today = self.grid([("Время", self.time), ("Записан", lambda: self.v("fio")), ("Родился", lambda: self.v("dob")), ("К врачу", lambda: self.v("sini")), ("Кто записал", lambda: self.any("Госуслуги", self.v("sini")))], 20)  # fmt: skip
        return f"{kit}<div class=top><span>☰</span><span>Электронная регистратура</span><span style='margin-left:auto'>{self.v('if')}</span></div><div class='row gap'><span class=b style='min-width:380px'>{self.v('s')}|</span><span class='b y'>Записать</span></div>{today}<div class=dialog style='left:12px;top:82px;width:420px'><div style='padding:0'>{found}<div class='hit lk'>+ Новый пациент</div></div></div>"

    def tree_register(self) -> str:
        kit, r = self.kit(), self.random
        tree = "".join(f"<p style='margin:0;padding:3px 10px'>{word}</p>" for word in ("▾ Болезни системы кровообращения", "&nbsp; I10 (214)", "&nbsp; I20 (48)", "▾ Болезни эндокринной системы", "&nbsp; E11 (131)", "▸ Новообразования", "▸ Болезни органов дыхания"))  # fmt: skip
        listed = self.grid([("☐", lambda: self.any("☐", "☑")), ("Пациент", lambda: f"{self.v('FIO')}"), ("Г/р", lambda: self.v("dob")), ("Взят", self.day), ("Явка", self.day), ("Участковый", lambda: self.v("sini")), ("Телефон", lambda: self.v("phone"))], r.randrange(11, 17), 2)  # fmt: skip
        below = self.above(("Фамилия", self.v("s")), ("Имя и отчество", f"{self.person()[1]} {self.person()[2]}"), ("Дата рождения", self.v("dob")), ("СНИЛС", self.v("snils")), ("Номер полиса", self.v("oms")), ("Адрес фактический", self.v("addr")), ("Группа учёта", "Д-III"), ("Диагноз", self.one("diagnoses")))  # fmt: skip
        return f"{kit}<div class=top><span>Диспансерное наблюдение</span><span>Участок {self.n(1, 30)}</span><span>{self.v('sini')}</span></div><div class=row><div style='width:250px;flex:none'>{tree}</div><div class=fill>{self.buttons('Вызвать', 'Снять с учёта', 'Экспорт')}{listed}{below}</div></div>"

    def phone_call(self) -> str:
        kit = self.kit()
        history = "".join(f"<div class=box><span class=so>{self.ago()} · {self.any('исходящий', 'входящий', 'пропущен')} · {self.any('1:12', '0:48', '3:05')}</span><br>{self.any('Запись к ' + self.gold(self.maker.called('sini', 'datv', self.maker.person()), 'PERSON'), 'Отмена приёма: ' + self.v('sini'), 'Справка о готовности анализов', 'Вызов врача на дом, ' + self.v('addr'))}<br><span class='so sm'>Оператор {self.v('sini')}</span></div>" for _ in range(7))  # fmt: skip
        queue = self.grid([("Номер", lambda: self.v("phone")), ("Абонент", lambda: self.any("неизвестен", self.v("fio"))), ("Ждёт", lambda: f"0:{self.n(10, 59)}"), ("Оператор", lambda: self.v("fi"))], 12, 0)  # fmt: skip
        return f"{kit}<div class=top><span>Колл-центр 122</span><span>Линия 3</span><span>{self.v('fi')}</span></div><div class=row><div class=fill><div class=box><span class=ttl style='padding:0'>{self.v('phone')}</span><br>{self.v('fio')}{self.above(('Дата рождения', self.v('dob')), ('Полис', self.v('oms')), ('Прикрепление', self.one('hospitals')), ('Адрес', self.v('addr')))}{self.buttons('Ответить', 'Удержать', 'Перевести', 'Завершить')}</div>{queue}</div><div style='width:330px;flex:none'>{history}</div></div>"

    def recipe_form(self) -> str:
        kit = self.kit()
        fields = self.above(("Серия, номер", f"28-26 {self.n(10**8, 10**9)}"), ("Дата выписки", self.day()), ("Срок действия", "90 дней"), ("Льгота", "083"), ("ФИО пациента", self.v("fio")), ("Дата рождения", self.v("dob")), ("СНИЛС", self.v("snils")), ("Полис ОМС", self.v("oms")), ("Адрес", self.v("addr")), ("№ карты", self.v("mrn")), ("Врач", self.v("fio")), ("Код врача", self.n(1000, 9999)))  # fmt: skip
        past = self.grid([("Номер", lambda: self.n(10**8, 10**9)), ("Кому", lambda: self.v("sini")), ("Д.р.", lambda: self.v("dob")), ("МНН", lambda: self.one("drugs")), ("Выписал", lambda: self.v("sini")), ("Отпущен", lambda: self.any("", self.day())), ("Получил", lambda: self.any("лично", self.v("sini")))], self.random.randrange(9, 15), 3)  # fmt: skip
        return f"{kit}<div class=top><span>Рецепт 148-1/у-04 (л)</span><span>{self.one('hospitals')}</span></div>{fields}<div class=box>Rp.: {self.one('drugs')}<br>D.t.d. № 30<br>S. по 1 таблетке 2 раза в день</div>{self.buttons('Подписать', 'Распечатать', 'Шаблоны', 'Аннулировать')}<div class=ttl>Выписанные ранее</div>{past}"

    # -- nobody --------------------------------------------------------------------------------------------------------

    def nomenclature_clean(self) -> str:
        kit = self.kit()
        return f"{kit}<div class=top><span>1С:Предприятие</span><span>Номенклатура</span></div><div class=row>{self.rail('☰ Главное', 'Пациенты', 'Договоры', 'Касса', 'Склад', 'Отчёты', 'НСИ', on=6)}<div class=fill><div class=ttl>Номенклатура</div>{self.buttons('Создать', 'Группа', 'Найти…', 'Ещё ▾')}{self.grid([('Наименование', lambda: self.one('services')), ('Код', lambda: 'A' + self.n(10, 26) + '.' + self.n(10, 30) + '.00' + self.n(1, 9)), ('Ед.', lambda: 'усл'), ('НДС', lambda: 'Без НДС'), ('Цена', lambda: self.n(200, 9000) + ',00')], 17, 3)}</div></div>"

    def code_clean(self) -> str:
        kit = self.kit()
        code = "\n".join(f"{i + 1:>3}  {self.any('def send(document, retries=3):', '    if response.status_code == 502:', '        raise GatewayError(response.text)', '    logger.info(&quot;Документ отправлен&quot;)', '    # срок ответа РЭМД — до 15 суток', 'class Sender(BaseSender):', '    timeout = 30', '', '    return json.loads(body)[&quot;localUid&quot;]', 'from mis.remd import schemas')}" for i in range(34))  # fmt: skip
        return f"{kit}<div class=top><span>sender.py — emd-gateway</span><span>Терминал</span><span>Git: main</span></div><div class=row>{self.rail('▾ emd-gateway', 'sender.py', 'schemas.py', 'settings.toml', 'README.md', 'tests')}<pre style='padding:8px;font-family:\"DejaVu Sans Mono\"'>{code}</pre></div>"

    def chart_clean(self) -> str:
        kit = self.kit()
        bars = "".join(f"<div class=row style='gap:8px;margin:5px 0'><span style='width:230px;flex:none' class=so>{self.one('departments')}</span><span style='background:var(--accent);width:{self.n(40, 420)}px'>&nbsp;</span><span>{self.n(20, 900)}</span></div>" for _ in range(11))  # fmt: skip
        return f"{kit}<div class=top><span>Панель руководителя</span><span>Ноябрь 2026</span></div><div class=row><div class='box fill'><div class=ttl>Выписано за месяц</div>{bars}</div><div class='box' style='width:330px'>{self.pairs(('Занятость коек', self.n(60, 99) + ' %'), ('Средний к/д', '8,' + self.n(1, 9)), ('Летальность', '1,' + self.n(1, 9) + ' %'), ('Операций', self.n(100, 400)), ('ЭМД в РЭМД', self.n(1000, 9000)), ('Отказы', self.n(10, 200)))}</div></div>"

    def roles_clean(self) -> str:
        kit = self.kit()
        return f"{kit}<div class=top><span>Администрирование</span><span>Роли</span></div>{self.buttons('Новая роль', 'Копировать', 'Удалить')}{self.grid([('Роль', lambda: self.one('roles')), ('Модуль', lambda: self.one('modules')), ('Просмотр', lambda: self.any('☑', '☐')), ('Правка', lambda: self.any('☑', '☐')), ('Подпись', lambda: self.any('☑', '☐')), ('Учётных записей', lambda: self.n(1, 200)), ('Изменена', self.ago)], 18, 4)}"

    def template_clean(self) -> str:
        kit = self.kit()
        slots = ("Приём", "Резерв ЕПГУ", "Вызовы на дом", "Перерыв", "Дисп. день", "Телемедицина", "—", "—", "—")
        rows = "".join(f"<tr><td>{8 + i // 2:02d}:{'30' if i % 2 else '00'}</td>{''.join(f'<td>{self.any(*slots)}</td>' for _ in range(6))}</tr>" for i in range(14))  # fmt: skip
        return f"{kit}<div class=top><span>Шаблон расписания</span><span>Терапия, каб. {self.n(100, 400)}</span></div>{self.buttons('Сохранить шаблон', 'Применить к периоду')}<table><tr><th>Время</th><th>Понедельник</th><th>Вторник</th><th>Среда</th><th>Четверг</th><th>Пятница</th><th>Суббота</th></tr>{rows}</table>"

    def manual_clean(self) -> str:
        kit = self.kit()
        steps = "".join(f"<p>{i + 1}. {self.one('texts')}</p>" for i in range(7))
        return f"{kit}<div class=top><span>База знаний</span><span>Инструкции</span><span>Поиск</span></div><div class=row>{self.rail('Регистратура', 'ЭМД и РЭМД', 'ЭЛН', 'Аптека', 'Подпись', 'Отчёты')}<div class='box fill'><div class=ttl style='padding:0'>Что делать при ошибке VALIDATION_ERROR</div><p class=so>Обновлено {self.day()} · версия 5.{self.n(10, 30)} · 412 просмотров</p>{steps}<div class=box>{self.one('errors')}</div><p>Если не помогло, создайте обращение с темой «ЭМД» и укажите localUid документа, например {self.maker._uuid()[0]}.</p></div></div>"


PEOPLE = {"eighteenth": ("sections_form", "bed_board", "ambulance", "week_board", "insurer_register", "helpdesk_ticket", "mail_panes", "paper_viewer", "two_windows", "api_viewer", "suggestions", "tree_register", "phone_call", "recipe_form", "insurer_register", "two_windows", "week_board", "tree_register")}  # fmt: skip
CLEAN = {"eighteenth": ("nomenclature_clean", "code_clean", "chart_clean", "roles_clean", "template_clean", "manual_clean")}  # fmt: skip
