"""Invented years go into an empty desk only. Apart from test_load.py, in which three thousand tickets stand."""

import pytest

from priyom.base.wording import Refusal
from priyom.desk.loading.filling import refuse_unless_empty
from priyom.people.models import User


def test_a_desk_with_anybody_in_it_is_refused(db):
    refuse_unless_empty()
    User.objects.create_user("somebody")
    with pytest.raises(Refusal, match="not empty"):
        refuse_unless_empty()


def test_a_desk_with_tickets_is_refused(ticket):
    with pytest.raises(Refusal, match="has tickets"):
        refuse_unless_empty()
