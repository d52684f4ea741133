"""Pages of the seventh and eighth set of screens (`fresh_screens.py`): sheets, letters, calls, stickers, journals."""

import re

from bench.guard.newer_pages import WEB, NewerScreens

SHEET = "<style>body{background:#fff;color:#000}table{border-collapse:collapse;font-family:'Liberation Sans';background:#fff}td,th{border:1px solid #d4d4d4;padding:1px 5px;white-space:nowrap;font-weight:normal}th{background:#e6e6e6;color:#444;text-align:center}.r{text-align:right}.c{text-align:center}.fx{border:1px solid #ccc;padding:3px 8px;margin:3px 0}tr.h td{background:#4472c4;color:#fff;font-weight:bold}tr.o td{background:#dce6f1}.grn{background:#217346;color:#fff;padding:6px 12px}</style>"
LETTERS = "ABCDEFGHIJKLM"


class NewestScreens(NewerScreens):
    """Makes the pages; each method is one."""

    def sheet_of_people(self) -> str:
        heads = [
            "Фамилия И.О. ▾",
            "Дата рожд. ▾",
            "СНИЛС ▾",
            "полис ▾",
            "адрес ▾",
            "тел ▾",
            "врач ▾",
            "дата осм. ▾",
            "МКБ ▾",
        ]
        made = [lambda: self.v("sini"), lambda: self.v("dob"), lambda: self.v("snils"), lambda: self.v("oms"), lambda: self.v("addr"), lambda: self.v("phone"), lambda: self.v("s"), self.day, lambda: self.one("diagnoses")[:5]]  # fmt: skip
        sides = "lcrrlllll"
        body = "".join(
            f"<tr class={'o' if i % 2 else 'e'}><th>{i + 4}</th>{''.join(f'<td class={sides[j]}>{make()}</td>' for j, make in enumerate(made))}</tr>"
            for i in range(24)
        )
        top = "".join(f"<th>{letter}</th>" for letter in " " + LETTERS[: len(heads)])
        return f"{SHEET}<div class=grn>Диспансеризация_{self.n(2024, 2027)}.xlsx — Таблицы</div><div class=fx>A4 &nbsp; fx &nbsp; {self.v('sini')}</div><table><tr>{top}</tr><tr><th>1</th><td colspan=9>План диспансеризации, {self.one('hospitals')}</td></tr><tr><th>2</th><td colspan=9>Ответственный: {self.v('fio')}, тел. {self.v('phone')}</td></tr><tr class=h><th>3</th>{''.join(f'<td>{head}</td>' for head in heads)}</tr>{body}</table>"

    def mail(self) -> str:
        folders = "".join(
            f"<p class=off>{name}</p>" for name in ("Входящие (14)", "Отправленные", "Черновики", "Спам", "Архив")
        )
        items = "".join(f"<div class=row><span>{self.v('fi')}<br><small class=soft>{self.any('Дубль карты', 'Не открывается талон', 'Ошибка выгрузки', 'Re: полис')} — {self.v('sini')}</small></span><small class=soft>{self.time()}</small></div>" for _ in range(10))  # fmt: skip
        s, n, p = self.person()
        text = f"<p>Добрый день!</p><p>Прошу объединить карты: пациент {s} {n} {p}, {self.v('dob')} г.р., СНИЛС {self.v('snils')}, проживает: {self.v('addr')}. Вторая карта № {self.v('mrn')} заведена ошибочно на {self.v('fio')}.</p><p>{self.one('texts')} {self.one('errors')}</p><p>Также у {self.v('sini')} не проходит полис {self.v('oms')}.</p><p>--<br>С уважением,<br>{self.v('fio')}<br>{self.one('roles')}, {self.one('hospitals')}<br>тел. {self.v('phone')}, {self.v('email')}</p>"
        return f"{WEB}<div class=top><span>Почта</span></div><div style='display:grid;grid-template-columns:160px 340px 1fr;gap:12px;padding:12px'><div>{folders}</div><div class=p>{items}</div><div class=p><div style='font-size:1.3em'>Объединение карт пациента</div><div class=soft>От: {self.v('fi')} &lt;{self.v('email')}&gt;<br>Кому: helpdesk@mis.example.ru</div>{text}</div></div>"

    def pacs(self) -> str:
        style = "<style>body{background:#0b0d10;color:#c9d1d9}table{border-collapse:collapse;width:100%}th{color:#7d8590;font-weight:normal;text-align:left;padding:3px 8px}td{padding:3px 8px;border-top:1px solid #1c2128}tr.s td{background:#1f6feb;color:#fff}.img{position:relative;height:330px;background:radial-gradient(ellipse at 50% 55%,#bbb 0,#666 28%,#222 55%,#000 75%);margin:8px}.img div{position:absolute;color:#e8e86a;font-size:13px}</style>"
        rows = self.rows([lambda: re.sub(r"(?<=\w) (?=\w+[ <])", "^", self.v("FIO").replace("<b data", "<b\0data")).replace("\0", " "), lambda: self.v("dob8"), lambda: self.v("mrn"), lambda: self.any("CT", "MR", "CR", "US"), self.ago, lambda: self.one("services"), lambda: self.v("sini")], 11, on=1)  # fmt: skip
        over = f"<div style='left:8px;top:6px'>{self.v('FIO')}<br>ID: {self.v('mrn')}<br>Д.р.: {self.v('dob')}</div><div style='right:8px;top:6px'>{self.one('hospitals')[:26]}<br>{self.ago()}</div><div style='left:8px;bottom:6px'>W 400 L 40<br>5 mm</div><div style='right:8px;bottom:6px'>Реф. врач: {self.v('sini')}</div>"
        return f"{style}<div style='padding:6px 10px'>Архив изображений · рабочий список</div><table><tr><th>PatientName</th><th>BirthDate</th><th>PatientID</th><th>Mod</th><th>StudyDate</th><th>Description</th><th>Referring</th></tr>{rows}</table><div style='display:grid;grid-template-columns:1fr 1fr'><div class=img>{over}</div><div class=img></div></div>"

    def call(self) -> str:
        found = "".join(f"<div class=p style='padding:8px 12px'>{self.v('fio')} <span class=chip>{self.n(1, 90)} л.</span><br><span class=soft>Адрес: {self.v('addr')}</span><br><span class=soft>Участковый: {self.v('sini')}; карта {self.v('mrn')}; ЕНП {self.v('oms')}</span></div>" for _ in range(4))  # fmt: skip
        past = "".join(f"<div class=row><span>{self.v('phone')}</span><span>{self.v('fi')}</span><span class=soft>{self.ago()}</span><span>{self.any('Вызов врача', 'Запись', 'Справка')}</span></div>" for _ in range(9))  # fmt: skip
        return f"{WEB}<div class=top><span>Колл-центр 122</span><span style='margin-left:auto'>Оператор {self.n(1, 40)}: {self.v('fi')}</span></div><div class=cols><div><div class=p><div class=soft>Входящий звонок</div><div style='font-size:2em'>{self.v('phone')}</div></div>{found}</div><div><div class=p><div>Последние звонки</div>{past}</div><div class=p>{self.one('texts')}</div></div></div>"

    def stickers(self) -> str:
        label = "".join(f"<div style='border:1px dashed #888;padding:6px 8px;background:#fff;color:#000'>{self.v('fi')}<br>{self.v('dob')}<br>№ {self.v('mrn')}<br><small>{self.any('Кровь', 'Моча', 'ПЦР', 'Биохимия')} · {self.n(10**7, 10**8)}</small></div>" for _ in range(18))  # fmt: skip
        queue = f"<table><tr><th>Документ</th><th>Владелец</th><th>Состояние</th><th>Стр.</th></tr>{self.rows([lambda: self.any('Этикетка', 'Согласие', 'Выписка') + ' ' + self.v('s'), lambda: self.v('sini'), lambda: self.one('statuses'), lambda: self.n(1, 9)], 7)}</table>"
        return f"<div class=bar>Печать этикеток — {self.one('departments')}</div><div class=body><div class=main><div style='display:grid;grid-template-columns:repeat(6,1fr);gap:8px'>{label}</div><br>{queue}</div></div>"

    def sheet_clean(self) -> str:
        heads = ["Отделение ▾", "План ▾", "Факт ▾", "% ▾", "Сумма ▾", "Дата ▾"]
        rows = "".join(f"<tr><th>{i + 3}</th><td>{self.one('departments')}</td><td class=r>{self.n(10, 900)}</td><td class=r>{self.n(10, 900)}</td><td class=r>{self.n(10, 120)}</td><td class=r>{self.n(10, 999)} {self.n(100, 999)},{self.n(10, 99)}</td><td class=c>{self.day()}</td></tr>" for i in range(24))  # fmt: skip
        return f"{SHEET}<div class=grn>Отчёт 30.xlsx — Таблицы</div><div class=fx>B3 &nbsp; fx &nbsp; =СУММ(B4:B27)</div><table><tr>{''.join(f'<th>{c}</th>' for c in ' ABCDEF')}</tr><tr class=h><th>2</th>{''.join(f'<td>{head}</td>' for head in heads)}</tr>{rows}</table>"

    def mail_clean(self) -> str:
        items = "".join(f"<div class=row><span>{self.one('modules')}<br><small class=soft>{self.one('errors')[:44]}</small></span><small class=soft>{self.time()}</small></div>" for _ in range(10))  # fmt: skip
        return f"{WEB}<div class=top><span>Уведомления</span></div><div style='display:grid;grid-template-columns:420px 1fr;gap:12px;padding:12px'><div class=p>{items}</div><div class=p><div style='font-size:1.3em'>Плановые работы</div><p>Добрый день, коллеги!</p><p>{self.one('texts')} {self.one('texts')}</p><p>Обновляем: {self.one('modules')}; {self.one('modules')}.</p><p>С уважением, служба поддержки МИС. Телефон 8-800-555-01-22, заявка № {self.n(10**7, 10**8)}</p></div></div>"

    # -- the eighth set ------------------------------------------------------------------------------------------------

    def accordion(self) -> str:
        def pair(name: str, value: str) -> str:
            return f"<td class=faint style='text-align:right'>{name}</td><td>{value}</td>"

        lines = [
            pair("Фамилия:", self.v("s")) + pair("Дата рожд.:", self.v("dob")),
            pair("Имя, отчество:", self.gold(f"{self.maker.person().first} {self.maker.person().patronymic}", "PERSON")) + pair("Пол:", "жен."),
            pair("Полис:", self.v("oms")) + pair("СНИЛС:", self.v("snils")),
            pair("Документ:", "Паспорт " + self.v("passport")) + pair("Тел.:", self.v("phone")),
            pair("Адрес:", self.v("addr")) + pair("Участковый:", self.v("sini")),
        ]  # fmt: skip
        past = "".join(f"<p>▸ {self.day()} — {self.one('services')}, {self.v('sini')}</p>" for _ in range(6))
        tree = "".join(f"<p class=off>{self.v('fi')}</p>" for _ in range(9))
        return f"<div class=bar>Карта № {self.v('mrn')} · {self.v('sini')}</div><div class=body><div class=side><p>Недавние пациенты</p>{tree}</div><div class=main><p>▾ Паспортная часть</p><table style='width:auto' class=open>{''.join(f'<tr>{line}</tr>' for line in lines)}</table><p>▾ История обращений</p>{past}<p>▸ Назначения</p></div></div>"

    def ambulance(self) -> str:
        rows = self.rows([lambda: self.n(100, 999), self.time, lambda: self.v("addr"), lambda: self.v("fio") + f", {self.n(1, 90)} л.", lambda: self.v("phone"), lambda: self.any("боль в груди", "травма", "температура"), lambda: f"бр. {self.n(1, 20)} {self.v('s')}"], 13, on=3)  # fmt: skip
        card = f"<div class=p style='background:var(--panel);padding:8px'>Вызов принят: {self.v('sini')} · Кто вызвал: {self.v('fi')} (сын), {self.v('phone')}<br>Куда: {self.v('addr')}<br>К кому: {self.v('fio')}, {self.v('dob')}</div>"
        return f"<div class=bar>Диспетчерская 103</div>{card}<table><tr><th>№ выз.</th><th>Время</th><th>Куда</th><th>Пациент, возраст</th><th>Телефон</th><th>Повод</th><th>Бригада</th></tr>{rows}</table>"

    def vaccines(self) -> str:
        head = "<tr><th rowspan=2>№</th><th colspan=3>Сведения о привитом</th><th colspan=3>Прививка</th><th rowspan=2>Медработник</th></tr><tr><th>ФИО</th><th>Дата рожд.</th><th>Полис</th><th>Дата</th><th>Препарат</th><th>Серия</th></tr>"
        rows = self.rows([lambda: self.n(1, 99), lambda: self.v("fio"), lambda: f"<div class=right>{self.v('dob')}</div>", lambda: f"<div class=right>{self.v('oms')}</div>", self.day, lambda: self.one("drugs"), lambda: self.any("У", "Ф", "К") + self.n(100, 999), lambda: self.v("sini")], 15, on=6)  # fmt: skip
        return f"<div class=bar>Журнал профилактических прививок</div><div class=tools><span>ФИО: <i>Введите фамилию</i></span><span class=btn>Найти</span></div><table>{head}{rows}</table>"

    def queue(self) -> str:
        rooms = "".join(f"<div class=card><small class=faint>Кабинет {self.n(100, 420)} · {self.one('roles')}</small><div style='font-size:1.3em'>{self.v('sini')}</div><small>На приёме: {self.v('fi')}</small><br><small class=faint>Следующий: {self.v('sini')}, {self.time()}</small></div>" for _ in range(12))  # fmt: skip
        return f"<div class=bar>Электронная очередь — {self.one('hospitals')}</div><div class=main><div class=cards>{rooms}</div><p>Талон {self.n(100, 999)} вызывается в кабинет {self.n(100, 400)}</p></div>"

    def stock_clean(self) -> str:
        rows = self.rows([lambda: self.one("drugs"), lambda: self.any("У", "Ф") + self.n(1000, 9999), self.day, lambda: self.n(1, 900), lambda: self.n(10, 9000) + ",00", lambda: self.one("departments")], 18)  # fmt: skip
        return f"<div class=bar>Остатки аптеки</div><table><tr><th>Препарат</th><th>Серия</th><th>Годен до</th><th>Кол-во</th><th>Сумма</th><th>Где</th></tr>{rows}</table>"


PEOPLE = {
    "fifth": ("thick", "web_card", "terminal", "tablet", "refusals"),
    "sixth": ("week", "two_lines", "form_paper", "dropdown", "kanban"),
    "seventh": ("sheet_of_people", "mail", "pacs", "call", "stickers"),
    "eighth": ("accordion", "ambulance", "vaccines", "queue"),
}
CLEAN = {
    "fifth": ("thick_clean", "web_clean"),
    "sixth": ("kanban_clean", "week_clean"),
    "seventh": ("sheet_clean", "mail_clean"),
    "eighth": ("stock_clean",),
}
