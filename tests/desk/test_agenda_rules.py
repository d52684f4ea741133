"""Why a ticket comes to the planning meeting, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priyom.desk.rules.agenda import LIMITS, Reason, in_order, weight_of


def test_the_weightiest_reason_is_told_first_and_each_once():
    assert in_order(["no_movement", "decision", "no_movement", "reopened"]) == ["decision", "reopened", "no_movement"]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ((["no_movement"], 1), (["decision"], 3)),  # what is critical goes before everything
        ((["decision"], 3), (["reopened"], 2)),
        ((["reopened", "no_movement"], 3), (["reopened"], 3)),  # two reasons before one
    ],
)
def test_what_presses_more_comes_first(first, then):
    assert weight_of(*first) < weight_of(*then)


@given(st.lists(st.sampled_from(list(Reason)), min_size=1))
def test_any_reasons_have_an_order(reasons):
    assert set(in_order(reasons)) == set(reasons)
    assert in_order(in_order(reasons)) == in_order(reasons)


def test_every_rule_that_gathers_has_a_limit_it_may_be_set_to():
    assert set(LIMITS) == set(Reason) - {Reason.DECISION, Reason.ADDED}
    assert all(limit.least <= limit.usual <= limit.most for limit in LIMITS.values())
