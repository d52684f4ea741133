"""Pages of the fifteenth set of screens (`fresh_screens.py`): other makers' habits of drawing the same work."""

from bench.guard.strange_pages import FromLists

MATERIAL = "<style>body{background:#eceff1;color:#263238}.ap{background:#3949ab;color:#fff;padding:14px 22px;display:flex;gap:26px}.k{display:grid;grid-template-columns:repeat(3,1fr);gap:14px;padding:16px 22px}.c{background:#fff;border-radius:6px;box-shadow:0 1px 3px #0004;padding:12px 16px;line-height:1.55}.c .n{font-size:1.2em}.c .s,.s{color:#607d8b;font-size:.92em}.ch{background:#e8eaf6;border-radius:10px;padding:1px 9px;font-size:.88em}.ac{color:#3949ab;text-transform:uppercase;font-size:.88em}</style>"
CLASSIC = "<style>body{background:#d4d0c8;color:#000}table{background:#fff;width:100%}td,th{border:1px solid #c8c8c8;padding:1px 4px;white-space:nowrap}th{background:#d4d0c8;border:2px outset #fff;padding:0 4px}.s td{background:#0a246a;color:#fff}.t{background:#0a246a;color:#fff;padding:3px 6px}.m{padding:3px 6px;display:flex;gap:16px}.p{border:2px groove #fff;margin:6px;padding:8px}.f{display:grid;grid-template-columns:1fr 1fr 1fr 1fr;gap:6px 10px}.f i{font-style:normal;display:block;background:#fff;border:2px inset #eee;padding:1px 4px}</style>"
ONE = "<style>body{background:#fff;color:#333}table{background:#fff;width:100%}td,th{border:1px solid #ddd;padding:2px 6px}th{background:#f2f2f2;color:#555}.s td{background:#fcf3cd}.h{font-size:1.35em;color:#00733b;padding:8px 12px}.c{padding:4px 12px;display:flex;gap:12px;align-items:center}.y{background:#ffe14d;border:1px solid #c9ad1c;border-radius:3px;padding:3px 12px}.g{border:1px solid #bbb;border-radius:3px;padding:3px 12px}.r{padding:3px 12px;display:flex;gap:8px}.r u{text-decoration:none;color:#555;width:170px;flex:none}.r i{font-style:normal;border:1px solid #ccc;padding:1px 8px;min-width:260px}</style>"
FLAT = "<style>body{background:#f9fafb;color:#111827}table{background:#fff;width:100%}td,th{border:0;border-bottom:1px solid #e5e7eb;padding:7px 10px;vertical-align:middle}th{background:#f3f4f6;color:#6b7280;font-size:.86em;text-transform:uppercase}.s td{background:#eff6ff}.w{display:flex;height:100%}.l{width:200px;flex:none;background:#111827;color:#d1d5db;padding:12px}.l p{padding:5px 4px}.m{flex:1;padding:14px 18px;min-width:0}.s2{color:#6b7280;font-size:.9em}.tg{background:#fef3c7;color:#92400e;border-radius:4px;padding:1px 6px;font-size:.86em}.bx{background:#fff;border:1px solid #e5e7eb;border-radius:8px;padding:12px 16px;margin:0 0 12px}</style>"
DUSK = "<style>body{background:#202124;color:#e8eaed}table{background:#292a2d;width:100%}td,th{border:1px solid #3c4043;padding:3px 7px}th{background:#35363a;color:#bdc1c6}.s td{background:#174ea6}.t{background:#35363a;padding:7px 12px;display:flex;gap:20px}.q{padding:8px 12px}pre{font-family:'DejaVu Sans Mono';margin:0;padding:10px 14px;line-height:1.4}.z{color:#9aa0a6}</style>"


class OtherScreens(FromLists):
    """Makes the pages; each method is one. A method ending in `_clean` has nobody on it."""

    def queue_cards(self) -> str:
        cards = "".join(f"<div class=c><div class=n>{self.v('fi')}</div><div class=s>{self.v('dob')} · {self.any('муж.', 'жен.')} · карта {self.v('mrn')}</div>{self.one('services')}<br><span class=ch>{self.one('statuses')}</span> <span class=s>{self.time()}, каб. {self.n(100, 420)}</span><br><span class=ac>Начать приём</span> <span class=ac>Перенести</span></div>" for _ in range(9))  # fmt: skip
        return f"{MATERIAL}<div class=ap><span>Приём</span><span>Сегодня, {self.day()}</span><span style='margin-left:auto'>{self.v('sini')}, {self.one('roles').lower()}</span></div><div class=k>{cards}</div>"

    def thick_grid(self) -> str:
        rows = self.rows([lambda: self.v("mrn"), lambda: self.v("s"), lambda: self.person()[1], lambda: self.person()[2], lambda: self.v("dob"), lambda: self.any("М", "Ж"), lambda: self.v("oms"), lambda: self.any("работ.", "пенс.", "реб.", "инв."), lambda: self.n(1, 30)], 17, on=5)  # fmt: skip
        return f"{CLASSIC}<div class=t>АРМ Регистратора - [Картотека прикреплённого населения]</div><div class=m><span>Картотека</span><span>Талоны</span><span>Отчёты</span><span>Сервис</span><span>?</span></div><table><tr><th>№ карты</th><th>Фамилия</th><th>Имя</th><th>Отчество</th><th>Дата рожд</th><th>Пол</th><th>Полис</th><th>Кат.</th><th>Уч-к</th></tr>{rows}</table><div class=m><span>Записей: 17</span><span>Пользователь: {self.v('sini')}</span><span>ЛПУ: {self.one('hospitals')}</span></div>"

    def thick_card(self) -> str:
        s, n, p = self.person()
        pairs = [("Фамилия", s), ("Имя", n), ("Отчество", p), ("Дата рождения", self.v("dob")), ("СНИЛС", self.v("snils")), ("Серия и номер полиса", self.v("oms")), ("Документ", "Паспорт РФ"), ("Серия, номер", self.v("passport")), ("Телефон", self.v("phone")), ("Доп. телефон", self.v("phone")), ("Место работы", "МУП «Водоканал»"), ("Соц. положение", "работающий")]  # fmt: skip
        box = "".join(f"<div>{k}<i>{x}</i></div>" for k, x in pairs)
        return f"{CLASSIC}<div class=t>Персональная карта № {self.v('mrn')}</div><div class=p><div class=f>{box}</div><p>Адрес регистрации<i style='font-style:normal;display:block;background:#fff;border:2px inset #eee;padding:1px 4px'>{self.v('addr')}</i></p></div><div class=p>Представитель: {self.v('fio')}, {self.any('мать', 'отец', 'опекун')}, {self.v('phone')}</div><table><tr><th>Прививка</th><th>Дата</th><th>Серия</th><th>Доза</th><th>Кто делал</th></tr>{self.rows([lambda: self.any('Гриппол', 'АДС-М', 'БЦЖ', 'Корь'), self.day, lambda: 'А' + self.n(100, 999), lambda: '0,5', lambda: self.v('sini')], 7)}</table>"

    def onec_form(self) -> str:
        pairs = [("Пациент:", self.v("fio")), ("Дата рождения:", self.v("dob")), ("СНИЛС:", self.v("snils")), ("Договор:", f"№ {self.n(100, 999)} от {self.day()}"), ("Врач:", self.v("fio")), ("Подразделение:", self.one("departments")), ("Телефон:", self.v("phone")), ("Адрес:", self.v("addr"))]  # fmt: skip
        rows = self.rows([lambda: self.n(1, 12), lambda: self.one("services"), lambda: self.v("sini"), lambda: "1", lambda: self.n(300, 6000) + ",00", lambda: self.n(300, 6000) + ",00"], 9, on=2)  # fmt: skip
        return f"{ONE}<div class=h>Оказание услуг 0000-{self.n(10000, 99999)} от {self.ago()}</div><div class=c><span class=y>Провести и закрыть</span><span class=g>Записать</span><span class=g>Провести</span><span class=g>Печать ▾</span></div>{''.join(f'<div class=r><u>{k}</u><i>{x}</i></div>' for k, x in pairs)}<div class=c><span class=g>Добавить</span><span class=g>Заполнить ▾</span></div><table><tr><th>N</th><th>Услуга</th><th>Исполнитель</th><th>Кол.</th><th>Цена</th><th>Сумма</th></tr>{rows}</table><div class=r><u>Ответственный:</u>{self.v('fi')}</div>"

    def side_tree(self) -> str:
        left = "".join(f"<p>{x}</p>" for x in ("Рабочий стол", "Пациенты", "▾ Стационар", "&nbsp; Приёмное", "&nbsp; Отделения", "&nbsp; Выписка", "▸ Поликлиника", "Документы", "Отчёты", "Настройки"))  # fmt: skip
        rows = self.rows([lambda: f"{self.v('fio')}<br><span class=s2>{self.v('dob')}, {self.n(18, 90)} лет</span>", lambda: f"ИБ {self.v('mrn')}<br><span class=s2>палата {self.n(1, 20)}</span>", lambda: self.one("diagnoses"), lambda: self.v("sini"), lambda: f"<span class=tg>{self.one('statuses')}</span>"], 10, on=3)  # fmt: skip
        return f"{FLAT}<div class=w><div class=l>{left}<p style='margin-top:30px'>{self.v('fi')}<br><span class=s2>{self.one('roles')}</span></p></div><div class=m><h2>{self.one('departments')}</h2><table><tr><th>Пациент</th><th>История</th><th>Диагноз</th><th>Лечащий врач</th><th>Статус</th></tr>{rows}</table></div></div>"

    def profile(self) -> str:
        s, n, p = self.person()
        pairs = [("Дата рождения", self.v("dob")), ("СНИЛС", self.v("snils")), ("Полис ОМС", self.v("oms")), ("Паспорт", self.v("passport")), ("Телефон", self.v("phone")), ("Почта", self.v("email")), ("Адрес", self.v("addr")), ("Участок", f"№ {self.n(1, 20)}, {self.v('sini')}")]  # fmt: skip
        info = "".join(f"<div style='display:grid;grid-template-columns:140px 1fr;margin:4px 0'><span class=s2>{k}</span><span>{x}</span></div>" for k, x in pairs)  # fmt: skip
        past = "".join(f"<div style='margin:6px 0'>{self.one('services')}<br><span class=s2>{self.day()}, {self.v('sini')}</span></div>" for _ in range(7))  # fmt: skip
        return f"{FLAT}<div class=m><div class=bx style='font-size:1.3em'>{s} {n} {p}</div><div style='display:grid;grid-template-columns:1fr 1fr;gap:12px'><div class=bx><h2>Общие данные</h2>{info}</div><div class=bx><h2>События</h2>{past}</div></div><div class=bx><h2>Заметка</h2>{self.one('texts')} Обсудили с {self.gold(self.maker.called('sini', 'ablt', self.maker.person()), 'PERSON')} перевод в {self.one('hospitals')}.</div></div>"

    def analyzer(self) -> str:
        rows = self.rows([lambda: self.n(10**9, 10**10), lambda: self.v("FIO"), lambda: self.v("dob"), lambda: self.any("Биохимия", "Гематология", "ИФА", "Моча"), self.ago, lambda: self.any("готово", "в работе", "ожидание", "брак"), lambda: self.any("", "", "cito")], 17, on=7)  # fmt: skip
        return f"{DUSK}<div class=t><span>Рабочий лист анализатора</span><span>BS-480</span><span>Смена 2</span><span>Лаборант {self.v('sini')}</span></div><table><tr><th>Штрих-код</th><th>ФИО</th><th>Д.р.</th><th>Панель</th><th>Принята</th><th>Состояние</th><th>Срочно</th></tr>{rows}</table>"

    def sick_lists(self) -> str:
        rows = self.rows([lambda: self.gold("9" + self.n(10**10, 10**11), "SICK_LEAVE"), lambda: self.v("fio"), lambda: self.v("snils"), self.day, self.day, lambda: self.v("sini"), lambda: self.any("Закрыт", "Продлён", "Действующий", "Аннулирован")], 14, on=1)  # fmt: skip
        return f"{FLAT}<div class=m><h2>Электронные листки нетрудоспособности</h2><table><tr><th>Номер ЭЛН</th><th>Пациент</th><th>СНИЛС</th><th>Открыт</th><th>По</th><th>Врач</th><th>Состояние</th></tr>{rows}</table></div>"

    def exchange(self) -> str:
        def entry() -> str:
            return self.any(
                f"{self.ago()} | ERR | Не найден пациент: {self.v('fio')}, {self.v('dob')}",
                f"{self.ago()} | ERR | СНИЛС врача {self.v('snils')} отсутствует в ФРМР",
                f"{self.ago()} | INF | Пакет {self.n(1000, 9999)} отправлен, 200 OK",
                f"{self.ago()} | WRN | Полис {self.v('oms')} не действует",
                f"{self.ago()} | INF | Справочник 1.2.643.5.1.13.13.11.1005 обновлён",
                f"{self.ago()} | ERR | Таймаут соединения 10.0.4.{self.n(2, 250)}:8443",
            )  # fmt: skip

        lines = "\n".join(entry() for _ in range(23))
        return f"{DUSK}<div class=t><span>exchange.log — Блокнот</span></div><pre>{lines}</pre>"

    def warning(self) -> str:
        s, n, p = self.person()
        rows = self.rows([self.time, lambda: self.v("sini"), lambda: self.one("services"), lambda: self.n(100, 420), lambda: self.v("phone")], 20, on=4)  # fmt: skip
        box = f"<div class=dialog style='width:520px;background:#fff'><h3>Внимание</h3><div>Пациент {s} {n} {p} ({self.v('dob')}) уже записан к {self.gold(self.maker.called('sini', 'datv', self.maker.person()), 'PERSON')} на {self.day()}.<br><br>Записать ещё раз?<p><span class=btn>Да</span> <span class=btn>Нет</span> <span class=btn>Отмена</span></p></div></div>"
        return f"{ONE}<div class=h>Журнал записи</div><div class=c><span class=g>Обновить</span><span class=g>Фильтр</span></div><table><tr><th>Время</th><th>Пациент</th><th>Услуга</th><th>Каб.</th><th>Телефон</th></tr>{rows}</table>{box}"

    def talk(self) -> str:
        lines = [f"Здравствуйте! Пациентка {self.v('fio')}, {self.v('dob')}. Не печатается рецепт.", "Добрый день. Номер рецепта?", f"Нет номера, ошибка при сохранении. Полис {self.v('oms')}.", f"Поняла. Передам {self.gold(self.maker.called('sini', 'datv', self.maker.person()), 'PERSON')} из аптеки.", f"Мой телефон {self.v('phone')}, {self.v('sini')}", "Спасибо, перезвоним до конца дня."]  # fmt: skip
        said = "".join(f"<div class=bx style='max-width:560px;{'margin-left:auto' if i % 2 else ''}'><span class=s2>{self.v('fi')}, {self.time()}</span><br>{line}</div>" for i, line in enumerate(lines))  # fmt: skip
        return f"{FLAT}<div class=m><h2>Обращение INC-{self.n(1000, 9999)}</h2><span class=s2>{self.one('hospitals')} · {self.one('modules')}</span>{said}</div>"

    def referral(self) -> str:
        return f"<style>body{{background:#606060}}.pg{{background:#fff;color:#000;width:820px;margin:6px auto;padding:26px 40px;font-family:'Liberation Serif';font-size:16px;line-height:1.6}}</style><div class=pg><div>Министерство здравоохранения РФ<br>{self.one('hospitals')}</div><div style='text-align:center'><h2>СПРАВКА № {self.n(10, 999)}</h2></div>Дана {self.v('fio')}, {self.v('dob')} года рождения, проживающему по адресу: {self.v('addr')}, в том, что он(а) находился(лась) на обследовании с {self.day()} по {self.day()}.<p>Диагноз: {self.one('diagnoses')}</p><p>СНИЛС {self.v('snils')}<br>Страховой полис {self.v('oms')}</p><p>Справка дана для предъявления по месту требования.</p><p>Врач: {self.v('sini')} &nbsp;&nbsp; Главный врач: {self.v('sini')}</p></div>"

    # -- nobody --------------------------------------------------------------------------------------------------------

    def tasks_clean(self) -> str:
        rows = self.rows([lambda: f"INC-{self.n(1000, 9999)}", lambda: self.one("errors"), lambda: self.one("hospitals"), lambda: self.any("Новая", "В работе", "Решена"), self.ago], 12, on=2)  # fmt: skip
        return f"{FLAT}<div class=m><h2>Обращения</h2><table><tr><th>Номер</th><th>Тема</th><th>Организация</th><th>Состояние</th><th>Создано</th></tr>{rows}</table></div>"

    def roles_clean(self) -> str:
        left = "".join(f"<p>{self.one('side')}</p>" for _ in range(11))
        rows = self.rows([lambda: self.one("roles"), lambda: self.one("departments"), lambda: self.any("Чтение", "Запись", "Нет"), lambda: self.n(1, 60)], 13, on=4)  # fmt: skip
        return f"{FLAT}<div class=w><div class=l>{left}</div><div class=m><h2>Права доступа</h2><table><tr><th>Роль</th><th>Отделение</th><th>Карта пациента</th><th>Пользователей</th></tr>{rows}</table></div></div>"

    def pharmacy_clean(self) -> str:
        rows = self.rows([lambda: self.n(1, 99), lambda: self.one("drugs"), lambda: f"{self.any('A', 'B', 'K')}{self.n(1000, 9999)}", self.day, lambda: self.n(1, 500), lambda: self.n(20, 3000) + "," + self.n(10, 99), lambda: self.any("ООО «Пульс»", "АО «Р-Фарм»", "ЗАО «Катрен»")], 16, on=6)  # fmt: skip
        return f"{CLASSIC}<div class=t>Аптека - [Остатки на складе]</div><div class=m><span>Документы</span><span>Справочники</span><span>Отчёты</span></div><table><tr><th>№</th><th>Наименование</th><th>Серия</th><th>Годен до</th><th>Остаток</th><th>Цена</th><th>Поставщик</th></tr>{rows}</table>"


PEOPLE = {"fifteenth": ("queue_cards", "thick_grid", "thick_card", "onec_form", "side_tree", "profile", "analyzer", "sick_lists", "exchange", "warning", "talk", "referral")}  # fmt: skip
CLEAN = {"fifteenth": ("tasks_clean", "roles_clean", "pharmacy_clean")}
