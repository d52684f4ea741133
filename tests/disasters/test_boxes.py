"""The author looks at the boxes: one goes, one comes, and what was sent lies sealed for as long as that may take."""

import dataclasses
import io
import threading
import time
import uuid
from datetime import timedelta
from pathlib import Path

import numpy as np
import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont

from priyom.base import clock
from priyom.base.errors import Invalid, NotAllowed, NotVisible, WrongState
from priyom.base.jobs import run_reactions
from priyom.base.models import Event
from priyom.base.storage import open_file, path_of
from priyom.channels.models import Notification
from priyom.desk.actions.files import add_file, remove_file
from priyom.desk.actions.messages import comment
from priyom.privacy import guards, quarantine, screening
from priyom.privacy.boxes.actions import confirm_boxes, decide_permission, draw_box, take_box_away
from priyom.privacy.boxes.models import BoxPermission
from priyom.privacy.boxes.queries import boxes_page, open_permissions
from priyom.privacy.models import ScreenedFile, Screening
from priyom.privacy.retention.files import destroy_files
from priyom.privacy.screening import destroy_what_is_over, screen_waiting

SNILS = "112-233-445 95"
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("_jobs_are_gone_afterwards")]


@pytest.fixture(scope="module", autouse=True)
def _one_guard():
    """Loading the dictionaries takes seconds; the plays of this file share a child."""
    yield
    guards.the_guard().close()
    guards.the_masker().close()


@pytest.fixture
def data(settings, tmp_path):
    settings.PRIYOM = dataclasses.replace(settings.PRIYOM, guard="on", data_dir=tmp_path)
    settings.FILES_DIR = settings.PRIYOM.files_dir
    return tmp_path


def card():
    picture = Image.new("RGB", (900, 300), "white")
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, 22)
    for line, text in enumerate(("ФИО: Иванова Мария Петровна", f"СНИЛС: {SNILS}", "Ошибка 0x80070005")):
        pen.text((30, 30 + 60 * line), text, font=font, fill="black")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def file(data, zoya):
    """A picture of Zoya's that was masked and is not sent yet."""
    file = add_file(SimpleUploadedFile("снимок.png", card()), by=zoya, token=uuid.uuid4())
    screen_waiting(most=5)
    file.refresh_from_db()
    assert file.screened.state == "screened"
    return file


@pytest.fixture
def paper(data, zoya):
    """A paper of two pages of Zoya's that was masked and is not sent yet."""
    page = FPDF()
    page.add_font("D", "", FONT)
    page.set_font("D", size=12)
    for text in ("Отчёт за месяц", f"Пациент: Иванова Мария Петровна, СНИЛС: {SNILS}\nОшибка 0x80070005"):
        page.add_page()
        page.multi_cell(0, 8, text)
    file = add_file(SimpleUploadedFile("справка.pdf", bytes(page.output())), by=zoya, token=uuid.uuid4())
    screen_waiting(most=5)
    file.refresh_from_db()
    assert file.screened.state == "screened"
    return file


def words_of(file):
    file.refresh_from_db()
    with open_file(file.screened.file) as given:
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(given).pages)


def test_boxes_on_the_pages_of_a_paper_come_and_go_as_on_a_picture(paper, zoya, as_):
    name = number_of(paper, "PERSON")
    assert paper.screened.masked_picture.boxes.get(number=name).page == 2
    assert [len(boxes_page(zoya, paper.screened_id, page).boxes) for page in (1, 2)] == [0, 2]

    take_box_away(paper.screened_id, name, by=zoya)
    take_box_away(paper.screened_id, number_of(paper, "SNILS"), by=zoya)
    screen_waiting(most=5)
    assert "Иванова Мария" in words_of(paper)
    assert SNILS not in words_of(paper)
    assert BoxPermission.objects.filter(box__page=2, decided_at=None).count() == 1

    for wrong in (0, 3):
        with pytest.raises(NotVisible, match="такой страницы"):
            draw_box(paper.screened_id, (0, 0, 5000, 5000), by=zoya, page=wrong)
    assert as_(zoya).get(reverse("files:boxes", args=[paper.pk]) + "?page=two").status_code == 404
    draw_box(paper.screened_id, (0, 0, 5000, 5000), by=zoya, page=1)
    screen_waiting(most=5)
    assert "Отчёт" not in words_of(paper)
    assert "Иванова Мария" in words_of(paper), "what was released stays readable"

    first, second = (as_(zoya).get(reverse("files:boxes", args=[paper.pk]), {"page": page}).text for page in (1, 2))
    assert 'aria-current="page"' in first
    assert "preview/2" in second

    confirm_boxes(paper.screened_id, by=zoya)
    assert not list(quarantine.lying_here())


def number_of(file, kind):
    return file.screened.masked_picture.boxes.get(kind=kind).number


def box_of(file, kind):
    return file.screened.masked_picture.boxes.get(kind=kind)


def seen(file, place):
    """The pixels of a place as the kept picture shows them."""
    x, y, width, height = place
    with open_file(ScreenedFile.objects.get(pk=file.screened_id).file) as given:
        return np.asarray(Image.open(given).convert("RGB").crop((x, y, x + width, y + height)))


def sent(place):
    x, y, width, height = place
    return np.asarray(Image.open(io.BytesIO(card())).crop((x, y, x + width, y + height)))


def lying(data):
    return list((data / "quarantine").glob("*"))


def painted(file):
    screen_waiting(most=5)
    file.screened.refresh_from_db()
    file.screened.masked_picture.refresh_from_db()
    assert file.screened.state == "screened"
    return file.screened.masked_picture


def send(file, zoya, ticket):
    return comment(ticket.number, by=zoya, body="Смотрите", token=file.draft_token)


def test_what_was_sent_lies_sealed_while_its_author_looks_and_goes_when_the_message_is_sent(data, file, zoya, ticket):
    assert len(lying(data)) == 1
    assert card()[:200] not in lying(data)[0].read_bytes()
    page = boxes_page(zoya, file.screened_id)
    assert {name for name, _count in page.kinds} == {"ФИО", "СНИЛС"}
    assert destroy_what_is_over() == 0, "the sweep leaves alone what is still wanted"
    assert len(lying(data)) == 1

    send(file, zoya, ticket)

    assert lying(data) == []
    assert not boxes_page(zoya, file.screened_id).may_uncover


def test_a_box_that_hides_nobodys_data_goes_and_the_others_stay(data, file, zoya):
    name, number = box_of(file, "PERSON"), box_of(file, "SNILS")
    before, old = seen(file, number.place), ScreenedFile.objects.get(pk=file.screened_id).file

    take_box_away(file.screened_id, name.number, by=zoya)
    assert ScreenedFile.objects.get(pk=file.screened_id).state == "waiting", "nobody sees half a change"
    painted(file)

    assert np.array_equal(seen(file, name.place), sent(name.place))
    assert np.array_equal(seen(file, number.place), before)
    assert not path_of(old.sha256).exists()
    kept = Screening.objects.get(file_id=file.screened_id)
    assert (kept.hidden, kept.released, kept.kinds) == (1, 1, ["SNILS"])
    told = Event.objects.get(kind="guard.box_released")
    assert (told.actor, told.details["list"]) == (zoya, ["PERSON"])
    assert lying(data), "another box may still be looked at"


def test_a_place_that_was_overlooked_is_covered_even_when_the_message_is_long_sent(data, file, zoya, ticket):
    place = (20, 140, 300, 50)
    draw_box(file.screened_id, place, by=zoya)
    painted(file)
    assert len(np.unique(seen(file, place).reshape(-1, 3), axis=0)) == 2

    send(file, zoya, ticket)
    later = (400, 140, 300, 50)
    clock.set_now(clock.now() + timedelta(days=30))
    draw_box(file.screened_id, later, by=zoya)
    destroy_what_is_over()
    painted(file)
    clock.set_now(None)

    assert len(np.unique(seen(file, later).reshape(-1, 3), axis=0)) == 2
    assert Screening.objects.get(file_id=file.screened_id).kinds == ["BY_HAND", "PERSON", "SNILS"]
    with pytest.raises(WrongState):
        take_box_away(file.screened_id, number_of(file, "PERSON"), by=zoya)


def test_a_drawn_box_goes_again_as_long_as_what_was_sent_is_there(data, file, zoya):
    place = (20, 140, 300, 50)
    taken_back = draw_box(file.screened_id, place, by=zoya)
    take_box_away(file.screened_id, taken_back.number, by=zoya)
    drawn = draw_box(file.screened_id, place, by=zoya)
    painted(file)
    take_box_away(file.screened_id, drawn.number, by=zoya)

    picture = painted(file)

    assert np.array_equal(seen(file, place), sent(place))
    assert sorted(picture.boxes.values_list("kind", flat=True)) == ["PERSON", "SNILS"]
    assert not Screening.objects.get(file_id=file.screened_id).released, "nobody called anything nobody's data"


def test_a_number_that_proves_itself_waits_for_an_administrator(data, file, zoya, adam, anna):
    number = box_of(file, "SNILS")

    take_box_away(file.screened_id, number.number, by=zoya)
    take_box_away(file.screened_id, number.number, by=zoya)

    permission = BoxPermission.objects.get()
    assert ScreenedFile.objects.get(pk=file.screened_id).state == "screened", "nothing has changed yet"
    assert boxes_page(zoya, file.screened_id).boxes[-1].is_asked
    with pytest.raises((NotVisible, NotAllowed)):
        decide_permission(permission.pk, by=anna, grant=True)
    decide_permission(permission.pk, by=adam, grant=True)
    painted(file)
    assert np.array_equal(seen(file, number.place), sent(number.place))
    assert Event.objects.filter(kind__in=["guard.box_asked", "guard.box_permitted", "guard.box_released"]).count() == 3
    assert SNILS not in str(list(Event.objects.values_list("details", flat=True)))


def test_a_refusal_stands_and_a_yes_that_comes_after_the_sending_changes_nothing(data, file, zoya, oleg, ticket):
    number = box_of(file, "SNILS")
    take_box_away(file.screened_id, number.number, by=zoya)
    permission = BoxPermission.objects.get()
    send(file, zoya, ticket)
    with pytest.raises(WrongState):
        decide_permission(permission.pk, by=oleg, grant=True)
    decide_permission(permission.pk, by=oleg, grant=False)
    assert boxes_page(zoya, file.screened_id).boxes[-1].is_kept
    number.refresh_from_db()
    assert number.state == "hidden"


def test_when_its_time_is_over_nothing_is_uncovered_though_the_sweep_has_not_come_yet(data, file, zoya, oleg):
    number, name = box_of(file, "SNILS"), box_of(file, "PERSON")
    take_box_away(file.screened_id, number.number, by=zoya)
    permission = BoxPermission.objects.get()
    clock.set_now(clock.now() + timedelta(hours=24, minutes=1))
    with pytest.raises(WrongState):
        take_box_away(file.screened_id, name.number, by=zoya)
    with pytest.raises(WrongState):
        decide_permission(permission.pk, by=oleg, grant=True)
    assert not boxes_page(zoya, file.screened_id).may_uncover
    assert open_permissions(oleg) == []
    clock.set_now(None)


def test_who_confirms_or_takes_the_file_back_or_waits_a_day_leaves_nothing_sealed(data, zoya, file):
    confirm_boxes(file.screened_id, by=zoya)
    assert lying(data) == []
    assert Event.objects.filter(kind="guard.boxes_confirmed").count() == 1
    assert confirm_boxes(file.screened_id, by=zoya).confirmed_at

    second = add_file(SimpleUploadedFile("b.png", card()), by=zoya, token=uuid.uuid4())
    screen_waiting(most=5)
    assert len(lying(data)) == 1
    remove_file(second.pk, by=zoya)
    assert lying(data) == []

    add_file(SimpleUploadedFile("c.png", card()), by=zoya, token=uuid.uuid4())
    screen_waiting(most=5)
    clock.set_now(clock.now() + timedelta(hours=24, minutes=1))
    assert destroy_what_is_over() == 1
    clock.set_now(None)
    assert lying(data) == []
    assert ScreenedFile.objects.filter(state="screened").count() == 2


def test_a_change_asked_for_right_before_the_sending_is_painted_and_then_the_seal_goes(data, file, zoya, ticket):
    name = box_of(file, "PERSON")
    take_box_away(file.screened_id, name.number, by=zoya)
    send(file, zoya, ticket)
    assert len(lying(data)) == 1

    painted(file)

    assert np.array_equal(seen(file, name.place), sent(name.place))
    assert lying(data) == []


def test_when_what_was_sent_is_lost_the_box_stays_and_a_cover_is_painted_all_the_same(data, file, zoya):
    name, place = box_of(file, "PERSON"), (20, 140, 300, 50)
    before = seen(file, name.place)
    take_box_away(file.screened_id, name.number, by=zoya)
    draw_box(file.screened_id, place, by=zoya)
    quarantine.destroy(file.screened_id)  # the desk was restored from a backup

    screen_waiting(most=5)
    picture = painted(file)

    assert np.array_equal(seen(file, name.place), before)
    assert len(np.unique(seen(file, place).reshape(-1, 3), axis=0)) == 2
    assert not picture.is_pending


def test_a_picture_that_cannot_be_painted_stays_as_it_was(data, file, zoya, monkeypatch):
    class Broken:
        def mask_file(self, *_given, **_named):
            return dataclasses.replace(screening.FileReport("refused"), reason="guard_failed")

    monkeypatch.setattr("priyom.privacy.boxes.painting.the_masker", Broken)
    monkeypatch.setattr(screening, "PAUSES", (0.0,))
    take_box_away(file.screened_id, number_of(file, "PERSON"), by=zoya)
    picture = painted(file) if screen_waiting(most=6) else None
    assert picture.has_failed
    assert box_of(file, "PERSON").state == "hidden"
    assert lying(data) == []


def test_boxes_are_nobody_elses(data, file, zoya, yakov, anna, adam):
    for person in (yakov, anna, adam):
        with pytest.raises(NotVisible):
            take_box_away(file.screened_id, 1, by=person)
        with pytest.raises(NotVisible):
            draw_box(file.screened_id, (1, 1, 50, 50), by=person)
    with pytest.raises(NotVisible):
        take_box_away(file.screened_id, 99, by=zoya)
    for place in ((0, 0, 1, 1), (2_000, 10, 50, 50)):
        with pytest.raises(Invalid):
            draw_box(file.screened_id, place, by=zoya)


def test_a_picture_that_was_clean_is_not_held_and_can_be_covered(data, zoya):
    picture, out = Image.new("RGB", (300, 100), "white"), io.BytesIO()
    picture.save(out, "PNG")
    file = add_file(SimpleUploadedFile("пусто.png", out.getvalue()), by=zoya, token=uuid.uuid4())
    screen_waiting(most=5)
    assert lying(data) == []
    draw_box(file.screened_id, (10, 10, 50, 30), by=zoya)
    screen_waiting(most=5)
    assert ScreenedFile.objects.get(pk=file.screened_id).hidden == 1


def test_the_page_of_a_sent_picture_leads_its_author_to_the_boxes_and_nobody_else(data, file, zoya, anna, ticket, as_):
    send(file, zoya, ticket)
    where = f"/files/{file.pk}/boxes"
    assert where in as_(zoya).get(f"/files/{file.pk}/pages").text
    assert where not in as_(anna).get(f"/files/{file.pk}/pages").text
    assert as_(anna).get(where).status_code == 404
    assert as_(zoya).get(where).status_code == 200


def test_the_bell_tells_of_a_refused_file_in_a_draft_and_of_a_question_to_administrators(data, file, zoya, adam, as_):
    add_file(SimpleUploadedFile("запись.bin", bytes(range(256)) * 40), by=zoya, token=uuid.uuid4())
    screen_waiting(most=5)
    take_box_away(file.screened_id, number_of(file, "SNILS"), by=zoya)
    run_reactions()
    told = Notification.objects.get(user=zoya, event__kind="file.refused")
    assert as_(zoya).post(reverse("channels:open_news", args=[told.pk])).url == "/portal/"
    asked = Notification.objects.get(user=adam, event__kind="guard.box_asked")
    assert as_(adam).post(reverse("channels:open_news", args=[asked.pk])).url == "/guard/permissions"


def test_nothing_of_what_was_sent_stands_in_the_folder_of_files(data, file, zoya, ticket):
    take_box_away(file.screened_id, number_of(file, "PERSON"), by=zoya)
    painted(file)
    send(file, zoya, ticket)
    stored = [path for path in Path(data / "files").rglob("*") if path.is_file()]
    assert [path.name for path in stored] == [ScreenedFile.objects.get(pk=file.screened_id).file.sha256]


def test_what_was_destroyed_while_it_was_painted_does_not_come_back(data, file, zoya, monkeypatch):
    masker = guards.the_masker()

    class Slow:
        def mask_file(self, *given, **named):
            report = masker.mask_file(*given, **named)
            destroy_files(ScreenedFile.objects.filter(pk=file.screened_id), reason="asked")
            return report

    monkeypatch.setattr("priyom.privacy.boxes.painting.the_masker", Slow)
    draw_box(file.screened_id, (20, 140, 300, 50), by=zoya)
    screen_waiting(most=1)

    gone = ScreenedFile.objects.get(pk=file.screened_id)
    assert (gone.file, gone.state, gone.reason) == (None, "refused", "asked")
    assert [path for path in (data / "files").rglob("*") if path.is_file()] == []


def test_what_is_destroyed_leaves_nothing_sealed_and_nothing_to_be_said_about_its_boxes(data, file, zoya):
    assert lying(data)
    waiting = add_file(SimpleUploadedFile("b.png", card()), by=zoya, token=uuid.uuid4())
    keys = [file.screened_id, waiting.screened_id]

    assert sorted(destroy_files(ScreenedFile.objects.filter(pk__in=keys), reason="asked")) == sorted(keys)

    assert lying(data) == []
    screen_waiting(most=5)
    assert set(ScreenedFile.objects.values_list("file", "state", "reason")) == {(None, "refused", "asked")}
    with pytest.raises(NotVisible):
        draw_box(file.screened_id, (20, 140, 300, 50), by=zoya)


def test_whoever_is_asked_sees_the_picture_for_the_answer_only_and_never_before_a_cover_is_painted(
    data, file, zoya, adam, as_
):
    take_box_away(file.screened_id, number_of(file, "SNILS"), by=zoya)
    permission = BoxPermission.objects.get()
    where = reverse("guard:permission_picture", args=[permission.pk])
    assert as_(adam).get(where).status_code == 200

    draw_box(file.screened_id, (20, 140, 300, 50), by=zoya)
    assert as_(adam).get(where).status_code == 404, "what is to be covered can still be read on it"
    painted(file)
    assert as_(adam).get(where).status_code == 200

    decide_permission(permission.pk, by=adam, grant=False)
    assert as_(adam).get(where).status_code == 404


def test_a_question_outlives_the_painting_of_another_box(data, file, zoya, adam):
    number = box_of(file, "SNILS")
    take_box_away(file.screened_id, number.number, by=zoya)
    take_box_away(file.screened_id, number_of(file, "PERSON"), by=zoya)
    painted(file)
    assert boxes_page(zoya, file.screened_id).boxes[-1].is_asked
    decide_permission(BoxPermission.objects.get().pk, by=adam, grant=True)
    painted(file)
    assert np.array_equal(seen(file, number.place), sent(number.place))


def test_a_file_goes_while_one_of_its_boxes_is_taken_away(file, zoya, at_once):
    locked = threading.Event()

    def slowly(execute, sql, *further):
        done = execute(sql, *further)
        if "FOR UPDATE" in sql:
            locked.set()
            time.sleep(0.3)
        return done

    def take():
        with connection.execute_wrapper(slowly):
            return take_box_away(file.screened_id, 1, by=zoya).number

    def remove():
        assert locked.wait(10)
        remove_file(file.pk, by=zoya)

    assert at_once(take, remove) == [1, None]
    assert not ScreenedFile.objects.exists()
