import re

import pytest

from priyom.base.errors import Invalid, NotAllowed, NotVisible
from priyom.desk.actions.views import change_view, get_view, move_view, remove_view, save_view, views_of
from priyom.desk.models import SavedView


def test_a_list_is_kept_under_a_name_with_known_filters_only(anna):
    view = save_view(
        by=anna,
        name=" РЭМД ",
        filters={"topic": ["emd"], "status": "waiting", "customer__password": "x", "sort": "password"},
    )
    assert view.name == "РЭМД"
    assert view.filters == {"topic": ["emd"], "status": ["waiting"]}


def test_views_are_ones_own(anna, boris, cast):
    view = save_view(by=anna, name="Мои", filters={})
    assert view in views_of(anna)
    assert view not in views_of(boris)
    for act in (
        lambda: get_view(boris, view.pk),
        lambda: remove_view(view.pk, by=boris),
        lambda: change_view(view.pk, by=boris, name="x", team=None),
    ):
        with pytest.raises(NotVisible):
            act()


def test_a_lead_shares_with_the_own_team_only(pavel, anna, boris, cast):
    shared = save_view(by=pavel, name="Линия", filters={"assignee": ["none"]}, team=cast.line1)
    assert shared in views_of(anna)
    assert shared not in views_of(boris)
    with pytest.raises(NotAllowed):
        change_view(shared.pk, by=anna, name="x", team=None)
    with pytest.raises(Invalid):
        save_view(by=pavel, name="Чужая", filters={}, team=cast.line2)
    with pytest.raises(Invalid):
        save_view(by=anna, name="Всем", filters={}, team=cast.line1)


def test_views_are_renamed_ordered_and_removed(anna):
    one, two, three = (save_view(by=anna, name=name, filters={}) for name in "абв")
    move_view(three.pk, by=anna, up=True)
    move_view(one.pk, by=anna, up=True)
    assert [view.name for view in views_of(anna)] == ["а", "в", "б"]
    change_view(two.pk, by=anna, name="Б", team=None, filters={"kind": "question"})
    remove_view(one.pk, by=anna)
    assert [(view.name, view.filters) for view in views_of(anna)] == [
        ("в", {}),
        ("Б", {"kind": ["question"]}),
    ]


def test_requesters_keep_no_views_and_a_view_has_a_name(zoya, anna):
    with pytest.raises(NotAllowed):
        save_view(by=zoya, name="x", filters={})
    with pytest.raises(Invalid):
        save_view(by=anna, name=" ", filters={})
    assert not SavedView.objects.exists()


def test_the_form_keeps_the_filters_of_the_list_and_what_was_typed(as_, anna):
    client = as_(anna)
    page = client.get("/desk/views/new", {"topic": "emd", "status": "new"}).content.decode()
    assert "Отправка ЭМД" in page
    refused = client.post("/desk/views/new", {"name": "", "filters": "topic=emd&status=new"})
    assert refused.status_code == 422
    assert "topic=emd&amp;status=new" in refused.content.decode()
    client.post("/desk/views/new", {"name": "ЭМД", "filters": "topic=emd&status=new&team__secret=1"})
    assert SavedView.objects.get().filters == {"topic": ["emd"], "status": ["new"]}


@pytest.mark.parametrize(
    ("address", "place"),
    [("/reports/", "Отчёты"), ("/knowledge/", "База знаний"), ("/settings/contracts/", "Справочники")],
)
def test_in_the_rail_one_is_at_one_place_only(as_, marina, address, place):
    """Reports and articles stand among the views and in the directory, too."""
    rail = re.search(r'<nav class="rail".*?</nav>', as_(marina).get(address).text, re.DOTALL).group()
    (here,) = re.findall(r"<a [^>]*aria-current=[^>]*>.*?</a>", rail, re.DOTALL)
    assert place in here
