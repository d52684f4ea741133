"""A stage for looking at the design system: pages rendered through the real environment, served under the real CSP."""

import datetime
import functools
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from csp.utils import build_policy
from django.conf import settings
from jinja2 import ChoiceLoader, FileSystemLoader

from priyom.base import clock
from priyom.base.jinja import environment
from priyom.base.shell import NavGroup, NavItem, Shell

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent / "look"
STATIC = {
    "base": ROOT / "priyom/base/static/base",
    "desk": ROOT / "priyom/desk/static/desk",
    "django_htmx": Path(find_spec("django_htmx").origin).parent / "static/django_htmx",
}
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
NOW = datetime.datetime(2026, 3, 17, 11, 22, tzinfo=datetime.UTC)
SPRITE = (ROOT / "priyom/base/jinja2/base/_sprite.html").read_text()
ICONS = [part.split('"')[0] for part in SPRITE.split('id="i-')[1:]]

GROUPS = [
    ("Сейчас", [
        (1, "критичная", "Врачи не входят после перезапуска", "Северобережная ОБ · вход", "−12 мин", "late", "линия 3", True, False),
        (2, "высокая", "Не формируется реестр за февраль", "Озёрская РБ · ОМС", "38 мин", "soon", "", True, False)]),
    ("Сегодня", [
        (2, "высокая", "Протокол консультации не регистрируется", "Залесская ЦРБ · ЭМД", "17:47", "", "интеграции", False, True),
        (3, "обычная", "МЧД главврача не находится", "Кожвендиспансер · ЭДО", "17:30", "", "заявитель", False, False)]),
    ("Дальше", [
        ("waiting", "ждём", "ЭМД двое суток без ответа РЭМД", "Озёрская РБ · ЭМД", "ср 12:00", "held", "поддержка ЕГИСЗ", False, False),
        (4, "низкая", "Учётная запись для нового рентгенолога", "ГП № 4, Берёзов · доступ", "ср 12:30", "", "", True, False)]),
]  # fmt: skip


def shell_of(page):
    """Everything around a page, as the rooms would fill it in."""
    if page.startswith("portal"):
        lines = [NavItem(label="Заявки больницы", url="#", current=True), NavItem(label="Ответы", url="#")]
        return Shell(nav=[NavGroup("", lines)], person="Сафина Г. Р.", person_url="#")
    mine = [("Моя работа", 17, "inbox", True), ("Консультации", 3, "consult", False), ("Напоминания", 2, "reminder", False)]
    line = [("Просрочены", 1, "warning", False), ("Без владельца", 9, "user", False), ("Все открытые", 187, "list", False)]
    return Shell(
        nav=[
            NavGroup("Мои", [NavItem(label=a, url="#", count=n, icon=i, current=c) for a, n, i, c in mine]),
            NavGroup("Линия 1", [NavItem(label=a, url="#", count=n, icon=i, current=c, alarm=a == "Просрочены") for a, n, i, c in line]),
        ],
        tabs=[
            NavItem(label="Моя работа", url="#list", icon="inbox", count=17, current=True),
            NavItem(label="Очередь", url="#", icon="list", count=187),
            NavItem(label="Найти", url="/search", icon="find"),
        ],
        search_url="/search", palette_url="/palette", pulse_url="/pulse", person="Анна Лебедева", person_url="#", person_note="смена до 18:00",
    )  # fmt: skip


@functools.cache
def stage_environment():
    env = environment(autoescape=True)
    env.loader = ChoiceLoader([FileSystemLoader(HERE), FileSystemLoader(ROOT / "priyom/base/jinja2")])
    return env


def render(page):
    """Render a page of the stage at a fixed moment."""
    clock.set_now(NOW)
    try:
        return stage_environment().get_template(page + ".html").render(
            shell=shell_of(page), csrf_token="stage-token", icons=ICONS, groups=GROUPS, soon=NOW + datetime.timedelta(minutes=38)
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
PHRASES = [("Попробуйте «Переформировать по текущему справочнику».", "Обход до релиза"), ("Ждём обновление 5.3.2.", "Ждём релиз")]


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
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        asked = query.get("q", "")
        if address.path.startswith("/static/"):
            _, _, room, rest = address.path.split("/", 3)
            file = STATIC[room] / rest
            return self.answer(file.read_bytes(), TYPES[file.suffix]) if file.is_file() else self.answer("", status=404)
        if address.path == "/options":
            return self.answer(options(asked, "value", PLACES))
        if address.path == "/palette":
            return self.answer(options(asked, "href", [("/desk#" + value, text) for value, text in PLACES]))
        if address.path == "/expand":
            return self.answer(options(asked, "insert", PHRASES if query["kind"] != "people" else [("@timur ", "Тимур Ахметов")]))
        if address.path == "/pulse":
            self.server.posted.append(("pulse", query))
            return self.answer('<span hx-swap-oob="innerHTML:#live">пульс</span>', Pulse_Since="9")
        name = address.path.strip("/")
        if (HERE / f"{name}.html").is_file():
            return self.answer(render(name))
        return self.answer("", status=404)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posted.append((self.path, body.decode(errors="replace")))
        if self.path == "/upload":
            self.server.tokens.append(self.headers.get("X-CSRFToken"))
            return self.answer('<li class="file"><span class="name">принят</span><input type="hidden" name="uploads" value="u1"><button type="button" data-remove>x</button></li>')
        if self.path == "/draft":
            return self.answer("черновик 14:21")
        return self.answer(json.dumps({"ok": True}), "application/json")


def open_stage():
    """Start the stage on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stage)
    server.posted, server.tokens = [], []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
