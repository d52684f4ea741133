"""The pulse: nothing when nothing happened, and otherwise only what is new."""

import re
import uuid
from datetime import timedelta
from urllib.parse import parse_qsl

from django.urls import reverse

from priyom.base.clock import now
from priyom.channels.queries import unread_count
from priyom.desk.actions.assignment import assign_ticket
from priyom.desk.actions.messages import comment, publish_message, reply
from priyom.desk.actions.tickets import prioritise_ticket
from priyom.desk.models import Attachment, Message, Presence
from priyom.privacy.models import ScreenedFile
from tests.cast import open_ticket

PULSE = "/desk/pulse"


def known(client, ticket=None, *, page="/desk/"):
    """Return what an open page says it knows, read from the page itself."""
    page = client.get(reverse("desk:ticket", args=[ticket.number]) if ticket else page).content.decode()
    beat = {"since": re.search(r'since="([^"]*)"', page)[1]}
    for live in re.findall(r'data-live="([^"]*)"', page):
        beat |= dict(parse_qsl(live.replace("&amp;", "&"), keep_blank_values=True))
    return beat


def test_nothing_happened_and_nothing_is_said(anna, ticket, as_):
    client = as_(anna)
    beat = known(client, ticket)

    answer = client.get(PULSE, beat)

    assert answer.status_code == 204
    assert answer["Pulse-Since"] == beat["since"]


def test_counts_change_in_the_rail_and_the_list_says_what_has_come(anna, zoya, as_):
    client = as_(anna)
    beat = known(client, page="/desk/lists/line1-open")
    open_ticket(zoya)

    answer = client.get(PULSE, beat)

    page = answer.content.decode()
    assert '<span class="count" id="count-line1-open" hx-swap-oob="true">1</span>' in page
    assert "Пришла 1 заявка: показать" in page
    assert client.get(PULSE, beat | {"since": answer["Pulse-Since"]}).status_code == 204


def test_words_of_the_requester_appear_on_the_open_page_once(anna, zoya, ticket, as_):
    client = as_(anna)
    beat = known(client, ticket)
    comment(ticket.number, by=zoya, body="Заработало само.")

    page = client.get(PULSE, beat).content.decode()

    assert page.count("Заработало само.") == 1
    assert 'hx-swap-oob="beforeend:#thread"' in page
    assert "Прочитайте перед отправкой" in page
    state = re.search(r'id="ticket-state"[^>]*data-live="([^"]*)"', page)[1].replace("&amp;", "&")
    beat |= dict(part.split("=", 1) for part in state.split("&"))
    beat["since"] = client.get(PULSE, beat)["Pulse-Since"]
    assert client.get(PULSE, beat).status_code == 204


def test_an_answer_that_went_out_is_no_longer_pending(anna, ticket, as_, at):
    at("2026-03-02 10:00:00")
    message = reply(ticket.number, by=anna, body="Проверьте.")
    client = as_(anna)
    beat = known(client, ticket)
    assert beat["pending"] == str(message.pk)
    at("2026-03-02 10:00:11")
    publish_message(message.pk)

    page = client.get(PULSE, beat).content.decode()

    assert f'hx-swap-oob="outerHTML:#m-{message.pk}"' in page
    assert "msg--pending" not in page


def test_a_colleagues_unsent_answer_is_not_shown(anna, boris, ticket, as_):
    client = as_(boris)
    beat = known(client, ticket)
    reply(ticket.number, by=anna, body="Ещё не отправлено")

    assert "Ещё не отправлено" not in client.get(PULSE, beat).content.decode()


def test_a_colleagues_answer_that_goes_out_late_is_shown_though_more_was_written_meanwhile(
    anna, boris, zoya, ticket, as_, at
):
    at("2026-03-02 10:00:00")
    answer = reply(ticket.number, by=anna, body="Переустановите драйвер")
    comment(ticket.number, by=zoya, body="И ещё одно")
    hers, his = known(as_(anna), ticket), known(as_(boris), ticket)
    at("2026-03-02 10:00:11")
    publish_message(answer.pk)

    page = as_(boris).get(PULSE, his).content.decode()
    assert page.count("Переустановите драйвер") == 1
    assert f'id="m-{answer.pk}"' in page
    page = as_(anna).get(PULSE, hers).content.decode()
    assert page.count(f'id="m-{answer.pk}"') == 1, "her own takes the place of the one that waited"
    assert f'hx-swap-oob="outerHTML:#m-{answer.pk}"' in page


def test_who_looks_and_who_writes_is_seen_by_colleagues(anna, boris, ticket, as_):
    his, hers = as_(boris), as_(anna)
    mine = known(hers, ticket)
    beat = known(his, ticket)

    assert "смотрит Борис Громов" in hers.get(PULSE, mine).content.decode()
    his.get(PULSE, beat | {"typing": "1"})
    assert "пишет Борис Громов" in hers.get(PULSE, mine).content.decode()


def test_presence_fades(anna, boris, ticket, as_, at):
    at("2026-03-02 10:00:00")
    known(as_(boris), ticket)
    at("2026-03-02 10:00:30")

    assert "смотрит" not in as_(anna).get(reverse("desk:ticket", args=[ticket.number])).content.decode()


def test_presence_is_written_rarely(anna, ticket, as_, at):
    client = as_(anna)
    at("2026-03-02 10:00:00")
    beat = known(client, ticket)
    at("2026-03-02 10:00:05")
    client.get(PULSE, beat)
    assert f"{Presence.objects.get(user=anna).seen_at:%S}" == "00"
    at("2026-03-02 10:00:10")
    client.get(PULSE, beat)
    assert f"{Presence.objects.get(user=anna).seen_at:%S}" == "10"


def test_a_stranger_learns_nothing_from_the_pulse(strange_agent, anna, zoya, ticket, as_):
    comment(ticket.number, by=zoya, body="Тайна")
    beat = {"since": "0-x", "ticket": ticket.number, "message": 0, "revision": 0, "event": 0}

    page = as_(strange_agent).get(PULSE, beat).content.decode()

    assert "Тайна" not in page
    assert "ticket-head" not in page
    assert not Presence.objects.filter(user=strange_agent).exists()


def test_nonsense_in_the_pulse_is_no_error(anna, as_):
    nonsense = {
        "since": "x" * 500,
        "ticket": "9" * 40,
        "pending": "1.x.٣",
        "message": "-1",
        "event": "\0",
        "here": str(uuid.uuid4()),
    }

    assert as_(anna).get(PULSE, nonsense).status_code in {200, 204}


def test_a_quiet_pulse_costs_few_queries(anna, ticket, as_, django_assert_max_num_queries):
    client = as_(anna)
    beat = known(client, ticket)
    with django_assert_max_num_queries(11):
        client.get(PULSE, beat)


def test_a_changed_fact_renews_the_head(anna, boris, ticket, as_):
    client = as_(anna)
    beat = known(client, ticket)
    prioritise_ticket(ticket.number, by=boris, impact="hospital", urgency="critical")

    page = client.get(PULSE, beat).content.decode()

    assert 'id="ticket-head" hx-swap-oob="true"' in page
    assert "критичная" in page
    assert not Message.objects.filter(author=boris).exists()


def test_the_bell_rings_in_the_pulse_when_its_number_is_another(anna, boris, ticket, as_, run_reactions):
    client = as_(anna)
    run_reactions()  # she was told of the new ticket before she opened the page
    beat = known(client) | {"bell": str(unread_count(anna))}
    assign_ticket(ticket.number, by=boris, to=anna)
    run_reactions()

    page = client.get(PULSE, beat).content.decode()

    now_unread = unread_count(anna)
    assert str(now_unread) != beat["bell"]
    assert f'id="bell" hx-swap-oob="true" data-live="bell={now_unread}"' in page
    assert 'id="bell"' not in client.get(PULSE, beat | {"bell": now_unread}).content.decode()


def with_waiting_file(ticket, by):
    screened = ScreenedFile.objects.create(
        name="снимок.txt", size=3, content_type="text/plain", state="waiting", received_by=by, received_at=now()
    )
    message = Message.objects.filter(ticket=ticket).first() if ticket else None
    return Attachment.objects.create(screened=screened, ticket=ticket, message=message, added_by=by, added_at=now())


def test_a_file_that_was_being_checked_is_shown_once_it_is_settled(anna, zoya, ticket, as_):
    client, file = as_(anna), with_waiting_file(ticket, zoya)
    beat = known(client, ticket)
    assert beat[f"file.{file.pk}"] == "1"
    assert client.get(PULSE, beat).status_code == 204

    ScreenedFile.objects.update(state="refused", reason="encrypted")

    page = client.get(PULSE, beat).text
    assert f'hx-swap-oob="innerHTML:#file-{file.pk}"' in page
    assert "не показан" in page
    assert f"file.{file.pk}" not in page, "what is settled is not asked for again"


def test_of_a_file_that_takes_long_it_is_told_how_far_it_is(anna, zoya, ticket, as_):
    client, file = as_(anna), with_waiting_file(ticket, zoya)
    beat = known(client, ticket)

    ScreenedFile.objects.update(percent=40, ready_at=now() + timedelta(seconds=110))

    said = client.get(PULSE, beat).text
    assert f'id="far-{file.pk}" hx-swap-oob="true"' in said
    assert "40 %, осталось примерно 2 минуты" in said
    assert "осталось примерно 2 минуты" in client.get(f"/desk/tickets/{ticket.number}").text


def test_the_requesters_page_is_told_of_a_file_by_its_own_pulse(zoya, ticket, as_):
    client, file = as_(zoya), with_waiting_file(ticket, zoya)
    page, news = f"/portal/tickets/{ticket.number}", f"/portal/tickets/{ticket.number}/news"
    beat = {"since": 10**9, f"file.{file.pk}": "1"}
    shown = client.get(page).text
    assert f'data-live="file.{file.pk}=1"' in shown
    assert f"/files/{file.pk}/state" not in shown, "one question for the page, not one for each file"
    assert client.get(news, beat).status_code == 204

    ScreenedFile.objects.update(percent=40, ready_at=now() + timedelta(seconds=110))
    said = client.get(news, beat).text
    assert "осталось примерно 2 минуты" in said
    assert f'data-live="file.{file.pk}=1"' in said

    ScreenedFile.objects.update(state="refused", reason="encrypted", percent=None)
    said = client.get(news, beat).text
    assert f'hx-swap-oob="innerHTML:#file-{file.pk}"' in said
    assert "Не показан" in said
    assert "data-live" not in said, "what is settled is not asked for again"


def test_an_open_form_asks_less_often_the_longer_a_file_takes(zoya, at):
    at("2026-03-02 10:00")
    file = with_waiting_file(None, zoya).screened
    pauses = []
    for moment in ("10:00", "10:00:40", "10:30"):
        at(f"2026-03-02 {moment}")
        pauses.append(file.asked_again_in)
    assert pauses == [2, 10, 20]


def test_a_file_of_a_ticket_that_is_not_ones_own_is_not_told_of(strange_agent, zoya, ticket, as_):
    file = with_waiting_file(ticket, zoya)
    client = as_(strange_agent)
    beat = known(client, page="/desk/") | {f"file.{file.pk}": "1", "file.nonsense": "1"}
    ScreenedFile.objects.update(state="screened")

    assert "снимок" not in client.get(PULSE, beat).text
