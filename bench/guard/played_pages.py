"""Recordings like those a guard is judged by, and a long one: what `moving_pages.py` has, drawn by another hand.

A list of visits that scrolls, a search with a window that is moved over its hits, a dark log before a card; and five
minutes of an ordinary call for help: mostly nothing moves, now and then somebody scrolls, types or opens a window.
"""

import html

from bench.guard.moving_pages import Stage

MORE_CSS = """
.visits{font-size:1em}.visit{display:grid;grid-template-columns:56px 290px 96px 150px 170px 1fr 90px;gap:8px;padding:5px 4px;border-bottom:1px solid var(--line);background:var(--panel);white-space:nowrap;overflow:hidden}
.visit.top{background:var(--head);font-weight:600}.hit{padding:4px 8px;background:var(--panel);border-bottom:1px dotted var(--line)}.hit small{opacity:.75;margin-left:14px}
.two{display:grid;grid-template-columns:1fr 1fr;gap:4px 26px;background:var(--panel);padding:12px}.two div{display:flex;flex-direction:column;margin:5px 0}.two small{opacity:.7}
.side{position:absolute;right:10px;top:10px;width:250px;background:var(--panel);padding:8px;border:1px solid var(--line)}
"""
WORK = ("Приём терапевта", "Перевязка", "УЗИ почек", "Холтер", "Справка 086", "Вакцинация", "Забор крови", "Выписка")
STATES = ("ожидает", "на приёме", "не явился", "завершён")


class Play(Stage):
    """One play with new people."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed, "fifth")

    def visits(self, rows: int) -> str:
        heads = ("Время", "Пациент", "Д. рожд.", "СНИЛС", "Телефон", "Услуга", "Статус")
        lines = [f"<div class='visit top'>{''.join(f'<span>{one}</span>' for one in heads)}</div>"]
        for number in range(rows):
            cells = (
                f"{8 + number // 6:02d}:{number % 6}0", self.one(self.random.choice(("fio", "fio", "sini"))), self.one("dob"),
                self.one("snils"), self.one("phone"), self.random.choice(WORK), self.random.choice(STATES),
            )  # fmt: skip
            lines.append(f"<div class=visit>{''.join(f'<span>{one}</span>' for one in cells)}</div>")
        return f"<div id=list class=visits>{''.join(lines)}</div>"

    def hits(self, rows: int) -> str:
        return "".join(
            f"<div class=hit id=h{n}>{self.one('fio')}<small>{self.one('dob')} г. р., полис {self.one('oms')}, участок {n + 3}</small></div>"
            for n in range(rows)
        )

    def lines(self, count: int) -> str:
        said = (
            lambda: (
                f"[worker-{self.random.randrange(9)}] INFO  ru.lis.Result - результат для {self.one('sini')} записан"
            ),
            lambda: f"[http-{self.random.randrange(40)}] DEBUG ru.api.Session - вход {self.one('s')}, роль регистратор",
            lambda: f"[queue] WARN  ru.remd.Sender - документ не принят, snils={self.one('snils')}",
            lambda: "[timer] INFO  ru.core.Timer - задание выполнено за 412 мс, записей 18",
            lambda: f"[sms] INFO  ru.notify.Sms - отправлено на {self.one('phone')}",
            lambda: f"[http-{self.random.randrange(40)}] ERROR ru.reg.Card - пациент {self.one('fio')} уже есть",
        )
        return "<pre>" + "\n".join(
            f"2026-11-{3 + n // 40:02d} 09:{n * 7 % 60:02d}:{n * 13 % 60:02d},{n * 37 % 1000:03d} {self.random.choice(said)()}" for n in range(count)
        ) + "</pre>"  # fmt: skip

    def sheet(self) -> str:
        pairs = (
            ("Ф. И. О.", self.one("fio")), ("Родился", self.one("dob")), ("СНИЛС", self.one("snils")), ("Полис", self.one("oms")),
            ("Мобильный", self.one("phone")), ("Проживает", self.one("addr")), ("Кто звонил", self.one("fio")), ("Его телефон", self.one("phone")),
            ("Отделение", "Травматология"), ("Вид помощи", "плановая"), ("Диагноз", "S82.6 Перелом наружной лодыжки"), ("Исход", "улучшение"),
        )  # fmt: skip
        return (
            "<div class=two>"
            + "".join(f"<div><small>{name}</small><span>{value}</span></div>" for name, value in pairs)
            + "</div>"
        )

    def typed(self, number: int, slot: str) -> tuple[str, str]:
        """Return a field that waits to be typed into, and what will be."""
        self.count += 1
        value, label = self.made(slot)
        return (
            f'<b style="font-weight:inherit" id=f{number} data-v="{self.count}" data-k="{label}" data-whole="{html.escape(value)}"></b>',
            value,
        )

    # -- the plays -----------------------------------------------------------------------------------------------------

    def wheel(self, frames: int):
        at, steps = 0, []
        for number in range(frames):
            at += self.random.choice((0, 0, 30, 60, 60)) if number % 24 < 18 else 0
            steps.append(f"scroll({at})")
        return self.page(self.visits(90), bar="Поликлиника · Журнал записи"), steps

    def seek(self, frames: int):
        field, value = self.typed(0, "s")
        steps = ["0"] * 3
        for at in range(1, len(value) + 1):
            steps += [f"type(0,{value[:at]!r})", "".join(f"hide('#h{n}');" for n in range(max(2, 13 - at), 13)) or "0"]
        x, y = 90, 60
        steps += [f"dialog({x},{y})", "fade('#dialog',.6)", "fade('#dialog',1)"]
        while len(steps) < frames:
            if len(steps) % 9 < 6:
                x, y = x + self.random.randrange(5, 34), y + self.random.randrange(-9, 17)
            steps.append(f"put('#dialog',{x},{y})")
        window = f"<div class=window id=dialog hidden><h4>Назначить приём</h4><div class=in>{self.card()}</div></div>"
        return self.page(
            f"<div class=field><label>Найти</label><i>{field}</i></div>{self.hits(13)}{window}", bar="Регистратура"
        ), steps[:frames]

    def logcard(self, frames: int):
        half, at, steps = frames * 6 // 11, 0, []
        for number in range(frames):
            at += self.random.choice((0, 0, 17, 34, 68)) if number < half else 0
            steps.append(f"shift('#t0',{at})" if number < half else "tab(1)")
        inside = f"<section id=t0>{self.lines(120)}</section><section id=t1 hidden>{self.sheet()}</section><nav></nav>"
        return self.page(inside, bar="Журнал сервера приложений"), steps

    def call(self, frames: int):
        """Five minutes: a list, a search typed by hand, a window, a card; nothing moves for most of the time."""
        fields = [self.typed(n, slot) for n, slot in enumerate(("s", "fio", "phone", "snils", "dob"))]
        form = "".join(f"<div class=field><label>{name}</label><i>{one[0]}</i></div>" for name, one in zip(("Найти", "Пациент", "Телефон", "СНИЛС", "Дата рождения"), fields, strict=True))  # fmt: skip
        steps, at, turn = ["tab(0)"], 0, 0
        while len(steps) < frames:
            turn += 1
            what = turn % 6
            if what in {1, 4}:
                for _ in range(60):
                    at = (at + self.random.choice((0, 6, 12, 18))) % 1500
                    steps.append(f"scroll({at})")
            elif what == 2:
                number = turn // 6 % len(fields)
                steps.append("tab(1)")
                for letters in range(1, len(fields[number][1]) + 1):
                    steps += [f"type({number},{fields[number][1][:letters]!r})", "0", "0", "0"]
            elif what == 3:
                x, y = self.random.randrange(40, 600), self.random.randrange(20, 260)
                steps += [f"dialog({x},{y})", "fade('#dialog',.5)", "fade('#dialog',1)"] + ["0"] * 50
                for _ in range(25):
                    x, y = x + 6, y + 2
                    steps.append(f"put('#dialog',{x},{y})")
                steps += ["0"] * 40 + ["hide('#dialog')"]
            else:
                steps.append(f"tab({(0, 2)[what == 5]})")
            steps += ["0"] * self.random.randrange(100, 300)
            if what in {3, 5}:
                steps.append("tab(0)")
        window = f"<div class=window id=dialog hidden><h4>Карточка</h4><div class=in>{self.card()}</div></div>"
        inside = f"<section id=t0>{self.visits(80)}</section><section id=t1 hidden>{form}{self.hits(9)}</section><section id=t2 hidden>{self.sheet()}{self.lines(12)}</section><nav></nav>{window}"
        return self.page(inside, bar="МИС · Звонок в поддержку"), steps[:frames]


MORE_SCRIPT = "window.shift = (one, at) => { $(one).style.marginTop = -at + 'px'; };"
