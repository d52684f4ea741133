import json
import re
import uuid

import pytest
from django.urls import reverse

from priyom.base.errors import Invalid, NotAllowed, NotVisible
from priyom.desk.actions.effects import check_effects
from priyom.desk.actions.macros import (
    count_use,
    get_own_reply,
    load_shipped_replies,
    save_reply,
    set_reply_in_use,
)
from priyom.desk.models import CannedAnswer, Topic
from priyom.desk.page.answers import answers_for, choose, get_answer
from priyom.desk.rules.placeholders import fill, unknown_in
from tests.cast import open_ticket

KNOWN = {
    "requester_name": "Зоя Ветрова",
    "ticket_number": "№ 1",
    "organisation": "Поликлиника № 1",
    "agent_name": "Анна",
    "due": "",
    "version": "5.3.1",
}
PLAIN = {"effects": {}, "visibility": "public", "topics": [], "team": None}


@pytest.mark.parametrize(
    ("text", "told", "gaps"),
    [
        ("{requester_name}, у вас {version}.", "Зоя Ветрова, у вас 5.3.1.", ()),
        ("Ответим до {due}, {due}.", "Ответим до {due}, {due}.", ("due",)),
        (
            "{{ config }} {% if x %} {0} {requester_name.__class__} {unknown}",
            "{{ config }} {% if x %} {0} {requester_name.__class__} {unknown}",
            (),
        ),
        ("${requester_name} {requester_name!r}", "$Зоя Ветрова {requester_name!r}", ()),
    ],
)
def test_only_the_closed_list_is_filled_in(text, told, gaps):
    filled = fill(text, KNOWN)
    assert (filled.text, filled.gaps) == (told, gaps)


def test_what_a_person_is_called_is_never_filled_in_again():
    assert fill("{requester_name}", {"requester_name": "{agent_name} {{7*7}}"}).text == "{agent_name} {{7*7}}"
    assert unknown_in("{version} {password} {{x}}") == ["password", "x"]


def test_an_answer_is_filled_for_the_ticket_with_its_changes(anna, zoya, ticket, at):
    at("2026-03-02 10:00")
    answer = CannedAnswer.objects.create(
        code="wait",
        title="Ждём",
        body="{requester_name}, ждём до {due}. {ticket_number}",
        effects={"status": "waiting", "waiting_for": "external", "waiting_days": 3, "take": True},
    )
    chosen = choose(answer, ticket, by=anna)

    assert chosen.text.startswith("Зоя, ждём до 5 марта") or chosen.text.startswith("Зоя Ветрова, ждём до 5 марта")
    assert chosen.gaps == ()
    assert chosen.effects == {
        "status": "waiting",
        "waiting_for": "external",
        "waiting_until": "2026-03-05T10:00:00+03:00",
        "take": "1",
    }
    assert len(chosen.changes) == 4
    ticket.refresh_from_db()
    assert ticket.status == "new"


def test_what_fits_the_topic_comes_first_and_search_finds_the_rest(anna, zoya, cast):
    emd = Topic.objects.get(code="emd")
    mine, general = (
        CannedAnswer.objects.create(code=c, title=t, body="…") for c, t in (("a", "По РЭМД"), ("b", "Общий"))
    )
    other = CannedAnswer.objects.create(code="c", title="Про отчёты", body="…")
    mine.topics.add(emd)
    other.topics.add(Topic.objects.get(code="report"))
    ticket = open_ticket(zoya, topic=emd)

    assert answers_for(anna, ticket) == [mine, general]
    assert answers_for(anna, ticket, "отчёт") == [other]


def test_another_teams_answers_do_not_exist(anna, marina, cast, as_, ticket):
    theirs = CannedAnswer.objects.create(code="theirs", title="Только линии 3", body="секрет линии", team=cast.line3)
    assert theirs not in answers_for(anna, ticket)
    with pytest.raises(NotVisible):
        get_answer(anna, "theirs")
    assert get_answer(marina, "theirs") == theirs
    client = as_(anna)
    assert client.get(f"/desk/tickets/{ticket.number}/answers/theirs").status_code == 404
    assert (
        "секрет линии"
        not in client.get("/desk/options/answers", {"q": "линии", "ticket": ticket.number}).content.decode()
    )


def test_a_team_lead_keeps_everybodys_and_the_own_teams(pavel, anna, marina, cast):
    mine = save_reply(
        "", by=pavel, title="Перезагрузите", body="Перезагрузите {version}.", **(PLAIN | {"team": cast.line1})
    )
    theirs = save_reply("", by=marina, title="Линии 3", body="…", **(PLAIN | {"team": cast.line3}))
    assert get_own_reply(pavel, mine.code) == mine
    with pytest.raises(NotVisible):
        save_reply(theirs.code, by=pavel, title="Чужой", body="…", **PLAIN)
    with pytest.raises(Invalid):
        save_reply("", by=pavel, title="Другой", body="…", **(PLAIN | {"team": cast.line3}))
    with pytest.raises(NotAllowed):
        save_reply("", by=anna, title="Нет", body="…", **PLAIN)
    set_reply_in_use(mine.code, by=pavel, in_use=False)
    assert mine not in answers_for(anna, None)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("title", {"title": " "}),
        ("body", {"body": ""}),
        ("body", {"body": "{requester_name} {password}"}),
        ("remedy", {"effects": {"status": "resolved", "cause": "x", "remedy": "{secret}"}}),
        ("waiting_for", {"effects": {"status": "waiting"}}),
        ("cause", {"effects": {"status": "resolved"}}),
    ],
)
def test_a_wrong_answer_is_refused_beside_its_field(pavel, field, change):
    with pytest.raises(Invalid) as refusal:
        save_reply("", by=pavel, **(PLAIN | {"title": "Ответ", "body": "Текст"} | change))
    assert field in refusal.value.errors


def test_shipped_answers_come_once_and_edits_stay(pavel, cast, tmp_path):
    shipped = tmp_path / "replies.toml"
    shipped.write_text(
        '[[reply]]\ncode = "hello"\nname = "Привет"\ntopics = ["emd", "gone"]\ntext = "Здравствуйте."\n'
        '[[macro]]\ncode = "take"\nname = "Беру"\ntopics = []\ntext = ""\nvisibility = "internal"\n'
        '[macro.set]\nassignee = "me"\nstatus = "open"\n'
    )
    assert load_shipped_replies(shipped) == 2
    save_reply("hello", by=pavel, title="По-своему", body="Добрый день.", **PLAIN)
    assert load_shipped_replies(shipped) == 0
    assert CannedAnswer.objects.get(code="hello").title == "По-своему"
    assert CannedAnswer.objects.get(code="take").effects == {"status": "open", "take": True}


def test_everything_that_is_shipped_can_be_used(anna, zoya, ticket):
    load_shipped_replies()
    for answer in CannedAnswer.objects.all():
        assert not unknown_in(answer.body), answer.code
        choose(answer, ticket, by=anna)


def test_uses_are_counted(anna):
    CannedAnswer.objects.create(code="hello", title="Привет", body="…")
    count_use(["hello", "gone"])
    assert CannedAnswer.objects.get().used == 1


def test_the_picker_and_the_chosen_answer_carry_the_composers_fields(as_, anna, ticket):
    CannedAnswer.objects.create(
        code="ask",
        title="Спросить версию",
        body="{requester_name}, какая версия? <b>",
        effects={"status": "waiting", "waiting_for": "requester"},
    )
    client = as_(anna, **{"HX-Request": "true"})
    assert "Спросить версию" in client.get(f"/desk/tickets/{ticket.number}/answers", {"q": "верс"}).content.decode()
    html = client.get(f"/desk/tickets/{ticket.number}/answers/ask").content.decode()
    fields = dict(re.findall(r'data-effect name="(\w+)" value="([^"]*)"', html))
    assert fields == {"status": "waiting", "waiting_for": "requester"}
    assert "&lt;b&gt;" in html
    assert "<b>" not in html.split("<template")[1].split("</template>")[0]


def test_the_preview_shows_a_real_ticket_only_to_who_sees_it(as_, pavel, adam, ticket, cast):
    data = {
        "title": "x",
        "body": "{requester_name} {organisation}",
        "visibility": "public",
        "ticket": str(ticket.number),
    }
    assert "Поликлиника № 1" in as_(pavel).post("/settings/replies/preview", data).content.decode()
    cast.line1.regions.add(cast.other_region)
    assert as_(pavel).post("/settings/replies/preview", data).status_code == 404


def test_what_was_typed_stays_when_it_is_refused(as_, pavel):
    answer = as_(pavel).post(
        "/settings/replies/new", {"title": "", "body": "Мой длинный текст {nope}", "visibility": "public"}
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Мой длинный текст {nope}" in html
    assert "{nope}" in html
    assert json.dumps("{password}") not in html


def test_what_is_sent_with_a_macro_changes_the_ticket_and_is_counted_once(as_, anna, ticket):
    CannedAnswer.objects.create(code="ask", title="Спросить", body="Какая версия?")
    token = str(uuid.uuid4())
    data = {"visibility": "internal", "body": "Жду отдел", "token": token, "macro": "ask"}
    effects = {"status": "waiting", "waiting_for": "consult"}
    for _ in range(2):
        as_(anna).post(reverse("desk:messages", args=[ticket.number]), data | effects)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.waiting_for, ticket.messages.count()) == ("waiting", "consult", 2)
    assert CannedAnswer.objects.get().used == 1


def test_a_note_without_a_macro_changes_nothing(as_, anna, ticket):
    data = {"visibility": "internal", "body": "Смотрю", "token": str(uuid.uuid4()), "status": "waiting"}
    as_(anna).post(reverse("desk:messages", args=[ticket.number]), data)
    ticket.refresh_from_db()
    assert ticket.status == "new"


def test_an_answer_with_a_gap_is_not_sent_and_stays_typed(as_, anna, ticket):
    data = {"visibility": "public", "body": "Обновят до {due}. Журнал: {json}", "token": str(uuid.uuid4())}
    answer = as_(anna).post(reverse("desk:messages", args=[ticket.number]), data)
    assert answer.status_code == 422
    assert "Обновят до {due}" in answer.content.decode()
    assert ticket.messages.count() == 1
    as_(anna).post(reverse("desk:messages", args=[ticket.number]), data | {"body": "Обновят завтра. Журнал: {json}"})
    assert ticket.messages.count() == 2


@pytest.mark.parametrize(
    "moment", ["2026-03-01T10:00:00+03:00", "вчера", "2026-03-05T10:00:00", "9999-12-31T23:59:59-12:00", 5]
)
def test_a_moment_to_wait_for_lies_ahead_and_names_its_zone(anna, ticket, at, moment):
    at("2026-03-02 10:00")
    with pytest.raises(Invalid) as refused:
        check_effects(ticket, {"status": "waiting", "waiting_for": "date", "waiting_until": moment})
    assert set(refused.value.errors) == {"waiting_until"}
    check_effects(ticket, {"status": "waiting", "waiting_for": "date", "waiting_until": "2026-03-05T10:00:00+03:00"})
