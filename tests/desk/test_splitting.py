import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from priyom.base.clock import now
from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.models import Event
from priyom.desk.actions.files import add_file
from priyom.desk.actions.messages import add_note, comment, publish_message
from priyom.desk.actions.splitting import Part, split_ticket
from priyom.desk.models import Ticket, TicketLink, Topic
from priyom.desk.queries import messages_of
from tests.cast import open_ticket

FIRST, SECOND = "Не печатается рецепт, принтер мигает.", "Как посмотреть отчёт за март?"


@pytest.fixture
def double(zoya):
    """Zoya asks two things at once, with a picture."""
    token = uuid.uuid4()
    add_file(SimpleUploadedFile("экран.txt", b"x" * 20), by=zoya, token=token)
    return open_ticket(zoya, subject="Два вопроса", body=f"{FIRST}\n\n{SECOND}", token=token)


def split(ticket, by, **facts):
    message = ticket.messages.order_by("id").first()
    parts = [
        Part(body=FIRST, subject="Рецепт"),
        Part(body=SECOND, kind="question", impact="hospital", urgency="high"),
    ]
    given = {"message_id": message.pk, "parts": parts, "token": uuid.uuid4()}
    return split_ticket(ticket.number, by=by, **(given | facts))


def test_each_question_gets_a_ticket_of_its_own(anna, zoya, double):
    emd = Topic.objects.get(code="emd")
    recipe, report = split(
        double,
        anna,
        parts=[
            Part(body=FIRST, subject="Рецепт", topic=emd),
            Part(body=SECOND, kind="question", impact="hospital", urgency="high"),
        ],
    )

    assert (recipe.subject, recipe.topic, recipe.requester, recipe.organisation) == (
        "Рецепт",
        emd,
        zoya,
        double.organisation,
    )
    assert (report.subject, report.kind, report.priority) == ("Как посмотреть отчёт за март?", "question", 1)
    assert [m.body for m in messages_of(zoya, report)] == [SECOND]
    assert set(TicketLink.objects.filter(target=double, kind="split").values_list("source", flat=True)) == {
        recipe.pk,
        report.pk,
    }
    event = Event.objects.get(kind="ticket.split")
    assert event.details["parts"] == [recipe.number, report.number]
    double.refresh_from_db()
    assert double.status == "new"


def test_files_are_copied_by_reference(anna, zoya, double):
    file = double.attachments.get()
    recipe, report = split(double, anna, parts=[Part(body=FIRST, files=frozenset({file.pk})), Part(body=SECOND)])

    assert [a.screened_id for a in recipe.attachments.all()] == [file.screened_id]
    assert not report.attachments.exists()
    assert double.attachments.get() == file


def test_the_requester_is_told_and_the_question_that_stays_still_waits_for_us(anna, zoya, double):
    waited = double.awaiting_us_since
    split(double, anna, tell="Вы спросили о разном, мы разделили заявку:")

    said = messages_of(zoya, double)[-1]
    assert said.by_staff
    assert said.body.startswith("Вы спросили о разном")
    assert "Рецепт" in said.body
    double.refresh_from_db()
    assert double.awaiting_us_since == waited


def test_what_is_told_late_answers_nothing_either(anna, zoya, double):
    waited = double.awaiting_us_since
    split(double, anna, tell="Вы спросили о разном, мы разделили заявку:")
    told = double.messages.filter(by_staff=True).get()
    # As it stands when the guard was slow: the words are there later, and the sweep sends them.
    double.messages.filter(pk=told.pk).update(state="pending", sent_at=None, send_after=now())
    assert publish_message(told.pk)
    double.refresh_from_db()
    assert double.awaiting_us_since == waited


def test_the_original_is_solved_when_nothing_is_left(anna, double):
    split(double, anna, solve=True)
    double.refresh_from_db()
    assert double.status == "resolved"
    assert double.remedy


def test_the_same_form_sent_twice_splits_once(anna, double):
    token, seen = uuid.uuid4(), double.revision
    first = split(double, anna, token=token, revision=seen)
    second = split(double, anna, token=token, revision=seen)
    assert first == second
    assert Ticket.objects.count() == 3


def test_only_what_the_requester_said_is_split_and_only_here(anna, zoya, double, ticket):
    note = add_note(double.number, by=anna, body="Тут два вопроса")
    with pytest.raises(WrongState):
        split(double, anna, message_id=note.pk)
    with pytest.raises(NotVisible):
        split(double, anna, message_id=ticket.messages.first().pk)
    with pytest.raises(Invalid):
        split(double, anna, parts=[])
    with pytest.raises(Invalid):
        split(double, anna, parts=[Part(body=FIRST), Part(body=" ")])
    with pytest.raises(Invalid):
        split(double, anna, parts=[Part(body=FIRST)] * 6)
    assert Ticket.objects.count() == 2


def test_a_ticket_that_changed_since_is_not_split(anna, zoya, double):
    seen = double.revision
    comment(double.number, by=zoya, body="Ой, рецепт уже печатается")
    with pytest.raises(WrongState):
        split(double, anna, revision=seen)


def test_strangers_find_nothing_and_requesters_may_not(stranger, strange_agent, zoya, oleg, double):
    for person in (stranger, strange_agent):
        with pytest.raises(NotVisible):
            split(double, person)
    for person in (zoya, oleg):
        with pytest.raises(NotAllowed):
            split(double, person)
