"""Pages of the fifth, sixth and seventh set of screens (`fresh_screens.py`): each page is a system with a style of its own."""

import random
import re

from bench.guard.fresh_pages import FreshScreens

GREY = "<style>body{background:#d4d0c8;color:#000}.w{border:2px outset #fff;background:#d4d0c8;margin:4px}.w>h4{margin:0;background:linear-gradient(90deg,#0a246a,#a6caf0);color:#fff;font-weight:bold;padding:2px 5px;font-size:1em}.f{display:grid;grid-template-columns:auto 1fr auto 1fr;gap:3px 6px;padding:6px;align-items:center}.f label{text-align:right}.f i{font-style:normal;background:#fff;border:2px inset #d4d0c8;padding:0 3px;min-height:1.3em;white-space:nowrap}table{border-collapse:collapse;background:#fff;width:100%}th{background:#d4d0c8;border:1px outset #fff;font-weight:normal;padding:1px 4px;text-align:left}td{border:1px solid #c0c0c0;padding:0 4px;white-space:nowrap}tr.s td{background:#0a246a;color:#fff}.st{position:fixed;bottom:0;left:0;right:0;display:flex;gap:4px;background:#d4d0c8}.st span{border:1px inset #fff;padding:1px 6px}.tb span{display:inline-block;border:1px outset #fff;padding:1px 8px;margin:2px}</style>"
WEB = "<style>body{background:var(--bg);color:var(--ink)}.top{display:flex;gap:24px;padding:14px 24px;background:var(--bar);color:var(--barink);align-items:center}.crumbs{padding:12px 24px 0;color:var(--soft)}h1{font-size:1.7em;font-weight:500;margin:6px 24px}.tabs{display:flex;gap:26px;padding:6px 24px;border-bottom:1px solid var(--line)}.tabs b{color:var(--accent);border-bottom:2px solid var(--accent)}.cols{display:grid;grid-template-columns:2fr 1fr;gap:20px;padding:18px 24px}.p{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:14px 18px;margin-bottom:14px}.d{display:grid;grid-template-columns:1fr 1fr 1fr;gap:14px 20px}.d small{display:block;color:var(--soft);font-size:.82em}.chip{display:inline-block;background:var(--head);border-radius:12px;padding:1px 10px;margin:2px}.row{display:flex;justify-content:space-between;border-bottom:1px solid var(--line);padding:5px 0}.soft{color:var(--soft)}</style>"
DOS = "<style>body{background:#0000a8;color:#fefe54}pre{margin:6px 10px;line-height:1.25;font-family:'Liberation Mono';font-size:15px}i{font-style:normal;color:#54fefe}u{text-decoration:none;background:#00a8a8;color:#000}b{color:#fff}</style>"
CLIPPED = "<style>.clip{overflow:hidden;white-space:nowrap;text-overflow:ellipsis;max-width:var(--most)}</style>"


class NewerScreens(FreshScreens):
    """Makes the pages; each method is one. A method ending in `_clean` has nobody on it."""

    def __init__(self, part: str, seed: int) -> None:
        super().__init__(part, seed)
        self.random = random.Random(f"newer screens {part} {seed}")

    def n(self, low: int, high: int) -> str:
        return str(self.random.randrange(low, high))

    def any(self, *choices: str) -> str:
        return self.random.choice(choices)

    def rows(self, columns, count: int, on: int = -1) -> str:
        """Return the rows of a table: each column is a maker of cells."""
        return "".join(
            f"<tr class={'s' if i == on else 'o' if i % 2 else 'e'}>{''.join(f'<td>{make()}</td>' for make in columns)}</tr>"
            for i in range(count)
        )

    def fields(self, pairs, shape: str = "<label>{}:</label><i>{}</i>") -> str:
        return "".join(shape.format(name, value) for name, value in pairs)

    # -- the fifth set -------------------------------------------------------------------------------------------------

    def thick(self) -> str:
        s, n, p = self.person()
        pairs = [
            ("Фамилия", s), ("Тип полиса", "Единого образца ▼"), ("Имя", n), ("Серия/Номер", self.v("oms")), ("Отчество", p), ("СМО", "СОГАЗ-МЕД ▼"), ("Д.р.", self.v("dob")), ("СНИЛС", self.v("snils")),
            ("Пол", self.any("М ▼", "Ж ▼")), ("Телеф.", self.v("phone")), ("Адр. рег.", self.v("addr")), ("№ карты", self.v("mrn")), ("Паспорт", self.v("passport")), ("Участок", self.n(1, 40)), ("Лечащий врач", self.v("sini") + " ▼"), ("Соц. статус", "пенсионер ▼"),
        ]  # fmt: skip
        visits = f"<table><tr><th>Дата ▲</th><th>Врач</th><th>МКБ</th><th>Услуга</th><th>Результат</th></tr>{self.rows([self.day, lambda: self.v('sini'), lambda: self.one('diagnoses')[:5], lambda: self.one('services'), lambda: self.one('statuses')], 9, on=2)}</table>"
        return f"{GREY}<div class=w><h4>АРМ врача поликлиники — [Карта пациента: {s} {n} {p}, {self.v('dob')}]</h4><div class=tb><span>Сохранить</span><span>Печать ▾</span><span>ТАП</span><span>ЛН</span><span>Рецепт</span></div><fieldset><legend>Общие сведения</legend><div class=f>{self.fields(pairs)}</div></fieldset><div class=tb><span>Посещения</span><span>Диспансеризация</span><span>Прививки</span><span>Анализы</span></div>{visits}</div><div class=st><span>Готово</span><span>Польз.: {self.v('sini')}</span><span>{self.one('hospitals')}</span><span>{self.day()}</span><span>Записей: 9</span></div>"

    def web_card(self) -> str:
        s, n, p = self.person()
        pairs = [
            ("Дата рождения", self.v("dob") + f" <span class=soft>({self.n(18, 90)} лет)</span>"), ("СНИЛС", self.v("snils")), ("Полис ОМС", self.v("oms")), ("Адрес проживания", self.v("addr")), ("Мобильный телефон", self.v("phone")), ("Эл. почта", self.v("email")),
            ("Номер медкарты", self.v("mrn")), ("Группа крови", "B(III) Rh−"), ("Инвалидность", "нет"), ("Место работы", "ООО «Север»"), ("Доверенное лицо", self.v("fio") + ", " + self.v("phone")), ("Прикреплён", self.one("hospitals")),
        ]  # fmt: skip
        near = "".join(f"<div class=row><span>{self.v('fi')}<br><small class=soft>{self.any('мать', 'супруг', 'дочь', 'опекун')}</small></span><span>{self.v('phone')}</span></div>" for _ in range(4))  # fmt: skip
        past = "".join(f"<div class=row><span>{self.one('services')}<br><small class=soft>{self.v('sini')}, {self.one('roles').lower()}</small></span><span class=soft>{self.day()}</span></div>" for _ in range(6))  # fmt: skip
        return f"{WEB}<div class=top><span>Медис.Онлайн</span><span>Пациенты</span><span>Расписание</span><span>Стационар</span><span style='margin-left:auto'>{self.v('inis')} ▾</span></div><div class=crumbs>Пациенты / {s} {n} / Карта</div><h1>{s} {n} {p}</h1><div class=tabs><b>Обзор</b><span>Назначения</span><span>Документы</span><span>Счета</span></div><div class=cols><div><div class=p><div class=d>{self.fields(pairs, '<div><small>{}</small>{}</div>')}</div></div><div class=p>{past}</div></div><div><div class=p><div>Родственники и контакты</div>{near}</div><div class=p><div>Аллергии</div><span class=chip>Пенициллин</span><span class=chip>Йод</span></div></div></div>"

    def terminal(self) -> str:
        up = self.v

        def padded(value: str, width: int) -> str:
            return value + " " * max(1, width - len(re.sub("<[^>]+>", "", value)))

        lines = "\n".join(
            f"║{i + 1:3}│{padded(up('FIO'), 36)}│{padded(up('dob'), 17)}│{padded(up('mrn'), 9)}│{self.n(1, 30):>4}│{self.any('план.', 'экстр')}║"
            for i in range(13)
        )
        card = "\n".join(
            f"  {name:.<22}: <i>{value}</i>"
            for name, value in (
                ("Ф.И.О. больного", up("FIO")),
                ("Дата рождения", up("dob")),
                ("Адрес", up("addr")),
                ("Телефон", up("phone")),
                ("Страх. полис N", up("oms")),
                ("СНИЛС", up("snils")),
                ("История болезни N", up("mrn")),
                ("Диагноз", self.one("diagnoses")),
            )
        )
        return f"{DOS}<pre>╔═══════════ ПРИЁМНОЕ ОТДЕЛЕНИЕ ═══════════╗  {self.day()} {self.time()}\n║ N │ФАМИЛИЯ ИМЯ ОТЧЕСТВО                │ДАТА РОЖД.       │ИБ       │ПАЛ │ВИД  ║\n{lines}\n╚════════════════════════════════════════════╝\n{card}\n  Оператор: <b>{self.v('sini')}</b>\n\n<u>F1 Помощь</u> <u>F2 Запись</u> <u>F3 Поиск</u> <u>F5 Печать</u> <u>F10 Выход</u></pre>"

    def tablet(self) -> str:
        people = "".join(f"<div class=row><span>{self.v('sini')}, {self.n(19, 90)} г.<br><small class=soft>палата {self.n(1, 20)} · {self.one('diagnoses')[:24]}</small></span><span class=chip>{self.n(36, 39)},{self.n(0, 9)} °C</span></div>" for _ in range(11))  # fmt: skip
        drugs = "".join(f"<div class=row><span>{self.one('drugs')}</span><span class=soft>{self.time()} · {self.v('sini')}</span></div>" for _ in range(7))  # fmt: skip
        who = f"<div style='font-size:1.5em'>{self.v('fio')}</div><div class=soft>род. {self.v('dob')} · ИБ № {self.v('mrn')} · {self.one('departments')}</div><div>Родственник для связи: {self.v('fi')}, {self.v('phone')}</div>"
        return f"{WEB}<div class=top><span>☰</span><span>Пост медсестры</span><span style='margin-left:auto'>{self.v('fi')}</span></div><div class=cols style='grid-template-columns:1fr 2fr'><div class=p>{people}</div><div><div class=p>{who}</div><div class=p><div>Лист назначений</div>{drugs}</div></div></div>"

    def refusals(self) -> str:
        def line() -> str:
            return self.random.choice((
                f"Пациент с указанным СНИЛС [{self.v('snils')}] не найден в ГИП", f"Указанное значение [{self.v('fio')}] не соответствует значению [{self.v('fio')}]", f"СНИЛС сотрудника &lt;{self.v('snils')}&gt; отсутствует в ФРМР", f"Полис {self.v('oms')} не действует на {self.day()}",
                f"subject: CN={self.v('fio')}, EMAILADDRESS={self.v('email')}, L=Тула", f"Дата рождения [{self.v('dob')}] не совпадает с данными ФЕРЗЛ", self.one("errors"), f"INTERNAL_ERROR: {self.n(10**9, 10**10)}", f"Получатель [{self.v('fio')}] уже зарегистрирован, карта {self.v('mrn')}",
            ))  # fmt: skip

        table = f"<table><tr><th>Дата</th><th>Вид СЭМД</th><th>Пациент</th><th>Автор</th><th>Сообщение РЭМД</th></tr>{self.rows([self.ago, lambda: 'СЭМД ' + self.n(1, 300), lambda: self.v('sini'), lambda: self.v('sini'), line], 16)}</table>"
        return f"<style>table{{border-collapse:collapse;width:100%}}td,th{{padding:4px 8px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;font-weight:normal}}th{{color:var(--soft)}}</style><div class=bar>Журнал обмена с РЭМД</div><div class=main>{table}</div><div class=dialog><h3>Сведения об ошибке</h3><div>{line()}<br>{line()}<br><span class=btn>OK</span></div></div>"

    def thick_clean(self) -> str:
        pairs = [("Сервер БД", "srv-mis-02"), ("Порт", "1521"), ("Схема", "MIS_PROD"), ("Таймаут, с", "30"), ("Принтер", "HP LaserJet M404 ▼"), ("Лоток", "Авто ▼"), ("Каталог обмена", "\\\\fs01\\obmen"), ("Период, мин", "15")]  # fmt: skip
        rows = f"<table><tr><th>Код</th><th>Наименование услуги</th><th>Цена</th><th>Отделение</th><th>Действует с</th></tr>{self.rows([lambda: 'B01.' + self.n(100, 999) + '.001', lambda: self.one('services'), lambda: self.n(100, 9000) + ',00', lambda: self.one('departments'), self.day], 14, on=4)}</table>"
        return f"{GREY}<div class=w><h4>МИС — [Настройка рабочего места]</h4><div class=tb><span>Применить</span><span>Отмена</span><span>Проверить связь</span></div><div class=f>{self.fields(pairs)}</div>{rows}</div><div class=st><span>Готово</span><span>{self.one('hospitals')}</span><span>Сборка {self.n(1000, 9999)}</span></div>"

    def web_clean(self) -> str:
        pairs = [(self.one("labels_clean"), self.one("statuses")) for _ in range(9)]
        rows = "".join(f"<div class=row><span>{self.one('tests')}<br><small class=soft>{self.one('units')}</small></span><span>{self.n(1, 99)},{self.n(0, 9)}</span></div>" for _ in range(7))  # fmt: skip
        return f"{WEB}<div class=top><span>Медис.Онлайн</span><span>Пациенты</span><span>Отчёты</span></div><div class=crumbs>Администрирование / Справочники / Исследования</div><h1>{self.one('services')}</h1><div class=cols><div><div class=p><div class=d>{self.fields(pairs, '<div><small>{}</small>{}</div>')}</div></div><div class=p>{rows}</div></div><div><div class=p>{self.one('texts')}</div></div></div>"

    # -- the sixth set -------------------------------------------------------------------------------------------------

    def week(self) -> str:
        def block() -> str:
            if self.random.random() < 0.35:
                return "<td></td>"
            return f"<td><div style='background:var(--pick);color:var(--pickink);border-left:3px solid var(--accent);padding:2px 4px;font-size:.9em'>{self.time()} {self.v(self.any('sini', 'fi', 's'))}<br>{self.v('phone')}</div></td>"

        days = "".join(f"<th>{day} {self.n(1, 29)}</th>" for day in ("Пн", "Вт", "Ср", "Чт", "Пт"))
        grid = "".join(f"<tr><td class=faint>{8 + i}:00</td>{''.join(block() for _ in range(5))}</tr>" for i in range(9))  # fmt: skip
        tip = f"<div class=dialog style='width:300px;left:52%;top:40%;background:#ffffe1;color:#000'><div>{self.v('fio')}<br>{self.v('dob')}<br>тел. {self.v('phone')}<br>Запись создана: {self.v('sini')}</div></div>"
        return f"<div class=bar>Календарь врача: {self.v('fio')}, {self.one('departments')}</div><div class=tools><span class=btn>◂</span><span class=btn>Сегодня</span><span class=btn>▸</span><span>Неделя 47</span></div><table><tr><th></th>{days}</tr>{grid}</table>{tip}"

    def two_lines(self) -> str:
        style = "<style>table{width:100%;border-collapse:collapse;table-layout:auto}th{font-weight:600;vertical-align:bottom;padding:4px 6px;border-bottom:2px solid var(--line);text-align:center}td{text-align:center;padding:3px 6px;border:0}tr.o td{background:var(--head)}tr.s td{background:var(--accent);color:var(--panel)}.right{text-align:right}</style>"
        heads = ("№<br>п/п", "№<br>и/б", "Ф. И. О.<br>больного", "Д. р.", "Полис<br>(серия, №)", "Телеф.", "Место<br>жительства", "Леч.<br>врач", "Диагн.")  # fmt: skip
        made = [lambda: self.n(1, 90), lambda: self.v("mrn"), lambda: f"<div style='width:110px;margin:auto'>{self.v('fio')}</div>", lambda: self.v("dob"), lambda: self.v("oms"), lambda: self.v("phone"), lambda: f"<div style='width:170px'>{self.v('addr')}</div>", lambda: f"<div class=clip style='--most:74px'>{self.v('sini')}</div>", lambda: self.one("diagnoses")[:5]]  # fmt: skip
        return f"{style}{CLIPPED}<div class=bar>Журнал учёта приёма больных (форма 001/у)</div><p style='padding:0 10px'>Период: с {self.day()} по {self.day()} &nbsp; Отделение: {self.one('departments')}</p><table><tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr>{self.rows(made, 14, on=5)}</table>"

    def form_paper(self) -> str:
        def line(value: str, caption: str) -> str:
            return f"<div style='margin:9px 0 0;border-bottom:1px solid #333'>{value}</div><div style='font-size:.75em;text-align:center;color:#555'>({caption})</div>"

        body = line(self.v("fio"), "фамилия, имя, отчество полностью") + line(self.v("dob") + " г.", "дата рождения") + line(self.v("addr"), "адрес места жительства") + line(self.v("oms"), "номер полиса обязательного медицинского страхования")  # fmt: skip
        table = f"<table><tr><th>Rp.</th><th>Дозировка</th><th>Кол-во</th></tr>{self.rows([lambda: self.one('drugs'), lambda: self.any('1 таб. 2 р/д', '1 таб. на ночь'), lambda: self.n(1, 60)], 4)}</table>"
        return f"<div class=bar>Форма 057/у-04 — предпросмотр</div><div style='background:#fff;color:#111;width:720px;margin:10px auto;padding:20px 40px'><div style='text-align:center'>НАПРАВЛЕНИЕ № {self.v('mrn')}<br>на госпитализацию, обследование, консультацию</div><div>{self.one('hospitals')}</div>{body}<p>Диагноз: {self.one('diagnoses')}</p>{table}<p>Обоснование: {self.one('texts')}</p><div style='display:flex;gap:30px'><div style='flex:1'>{line(self.v('sini'), 'врач, подпись, расшифровка')}</div><div style='flex:1'>{line(self.v('sini'), 'заведующий отделением')}</div></div><p>Согласие дал(а): {self.v('fio')} &nbsp; Тел. {self.v('phone')}</p></div>"

    def dropdown(self) -> str:
        s, n, p = self.person()
        hits = "".join(f"<div class=row><span>{self.v('fio')}</span><span class=soft>{self.v('dob')} · {self.v('mrn')}</span></div>" for _ in range(7))  # fmt: skip
        pairs = [("Пациент *", f"{s} {n} {p} ✕"), ("Дата и время", self.ago()), ("Врач", self.v("sini") + " ▾"), ("Услуга", self.one("services") + " ▾"), ("Контактный номер", self.v("phone")), ("Комментарий", "Введите текст…")]  # fmt: skip
        form = self.fields(pairs, "<div style='margin:0 0 8px'><small class=soft style='display:block'>{}</small><div style='border:1px solid var(--line);border-radius:4px;padding:5px 8px'>{}</div></div>")  # fmt: skip
        ask = f"<div class=dialog><h3>Подтверждение</h3><div>Отменить запись пациента {s} {n} {p} на {self.day()} {self.time()}?<br><br><span class=btn>Да</span> <span class=btn>Нет</span></div></div>"
        toast = f"<div style='position:fixed;right:16px;bottom:16px;background:#323232;color:#fff;padding:10px 16px' class=dialog2>Запись создана: {s} {n}, {self.time()}</div>"
        return f"{WEB}<div class=top><span>Запись на приём</span><span style='margin-left:auto'>{self.v('sini')}</span></div><div class=cols style='grid-template-columns:1fr 1fr'><div class=p>{form}</div><div class=p><div>Найдено по «{s}»</div>{hits}</div></div>{ask if self.random.random() < 0.5 else toast}"

    def kanban(self) -> str:
        def card() -> str:
            return f"<div class=p style='padding:8px 10px;margin:0 0 8px'>{self.v(self.any('sini', 'fi'))}<br><small class=soft>{self.v('dob')} · ИБ {self.v('mrn')}</small><br><small>{self.one('diagnoses')[:26]}</small><br><small class=soft>врач {self.v('sini')}</small></div>"

        lanes = "".join(f"<div><div class=soft>{name} · 4</div>{''.join(card() for _ in range(5))}</div>" for name in ("Приёмное", "В отделении", "Операция", "Реанимация", "К выписке"))  # fmt: skip
        return f"{WEB}<div class=top><span>Доска стационара</span><span>{self.one('departments')}</span></div><div style='display:grid;grid-template-columns:repeat(5,1fr);gap:12px;padding:14px'>{lanes}</div>"

    def kanban_clean(self) -> str:
        def card() -> str:
            return f"<div class=p>{self.one('modules')}<br><small class=soft>INC{self.n(10000, 99999)} · {self.day()}</small><br><small>{self.one('errors')[:40]}</small></div>"

        lanes = "".join(f"<div><div class=soft>{name}</div>{''.join(card() for _ in range(4))}</div>" for name in ("Новые", "Анализ", "В работе", "Проверка"))  # fmt: skip
        return f"{WEB}<div class=top><span>Доска обновлений</span></div><div style='display:grid;grid-template-columns:repeat(4,1fr);gap:12px;padding:14px'>{lanes}</div>"

    def week_clean(self) -> str:
        def cell() -> str:
            return f"<td>{self.any('', 'свободно', 'перерыв', 'санобработка', self.one('departments'))}</td>"

        grid = "".join(f"<tr><td class=faint>{8 + i}:00</td>{''.join(cell() for _ in range(5))}</tr>" for i in range(11))  # fmt: skip
        return f"<div class=bar>Загрузка кабинетов</div><table><tr><th></th><th>Каб. 101</th><th>Каб. 102</th><th>Каб. 203</th><th>УЗИ</th><th>ЭКГ</th></tr>{grid}</table>"
