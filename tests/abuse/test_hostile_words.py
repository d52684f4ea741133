"""Words that would make a page unreadable for everybody who opens it. Abuse 8, 14."""

import pytest

from priyom.desk.actions.messages import comment
from priyom.knowledge.models import Article


@pytest.mark.parametrize("broken", ["http://[abc", "https://[::1", "https://℀.com/", "http://exa℀mple.com/ дальше"])
def test_an_address_cut_off_while_copying_hides_no_ticket(as_, zoya, anna, ticket, broken):
    comment(ticket.number, by=zoya, body=f"Смотрите {broken}")
    for person, path in (
        (zoya, f"/portal/tickets/{ticket.number}"),
        (zoya, f"/portal/tickets/{ticket.number}/print"),
        (anna, f"/desk/tickets/{ticket.number}"),
        (anna, f"/desk/tickets/{ticket.number}/print"),
    ):
        answer = as_(person).get(path)
        assert answer.status_code == 200
        assert broken in answer.content.decode()
        assert f'href="{broken}' not in answer.content.decode()


def test_a_double_click_begins_one_article(as_, anna, at):
    at("2026-03-02 10:00")
    client = as_(anna)
    began = {client.post("/knowledge/articles").url for _click in range(3)}
    assert len(began) == 1
    assert Article.objects.filter(author=anna).count() == 1
