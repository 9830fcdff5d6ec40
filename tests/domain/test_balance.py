"""Spreading items over colleagues: nothing is lost, nobody is overloaded, nobody gets what they may not take."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_coder.domain.balance import BalancePlan, Load, PlannedMove, Portion, Stays, quota, spread
from tui_coder.domain.refusals import Malformed
from tui_coder.domain.shares import Share, Wanted, parse_shares

TEAM = ("bob", "cyd", "dee", "eve")

portions = st.lists(st.integers(0, 240), max_size=20).map(
    lambda minutes: [Portion(number, f"A{number}", each, "ann") for number, each in enumerate(minutes, start=1)]
)
receivers = st.lists(st.sampled_from(TEAM), min_size=1, unique=True)
loads = st.dictionaries(st.sampled_from(("ann", *TEAM)), st.integers(0, 900))
amounts = st.one_of(
    st.just((None, None)), st.tuples(st.integers(1, 8), st.none()), st.tuples(st.none(), st.integers(1, 25))
)
shares = receivers.flatmap(
    lambda names: st.tuples(*(amounts.map(lambda amount, name=name: Share(name, *amount)) for name in names))
)
barred = st.frozensets(st.tuples(st.sampled_from(TEAM), st.integers(1, 20)))


def of_the_rest(names: list[str]) -> list[Share]:
    return [Share(name) for name in names]


@given(portions, loads, shares, barred)
def test_no_item_and_no_minute_is_lost_and_nobody_gets_what_they_may_not_take(
    work: list[Portion], load: dict[str, int], to: tuple[Share, ...], no: frozenset[tuple[str, int]]
) -> None:
    plan = spread(work, load, to, lambda name, portion: (name, portion.item_id) not in no)
    moved = {each.item_id: each for each in plan.moves}
    assert [each.item_id for each in plan.moves] == [each.item_id for each in work if each.item_id in moved]
    assert not {(each.to, each.item_id) for each in plan.moves} & no
    assert {each.to for each in plan.moves} <= {each.name for each in to}
    nobody = {each.item_id for each in work if all((s.name, each.item_id) in no for s in to)}
    assert {each.item_id for each in plan.stays} == nobody
    assert not nobody & moved.keys()
    if any(share.is_of_the_rest for share in to) and not no:
        assert len(moved) == len(work)
    for told in plan.load:
        given_to = sum(move.minutes for move in plan.moves if move.to == told.name)
        given_away = sum(move.minutes for move in plan.moves) if told.name == "ann" else 0
        assert told.after == told.before + given_to - given_away


@given(portions, loads, shares)
def test_numbers_and_percents_are_kept_where_there_is_enough(
    work: list[Portion], load: dict[str, int], to: tuple[Share, ...]
) -> None:
    wanted = {each.name: quota(each, len(work)) for each in to if not each.is_of_the_rest}
    plan = spread(work, load, to)
    got = {name: sum(move.to == name for move in plan.moves) for name in wanted}
    if sum(wanted.values()) <= len(work):
        assert got == wanted
        assert plan.notes == ()
    else:
        assert sum(got.values()) == len(work)
        assert len(plan.notes) == sum(got[name] < wanted[name] for name in wanted)


@given(portions, st.integers(0, 600), receivers)
def test_who_starts_equal_ends_within_one_longest_item(work: list[Portion], start: int, to: list[str]) -> None:
    plan = spread(work, dict.fromkeys(to, start), of_the_rest(to))
    ended = [each.after for each in plan.load if each.name != "ann"]
    longest = max((portion.minutes for portion in work), default=0)
    assert max(ended) - min(ended) <= longest


@given(portions, loads, shares)
def test_the_plan_does_not_hang_on_the_order_of_names(
    work: list[Portion], load: dict[str, int], to: tuple[Share, ...]
) -> None:
    assert set(spread(work, load, to).moves) == set(spread(work, load, to[::-1]).moves)


def test_the_one_with_most_to_do_gets_least() -> None:
    work = [Portion(1, "A1", 10, "ann"), Portion(2, "A2", 40, "ann"), Portion(3, "A3", 30, "ann")]
    plan = spread(work, {"ann": 80, "bob": 60, "cyd": 0}, of_the_rest(["cyd", "bob"]))
    assert plan.moves == (
        PlannedMove(1, "A1", 10, "bob", "ann"),
        PlannedMove(2, "A2", 40, "cyd", "ann"),
        PlannedMove(3, "A3", 30, "cyd", "ann"),
    )
    assert plan.load == (Load("ann", 80, 0), Load("bob", 60, 70), Load("cyd", 0, 70))


def test_a_number_is_dealt_evenly_over_the_urgent_and_the_rest_is_balanced() -> None:
    work = [Portion(number, f"A{number}", 10) for number in range(1, 7)]
    plan = spread(work, {}, [Share("bob", items=3), Share("cyd")])
    assert [each.to for each in plan.moves] == ["bob", "cyd", "bob", "cyd", "bob", "cyd"]


def test_what_nobody_was_asked_to_take_stays() -> None:
    work = [Portion(number, f"A{number}", 10, "ann") for number in range(1, 5)]
    plan = spread(work, {"ann": 40}, [Share("bob", percent=50)])
    assert [(each.item_id, each.to) for each in plan.moves] == [(1, "bob"), (2, "bob")]
    assert plan.load == (Load("ann", 40, 20), Load("bob", 0, 20))
    only_cyd = spread(work[:1], {}, of_the_rest(["bob"]), lambda name, _: name == "cyd")
    assert only_cyd == BalancePlan(
        (), (Load("ann", 0, 0), Load("bob", 0, 0)), (Stays(1, "A1", "none of those named may take it"),)
    )


def test_work_that_is_even_already_stays_with_whose_it_is() -> None:
    work = [Portion(1, "A1", 10, "bob"), Portion(2, "A2", 10, "cyd")]
    plan = spread(work, {"bob": 10, "cyd": 10}, of_the_rest(["bob", "cyd"]))
    assert sum(each.after for each in plan.load) == 20
    assert {each.after for each in plan.load} == {10}


def test_someone_must_take_the_items() -> None:
    with pytest.raises(Malformed):
        spread([Portion(1, "A1", 10)], {}, [])


# ---- what is typed ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("bo", Wanted((Share("bob"),))),
        ("10 bob, 30% cy", Wanted((Share("bob", items=10), Share("cyd", percent=30)))),
        ("10 to bob, 30 % to cy", Wanted((Share("bob", items=10), Share("cyd", percent=30)))),
        ("5bo,de : bob is away: long", Wanted((Share("bob", items=5), Share("dee")), "bob is away: long")),
        ("2 dee, *", Wanted((Share("dee", items=2), Share("bob"), Share("cyd"), Share("eve")))),
        ("*", Wanted(tuple(Share(name) for name in TEAM))),
    ],
)
def test_shares_as_they_are_typed(typed: str, wanted: Wanted) -> None:
    assert parse_shares(typed, TEAM) == wanted


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Name who gets"), ("zz", "fits nobody"), ("e", "one letter more"), ("bob, bo", "named twice"),
        ("60% bob, 50% cy", "a hundred"), ("0 bob", "at least 1"), ("10", "fits nobody"), (": why", "Name who gets"),
    ],
)  # fmt: skip
def test_what_is_no_share(typed: str, words: str) -> None:
    with pytest.raises(Malformed, match=words):
        parse_shares(typed, (*TEAM, "eva"))


@given(shares)
def test_shares_come_back_as_they_are_told(to: tuple[Share, ...]) -> None:
    assert parse_shares(", ".join(map(str, to)), TEAM).shares == to
