import ast
import string
from pathlib import Path

import pytest

from priyom.base import wording
from priyom.base.wording import Refusal, say

PACKAGE = Path(wording.__file__).parents[1]
SPEAKERS = {"say", "Refusal", "ConfigError", "PostgresError", "setting", "Child", "_explained"}


def sentences():
    """Every English sentence the program says on a terminal, found in the code."""
    for path in PACKAGE.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        if "wording" not in source and "supervisor" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in SPEAKERS:
                yield from (arg.value for arg in node.args[:2] if isinstance(arg, ast.Constant) and _is_text(arg.value))
            if isinstance(node, ast.Assign) and any(getattr(t, "id", "") in ("text", "COMMANDS") for t in node.targets):
                yield from (c.value for c in ast.walk(node.value) if isinstance(c, ast.Constant) and _is_text(c.value))


def _is_text(value):
    return isinstance(value, str) and (" " in value or value.isupper()) and not value.startswith(("-", "priyom."))


def _fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_everything_said_on_a_terminal_has_a_russian_twin():
    missing = sorted({text for text in sentences() if text and text not in wording.russian()})
    assert not missing, "\n".join(missing)


def test_no_russian_sentence_is_left_over():
    assert set(wording.russian()) <= set(sentences()) | {"?"} | _short_words()


def _short_words():
    source = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    return {text for text in wording.russian() if f'say("{text}"' in source}


@pytest.mark.parametrize(("english", "russian"), list(wording.russian().items()))
def test_both_languages_name_the_same_facts(english, russian):
    assert _fields(english) == _fields(russian)


def test_the_language_is_that_of_the_terminal(monkeypatch):
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")
    assert say("Stopping …") == "Останавливаюсь…"
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert say("Stopping …") == "Stopping …"
    assert str(Refusal("port {port} is busy", port=80)) == "port 80 is busy"
