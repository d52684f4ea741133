"""Why a file is not shown is said in a sentence that fits it."""

import re
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext

import priyom.privacy
from priyom.privacy.accepted import refusal_of
from priyom.privacy.sentences import SENTENCES, sentence_of

# What a person can do nothing about, or what is not to be told apart: the sentence for everything else fits.
COMMON = {"leak", "unwritten", "not_a_text", "no_reading_data"}


def test_every_reason_has_its_sentence():
    code = Path(priyom.privacy.__file__).parent.rglob("*.py")
    given = {each for path in code for each in re.findall(r'Refused\(\s*"(\w+)"', path.read_text(encoding="utf-8"))}
    assert len(given) > 10
    assert given - set(SENTENCES) == COMMON


def test_a_text_that_is_too_long_is_not_called_a_recording():
    assert sentence_of("too_long") == sentence_of("too_large") != sentence_of("recording_too_long")


def test_a_program_is_refused_in_words_that_do_not_repeat_themselves():
    with translation.override("ru"):
        said = f"{gettext('This file is not taken.')} {refusal_of('setup.exe', b'MZ')}"
    assert said == "Этот файл не принимаем. Это программа или скрипт. Пришлите картинку, документ или архив."
