"""The security officer's page: how much, what kind, by which way, whose; repetition; and the log as a table."""

import uuid
from datetime import timedelta

import pytest
from django.utils import translation

from priyom.base.clock import now
from priyom.base.models import Event
from priyom.privacy.models import Screening
from priyom.privacy.officer.figures import figures
from priyom.privacy.officer.words import part_name


@pytest.fixture
def screened(cast):
    """Write a screening: who, how many days ago, what was found in it."""

    def write(author, days, *kinds, **facts):
        places = [["body", kind, 0, 5, 99] for kind in kinds]
        given = {"message_id": 1, "channel": "portal", "organisation": author.organisation} | facts
        return Screening.objects.create(
            at=now() - timedelta(days=days), author=author, kinds=sorted(set(kinds)), hidden=len(kinds), places=places,
            **given,
        )  # fmt: skip

    return write


def test_what_was_found_is_counted_by_kind_way_place_and_person(cast, screened):
    screened(cast.zoya, 3, "PERSON", "PERSON", "SNILS")
    screened(cast.zoya, 2)
    screened(cast.stranger, 1, "PERSON", channel="letter")
    screened(cast.anna, 1, by_staff=True, channel="desk")
    screened(cast.zoya, 40, "OMS")
    told = figures(30)
    assert (told.messages.all, told.messages.found, told.hidden) == (4, 2, 4)
    assert [(kind.what, kind.found, kind.more) for kind in told.kinds] == [("ФИО", 3, "2"), ("СНИЛС", 1, "1")]
    assert {(way.what, way.more): (way.found, way.all) for way in told.channels} == {
        ("портал", ""): (1, 2), ("письма", ""): (1, 1), ("рабочий стол", "staff"): (0, 1),
    }  # fmt: skip
    assert [(place.what, place.found, place.all) for place in told.places] == [
        (cast.clinic.short_name, 1, 2), (cast.other_clinic.short_name, 1, 1),
    ]  # fmt: skip
    assert [one.what for one in told.people] == [cast.zoya.name, cast.stranger.name]
    assert figures(90).hidden == 5


def test_repetition_counts_only_people_who_had_been_told_before(cast, screened):
    screened(cast.zoya, 80, "PERSON")
    for days in (60, 50, 40):
        screened(cast.zoya, days, "PERSON")
    for days in (20, 10, 5, 1):
        screened(cast.zoya, days)
    screened(cast.stranger, 2, "PERSON")
    before, after = figures(90).learning.trend
    assert (before.found, before.all) == (2, 2)
    assert (after.found, after.all) == (1, 5)


def test_who_repeats_it_is_told_by_organisation_and_by_person(cast, screened):
    for days in (80, 60, 20):
        screened(cast.zoya, days, "PERSON")
    screened(cast.zoya, 10)
    for days in (70, 30):
        screened(cast.stranger, days, "SNILS")
    screened(cast.yakov, 5, "PERSON")  # the first time: nobody had told her yet

    told = figures(90).learning

    def halves(rows):
        return [(one.what, one.before.found, one.before.all, one.after.found, one.after.all) for one in rows]

    assert halves(told.places) == [(cast.clinic.short_name, 1, 1, 1, 2), (cast.other_clinic.short_name, 0, 0, 1, 1)]
    assert halves(told.people) == [(cast.zoya.name, 1, 1, 1, 2), (cast.stranger.name, 0, 0, 1, 1)]


def test_one_of_very_many_is_not_told_as_none(cast, as_, screened):
    screened(cast.zoya, 1, "PERSON")
    Screening.objects.bulk_create(
        Screening(at=now(), author=cast.zoya, channel="portal", message_id=1, organisation=cast.clinic)
        for _each in range(250)
    )
    page = as_(cast.oleg).get("/guard/?days=7").text
    assert page.count("меньше 1 %") >= 3, "in the sentence, by way and by organisation"


def test_what_an_author_released_is_no_finding(cast, screened):
    kept = screened(cast.zoya, 1)
    Screening.objects.filter(pk=kept.pk).update(places=[["body", "PERSON", 0, 5, 0, "released"]], released=1)
    told = figures(7)
    assert (told.released, told.hidden, told.kinds) == (1, 0, [])
    box, kept_box = [None, "PERSON", 1, 2, 30, 40, 99], [None, "SNILS", 1, 2, 30, 40, 99]
    Screening.objects.filter(pk=kept.pk).update(places=[[*box, "released"], kept_box], hidden=1)
    assert [(kind.what, kind.found) for kind in figures(7).kinds] == [("СНИЛС", 1)]


def test_files_that_failed_stand_with_their_reason(cast, screened):
    for reason in ("encrypted", "encrypted", "too_large"):
        screened(
            cast.zoya, 1, message_id=None, file_id=uuid.uuid4(), channel="file", outcome="refused", reason=reason,
            content_type="application/pdf",
        )  # fmt: skip
    ((kind, every, found, refused, why),) = figures(7).file_kinds
    assert (kind, every, found, refused) == ("application/pdf", 3, 0, 3)
    assert "парол" in why.lower()


def test_the_page_says_it_in_a_sentence_first(cast, as_, screened):
    empty = as_(cast.oleg).get("/guard/").text
    assert "За это время ничего не проверяли" in empty
    screened(cast.zoya, 1, "PERSON", ticket_id=1)
    screened(cast.zoya, 1)
    page = as_(cast.oleg).get("/guard/?days=7").text
    assert "Проверили 2 сообщения." in page
    assert "В 1 из них (50 %) были персональные данные." in page
    assert as_(cast.oleg).get("/guard/?days=abc").status_code == 200


def test_the_log_leaves_as_a_table_without_words_and_the_taking_is_recorded(cast, as_, screened):
    screened(cast.zoya, 1, "PERSON", "SNILS")
    answer = as_(cast.oleg).get("/guard/log?days=7")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "ФИО, СНИЛС" in lines[1]
    assert Event.objects.get(kind="guard.exported").actor == cast.oleg


def test_a_long_list_is_folded_on_a_phone_and_a_short_one_is_not(cast, as_, screened):
    for number in range(1, 7):
        screened(cast.zoya, 1, "PERSON", ticket_id=number)
    assert "guard-rest" not in as_(cast.oleg).get("/guard/?days=7").text
    screened(cast.zoya, 1, "PERSON", ticket_id=7)
    page = as_(cast.oleg).get("/guard/?days=7").text
    assert page.count('class="guard-rest phone-only"') == 1
    assert "<summary>Все 7</summary>" in page


def test_a_text_read_again_is_called_by_its_stock_in_the_readers_language():
    with translation.override("ru"):
        assert part_name("reminders") == "Напоминания"
