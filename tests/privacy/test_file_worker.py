"""The worker of one file: a picture or a document has so much of the processor and no more."""

import os
import resource

import pytest

from priyom.privacy import file_worker
from priyom.privacy.file_worker import mask_apart
from priyom.privacy.files import FileReport
from priyom.privacy.masking import People
from priyom.privacy.rules import Rules


@pytest.fixture
def given():
    def make(content):
        number = os.memfd_create("given")
        os.write(number, content)
        return number

    return make


def answer_of(given, name, seconds=600):
    answer, _made = mask_apart(None, given, People(b"k" * 32), Rules(), name=name, seconds=seconds, say=print)
    return answer["report"]


def test_a_document_that_takes_too_long_is_refused_however_long_one_would_wait(monkeypatch, given):
    def endless(*_given, **_named):
        while True:
            pass

    monkeypatch.setattr(file_worker, "mask_with", endless)
    monkeypatch.setattr(file_worker, "CPU_SECONDS", 1)
    report = answer_of(given(b"one;two\n"), "list.csv")
    assert (report["status"], report["reason"]) == ("refused", "too_slow")


@pytest.mark.parametrize(
    ("content", "length", "seconds", "allowed"),
    [
        (b"one;two\n", 50, 600, 20),
        (b"%PDF-1.7\n", 50, 600, 20),
        (b"one;two\n", 50, 7, 7),
        (b"\0\0\0\x18ftypisom", 50, 600, 300),
        (b"\0\0\0\x18ftypisom", 1, 600, 20),
        (b"\0\0\0\x18ftypisom", 300, 600, 600),
    ],
)
def test_a_recording_has_its_length_times_six(monkeypatch, given, content, length, seconds, allowed):
    from priyom.privacy.recordings import length as lengths

    def told(*_given, **_named):
        soft, _hard = resource.getrlimit(resource.RLIMIT_CPU)
        return FileReport("clean", reason=str(soft))

    monkeypatch.setattr(file_worker, "mask_with", told)
    monkeypatch.setattr(lengths, "length_of", lambda _source: length)
    assert answer_of(given(content), "a.csv", seconds)["reason"] == str(allowed)


def test_a_recording_that_cannot_be_opened_has_no_length(tmp_path):
    from priyom.privacy.recordings.length import length_of

    broken = tmp_path / "a.mp4"
    broken.write_bytes(b"\0\0\0\x18ftypisom")
    assert length_of(broken) == 0
