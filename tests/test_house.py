"""The house keeps its own rules."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import get_resolver

from priyom.base import events
from tests.house_rules import RULES

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "priyom"
PY = [path for path in sorted(PACKAGE.rglob("*.py")) if "migrations" not in path.parts]
TEMPLATES = sorted(PACKAGE.rglob("jinja2/**/*.html"))
LONGEST = 500
RUSSIAN = re.compile("[А-Яа-яЁё]")


def told(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_knows_good_from_bad(rule):
    assert all(rule.breaches(line) for line in rule.bad)
    assert not any(rule.breaches(line) for line in rule.good)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_is_kept(rule):
    files = [path for path in PACKAGE.rglob("*") if path.suffix in rule.endings and "migrations" not in path.parts]
    broken = [
        f"{told(path)}:{line}"
        for path in files
        if not told(path).startswith(rule.excused or ("\0",))
        for line in rule.breaches(path.read_text(encoding="utf-8"))
    ]
    assert not broken


def test_russian_in_code_stands_in_comments_and_examples_only():
    """Strings that reach a screen are English and translated; a docstring or comment may quote the screen."""
    broken = []
    for path in PY:
        if path.is_relative_to(PACKAGE / "privacy" / "detectors"):
            continue  # what a Russian name or address looks like is said in Russian
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        docs = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        broken += [
            f"{told(path)}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docs
            and RUSSIAN.search(node.value)
            and RUSSIAN.search(ast.get_source_segment(text, node) or "")  # what is escaped does not read so
        ]
    assert not broken


def test_no_file_is_too_long():
    long = [
        f"{told(path)}: {n}"
        for path in [*PY, *TEMPLATES]
        if (n := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    ]
    assert not long


def test_every_module_says_what_it_decides():
    bare = [
        told(path)
        for path in PY
        if path.stat().st_size
        and not path.read_text(encoding="utf-8").removeprefix("#!/usr/bin/env python3\n").startswith('"""')
    ]
    assert not bare


@pytest.mark.parametrize(
    "name", ["desk", "privacy", *(f"privacy/{each}" for each in ("detectors", "documents", "pictures", "recordings"))]
)
def test_the_guide_of_a_large_room_names_all_that_stands_there(name):
    room = PACKAGE / name
    left_out = {"__init__", "__pycache__", "jinja2", "static", "locale", "migrations", "data"}
    stands = {path.stem for path in room.iterdir() if path.is_dir() or path.suffix == ".py"} - left_out
    guide = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8")))
    assert stands <= set(re.findall(r"\w+", guide)), stands - set(re.findall(r"\w+", guide))


def test_styles_and_scripts_stay_small():
    css = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in PACKAGE.rglob("static/**/*.css"))
    js = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in PACKAGE.rglob("static/**/*.js")}
    assert css <= 3000, css
    elements = {path: lines for path, lines in js.items() if "customElements.define" in path.read_text("utf-8")}
    assert sum(elements.values()) <= 1500, sum(elements.values())
    assert sum(js.values()) <= 2000, sum(js.values())
    assert not [told(path) for path, lines in js.items() if lines > 150]


def test_every_address_in_the_templates_exists():
    names = set(_names(get_resolver()))
    used = {
        (told(path), found)
        for path in TEMPLATES
        for found in re.findall(r"(?<![\w.])url\(\s*[\"']([\w:-]+\w)[\"']", path.read_text(encoding="utf-8"))
    }
    assert not {(path, name) for path, name in used if name not in names}


def test_every_template_can_be_read():
    from django.template import engines

    environment = engines["jinja2"].env
    for path in TEMPLATES:
        environment.parse(path.read_text(encoding="utf-8"), name=told(path))


def test_catalogues_are_complete():
    from babel.messages.pofile import read_po

    gaps = []
    for path in PACKAGE.glob("*/locale/ru/LC_MESSAGES/django.po"):
        with path.open("rb") as text:
            for message in read_po(text, locale="ru"):
                whole = message.string if isinstance(message.string, str) else all(message.string)
                if message.id and (not whole or message.fuzzy):
                    gaps.append(f"{told(path)}: {message.id!r}")
    assert not gaps


def test_every_kind_of_event_says_what_of_it_is_personal():
    assert events.kinds()
    assert all(
        isinstance(kind.personal, tuple) and str(kind.sentence) and kind.icon for kind in events.kinds().values()
    )


def test_an_unregistered_kind_cannot_be_recorded(ticket, anna):
    with pytest.raises(ValueError, match="not registered"):
        events.record("ticket.eaten", ticket, by=anna)


@pytest.mark.django_db
def test_migrations_are_complete_and_have_one_end():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_icon_that_is_asked_for_is_drawn():
    sprite = (PACKAGE / "base/jinja2/base/_sprite.html").read_text(encoding="utf-8")
    drawn = set(re.findall(r'id="i-([\w-]+)"', sprite))
    asked = {
        found
        for path in TEMPLATES
        for found in re.findall(r"(?<![\w.])icon\(\s*[\"']([\w-]+)[\"']", path.read_text(encoding="utf-8"))
    }
    asked |= {kind.icon for kind in events.kinds().values()}
    assert asked <= drawn, asked - drawn


def test_rooms_are_installed():
    assert {"base", "people", "privacy", "desk", "knowledge", "channels", "insight"} <= {
        app.label for app in apps.get_app_configs()
    }


def _names(resolver, prefix=""):
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from _names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif entry.name:
            yield prefix + entry.name
