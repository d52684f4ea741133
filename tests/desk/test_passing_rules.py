"""The arithmetic of ways between lines."""

import pytest

from priyom.desk.rules.passing import Share, returns, team_that_solved, way


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [(1, 2, "up"), (1, 3, "up"), (3, 1, "down"), (2, 2, "across"), (None, 2, "across"), (2, None, "across")],
)
def test_the_way_goes_by_the_lines(before, after, expected):
    assert way(before, after) == expected


@pytest.mark.parametrize(
    ("teams", "expected"), [([], 0), ([1], 0), ([1, 2, 3], 0), ([1, 2, 1], 1), ([1, 2, 1, 2], 2), ([None, 1, None], 1)]
)
def test_each_coming_back_is_counted(teams, expected):
    assert returns(teams) == expected


@pytest.mark.parametrize(
    ("held_by", "own", "expected"),
    [
        (7, [(7, 1), (8, 2)], (7, True)),  # it lies where the solver works
        (7, [(9, 3), (8, 2)], (8, True)),  # it lies elsewhere: the solver's lowest line
        (7, [(9, None), (8, 3)], (8, True)),
        (7, [], (7, False)),  # the solver works in no team
        (None, [], (None, False)),
    ],
)
def test_a_solution_is_the_work_of_a_team(held_by, own, expected):
    assert team_that_solved(held_by, own) == expected


def test_the_share_counts_everything_that_was_solved():
    assert Share({1: 60, 2: 25, 3: 15}, 0).percent == 85.0
    assert Share({1: 1}, 2).percent == 33.3
    assert Share({}, 0).percent is None
