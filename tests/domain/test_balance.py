"""Spreading items over colleagues: nothing is lost, nobody is overloaded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_coder.domain.balance import BalancePlan, Load, PlannedMove, Portion, spread
from tui_coder.domain.refusals import Malformed

TEAM = ("bob", "cyd", "dee", "eve")

portions = st.lists(st.integers(0, 240), max_size=20).map(
    lambda minutes: [Portion(number, f"A{number}", each) for number, each in enumerate(minutes, start=1)]
)
receivers = st.lists(st.sampled_from(TEAM), min_size=1, unique=True)
loads = st.dictionaries(st.sampled_from(("ann", *TEAM)), st.integers(0, 900))


def before_and_after(plan: BalancePlan) -> tuple[int, int]:
    return sum(each.before for each in plan.load), sum(each.after for each in plan.load)


@given(portions, loads, receivers)
def test_every_item_goes_to_one_receiver_and_no_minute_is_lost(
    work: list[Portion], load: dict[str, int], to: list[str]
) -> None:
    plan = spread(work, "ann", load, to)
    assert [(move.item_id, move.account, move.minutes) for move in plan.moves] == [
        (portion.item_id, portion.account, portion.minutes) for portion in work
    ]
    assert {move.to for move in plan.moves} <= set(to)
    before, after = before_and_after(plan)
    assert before == after
    for told in plan.load:
        assert told.before == load.get(told.name, 0)
        given_to = sum(move.minutes for move in plan.moves if move.to == told.name)
        given_away = sum(move.minutes for move in plan.moves) if told.name == "ann" else 0
        assert told.after == told.before + given_to - given_away


@given(portions, st.integers(0, 600), receivers)
def test_who_starts_equal_ends_within_one_longest_item(work: list[Portion], start: int, to: list[str]) -> None:
    plan = spread(work, "ann", dict.fromkeys(to, start), to)
    ended = [each.after for each in plan.load if each.name != "ann"]
    longest = max((portion.minutes for portion in work), default=0)
    assert max(ended) - min(ended) <= longest


@given(portions, loads, receivers)
def test_the_plan_does_not_hang_on_the_order_of_names(work: list[Portion], load: dict[str, int], to: list[str]) -> None:
    assert spread(work, "ann", load, to) == spread(work, "ann", load, to[::-1])


def test_the_one_with_most_to_do_gets_least() -> None:
    work = [Portion(1, "A1", 10), Portion(2, "A2", 40), Portion(3, "A3", 30)]
    plan = spread(work, "ann", {"ann": 80, "bob": 60, "cyd": 0}, ["cyd", "bob"])
    assert plan.moves == (
        PlannedMove(1, "A1", 10, "bob"),
        PlannedMove(2, "A2", 40, "cyd"),
        PlannedMove(3, "A3", 30, "cyd"),
    )
    assert plan.load == (Load("ann", 80, 0), Load("bob", 60, 70), Load("cyd", 0, 70))


@pytest.mark.parametrize("to", [[], ["ann"], ["bob", "ann"]])
def test_someone_else_must_take_the_items(to: list[str]) -> None:
    with pytest.raises(Malformed, match="ann"):
        spread([Portion(1, "A1", 10)], "ann", {}, to)
