"""Pages of the ninth and tenth set of screens (`fresh_screens.py`), with surnames from the whole list of them.

Each page brings a style of its own: another toolkit, another place for labels, another way to name somebody.
"""

import random
import re
import tomllib

from bench.guard.making import DATA
from bench.guard.newer_pages import NewerScreens
from priyom.privacy.detectors.gazetteer import _data as names_of_people
from priyom.privacy.detectors.parquet import columns

LIST = re.compile("[А-ЯЁ][а-яё]{2,20}")
OUT = re.compile("(?:[оеё]ва|[иы]на|ая)$")  # of women: the maker declines them itself
KNOWN = 12  # people of that name in the list
COMMON = ("names_seventh.toml", "names_eighth.toml", "names_sixth.toml")

BEVEL = "<style>body{background:#d4d0c8;color:#000}table{background:transparent}.w{border:2px outset #fff;background:#d4d0c8;margin:5px}.t{background:#0a246a;color:#fff;padding:2px 5px;font-weight:bold}.off .t{background:#7a7a7a}.m{padding:2px 6px;display:flex;gap:12px}.in{border:2px inset #fff;background:#fff;padding:1px 3px;display:inline-block}table{width:auto;background:#fff}th{background:#d4d0c8;border:1px outset #fff;font-weight:normal}td{border:1px solid #c0c0c0;white-space:nowrap;padding:1px 4px}tr.s td{background:#0a246a;color:#fff}.sb{display:flex;gap:2px;font-size:.95em}.sb span{border:1px inset #fff;padding:1px 6px}</style>"
ONEC = "<style>body{background:#fff;color:#333}table{background:transparent}.t{background:#ffe87c;padding:5px 9px;color:#222}.c{display:flex;gap:6px;padding:6px 9px}.c span{border:1px solid #a0a0a0;border-radius:3px;padding:2px 9px;background:linear-gradient(#fff,#eee)}.c .y{background:#ffd200}table{border:1px solid #a0a0a0}th{background:#f2f2f2;border:1px solid #d0d0d0;color:#4d4d4d}td{border:1px solid #e4e4e4}tr.s td{background:#fff3b0}.g{display:grid;grid-template-columns:130px 1fr 120px 1fr;gap:5px 8px;padding:6px 9px}.g i{font-style:normal;border:1px solid #a0a0a0;padding:1px 5px;background:#fff}.g label{color:#555}a{color:#1d5fa8}</style>"
AIRY = "<style>body{background:#f4f6f8;color:#1c2733}table{background:transparent}.top{background:#fff;border-bottom:1px solid #dfe5eb;display:flex;gap:24px;padding:12px 24px}.box{background:#fff;border-radius:10px;margin:12px 24px;padding:16px 20px;box-shadow:0 1px 4px #0002}.k{color:#8796a5;font-size:.85em;display:block}.gr{display:grid;grid-template-columns:repeat(4,1fr);gap:14px 24px}.av{background:#c7d8ea;color:#345;border-radius:50%;width:2.6em;height:2.6em;display:inline-flex;align-items:center;justify-content:center;margin-right:10px}.pill{background:#e6f4ea;color:#14713a;border-radius:9px;padding:1px 9px;font-size:.85em}table{background:#fff}th{color:#8796a5;border-width:0 0 1px}td{border-width:0 0 1px;border-color:#eef1f4}</style>"
TEXT = "<style>body{background:#0000a8;color:#d8d8d8}table{background:transparent}pre{font-family:'DejaVu Sans Mono';font-size:15px;line-height:1.2;margin:4px 8px}b{color:#fff}i{font-style:normal;color:#fefe54}u{text-decoration:none;background:#00a8a8;color:#000}</style>"
DARK = "<style>body{background:#1b1d23;color:#cfd3dc}table{background:transparent}.l{background:#14161a;width:240px;padding:10px;flex:none}.l p{padding:5px 6px;border-radius:5px}.l .on{background:#2f6fed;color:#fff}.mut{color:#7d8494;font-size:.88em}.msg{background:#262a33;border-radius:10px;padding:8px 12px;margin:6px 0;max-width:640px}.me{background:#2b4f8f;margin-left:auto}</style>"


class FromLists(NewerScreens):
    """Makes pages about people whose surnames come from the whole list, rare ones too."""

    def __init__(self, part: str, seed: int) -> None:
        super().__init__("eighth", seed)
        self.part = part
        self.random = random.Random(f"strange {part} {seed}")
        self.maker.random = random.Random(f"people of {part} {seed}")
        for path in COMMON:
            content = tomllib.loads((DATA / path).read_text(encoding="utf-8"))
            for key, value in content.items():
                more = value.strip().split("|") if "|" in value else value.split()
                self.maker.names[key] = [*self.maker.names[key], *more]
        self.maker.names["surnames"] = surnames()

    def ini_only(self) -> str:
        """Return two letters, as a round picture without a photograph has them: nobody is known by those."""
        return self.maker.called("ini", "nomn", self.maker.person())

    def frame_of(self, label: str, value: str) -> str:
        return f"<div><span class=k>{label}</span>{value}</div>"


def surnames() -> list[str]:
    """Return surnames that at least a few people have."""
    found = []
    for names, genders, counts in columns(names_of_people() / "surnames.parquet", "text", "gender", "count"):
        for name, gender, count in zip(names, genders, counts, strict=True):
            word = bytes(name or b"").decode("utf-8", "replace").strip()
            if LIST.fullmatch(word) and int(count or 0) >= KNOWN and gender != b"f" and not OUT.search(word):
                found.append(word)
    return sorted(found)


class StrangeScreens(FromLists):
    """Makes the pages; each method is one. A method ending in `_clean` has nobody on it."""

    # -- the ninth set: programs of the desk ---------------------------------------------------------------------------

    def windows(self) -> str:
        heads = "<tr><th>&nbsp;</th><th>Карта №</th><th>Фам.</th><th>Имя</th><th>Отч.</th><th>Рожд.</th><th>Страх. №</th><th>Уч.</th><th>Прим.</th></tr>"
        rows = "".join(
            "<tr class={}><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>".format(
                "s" if i == 3 else "e", "▶" if i == 3 else "", self.v("mrn"), *self.person(), self.v("dob"), self.v("snils"), self.n(1, 30), self.any("", "", "льгота", "инв. 2 гр.", "см. архив"))
            for i in range(13)
        )  # fmt: skip
        s, n, p = self.person()
        edit = f"<div class=w style='position:absolute;left:46%;top:46%;width:430px'><div class=t>Правка записи</div><div style='padding:8px;display:grid;grid-template-columns:1fr 1fr 1fr;gap:4px 8px'>{''.join(f'<div>{k}<br><span class=in style=width:100%>{x}</span></div>' for k, x in (('Фамилия', s), ('Имя', n), ('Отчество', p), ('Дата рожд.', self.v('dob')), ('Полис сер./ном.', self.v('oms')), ('Тел.', self.v('phone')), ('Паспорт', self.v('passport')), ('Пол', 'Ж'), ('Соц. группа', 'работ.')))}</div><div class=m><span class=btn>OK</span><span class=btn>Отмена</span></div></div>"
        return f"{BEVEL}<div class=w><div class=t>Регистратура 4.2 — [Картотека]</div><div class=m><span>Файл</span><span>Картотека</span><span>Журналы</span><span>Сервис</span><span>Окна</span></div><div class=w><div class=t>Картотека: найдено 13</div><div class=m>Искать: <span class=in>{self.v('s')}</span> <span class=btn>Найти</span></div><table>{heads}{rows}</table></div><div class=w style='width:52%'><div class=t>Посещения</div><table><tr><th>Дата</th><th>К врачу</th><th>Каб.</th><th>Цель</th></tr>{self.rows([self.day, lambda: self.v('sini'), lambda: self.n(100, 420), lambda: self.one('services')], 8)}</table></div></div>{edit}<div class=sb style='position:fixed;bottom:0'><span>{self.v('sini')}</span><span>Каб. 12</span><span>БД: REG_MAIN</span><span>Запись 4 из 13</span></div>"

    def onec_list(self) -> str:
        rows = self.rows([self.ago, lambda: "ПЦ-" + self.n(10000, 99999), lambda: self.v("fio"), lambda: self.one("departments"), lambda: self.v("sini"), lambda: self.n(500, 9000) + ",00", lambda: self.v("fi")], 16, on=5)  # fmt: skip
        return f"{ONEC}<div class=t>Реализация медицинских услуг (1С:Предприятие)</div><div class=c><span class=y>Создать</span><span>Найти…</span><span>Отменить поиск</span><span>Печать ▾</span><span>Ещё ▾</span></div><table><tr><th>Дата ↓</th><th>Номер</th><th>Контрагент</th><th>Подразделение</th><th>Ответственный</th><th>Сумма</th><th>Комментарий</th></tr>{rows}</table><div class=c>Всего: 16 &nbsp; Пользователь: {self.v('fi')}</div>"

    def onec_card(self) -> str:
        pairs = [("Физ. лицо:", self.v("fio")), ("Код:", "00-" + self.n(100000, 999999)), ("Рождён(а):", self.v("dob")), ("Пол:", self.any("М", "Ж")), ("Мобильный:", self.v("phone")), ("E-mail:", self.v("email")), ("Прописан(а):", self.v("addr")), ("ИНН ФЛ:", self.v("inn")), ("СНИЛС:", self.v("snils")), ("Удостоверение:", "Паспорт РФ " + self.v("passport")), ("Полис:", self.v("oms")), ("Основной врач:", self.v("sini"))]  # fmt: skip
        log = self.rows([self.ago, lambda: self.any("Создание", "Изменение", "Проведение"), lambda: self.v("fi"), lambda: self.any("Телефон: ", "Был: ") + self.v("phone")], 6)  # fmt: skip
        kin = self.rows([lambda: self.any("Мать", "Отец", "Опекун", "Сестра"), lambda: self.v("fio"), lambda: self.v("dob"), lambda: self.v("phone")], 3)  # fmt: skip
        return f"{ONEC}<div class=t>{self.v('fio')} (Пациент)</div><div class=c><span class=y>Записать и закрыть</span><span>Записать</span><a>Документы</a><a>Договоры</a><a>Файлы</a></div><div class=g>{''.join(f'<label>{k}</label><i>{x}</i>' for k, x in pairs)}</div><div class=c>Родственники</div><table><tr><th>Степень родства</th><th>Кто</th><th>Дата рожд.</th><th>Связь</th></tr>{kin}</table><div class=c>История изменений</div><table><tr><th>Период</th><th>Событие</th><th>Пользователь</th><th>Данные</th></tr>{log}</table>"

    def refused(self) -> str:
        def text() -> str:
            return self.any(
                f"Отказ в регистрации: пациент {self.v('fio')} ({self.v('dob')}) не найден в МПИ",
                f"INVALID_SNILS: {self.v('snils')} не соответствует ФИО {self.v('FIO')}",
                f"Подписант {self.v('fio')} отсутствует в ФРМР, СНИЛС {self.v('snils')}",
                f"Полис {self.v('oms')} недействителен на {self.day()}",
                "NOT_UNIQUE_PROVIDED_ID: документ уже зарегистрирован",
                f"Дублирование записи: {self.v('sini')} и {self.v('sini')}, д.р. {self.v('dob')}",
                "ASYNC_RESPONSE_TIMEOUT: ответ не получен за 60 с",
            )  # fmt: skip

        rows = self.rows([self.ago, lambda: self.any("СЭМД beta 112", "Эпикриз 5", "Протокол консультации", "Справка 086/у"), lambda: self.v("sini"), lambda: self.any("Ошибка", "Отказ", "Принят"), text], 11, on=2)  # fmt: skip
        box = f"<div class=dialog><h3>Ошибка отправки</h3><div>Документ по пациенту {self.v('fio')}, {self.v('dob')} г.р., не зарегистрирован.<br><br>Ответ РЭМД: значение [{self.v('snils')}] элемента patient/snils не прошло проверку.<p><span class=btn>Закрыть</span></p></div></div>"
        return self.frame(f"<table><tr><th>Отправлен</th><th>Вид</th><th>Кто подписал</th><th>Итог</th><th>Ответ</th></tr>{rows}</table>{box}", title="Журнал РЭМД", side=False)  # fmt: skip

    def blue(self) -> str:
        def line() -> str:
            s = self.v("sini")
            pad = " " * max(1, 22 - len(re.sub("<[^>]+>", "", s)))
            born = self.gold(f"{self.n(10, 29)}.0{self.n(1, 10)}.{self.n(1935, 2015)}", "DOB")
            number = self.gold(self.n(10000, 99999), "MRN")
            return f"│ {number} │ {s}{pad}│ {born} │ {self.any('Терапия  ', 'Хирургия ', 'Неврол.  ', 'Гинекол. ')}│ {self.any('I10  ', 'J18.9', 'K29.3')} │ {self.v('snils')}"

        body = "\n".join(f"<u>{line()}</u>" if i == 4 else line() for i in range(19))
        return f"{TEXT}<pre><i>╔═══ СТАЦИОНАР v3.11 ═══════════════════ {self.day()} ═══╗</i>\n  Движение больных     Отделение: все\n├───────┼────────────────────────┼────────────┼──────────┼───────┼─────────\n│ № ИБ  │ Больной                │ Дата рожд. │ Отделение│ МКБ   │ СНИЛС\n├───────┼────────────────────────┼────────────┼──────────┼───────┼─────────\n{body}\n└───────┴────────────────────────┴────────────┴──────────┴───────┴─────────\n<i> Выбран: </i>{self.v('FIO')}  <i>р.</i> {self.v('dob')}  <i>Леч. вр.:</i> {self.v('sini')}\n\n F1 Помощь  F2 Запись  F3 Поиск  F5 Печать  F8 Удалить  Esc Выход</pre>"

    def web_profile(self) -> str:
        s, n, p = self.person()
        pairs = [("Родился", self.v("dob")), ("Мобильный", self.v("phone")), ("Электронная почта", self.v("email")), ("Постоянная регистрация", self.v("addr")), ("Страховой полис", self.v("oms")), ("СНИЛС", self.v("snils")), ("Удостоверение личности", self.v("passport")), ("Участковый терапевт", self.v("fi")), ("Группа здоровья", "II"), ("Номер карты", self.v("mrn")), ("Работодатель", "ООО «Вектор»"), ("Пол", "мужской")]  # fmt: skip
        who = "".join(f"<tr><td><span class=av>{self.ini_only()}</span>{self.v('fi')}</td><td>{self.one('roles')}</td><td>{self.v('phone')}</td><td><span class=pill>{self.any('на связи', 'был вчера', 'отпуск')}</span></td></tr>" for _ in range(6))  # fmt: skip
        return f"{AIRY}<div class=top><span>Здоровье Регион</span><span>Пациенты</span><span>Талоны</span><span>Документы</span><span style='margin-left:auto'>{self.v('fi')}</span></div><div class=box><span class=av>{self.ini_only()}</span><span style='font-size:1.5em'>{n} {p} {s}</span> <span class=pill>прикреплён</span></div><div class='box gr'>{''.join(self.frame_of(k, x) for k, x in pairs)}</div><div class=box><div style='font-size:1.2em'>Команда ведения</div><table>{who}</table></div><div class=box>{self.one('texts')} Последнее изменение: {self.v('sini')}, {self.ago()}</div>"

    def settings_clean(self) -> str:
        pairs = "".join(f"<label>{self.one('settings')}</label><i>{self.any('Да', 'Нет', '30', 'D:/EXCH', '10.2.1.14', 'utf-8')}</i>" for _ in range(16))  # fmt: skip
        return f"{ONEC}<div class=t>Настройки обмена</div><div class=c><span class=y>Записать</span><span>Проверить</span></div><div class=g>{pairs}</div><table><tr><th>Дата</th><th>Модуль</th><th>Сообщение</th></tr>{self.rows([self.ago, lambda: self.one('modules'), lambda: self.one('errors')], 9)}</table>"

    def windows_clean(self) -> str:
        rows = self.rows([lambda: self.n(1, 900), lambda: self.one("services"), lambda: self.n(100, 9000) + ",00", self.day, lambda: self.one("departments")], 16, on=2)  # fmt: skip
        return f"{BEVEL}<div class=w><div class=t>Прейскурант 2.0</div><div class=m><span>Файл</span><span>Правка</span><span>Вид</span></div><table><tr><th>Код</th><th>Услуга</th><th>Цена</th><th>С даты</th><th>Кто оказывает</th></tr>{rows}</table></div><div class=sb><span>Записей: 16</span><span>Каб. 4</span></div>"

    # -- the tenth set: everything else that stands on a screen --------------------------------------------------------

    def messenger(self) -> str:
        people = "".join(f"<p class={'on' if i == 2 else 'x'}>{self.v('fi')}<br><span class=mut>{self.any('ок, приму', 'когда результаты?', 'талон на 14:20', 'спасибо!')}</span></p>" for i in range(9))  # fmt: skip
        s, n, p = self.person()
        said = [
            f"Здравствуйте, это {n} {s}, прикреплена к вам. Мой полис {self.v('oms')}",
            f"{n} {p}, добрый день. Уточните дату рождения и телефон",
            f"{self.v('dob')}, телефон {self.v('phone')}",
            f"Нашла вас: карта {self.v('mrn')}, адрес {self.v('addr')}. Верно?",
            "Да, верно. Запишите, пожалуйста, к неврологу",
            f"Записала к {self.gold(self.maker.called('sini', 'datv', self.maker.person()), 'PERSON')} на {self.day()} {self.time()}",
            f"И ребёнка тоже: {self.v('fio')}, {self.v('dob')}",
        ]
        chat = "".join(f"<div class='msg {'me' if i % 2 else 'x'}'>{text}<br><span class=mut>{self.time()}</span></div>" for i, text in enumerate(said))  # fmt: skip
        return f"{DARK}<div style='display:flex;height:100%'><div class=l>{people}</div><div style='padding:14px;flex:1'><div style='font-size:1.2em'>{s} {n}</div><span class=mut>была в сети в {self.time()} · {self.v('phone')}</span>{chat}</div></div>"

    def beds(self) -> str:
        def ward(number: int) -> str:
            beds = "".join(f"<div style='border:1px solid #9ab;padding:4px 6px;background:{self.any('#fff', '#eef7ee', '#fff6e5')}'><small>{number}-{i}</small> {self.v('sini')}<br><small>{self.n(18, 90)} л., и/б {self.v('mrn')}, {self.one('diagnoses')[:5]}</small></div>" if self.random.random() < 0.85 else "<div style='border:1px dashed #9ab;padding:4px 6px'><small>свободна</small></div>" for i in range(1, 5))  # fmt: skip
            return f"<div style='padding:5px'><b>Палата {number}</b> ({self.any('муж', 'жен')})<div style='display:grid;grid-template-columns:1fr 1fr;gap:4px'>{beds}</div></div>"

        return f"<style>body{{background:#e9eef3;color:#123}}table{{background:transparent}}</style><div style='padding:6px'>Коечный фонд · {self.one('departments')} · деж. врач {self.v('sini')}</div><div style='display:grid;grid-template-columns:repeat(3,1fr)'>{''.join(ward(number) for number in range(301, 310))}</div>"

    def analysis(self) -> str:
        s, n, p = self.person()
        rows = self.rows([lambda: self.one("tests"), lambda: self.n(1, 200) + "," + self.n(0, 9), lambda: self.one("units"), lambda: f"{self.n(1, 50)} – {self.n(51, 200)}", lambda: self.any("", "↑", "↓")], 15)  # fmt: skip
        queue = self.rows([lambda: self.n(10**7, 10**8), lambda: self.v("FIO"), lambda: self.any("Готов", "В работе", "Брак"), lambda: self.any("ОАК", "БХ", "ИФА")], 15, on=1)  # fmt: skip
        return f"<style>body{{background:#fff;color:#222}}table{{background:transparent}}tr.s td{{background:#cde}}</style><div style='display:grid;grid-template-columns:2fr 3fr;gap:8px;padding:6px'><div><table><tr><th>Штрих-код</th><th>Обследуемый</th><th>Статус</th><th>Группа</th></tr>{queue}</table></div><div><div style='background:#eef;padding:6px'><b>{s} {n} {p}</b>, {self.any('муж.', 'жен.')}, {self.v('dob')}; ИБ {self.v('mrn')}; отд.: {self.one('departments')}; направил: {self.v('sini')}</div><table><tr><th>Показатель</th><th>Результат</th><th>Ед.</th><th>Норма</th><th></th></tr>{rows}</table><p>Исследование выполнил(а): {self.v('sini')}&nbsp;&nbsp; Валидировал(а): {self.v('sini')}</p></div></div>"

    def program_text(self) -> str:
        def one() -> str:
            s, n, p = self.person()
            born, number = self.gold(self.maker._dobiso()[0], "DOB"), self.v("snils")
            contacts = f'"{self.v("phone")}", "{self.v("email")}"'
            more = f'"doctor": "{self.v("sini")}", "status": "{self.any("NEW", "DONE", "ERR")}"'
            return f'  {{\n    "id": {self.n(1000, 99999)},\n    "person": {{ "surname": "{s}", "name": "{n}", "patronymic": "{p}" }},\n    "birth": "{born}", "snils": "{number}",\n    "contacts": [{contacts}],\n    {more}\n  }}'

        soap = f"&lt;pat:Patient&gt;\n  &lt;pat:FamilyName&gt;{self.person()[0]}&lt;/pat:FamilyName&gt;\n  &lt;pat:GivenName&gt;{self.person()[1]}&lt;/pat:GivenName&gt;\n  &lt;pat:BirthDate&gt;{self.gold(self.maker._dobiso()[0], 'DOB')}&lt;/pat:BirthDate&gt;\n  &lt;pat:Snils&gt;{self.v('snils')}&lt;/pat:Snils&gt;\n&lt;/pat:Patient&gt;\n2026-11-02 {self.time()}:11 ERROR [http-8] c.m.rir.Client - fault for patient {self.v('fio')}"
        return f"<style>body{{background:#1e1e1e;color:#d4d4d4}}table{{background:transparent}}pre{{font-family:'DejaVu Sans Mono';font-size:13px}}</style><div style='padding:4px 10px;background:#333'>GET /api/v2/patients?status=ERR — 200 OK, 41 ms</div><div style='display:flex;gap:30px;padding:8px'><pre>[\n{','.join(one() for _ in range(4))}\n]</pre><pre>{soap}</pre></div>"

    def preview(self) -> str:
        return f"<style>body{{background:#525659}}table{{background:transparent}}.pg{{background:#fff;color:#000;width:720px;margin:10px auto;padding:30px 40px;font-family:'Liberation Serif';font-size:15px;line-height:1.6}}u{{text-decoration:none;border-bottom:1px solid #000}}</style><div style='background:#323639;color:#eee;padding:6px 12px'>napravlenie_{self.n(100, 999)}.pdf &nbsp; 1 / 1 &nbsp; 100 %</div><div class=pg><div style='text-align:center'>{self.one('hospitals')}<br><b>НАПРАВЛЕНИЕ № {self.n(100, 9999)}</b><br>на госпитализацию, обследование, консультацию</div>1. Номер страхового полиса ОМС <u>{self.v('oms')}</u><br>2. Фамилия, имя, отчество <u>{self.v('fio')}</u><br>3. Дата рождения <u>{self.v('dob')}</u><br>4. Адрес постоянного места жительства <u>{self.v('addr')}</u><br>5. Место работы, должность <u>пенсионер</u><br>6. Код диагноза по МКБ <u>{self.one('diagnoses')}</u><br>7. Контактный телефон <u>{self.v('phone')}</u><br>Должность медицинского работника, направившего больного <u>{self.one('roles')}</u><br>Ф.И.О. <u>{self.v('sini')}</u> &nbsp; подпись ________<br>Заведующий отделением <u>{self.v('sini')}</u><br>{self.day()}</div>"

    def floating(self) -> str:
        s, n, p = self.person()
        pairs = [("Фамилия *", s), ("Имя *", n), ("Отчество", p), ("Дата рождения *", self.v("dob")), ("Телефон", self.v("phone")), ("Эл. почта", self.v("email")), ("СНИЛС", self.v("snils")), ("Серия и номер паспорта", self.v("passport")), ("Номер полиса ОМС", self.v("oms")), ("Адрес проживания", self.v("addr")), ("Контактное лицо", self.v("fi")), ("Комментарий", self.one("texts")[:40])]  # fmt: skip
        box = "".join(f"<div style='position:relative;border:1px solid #b0bec5;border-radius:6px;padding:10px 12px'><span style='position:absolute;top:-.7em;left:10px;background:#fff;color:#78909c;font-size:.8em;padding:0 4px'>{k}</span>{x}</div>" for k, x in pairs)  # fmt: skip
        warn = f"<div style='background:#fdecea;color:#8a1c12;padding:10px 14px;margin:0 0 18px'>Похожая карта уже есть: {self.v('fio')}, {self.v('dob')}, {self.v('addr')}. Открыть?</div>"
        return f"<style>body{{background:#fff;color:#263238}}table{{background:transparent}}</style><div style='padding:24px'><h2>Новый пациент</h2>{warn}<div style='display:grid;grid-template-columns:1fr 1fr 1fr;gap:22px'>{box}</div><p><span class=btn>Создать</span> <span class=btn>Проверить по ЕРЗ</span></p></div>"

    def queries_clean(self) -> str:
        lines = "\n".join(f"2026-11-{self.n(10, 28)} {self.time()}:0{self.n(1, 9)} {self.any('INFO', 'WARN', 'ERROR')} {self.one('modules')} {self.one('errors')}" for _ in range(22))  # fmt: skip
        return f"<style>body{{background:#1e1e1e;color:#d4d4d4}}table{{background:transparent}}pre{{font-family:'DejaVu Sans Mono';font-size:13px;padding:10px}}</style><pre>$ systemctl status mis-gateway\n● mis-gateway.service - MIS gateway\n   Active: failed (Result: exit-code)\n{lines}</pre>"


PEOPLE = {
    "ninth": ("windows", "onec_list", "onec_card", "refused", "blue", "web_profile"),
    "tenth": ("messenger", "beds", "analysis", "program_text", "preview", "floating"),
}
CLEAN = {"ninth": ("settings_clean", "windows_clean"), "tenth": ("queries_clean", "settings_clean")}
