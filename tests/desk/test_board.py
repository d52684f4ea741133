"""Views, counts, filters and pages of lists."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from priyom.desk.actions.assignment import assign_ticket, take_ticket
from priyom.desk.actions.facts import let_wait
from priyom.desk.actions.messages import AT_ONCE, comment, reply
from priyom.desk.actions.tickets import prioritise_ticket, resolve_ticket
from priyom.desk.actions.watching import watch_ticket
from priyom.desk.lists.board import ListState, board_of, find_view
from priyom.desk.lists.counts import standing_of, summary_of
from priyom.desk.lists.listing import ORDERS, Filters
from priyom.desk.lists.rows import list_page, next_number
from priyom.desk.models import SavedView
from priyom.people.models import Region
from tests.cast import open_ticket


def state(user, code="all", **narrowing):
    return ListState(view=find_view(user, code), narrowing=Filters.read(narrowing))


def counts_of(user, views):
    return standing_of(user, views).counts


def numbers(user, code="all", **narrowing):
    return [row.number for row in list_page(user, state(user, code, **narrowing)).rows]


@pytest.fixture
def five(cast):
    return [open_ticket(cast.zoya, subject=f"Не печатается рецепт {n}") for n in range(5)]


# --- views and counts ------------------------------------------------------------------------------------


def test_the_rail_holds_own_views_each_teams_and_the_saved_ones(anna, line1):
    SavedView.objects.create(owner=anna, name="Приозёрный край", filters={"region": ["lake"]})
    SavedView.objects.create(owner=anna, team=line1, name="Важное", filters={"priority": ["high"]})

    mine, team, saved = board_of(anna)

    assert [view.code for view in mine.views] == ["mine", "asked", "advice", "watched", "reminders"]
    assert [view.code for view in team.views] == [
        "line1-burning",
        "line1-unowned",
        "line1-new",
        "line1-waiting",
        "line1-open",
    ]
    assert [view.title for view in saved.views] == ["Приозёрный край", "Важное"]


def test_who_may_not_work_has_no_work_of_their_own_in_the_rail(adam, oleg, ticket, as_):
    assert [[view.code for view in group.views] for group in board_of(oleg)] == [[], ["all", "burning"]]
    page = as_(oleg).get(reverse("desk:overview")).content.decode()
    assert "Моя работа" not in page
    assert "Напоминания" not in page
    assert as_(oleg).get(reverse("desk:work")).url == reverse("people:audit")
    assert as_(adam).get(reverse("desk:work")).url == reverse("desk:overview")

    watch_ticket(ticket.number, by=oleg)
    assert [view.code for view in board_of(oleg)[0].views] == ["watched"]


def test_another_persons_saved_view_is_not_there(anna, boris, as_):
    theirs = SavedView.objects.create(owner=boris, name="Чужой", filters={})

    assert as_(anna).get(reverse("desk:list", args=[f"saved-{theirs.pk}"])).status_code == 404
    assert as_(boris).get(reverse("desk:list", args=[f"saved-{theirs.pk}"])).status_code == 200


def test_counts_follow_what_happens(anna, boris, zoya, five):
    one, two, three, four, _five = five
    take_ticket(one.number, by=anna)
    take_ticket(two.number, by=anna)
    let_wait(two.number, by=anna, waiting_for="requester")
    assign_ticket(three.number, by=anna, to=boris)
    watch_ticket(three.number, by=anna)
    resolve_ticket(four.number, by=anna, cause="Бумага", remedy="Положили бумагу")

    views = [view for group in board_of(anna) for view in group.views]
    counts = counts_of(anna, views)

    assert counts == {
        "mine": 2, "asked": 1, "advice": 0, "watched": 1, "reminders": 0,
        "line1-burning": 0, "line1-unowned": 1, "line1-new": 1, "line1-waiting": 1, "line1-open": 4,
    }  # fmt: skip


def test_what_a_team_sees_is_counted_once_for_every_event(anna, boris, zoya, five, django_assert_num_queries):
    views = [view for group in board_of(anna) for view in group.views]
    assert anna.works_at_desk  # read once for a request
    with django_assert_num_queries(2):
        before = counts_of(anna, views)
    with django_assert_num_queries(1):
        assert counts_of(anna, views) == before
    open_ticket(zoya)
    with django_assert_num_queries(2):
        assert counts_of(anna, views) == before | {
            name: before[name] + 1 for name in ("line1-unowned", "line1-new", "line1-open")
        }


def test_a_statement_is_kept_for_a_sight_and_not_for_a_person(anna, boris, strange_agent, five):
    take_ticket(five[0].number, by=anna)
    everything = find_view(anna, "all")
    mine = find_view(anna, "mine")

    assert [counts_of(user, [mine])["mine"] for user in (anna, boris, anna)] == [1, 0, 1]
    assert [counts_of(user, [everything])["all"] for user in (anna, strange_agent, anna)] == [5, 0, 5]


def test_a_right_that_is_taken_away_is_taken_away_at_once(anna, region, line1, five, as_):
    client = as_(anna)
    page = reverse("desk:list", args=["all"])
    assert "Не печатается" in client.get(page).content.decode()
    line1.regions.set([Region.objects.create(code="far", name="Far away")])

    assert "Не печатается" not in client.get(page).content.decode()


def test_counts_show_nothing_of_what_one_may_not_see(strange_agent, five):
    views = [view for group in board_of(strange_agent) for view in group.views] + [find_view(strange_agent, "all")]

    assert set(counts_of(strange_agent, views).values()) == {0}
    assert numbers(strange_agent) == []


# --- order and parts -------------------------------------------------------------------------------------


def test_who_waits_for_us_stands_first_the_pressing_before_the_rest(anna, zoya, five, at):
    at("2026-03-02 10:00")
    one, two, three, four, last = five
    for ticket in (one, two):
        take_ticket(ticket.number, by=anna)
    reply(one.number, by=anna, body="Смотрим.", undo=AT_ONCE)
    let_wait(two.number, by=anna, waiting_for="external", whom="поддержка ЕГИСЗ")
    reply(two.number, by=anna, body="Ждём их.", undo=AT_ONCE)
    prioritise_ticket(last.number, by=anna, impact="hospital", urgency="critical")

    page = list_page(anna, state(anna))

    assert [row.number for row in page.rows] == [
        last.number,
        three.number,
        four.number,
        one.number,
        two.number,
    ]
    assert [row.group for row in page.rows] == [0, 0, 0, 1, 2]
    assert page.rows[-1].wait == "поддержка ЕГИСЗ"
    assert summary_of(anna, Filters(), 0).groups == {0: 3, 1: 1, 2: 1}


def test_a_row_is_new_until_its_owner_has_read_it(anna, boris, zoya, as_, at):
    at("2026-03-02 10:00")
    ticket = open_ticket(zoya)
    take_ticket(ticket.number, by=anna)
    as_(anna).get(reverse("desk:ticket", args=[ticket.number]))
    assert not list_page(anna, state(anna)).rows[0].is_new

    reply(ticket.number, by=anna, body="Какой принтер?", undo=AT_ONCE)
    at("2026-03-02 10:05")
    comment(ticket.number, by=zoya, body="Обычный.")
    assert list_page(anna, state(anna)).rows[0].is_new
    assert not list_page(boris, state(boris)).rows[0].is_new

    at("2026-03-02 10:06")
    as_(anna).get(reverse("desk:ticket", args=[ticket.number]))
    assert not list_page(anna, state(anna)).rows[0].is_new


@pytest.mark.parametrize("order", [code for code in ORDERS if code not in {"reminder", "advice"}])
def test_every_order_can_be_read_on_and_back_without_a_gap(anna, five, order, at):
    whole = numbers(anna, sort=order)
    first = list_page(anna, state(anna, sort=order), size=2)
    second = list_page(
        anna, ListState(view=first.state.view, narrowing=first.state.narrowing, after=first.older), size=2
    )
    third = list_page(
        anna, ListState(view=first.state.view, narrowing=first.state.narrowing, after=second.older), size=2
    )
    back = list_page(
        anna, ListState(view=first.state.view, narrowing=first.state.narrowing, before=second.newer), size=2
    )

    assert [row.number for page in (first, second, third) for row in page.rows] == whole
    assert [row.number for row in back.rows] == whole[:2]
    assert (first.newer, third.older, back.newer) == ("", "", "")


def test_a_broken_cursor_shows_the_first_page(anna, five, as_):
    for cursor in (
        "x",
        "1~2",
        "1~2~3~4",
        "0~3~2026-03-02~1",
        "9" * 300,
        "0~3~2026-03-02T10:00:00+00:00~" + "9" * 40,
    ):
        answer = as_(anna).get(reverse("desk:list", args=["all"]), {"after": cursor})
        assert answer.status_code == 200


def test_after_the_last_ticket_of_a_list_comes_the_first(anna, five):
    here = state(anna, sort="opened")

    assert next_number(anna, here, five[0].number) == five[1].number
    assert next_number(anna, here, five[-1].number) == five[0].number


# --- filters ---------------------------------------------------------------------------------------------


def test_filters_narrow(anna, boris, zoya, igor, five, region):
    one, two, *rest = (ticket.number for ticket in five)
    prioritise_ticket(one, by=anna, impact="hospital", urgency="critical")
    assign_ticket(two, by=anna, to=boris)
    resolve_ticket(rest[0], by=anna, cause="Бумага", remedy="Положили бумагу")

    assert numbers(anna, priority=["critical"]) == [one]
    assert numbers(anna, assignee=["boris"]) == [two]
    assert numbers(anna, status=["resolved"]) == [rest[0]]
    assert len(numbers(anna, status=["any"])) == 5
    assert numbers(anna, organisation=["clinic-2"]) == []
    assert len(numbers(anna, organisation=["miac"])) == 4
    assert len(numbers(anna, topic=["report"], region=["lake"], team=["line1"], requester=["zoya"])) == 4
    assert numbers(anna, text="рецепт 1") == [two]
    assert numbers(anna, text=f"№ {one}") == [one]
    assert len(numbers(anna, text="ветрова")) == 5  # words are searched for in what is solved, too
    assert len(numbers(anna, text="ветрова", status=["new", "open", "waiting"])) == 4
    assert len(numbers(anna, text="Поликлиника № 1")) == 5
    assert numbers(anna, opened_within="24h", unchanged_for="7d") == []


def test_what_is_not_understood_in_an_address_is_left_out(anna, five, as_):
    nonsense = QueryDict(
        "status=flying&team=%00&priority=99&kind[]=x&sort=customer__password&opened_within=drop&text=%00&assignee=' OR 1=1"
    )

    assert Filters.read(nonsense) == Filters()
    assert as_(anna).get(reverse("desk:list", args=["all"]) + "?" + nonsense.urlencode()).status_code == 200


def test_filters_survive_a_saved_view(anna):
    filters = Filters.read({"status": ["new"], "priority": ["high", "critical"], "text": "рэмд", "sort": "-opened"})

    assert Filters.read(filters.kept()) == filters


# --- the page --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("many", [1, 50])
def test_a_list_costs_the_same_for_one_row_and_for_fifty(anna, zoya, as_, many, django_assert_num_queries):
    for n in range(many):
        open_ticket(zoya, subject=f"Заявка {n}")
    client = as_(anna)
    client.get("/desk/")
    client.get(reverse("desk:list", args=["all"]))
    with django_assert_num_queries(7):
        assert client.get(reverse("desk:list", args=["all"])).status_code == 200


def test_the_list_says_what_is_narrowed_and_how_to_undo_it(anna, five, as_):
    page = (
        as_(anna).get(reverse("desk:list", args=["all"]), {"text": "рецепт 1", "priority": "normal"}).content.decode()
    )

    assert page.count('class="chip"') == 1, "the words stand in the list's own field, and are cleared there"
    assert 'name="text" value="рецепт 1"' in page
    assert "Не печатается <mark>рецепт</mark> <mark>1</mark>" in page
    assert "Не печатается рецепт 2" not in page
