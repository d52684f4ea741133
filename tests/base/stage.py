"""A stage for the design system: pages rendered by the real environment, served under the real policy."""

import functools
import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from csp.utils import build_policy
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import engines
from jinja2 import ChoiceLoader, FileSystemLoader

from priyom.base import clock
from priyom.base.jinja import environment
from priyom.base.shell import NavGroup, NavItem, Shell

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent / "look"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
SIGN_IN = """{% extends "account/base.html" %}{% block content %}<h1>Вход</h1><form method="post">
<div class="field"><label for="l">Логин</label><input class="input" id="l" name="login"></div>
<button class="btn btn--main btn--wide">Войти</button></form>{% endblock %}"""
NOW = datetime(2026, 3, 17, 11, 22, tzinfo=UTC)
SPRITE = (ROOT / "priyom/base/jinja2/base/_sprite.html").read_text()
ICONS = [part.split('"')[0] for part in SPRITE.split('id="i-')[1:]]

LINES = """
Сейчас | critical | критичная | Врачи не входят после сбоя | Северобережная ОБ | −12 мин | late | линия 3
Сейчас | high | высокая | Не формируется реестр за февраль | Озёрская РБ · ОМС | 38 мин | soon |
Сегодня | high | высокая | Протокол консультации не уходит | Залесская ЦРБ | 17:47 | | интеграции
Сегодня | normal | обычная | МЧД главврача не находится | Кожвендиспансер · ЭДО | 17:30 | | заявитель
Дальше | waiting | ждём | ЭМД двое суток без ответа РЭМД | Озёрская РБ · ЭМД | ср 12:00 | held | ЕГИСЗ
Дальше | low | низкая | Учётная запись для рентгенолога | ГП № 4, Берёзов · доступ | ср 12:30 | |
"""


def groups():
    """Rows of the list by group; the unread stand first, the open one is the protocol."""
    rows = [[cell.strip() for cell in line.split("|")] for line in LINES.strip().splitlines()]
    told = [(*row, row[7] == "", "Протокол" in row[3]) for row in rows]
    return [(name, [row[1:] for row in told if row[0] == name]) for name in ("Сейчас", "Сегодня", "Дальше")]


def shell_of(page):
    """Everything around a page, as the rooms would fill it in."""
    if page.startswith("portal"):
        lines = [NavItem(label="Заявки больницы", url="#", current=True), NavItem(label="Ответы", url="#")]
        return Shell(nav=[NavGroup("", lines)], person="Сафина Г. Р.", person_url="#")
    mine = [("Моя работа", 17, "inbox"), ("Консультации", 3, "consult"), ("Напоминания", 2, "reminder")]
    line = [("Просрочены", 1, "warning"), ("Без владельца", 9, "user"), ("Все открытые", 187, "list")]
    return Shell(
        nav=[NavGroup("Мои", views(mine)), NavGroup("Линия 1", views(line))],
        tabs=views([*mine[:1], *line[2:]]),
        search_url="/search",
        palette_url="/palette",
        pulse_url="/pulse",
        person="Анна Лебедева",
        person_url="#",
        person_note="смена до 18:00",
    )


def views(lines):
    return [
        NavItem(label=label, url="#", count=count, icon=icon, current=count == 17, alarm=count == 1)
        for label, count, icon in lines
    ]


@functools.cache
def stage_environment():
    env = environment(autoescape=True)
    env.loader = ChoiceLoader([FileSystemLoader(HERE), FileSystemLoader(ROOT / "priyom/base/jinja2")])
    return env


def render(page):
    """Render a page of the stage at a fixed moment."""
    if page == "account":
        return engines["django"].from_string(SIGN_IN).render({})
    clock.set_now(NOW)
    try:
        return (
            stage_environment()
            .get_template(page + ".html")
            .render(
                shell=shell_of(page),
                csrf_token="stage-token",
                icons=ICONS,
                groups=groups(),
                soon=NOW + timedelta(minutes=38),
                title="Ничего нет",
                status=404,
                sentences=[],
            )
        )
    finally:
        clock.set_now(None)


def options(query, key, texts):
    template = stage_environment().from_string(
        '{% import "base/_ui.html" as ui with context %}{% for o in found %}{{ ui.option(**o) }}{% endfor %}'
    )
    found = [{"text": text, key: value} for value, text in texts if query.lower() in text.lower()]
    return template.render(found=found)


PLACES = [("1", "Берёзовская ЦРБ"), ("2", "Заречная РБ"), ("4", "Залесская ЦРБ"), ("5", "Озёрская РБ")]
PHRASES = [
    ("Попробуйте «Переформировать по текущему справочнику».", "Обход до релиза"),
    ("Ждём обновление 5.3.2.", "Ждём релиз"),
]
COLLEAGUES = [("@timur ", "Тимур Ахметов")]
SERVERS = {
    "options": lambda query: options(query["q"], "value", PLACES),
    "palette": lambda query: options(query["q"], "href", [("/desk#" + value, text) for value, text in PLACES]),
    "expand": lambda query: options(query["q"], "insert", COLLEAGUES if query["kind"] == "people" else PHRASES),
}
TAKEN = """<li class="file"><span class="name">принят</span><input type="hidden" name="uploads" value="u1">
<button type="button" data-remove>x</button></li>"""


class Stage(BaseHTTPRequestHandler):
    """Answers pages, static files and the small servers the elements talk to; remembers what was posted."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, body, kind="text/html; charset=utf-8", status=200, **headers):
        raw = body if isinstance(body, bytes) else body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(raw)))
        self.send_header("Content-Security-Policy", build_policy(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(raw)

    def do_GET(self):
        address = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(address.query, keep_blank_values=True).items()}
        place = address.path.strip("/")
        if address.path.startswith(settings.STATIC_URL):
            self.answer_file(address.path.removeprefix(settings.STATIC_URL))
        elif place == "favicon.ico":
            self.answer("", status=204)
        elif place in SERVERS:
            self.answer(SERVERS[place](query))
        elif place == "pulse":
            self.server.posted.append(("pulse", query))
            self.answer('<span hx-swap-oob="innerHTML:#live">пульс</span>', Pulse_Since="9")
        elif place == "account" or (HERE / f"{place}.html").is_file():
            self.answer(render(place))
        else:
            self.answer("", status=404)

    def answer_file(self, name):
        found = finders.find(name)
        self.answer(Path(found).read_bytes() if found else b"", TYPES[Path(name).suffix], 200 if found else 404)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posted.append((self.path, body.decode(errors="replace")))
        if self.path == "/upload":
            self.server.tokens.append(self.headers.get("X-CSRFToken"))
            return self.answer(TAKEN)
        if self.path == "/draft":
            return self.answer("черновик 14:21")
        return self.answer(json.dumps({"ok": True}), "application/json")


def open_stage():
    """Start the stage on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stage)
    server.posted, server.tokens = [], []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
