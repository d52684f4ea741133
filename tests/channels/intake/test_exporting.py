"""The journal of letters, taken away as a file: in the background, narrowed as its page, without formulas."""

import csv
import io
import json
import zipfile

import pytest

from priyom.base.errors import NotAllowed
from priyom.channels.intake.filing import file_waiting
from priyom.desk.models import Ticket
from priyom.people.actions.exports import ask_export, take_export
from tests.channels.intake.test_filing import came, letter


@pytest.fixture
def taken(run_reactions):
    def take(user, form, **filters):
        export = ask_export("letters", by=user, format=form, filters=filters)
        run_reactions()
        return take_export(export.pk, by=user)[1].read_bytes()

    return take


@pytest.fixture
def some(cast):
    """A ticket, an absence, and a letter that nobody can file."""
    for octets in (
        letter(sender="zoya@clinic.example", subject="=1+1", id="<one@clinic.example>"),
        letter(sender="yakov@clinic.example", Auto_Submitted="auto-replied"),
        letter(sender="zoya@clinic.example, boss@clinic.example", subject="Двое"),
    ):
        came(octets)
    file_waiting(most=10)
    came(letter())


def test_the_journal_is_taken_away_in_each_form(taken, adam, some):
    told = json.loads(taken(adam, "json"))
    assert [row["outcome"] for row in told] == ["waiting", "held", "suppressed", "ticket"]
    assert told[-1] | {"message_id": "<one@clinic.example>", "subject": "=1+1", "reason": "new"} == told[-1]
    assert told[-1]["ticket"] == Ticket.objects.get().number
    in_words = list(csv.DictReader(io.StringIO(taken(adam, "csv").decode("utf-8-sig")), delimiter=";"))
    assert [row["Почему"] for row in in_words] == [
        "",
        "названо несколько отправителей",
        "автоответ",
        "",
    ]
    assert in_words[-1]["Тема"] == "'=1+1"
    with zipfile.ZipFile(io.BytesIO(taken(adam, "xlsx"))) as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()


def test_it_is_narrowed_as_its_page_is(taken, adam, some, as_):
    assert [row["outcome"] for row in json.loads(taken(adam, "json", outcome="held"))] == ["held"]
    assert [row["outcome"] for row in json.loads(taken(adam, "json", outcome="waiting"))] == ["waiting"]
    assert len(json.loads(taken(adam, "json", q="one@clinic.example"))) == 1
    assert len(json.loads(taken(adam, "json", outcome="'; drop", nonsense="1"))) == 4
    page = as_(adam).get("/settings/letters?outcome=held&q=zoya@clinic.example").content.decode()
    assert "list=letters&amp;outcome=held&amp;q=zoya%40clinic.example" in page


def test_only_who_looks_after_letters_may(cast, some, as_):
    for stranger in (cast.anna, cast.zoya, cast.pavel):
        with pytest.raises(NotAllowed):
            ask_export("letters", by=stranger, format="csv", filters={})
        assert as_(stranger).get("/exports/new/?list=letters").status_code in {403, 404}
