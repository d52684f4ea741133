"""Pages of the eleventh and twelfth set of screens (`fresh_screens.py`): registers, comparisons, boards, sheets, papers.

The eleventh was looked at while rules were corrected; the twelfth was only measured.
"""

import re

from bench.guard.strange_pages import FromLists

PLAIN = "<style>body{background:#fff;color:#1f2328}table{background:transparent}td,th{border:1px solid #d0d7de}th{background:#f6f8fa;color:#57606a}</style>"
GREEN = "<style>body{background:#eef3ee;color:#1d2b22}table{background:#fff}.hd{background:#3b7a57;color:#fff;padding:7px 12px}.gr td{background:#dfeadf;font-weight:600}td,th{border:1px solid #b8c9bd}</style>"
DIM = "<style>body{background:#9a9ea3;color:#3a3d40}table{background:transparent}.mo{position:absolute;left:22%;top:14%;width:56%;background:#fff;color:#111;box-shadow:0 8px 40px #000a;padding:14px 18px}.in{border:1px solid #bbb;padding:3px 8px;display:inline-block;min-width:190px}</style>"
FILES = "<style>body{background:#fff;color:#000}.p{display:grid;grid-template-columns:3fr 1fr 1fr 1fr;padding:2px 10px}.p.s{background:#cce8ff}.hd{background:#f3f3f3;padding:6px 10px}</style>"
NIGHT = "<style>body{background:#10141c;color:#c8d0dc}.d{display:grid;grid-template-columns:70px repeat(5,1fr);gap:2px}.d div{background:#171d28;padding:4px 6px;min-height:38px}.e{background:#24406b!important;border-left:3px solid #5b9bff}.m{color:#7f8b9c}</style>"


class OddScreens(FromLists):
    """Makes the pages; each method is one. A method ending in `_clean` has nobody on it."""

    # -- the eleventh set ----------------------------------------------------------------------------------------------

    def sick_leaves(self) -> str:
        rows = self.rows([lambda: self.gold("9" + self.n(10**10, 10**11), "SICK_LEAVE"), lambda: self.v("fio"), lambda: self.v("snils"), lambda: f"{self.day()} – {self.day()}", lambda: self.any("01", "02", "09"), lambda: self.any("ООО «Вектор»", "МБОУ СОШ № 3", "АО «Завод»"), lambda: self.v("sini"), lambda: self.any("Открыт", "Закрыт", "Продлён")], 14, on=4)  # fmt: skip
        return f"{GREEN}<div class=hd>Листки нетрудоспособности · {self.one('hospitals')}</div><div style='padding:6px'>Нетрудоспособный: {self.v('s')} &nbsp; Период: {self.day()} — {self.day()}</div><table><tr><th>№ ЭЛН</th><th>Нетрудоспособный</th><th>СНИЛС получателя</th><th>Период</th><th>Причина</th><th>Место работы</th><th>Кем выдан</th><th>Сост.</th></tr>{rows}</table>"

    def compare(self) -> str:
        def person():
            return [*self.person(), self.v("dob"), self.v("snils"), self.v("oms"), self.v("passport"), self.v("phone"), self.v("addr"), self.v("mrn"), self.day()]  # fmt: skip

        names = ("Фамилия", "Имя", "Отчество", "Дата рождения", "СНИЛС", "ЕНП", "Документ", "Телефон", "Адрес", "Карта", "Изменена")  # fmt: skip
        one, two, three = person(), person(), person()
        rows = "".join(f"<tr><td>{name}</td><td>{a}</td><td>{b}</td><td>{c}</td></tr>" for name, a, b, c in zip(names, one, two, three, strict=True))  # fmt: skip
        return f"{PLAIN}<div style='padding:10px'><h2>Объединение дублей</h2><table><tr><th>Поле</th><th>Основная запись</th><th>Дубль 1</th><th>Дубль 2</th></tr>{rows}</table><p>Оставить значения: <span class=btn>из основной</span> <span class=btn>выбрать</span></p><p>Запись создал {self.v('fi')}, объединяет {self.v('fi')}</p></div>"

    def chooser(self) -> str:
        back = self.rows([self.time, lambda: self.v("sini"), lambda: self.one("services"), lambda: self.one("statuses")], 22)  # fmt: skip
        hits = self.rows([lambda: self.v("fio"), lambda: self.v("dob"), lambda: self.v("addr"), lambda: self.v("oms")], 7, on=2)  # fmt: skip
        return f"{DIM}<div style='padding:8px'>Расписание кабинета</div><table><tr><th>Время</th><th>Записан</th><th>Услуга</th><th>Статус</th></tr>{back}</table><div class='mo dialog' style='left:22%;top:14%;width:56%'><div style='font-size:1.2em'>Выбор пациента</div><p><span class=in>{self.v('s')}</span> <span class=in>{self.person()[1]}</span> <span class=btn>Искать</span></p><table><tr><th>Кто</th><th>Когда родился</th><th>Где живёт</th><th>Полис</th></tr>{hits}</table><p>Не нашли? <a>Создать нового</a></p></div>"

    def explorer(self) -> str:
        def name() -> str:
            s, n, p = self.person()
            return self.any(
                f"{s}_{n}_{p}_выписка.docx", f"Эпикриз {self.v('sini')}.pdf", f"{s}_ЭКГ_{self.n(10, 28)}.11.jpg",
                f"Согласие {s} {n}.pdf", f"справка_{s}.doc", "Отчёт за октябрь.xlsx", "инструкция_РЭМД.pdf", f"СНИЛС {self.v('snils')}.png",
            )  # fmt: skip

        rows = "".join(f"<div class='p {'s' if i == 5 else 'x'}'><span>{name()}</span><span>{self.ago()}</span><span>{self.any('Документ', 'Рисунок', 'Файл PDF')}</span><span>{self.n(12, 900)} КБ</span></div>" for i in range(24))  # fmt: skip
        return f"{FILES}<div class=hd>Этот компьютер › Обмен (D:) › Выписки › {self.v('s')}</div><div class='p hd'><span>Имя</span><span>Дата изменения</span><span>Тип</span><span>Размер</span></div>{rows}"

    def privileged(self) -> str:
        def group(number: int) -> str:
            return f"<tr class=gr><td colspan=6>Участок {number} — {self.v('fio')}</td></tr>" + self.rows([lambda: self.n(1, 40), lambda: self.v("FIO"), lambda: self.v("dob"), lambda: self.v("snils"), lambda: self.one("drugs"), lambda: self.any("081", "010", "506")], 6)  # fmt: skip

        return f"{GREEN}<div class=hd>Регистр льготников</div><table><tr><th>п/п</th><th>Льготник</th><th>Г. рожд.</th><th>СНИЛС</th><th>Назначено</th><th>Код льг.</th></tr>{''.join(group(number) for number in (3, 4, 7))}</table><div style='padding:6px'>Сформировал: {self.v('sini')} {self.ago()}</div>"

    def calendar(self) -> str:
        head = "".join(f"<div class=m>{day} {self.n(10, 28)}</div>" for day in ("", "пн", "вт", "ср", "чт", "пт"))
        cells = ""
        for hour in range(8, 18):
            cells += f"<div class=m>{hour:02d}:00</div>"
            for _ in range(5):
                filled = self.random.random() < 0.6
                cells += f"<div class=e>{self.any(self.v('sini'), self.v('fi'))}<br><small class=m>{self.any('первичный', 'повторный', 'телемед')} · {self.v('phone') if self.random.random() < 0.4 else 'б/т'}</small></div>" if filled else "<div></div>"  # fmt: skip
        return f"{NIGHT}<div style='padding:8px 12px'>{self.v('fi')} · невролог · неделя</div><div class=d>{head}{cells}</div>"

    def prices_clean(self) -> str:
        return f"{GREEN}<div class=hd>Номенклатура услуг</div><table><tr><th>Код</th><th>Наименование</th><th>Профиль</th><th>УЕТ</th><th>Действует с</th></tr>{self.rows([lambda: f'A0{self.n(1, 9)}.{self.n(10, 30)}.00{self.n(1, 9)}', lambda: self.one('services'), lambda: self.one('departments'), lambda: self.n(1, 9), self.day], 22)}</table>"

    # -- the twelfth set: only measured --------------------------------------------------------------------------------

    def triage(self) -> str:
        rows = "".join(f"<div style='display:grid;grid-template-columns:60px 90px 2fr 1fr 2fr 1fr 90px;padding:6px 10px;background:{self.any('#5b1f1f', '#5b4a1f', '#1f4a2d')};margin:3px'><span>{self.time()}</span><span>№ {self.n(100, 999)}</span><span>{self.v('fio')}</span><span>{self.v('dob')}</span><span>{self.one('diagnoses')}</span><span>{self.v('sini')}</span><span>каб. {self.n(1, 12)}</span></div>" for _ in range(14))  # fmt: skip
        return f"<style>body{{background:#111;color:#f2f2f2}}</style><div style='padding:10px;font-size:1.3em'>Приёмное отделение · очередь</div>{rows}<div style='padding:10px'>Последний поступивший: {self.v('fio')}, привёз {self.v('fi')}, тел. {self.v('phone')}</div>"

    def insurance_errors(self) -> str:
        def line(number: int) -> str:
            s, n, p = self.person()
            born = self.gold(self.maker._dobiso()[0], "DOB")
            return self.any(
                f"{number}. Ошибка 902. Запись {self.n(1, 999)}: FAM={s}; IM={n}; OT={p}; DR={born} - не найден в РС ЕРЗ",
                f"{number}. Ошибка 904. Полис {self.v('oms')} прекращён с {self.day()} (застрахованный {self.v('sini')})",
                f"{number}. Ошибка 57. N_ZAP={self.n(1, 999)} VPOLIS=3 NPOLIS={self.v('oms')} SNILS={self.v('snils')}",
                f"{number}. Предупреждение. Случай {self.n(10**6, 10**7)}: врач {self.v('sini')} - нет в справочнике V021",
                f"{number}. Ошибка 41. Код МКБ {self.one('diagnoses')[:5]} не соответствует полу",
            )  # fmt: skip

        return f"<style>body{{background:#f5f5dc;color:#111}}pre{{font-family:'Liberation Mono';font-size:14px;margin:8px}}</style><pre>Протокол ФЛК HM690001T69_2611{self.n(10, 99)}.XML\nПринято: 418   Отклонено: 26\n{'-' * 80}\n{chr(10).join(line(i) for i in range(1, 27))}\n{'-' * 80}\nИсполнитель: {self.v('fio')}, тел. {self.v('phone')}</pre>"

    def bare_sheet(self) -> str:
        rows = self.rows([lambda: self.v("fi"), lambda: self.v("dob"), lambda: self.v("phone"), lambda: self.one("diagnoses")[:5], lambda: self.any("да", "нет", ""), lambda: self.v("s"), self.day], 26)  # fmt: skip
        heads = "".join(f"<th>{letter}</th>" for letter in "ABCDEFG")
        return f"<style>body{{background:#fff;color:#000}}table{{background:#fff;width:auto}}td,th{{border:1px solid #ccc;padding:1px 6px;white-space:nowrap}}th{{background:#eee;text-align:center}}</style><div style='background:#107c41;color:#fff;padding:6px 12px'>Книга2.xlsx</div><table><tr>{heads}</tr>{rows}</table>"

    def recipe(self) -> str:
        lines = (
            f"Пациент ............ {self.v('fio')}", f"Дата рождения ...... {self.v('dob')}", f"Адрес .............. {self.v('addr')}",
            f"№ медкарты ......... {self.v('mrn')}", f"СНИЛС .............. {self.v('snils')}", f"Полис .............. {self.v('oms')}",
            f"Врач ............... {self.v('fio')}", "Rp: Tab. Metformini 1000 mg N. 60", "D.S. по 1 таблетке 2 раза в день",
        )  # fmt: skip
        history = self.rows([self.day, lambda: self.one("drugs"), lambda: self.v("sini"), lambda: self.any("отпущен", "отложен", "аннулирован")], 8)  # fmt: skip
        return f"<style>body{{background:#fdfdfd;color:#222}}table{{background:#fff}}</style><div style='display:flex;gap:20px;padding:14px'><div style='border:1px solid #999;padding:14px;font-family:\"Liberation Serif\";line-height:1.7'>РЕЦЕПТ серия 69 № {self.n(10**6, 10**7)}<br>{'<br>'.join(lines)}</div><div><div>Ранее выписано</div><table><tr><th>Дата</th><th>Препарат</th><th>Выписал</th><th>Итог</th></tr>{history}</table></div></div>"

    def right_labels(self) -> str:
        s, n, p = self.person()
        pairs = [("ФИО заявителя", f"{s} {n} {p}"), ("Кем приходится", self.any("мать", "отец", "опекун")), ("ФИО ребёнка", self.v("fio")), ("Родился(ась)", self.v("dob")), ("Св-во о рождении", self.v("bc")), ("Полис ребёнка", self.v("oms")), ("Связаться по телефону", self.v("phone")), ("Проживают по адресу", self.v("addr")), ("Электронный адрес", self.v("email")), ("Педиатр", self.v("sini")), ("Школа / сад", "МБДОУ № 14"), ("Группа здоровья", "II")]  # fmt: skip
        form = "".join(f"<div style='display:flex;padding:4px'><span style='width:260px;text-align:right;color:#667;padding-right:14px'>{k}</span><span style='border-bottom:1px solid #99a;flex:1'>{x}</span></div>" for k, x in pairs)  # fmt: skip
        cards = "".join(f"<div style='border:1px solid #ccd;padding:6px 10px;margin:5px'>{self.v('fi')}, {self.n(1, 17)} л.<br><span style='color:#889'>{self.any('прививка', 'справка в сад', 'осмотр')} · {self.day()} · {self.v('phone')}</span></div>" for _ in range(7))  # fmt: skip
        return f"<style>body{{background:#fbfbfd;color:#223}}</style><div style='display:grid;grid-template-columns:2fr 1fr;gap:20px;padding:16px'><div><h2>Заявление о прикреплении ребёнка</h2>{form}<p>Решение принял(а): {self.v('fi')}</p></div><div>Ждут решения{cards}</div></div>"

    def wards(self) -> str:
        rows = self.rows([lambda: self.n(301, 320), lambda: self.v("sini") + "<br>" + self.v("sini") + "<br>" + self.v("sini"), lambda: "<br>".join(self.one("diagnoses")[:5] for _ in range(3)), lambda: "<br>".join(self.v("mrn") for _ in range(3)), lambda: self.any("стол 15", "стол 9", "ЩД")], 7)  # fmt: skip
        return f"{PLAIN}<div style='padding:8px'>Порционник · {self.one('departments')} · диетсестра {self.v('fi')}</div><table><tr><th>Пал.</th><th>Больные</th><th>МКБ</th><th>№ ИБ</th><th>Диета</th></tr>{rows}</table><div style='padding:8px'>Составила {self.v('sini')} / Утвердил {self.v('sini')}</div>"

    def services_clean(self) -> str:
        text = "\n".join(re.sub("<[^>]+>", "", f"{self.ago()}  {self.one('modules')}  {self.one('errors')}") for _ in range(24))  # fmt: skip
        return f"<style>body{{background:#f5f5dc;color:#111}}pre{{font-family:'Liberation Mono';font-size:14px;margin:8px}}</style><pre>Журнал служб\n{text}</pre>"


PEOPLE = {
    "eleventh": ("sick_leaves", "compare", "chooser", "explorer", "privileged", "calendar"),
    "twelfth": ("triage", "insurance_errors", "bare_sheet", "recipe", "right_labels", "wards"),
}
CLEAN = {"eleventh": ("prices_clean",), "twelfth": ("services_clean",)}
