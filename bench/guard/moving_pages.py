"""Pages of medical information systems that move: what each play does to the page from frame to frame (`fresh_recordings.py`)."""

import html
import random

from bench.guard.fresh_pages import OtherPeople

CSS = """
*{box-sizing:border-box}html{background:var(--bg)}body{margin:0;background:var(--bg);color:var(--ink);overflow:hidden;height:100vh;position:relative}
header{background:var(--bar);color:var(--barink);padding:6px 12px;display:flex;gap:14px;align-items:center}
nav{display:flex;border-bottom:1px solid var(--line)}nav a{padding:5px 14px;border:1px solid var(--line);border-bottom:0;background:var(--head)}nav a.on{background:var(--panel);font-weight:600}
.body{padding:10px;position:relative;height:calc(100vh - 34px);overflow:hidden}
table{border-collapse:collapse;background:var(--panel);width:100%}th,td{border:1px solid var(--line);padding:3px 6px;text-align:left;white-space:nowrap}th{background:var(--head);font-weight:600}tr.hover td{background:var(--pick);color:var(--pickink)}
.field{display:flex;gap:8px;align-items:center;margin:5px 0}.field label{width:150px;flex:none;text-align:right}.field i{font-style:normal;border:1px solid var(--line);background:var(--panel);padding:3px 6px;min-width:330px;min-height:1.9em;white-space:pre}
.caret{display:inline-block;width:1px;height:1.1em;background:var(--ink);vertical-align:text-bottom}
.window{position:absolute;background:var(--panel);border:1px solid var(--ink);box-shadow:0 4px 18px #0007;width:460px}.window h4{margin:0;background:var(--bar);color:var(--barink);padding:4px 8px;font-size:1em}.window div.in{padding:8px}
.hint{position:absolute;background:#ffffe1;color:#000;border:1px solid #777;padding:2px 6px}
pre{margin:0;font-family:'DejaVu Sans Mono';font-size:12px;line-height:1.4;background:var(--panel)}
#mouse{position:absolute;width:12px;height:19px;z-index:99}#shade{position:absolute;inset:0;background:#0006;z-index:5}
"""
THEMES = {
    "light": "--bg:#eef1f5;--panel:#fff;--ink:#20262e;--line:#c5ccd6;--head:#e3e8ef;--bar:#2b5797;--barink:#fff;--pick:#cfe3ff;--pickink:#111",
    "dark": "--bg:#16191d;--panel:#1f2429;--ink:#d7dde4;--line:#3a424b;--head:#262c33;--bar:#0f1114;--barink:#e6e6e6;--pick:#2f4a6d;--pickink:#fff",
    "grey": "--bg:#d4d0c8;--panel:#fff;--ink:#000;--line:#9a968e;--head:#d4d0c8;--bar:#0a246a;--barink:#fff;--pick:#0a246a;--pickink:#fff",
}
MOUSE = '<svg id="mouse" viewBox="0 0 12 19"><path d="M0 0v16l4-4 3 7 2-1-3-7h6z" fill="#fff" stroke="#000"/></svg>'


class Stage:
    """One play: a page, and a step for each frame as a piece of script."""

    def __init__(self, seed: int, part: str = "fourth") -> None:
        self.maker = OtherPeople(part, seed)
        self.random = random.Random(f"moving {seed}")
        self.count = 0

    def v(self, value: str, label: str) -> str:
        self.count += 1
        return f'<b style="font-weight:inherit" data-v="{self.count}" data-k="{label}">{html.escape(value)}</b>'

    def made(self, slot: str) -> tuple[str, str]:
        value, label = self.maker.value(slot, "nomn", [self.maker.person()] * 2)
        return value, label

    def one(self, slot: str) -> str:
        return self.v(*self.made(slot))

    def row(self, number: int) -> str:
        cells = (
            str(number), self.one("fio"), self.one("dob"), self.one("snils"), self.one("oms"), self.one("phone"),
            self.random.choice(("Терапия", "Хирургия", "Кардиология", "Приёмное")), self.random.choice(("новая", "в работе", "закрыта")),
        )  # fmt: skip
        return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"

    def table(self, rows: int) -> str:
        heads = ("№", "ФИО пациента", "Дата рождения", "СНИЛС", "Полис ОМС", "Телефон", "Отделение", "Статус")
        lines = "".join(self.row(number) for number in range(1, rows + 1))
        return f'<table id="list"><tr>{"".join(f"<th>{one}</th>" for one in heads)}</tr>{lines}</table>'

    def card(self) -> str:
        pairs = (
            ("Пациент", self.one("fio")), ("Дата рождения", self.one("dob")), ("СНИЛС", self.one("snils")),
            ("Полис", self.one("oms")), ("Телефон", self.one("phone")), ("Адрес", self.one("addr")),
            ("Отделение", "Неврология"), ("Диагноз", "G43.0 Мигрень без ауры"),
        )  # fmt: skip
        return "".join(f"<div class=field><label>{name}</label><i>{value}</i></div>" for name, value in pairs)

    def log(self, lines: int) -> str:
        said = (
            lambda: f"INFO  пациент {self.one('sini')} принят, карта обновлена",
            lambda: "DEBUG очередь отправки: 14 документов, ошибок нет",
            lambda: f"ERROR РЭМД отказал: СНИЛС {self.one('snils')} не найден",
            lambda: "WARN  таймаут соединения с сервером печати 30 с",
            lambda: f"INFO  звонок с номера {self.one('phone')}",
        )
        return (
            "<pre>"
            + "\n".join(f"12:{n // 60:02d}:{n % 60:02d} " + self.random.choice(said)() for n in range(lines))
            + "</pre>"
        )

    def page(self, inside: str, *, bar: str = "МИС «Аврора» · Регистратура") -> str:
        return f"<header>{bar}</header><div class=body id=body>{inside}</div>"

    # -- the plays: each returns the page and one script for each frame -----------------------------------------------

    def typing(self, frames: int):
        names = (("Фамилия", "s"), ("Имя", "n"), ("Отчество", "p"), ("Дата рождения", "dob"), ("СНИЛС", "snils"), ("Телефон", "phone"), ("Пациент", "fio"), ("Отделение", ""))  # fmt: skip
        fields, steps = "", []
        for number, (name, slot) in enumerate(names):
            self.count += 1
            value, label = self.made(slot) if slot else ("Травматология", "")
            mark = f'data-v="{self.count}" data-k="{label}" data-whole="{html.escape(value)}"' if label else ""
            fields += f'<div class=field><label>{name}</label><i><b style="font-weight:inherit" id=f{number} {mark}></b></i></div>'
            at = 0
            while at < len(value):
                if at > 3 and self.random.random() < 0.06:
                    steps.append(f"type({number},{value[: at - 1]!r})")
                at += self.random.choice((1, 1, 1, 2))
                steps.append(f"type({number},{value[:at]!r})")
        return self.page(f"<h3>Новый пациент</h3>{fields}"), steps[:frames]

    def search(self, frames: int):
        rows = self.table(14)
        value = self.maker.person().surname
        self.count += 1
        find = f'<div class=field><label>Поиск пациента</label><i><b style="font-weight:inherit" id=f0 data-v="{self.count}" data-k=PERSON data-whole="{value}"></b></i></div>'
        steps = ["0"] * 4
        for at in range(1, len(value) + 1):
            steps += [f"type(0,{value[:at]!r})", f"keep({max(1, 14 - 2 * at)})"]
        return self.page(find + rows), (steps + ["0"] * frames)[:frames]

    def dialogs(self, frames: int):
        steps = []
        for number in range(frames):
            turn = number % 14
            if turn == 4:
                steps.append(f"dialog({self.random.randrange(40, 700)},{self.random.randrange(20, 380)})")
            elif 4 < turn < 7:
                steps.append(f"fade('#dialog',{(turn - 4) / 3})")
            elif turn == 7:
                steps.append("fade('#dialog',1)")
            elif turn == 12:
                steps.append("fade('#dialog',.5)")
            elif turn == 13:
                steps.append("hide('#dialog')")
            else:
                steps.append("0")
        inside = (
            self.table(18)
            + f"<div class=window id=dialog hidden><h4>Карточка пациента</h4><div class=in>{self.card()}</div></div>"
        )
        return self.page(inside), steps

    def windows(self, frames: int):
        first = (
            f'<div class=window id=w1 style="left:60px;top:60px"><h4>Карта</h4><div class=in>{self.card()}</div></div>'
        )
        second = f'<div class=window id=w2 style="left:480px;top:180px"><h4>Журнал событий</h4><div class=in style="overflow:hidden">{self.log(9)}</div></div>'
        x, y, steps = 480, 180, []
        dx, dy = -11, 7
        for _ in range(frames):
            x, y = x + dx, y + dy
            if x < 10 or x > 700:
                dx = -dx
            if y < 10 or y > 300:
                dy = -dy
            steps.append(f"put('#w2',{x},{y})")
        return self.page(first + second), steps

    def tabs(self, frames: int):
        parts = (self.table(12), self.card(), self.log(16))
        inside = "<nav><a>Список</a><a>Карта</a><a>Журнал</a></nav>" + "".join(
            f"<section id=t{n} hidden>{part}</section>" for n, part in enumerate(parts)
        )
        at, steps = 0, []
        for _ in range(frames):
            if self.random.random() < 0.25:
                at = (at + self.random.choice((1, 2))) % 3
            steps.append(f"tab({at})")
        return self.page(inside), steps

    def pointer(self, frames: int):
        x, y, steps = 400.0, 60.0, []
        for _ in range(frames):
            x, y = (x + self.random.randrange(-20, 45)) % 1100, (y + self.random.randrange(2, 16)) % 560
            steps.append(f"mouse({x:.0f},{y:.0f})")
        return self.page(self.table(20) + "<div class=hint id=hint hidden>Двойной щелчок откроет карту</div>"), steps

    def zoom(self, frames: int):
        steps = []
        for number in range(frames):
            level = (1, 1, 1, 1.03, 1.07, 1.1, 1.1, 1.1, 1.17, 1.25, 1.25, 1.25, 1.1, 1)[number % 14]
            steps.append(f"zoom({level})")
        return self.page(self.card() + self.table(10)), steps

    def scroll(self, frames: int):
        at, steps = 0, []
        for _ in range(frames):
            at += self.random.choice((0, 3, 7, 12, 12, 18))
            steps.append(f"scroll({at})")
        return self.page(self.table(70)), steps

    def dense(self, frames: int):
        at, steps = 0, []
        for number in range(frames):
            at += 45 if number % 6 == 0 else 0
            steps.append(f"scroll({at})")
        return self.page(self.table(80)), steps

    def fades(self, frames: int):
        steps = []
        for number in range(frames):
            turn = number % 20
            level = 1 if turn < 6 else 1 - (turn - 5) / 5 if turn < 10 else (turn - 9) / 5 if turn < 15 else 1
            steps.append(
                f"tab({number // 20 % 2 if turn < 10 else (number // 20 + 1) % 2});"
                f"fade('#body',{max(0.02, min(1, level)):.2f})"
            )
        inside = f"<section id=t0>{self.table(14)}</section><section id=t1 hidden>{self.card()}{self.log(8)}</section><nav></nav>"
        return self.page(inside), steps


SCRIPT = """
var $ = (one) => document.querySelector(one);
window.type = (n, text) => { const at = document.getElementById('f' + n); at.textContent = text; document.querySelector('.caret')?.remove(); at.insertAdjacentHTML('afterend', '<s class=caret></s>'); };
window.keep = (n) => [...document.querySelectorAll('#list tr')].forEach((row, at) => { row.hidden = at > n; });
window.dialog = (x, y) => { const one = $('#dialog'); one.hidden = false; one.style.cssText = `left:${x}px;top:${y}px;opacity:.2;z-index:9`; };
window.fade = (one, level) => { $(one).style.opacity = level; };
window.hide = (one) => { $(one).hidden = true; };
window.put = (one, x, y) => { $(one).style.left = x + 'px'; $(one).style.top = y + 'px'; };
window.tab = (n) => { document.querySelectorAll('section').forEach((one, at) => { one.hidden = at !== n; }); document.querySelectorAll('nav a').forEach((one, at) => one.classList.toggle('on', at === n)); };
window.zoom = (level) => { $('#body').style.zoom = level; };
window.scroll = (at) => { $('#list').style.marginTop = -at + 'px'; };
window.mouse = (x, y) => { const m = $('#mouse'); m.style.left = x + 'px'; m.style.top = y + 'px'; m.style.display = 'none'; const over = document.elementFromPoint(x, y); m.style.display = '';
  document.querySelectorAll('tr.hover').forEach((row) => row.classList.remove('hover')); over?.closest('tr')?.classList.add('hover');
  const hint = $('#hint'); if (hint) { hint.hidden = (x | 0) % 3 > 0; hint.style.left = x + 14 + 'px'; hint.style.top = y + 16 + 'px'; } };
"""
# Where each value and each other word can be seen: stretches of a word that nothing covers.
SEEN = """() => {
  const mouse = document.querySelector('#mouse'); if (mouse) mouse.style.pointerEvents = 'none';
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
  const faint = (node) => { let level = 1; for (let one = node; one; one = one.parentElement) level *= +getComputedStyle(one).opacity; return level; };
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const holder = node.parentElement.closest('[data-v]'), level = faint(node.parentElement);
    if (level < .3 || !node.parentElement.offsetParent) continue;
    for (const word of node.textContent.matchAll(/[^\\s]+/g)) {
      range.setStart(node, word.index); range.setEnd(node, word.index + word[0].length);
      for (const r of range.getClientRects()) {
        const y = r.top + r.height / 2, step = Math.max(2, r.width / 16), parts = [];
        for (let x = r.left + step / 2; x < r.right; x += step) {
          const over = document.elementFromPoint(x, y);
          if (over && (over === node.parentElement || node.parentElement.contains(over))) parts.push([x - step / 2, step]);
        }
        if (parts.length) found.push({v: holder?.dataset.v ?? null, k: holder?.dataset.k ?? null, text: word[0], said: holder?.textContent ?? '', whole: holder?.dataset.whole ?? null, y: r.top, h: r.height, w: r.width, parts});
      }
    }
  }
  return found;
}"""
