"""Frecency: more and newer uses weigh more, and nothing weighs more than one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tui_coder.domain.frecency import HALF_LIFE, blended, frecency

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ages = st.lists(st.integers(0, 4000).map(lambda hours: timedelta(hours=hours)), min_size=1, max_size=40)


@given(ages)
def test_each_further_use_weighs_more_and_never_one(uses: list[timedelta]) -> None:
    weights = [frecency([("I10", NOW - age) for age in uses[:n]], NOW)["I10"] for n in range(1, len(uses) + 1)]
    assert all(0 < weight < 1 for weight in weights)
    assert weights == sorted(weights)


@given(st.integers(0, 4000), st.integers(1, 4000))
def test_the_newer_of_two_weighs_more(hours: int, older_by: int) -> None:
    newer, older = NOW - timedelta(hours=hours), NOW - timedelta(hours=hours + older_by)
    weights = frecency([("newer", newer), ("older", older)], NOW)
    assert weights["newer"] > weights["older"]


def test_a_use_of_a_half_life_ago_counts_half_of_one() -> None:
    assert frecency([("I10", NOW)], NOW) == {"I10": 0.5}
    assert frecency([("I10", NOW - HALF_LIFE)], NOW) == {"I10": 0.5 / 1.5}
    assert frecency([("I10", NOW + timedelta(hours=1))], NOW) == {"I10": 0.5}


def test_ones_own_habit_comes_before_the_team_s() -> None:
    assert blended({"A": 0.5}, {"A": 0.8, "B": 0.8}) == {"A": 0.5, "B": 0.4}
