"""What was hidden is kept as kind, place and confidence beside the message, and shown where the message is shown."""

import io
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from priyom.base import clock
from priyom.base.clock import now
from priyom.base.errors import Invalid
from priyom.base.requests import end_request, start_request
from priyom.desk.actions.files import add_file
from priyom.desk.actions.messages import add_note, comment
from priyom.desk.actions.reminders import set_reminder
from priyom.desk.actions.tickets import rename_ticket, resolve_ticket
from priyom.desk.demo.play import Play, Step
from priyom.desk.models import Message, Ticket
from priyom.privacy.files import Finding, Place
from priyom.privacy.found import looking
from priyom.privacy.found.keeping import keep_file_findings
from priyom.privacy.found.queries import hidden_in
from priyom.privacy.models import FileLook, Screening
from tests.cast import open_ticket

SAID = "Пациент Иванов Пётр Сергеевич, СНИЛС 112-233-445 95, не открывается карта. Иванову нужен приём."
VALUES = ("Иванов", "Пётр", "Сергеевич", "112-233-445")


@pytest.fixture
def _guarded(settings):
    settings.PRIYOM = replace(settings.PRIYOM, guard="on")
    start_request()
    yield
    end_request()


pytestmark = pytest.mark.usefixtures("_guarded")


def test_findings_are_kept_with_the_message_and_hold_no_value(cast):
    ticket = open_ticket(cast.zoya, body=SAID)
    kept = Screening.objects.get(ticket_id=ticket.pk)
    message = Message.objects.get(ticket=ticket)
    assert (kept.message_id, kept.author, kept.region_id) == (message.pk, cast.zoya, ticket.region_id)
    assert kept.organisation == cast.clinic
    assert kept.kinds == ["PERSON", "SNILS"]
    assert [(field, kind) for field, kind, *_place in kept.places] == [
        ("body", "PERSON"), ("body", "SNILS"), ("body", "PERSON"),
    ]  # fmt: skip
    start, end = next(place[2:4] for place in kept.places if place[1] == "SNILS")
    assert SAID[start:end] == "112-233-445 95"
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(s)::text FROM privacy_screening s")
        assert not any(value in row for (row,) in cursor.fetchall() for value in VALUES)


def test_a_clean_message_counts_too_and_shows_no_mark(cast, as_):
    ticket = open_ticket(cast.zoya)
    comment(ticket.number, by=cast.zoya, body="Всё ещё не печатает.")
    assert list(Screening.objects.values_list("hidden", flat=True)) == [0, 0]
    assert "hidden-data" not in as_(cast.anna).get(f"/desk/tickets/{ticket.number}").text


def test_what_was_refused_leaves_no_findings(cast):
    ticket = open_ticket(cast.zoya)
    Screening.objects.all().delete()
    with pytest.raises(Invalid):
        comment(ticket.number, by=cast.zoya, body=SAID + "я" * 100_001)
    comment(ticket.number, by=cast.zoya, body="Спасибо.")
    assert Screening.objects.get().hidden == 0


def test_both_faces_say_what_was_hidden(cast, as_):
    number = open_ticket(cast.zoya, body=SAID).number
    add_note(number, by=cast.anna, body="Звонить Петровой Марии Ильиничне.")
    desk, portal = (
        as_(cast.anna).get(f"/desk/tickets/{number}").text,
        as_(cast.zoya).get(f"/portal/tickets/{number}").text,
    )
    for page in (desk, portal):
        assert "скрыто: ФИО, СНИЛС" in page
        assert '<span class="masked">Пациент 1</span>' in page
        assert not any(value in page for value in VALUES)
    assert desk.count("hidden-data") == 2
    assert portal.count("hidden-data") == 1


def test_the_mark_costs_one_question_however_many_messages(cast, as_):
    number = open_ticket(cast.zoya, body=SAID).number
    for n in range(8):
        comment(number, by=cast.zoya, body=f"{SAID} Ещё раз {n}.")
    for page in (f"/portal/tickets/{number}", f"/desk/tickets/{number}"):
        reader = as_(cast.zoya if "portal" in page else cast.anna)
        with CaptureQueriesContext(connection) as asked:
            reader.get(page)
        assert sum("privacy_screening" in (query["sql"] or "") for query in asked) == 1


def test_what_was_read_once_more_adds_to_what_was_hidden_before(cast):
    ticket = open_ticket(cast.zoya, body=SAID)
    first = Screening.objects.get()
    facts = {"at": first.at, "channel": "portal", "ticket_id": ticket.pk, "message_id": first.message_id}
    Screening.objects.create(kinds=["OMS"], hidden=1, places=[["body", "OMS", 0, 5, 99]], **facts)
    assert hidden_in([ticket.pk])[first.message_id].names == ["ФИО", "СНИЛС", "полис ОМС"]


def test_a_subject_cut_from_the_body_is_not_counted_twice(cast):
    ticket = open_ticket(cast.zoya, body=SAID, subject="")
    assert Ticket.objects.get(pk=ticket.pk).subject
    assert Screening.objects.get(ticket_id=ticket.pk).hidden == 3


def test_a_look_at_a_file_is_written_down_once_in_ten_minutes_and_told_in_the_trail(cast, as_, settings, monkeypatch):
    moment = now()
    monkeypatch.setattr(looking, "now", lambda: moment)  # ten minutes may end between two looks
    settings.PRIYOM = replace(settings.PRIYOM, guard="off")
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "PNG")
    ticket = open_ticket(cast.zoya)
    token = uuid.uuid4()
    attachment = add_file(SimpleUploadedFile("экран.png", picture.getvalue()), by=cast.zoya, token=token)
    comment(ticket.number, by=cast.zoya, body="Вот снимок.", token=token)
    reader = as_(cast.anna)
    for _time in range(2):
        reader.get(f"/files/{attachment.pk}")
        reader.get(f"/files/{attachment.pk}/preview")
    looks = FileLook.objects.filter(user=cast.anna).order_by("pk").values_list("how", "file_id")
    assert list(looks) == [("taken", attachment.screened_id), ("shown", attachment.screened_id)]
    trail = as_(cast.oleg).get("/settings/audit/?source=files").text
    assert "скачал файл" in trail
    assert "экран.png" in trail


def test_the_page_of_a_file_says_what_was_hidden_in_it(cast, as_, settings):
    settings.PRIYOM = replace(settings.PRIYOM, guard="off")
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "PNG")
    attachment = add_file(SimpleUploadedFile("экран.png", picture.getvalue()), by=cast.zoya, token=uuid.uuid4())
    found = [Finding("PERSON", Place(page=1), (1, 2, 3, 4)), Finding("PERSON", Place(page=1), (5, 6, 7, 8))]
    kept = keep_file_findings(attachment.screened, found, ticket_id=None)
    assert kept.places == [[1, "PERSON", 1, 2, 3, 4, 100], [1, "PERSON", 5, 6, 7, 8, 100]]
    page = as_(cast.zoya).get(f"/files/{attachment.pk}/pages").text
    assert "<b>ФИО</b>" in page
    assert "2 места" in page


def test_what_the_demo_tells_is_kept_with_its_findings(cast):
    end_request()
    Play.perform(None, Step(now(), 0, lambda: open_ticket(cast.zoya, body=SAID)))
    clock.set_now(None)
    assert Screening.objects.get(message_id__isnull=False).hidden == 3


@pytest.mark.django_db(transaction=True)
class TestSmallTexts:
    """What is no message counts once it is kept: with whom, for whom, and what was being done."""

    def test_a_solution_counts_with_its_ticket_and_its_author(self, cast):
        ticket = open_ticket(cast.zoya)
        Screening.objects.all().delete()
        resolve_ticket(ticket.number, by=cast.anna, cause=SAID, remedy="Обновили драйвер.")
        kept = Screening.objects.get(part="ticket.resolved")
        assert (kept.ticket_id, kept.author, kept.channel, kept.by_staff) == (ticket.pk, cast.anna, "desk", True)
        assert (kept.organisation, kept.region_id) == (cast.clinic, ticket.region_id)
        assert (kept.kinds, kept.hidden) == (["PERSON", "SNILS"], 3)

    def test_a_name_of_a_file_counts_and_a_message_counts_once(self, cast):
        open_ticket(cast.zoya, body=SAID)
        assert Screening.objects.filter(part="").count() == 1
        assert not Screening.objects.exclude(part="").exists(), "subject and body stand in the message's row"
        sent = SimpleUploadedFile("Иванов Пётр Сергеевич.txt", b"1", "text/plain")
        add_file(sent, by=cast.zoya, token=uuid.uuid4())
        named = Screening.objects.get(part="file.received")
        assert (named.author, named.channel, named.kinds) == (cast.zoya, "portal", ["PERSON"])
        assert named.organisation == cast.clinic

    def test_a_clean_one_counts_for_the_share_and_a_refused_one_leaves_nothing(self, cast):
        ticket = open_ticket(cast.zoya)
        Screening.objects.all().delete()
        with pytest.raises(Invalid):
            rename_ticket(ticket.number, by=cast.anna, subject=" ")
        set_reminder(ticket.number, by=cast.anna, note="Позвонить", due_at=now() + timedelta(days=1))
        assert list(Screening.objects.values_list("part", "hidden")) == [("ticket.reminder_set", 0)]

    def test_what_is_looked_for_is_not_kept_and_not_counted(self, cast, as_):
        open_ticket(cast.zoya)
        Screening.objects.all().delete()
        as_(cast.anna).get("/desk/tickets", {"text": "Иванов Пётр Сергеевич"})
        assert not Screening.objects.exists()
