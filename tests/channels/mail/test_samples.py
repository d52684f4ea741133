"""Real programs' letters, where they are at hand: each keeps its words, loses its dangers and is of the right sort."""

import json
from pathlib import Path

import pytest

from priyom.channels.mail.letter import Kind
from priyom.channels.mail.reading import read

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "mails"
MANIFEST = FOLDER / "manifest.json"
CASES = json.loads(MANIFEST.read_text(encoding="utf-8"))["mail"] if MANIFEST.exists() else []


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_sample(case):
    told = read((FOLDER / case["file"]).read_bytes())

    everything = f"{told.subject}\n{told.text}\n{told.quoted}"
    for word in [case.get("body_has", []), case.get("subject_any", [])[:1]]:
        assert all(each in everything for each in word)
    for bad in case.get("html_lacks", []):
        assert bad not in (told.html + told.quoted_html).lower()
    assert all(each not in told.subject for each in case.get("subject_lacks", []))
    if "attachments_count" in case:
        assert len(told.files) == case["attachments_count"]
    if "attachments_count_any" in case:
        assert len(told.files) in case["attachments_count_any"]
    if "from_addr" in case:
        assert [each.address for each in told.senders] == [case["from_addr"]]
    if case["outcome"] in {"ticket", "append"}:
        assert told.hold == ""
        assert told.kind == Kind.PERSON
    assert all(word in told.text for word in case.get("reply_has", []))
    assert all(word not in told.text and word in told.quoted for word in case.get("reply_lacks", []))
    if case.get("no_reopen"):
        assert told.kind not in {Kind.PERSON, Kind.EMPTY}


def test_there_are_samples_or_none():
    assert len(CASES) == len(list(FOLDER.glob("*.eml"))), "every letter of the folder has its line in the manifest"
