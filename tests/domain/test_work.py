"""The life of a work item and the order in which items are served."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cmp_to_key

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tui_coder.domain.refusals import IllegalMove
from tui_coder.domain.work import (
    HoldReason,
    Move,
    WorkItem,
    WorkState,
    after,
    is_overdue,
    reasons_for_place,
    working_order,
)

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 30)

O, W, H, C, S = STATES = tuple(WorkState)  # noqa: E741

# What each move makes of an item that is open, in work, held, waits for its co-sign, is submitted; None: refused.
TABLE: dict[Move, tuple[WorkState | None, ...]] = {
    Move.CLAIM: (W, W, None, None, None),
    Move.ASSIGN: (O, O, H, None, None),
    Move.RELEASE: (O, O, O, None, None),
    Move.HOLD: (H, H, H, None, None),
    Move.RESUME: (None, None, O, None, None),
    Move.SUBMIT: (None, S, None, None, None),
    Move.PRESENT: (None, C, None, None, None),
    Move.CO_SIGN: (None, None, None, S, None),
    Move.RECALL: (None, None, None, W, W),
    Move.RETURN: (None, None, None, O, O),
}


@pytest.mark.parametrize("move", list(Move))
def test_every_move_in_every_state(move: Move) -> None:
    for state, expected in zip(STATES, TABLE[move], strict=True):
        if expected is None:
            with pytest.raises(IllegalMove) as refused:
                after(state, move)
            assert state.label in str(refused.value)
        else:
            assert after(state, move) is expected


class Life(RuleBasedStateMachine):
    """One item under any sequence of moves."""

    def __init__(self) -> None:
        super().__init__()
        self.state = WorkState.OPEN
        self.passed: list[tuple[WorkState, Move, WorkState]] = []

    @rule(move=st.sampled_from(list(Move)))
    def try_to(self, move: Move) -> None:
        try:
            became = after(self.state, move)
        except IllegalMove:
            return
        self.passed.append((self.state, move, became))
        self.state = became

    @invariant()
    def is_submitted_only_out_of_work_or_with_a_second_signature(self) -> None:
        ways = {(W, Move.SUBMIT), (C, Move.CO_SIGN)}
        assert all((was, move) in ways for was, move, became in self.passed if became is S)

    @invariant()
    def waits_for_a_co_sign_only_out_of_work(self) -> None:
        assert all((was, move) == (W, Move.PRESENT) for was, move, became in self.passed if became is C)

    @invariant()
    def leaves_submission_only_by_recall_or_return(self) -> None:
        assert all(move in (Move.RECALL, Move.RETURN) for was, move, became in self.passed if was is S)

    @invariant()
    def nothing_held_is_worked_on(self) -> None:
        assert not any(was is H and became in (W, S) for was, _, became in self.passed)

    @invariant()
    def giving_an_item_away_takes_it_out_of_work(self) -> None:
        assert not any(became is W for _, move, became in self.passed if move in (Move.ASSIGN, Move.RELEASE))


TestLife = Life.TestCase


def test_no_state_is_a_dead_end() -> None:
    def reached(start: WorkState) -> set[WorkState]:
        known, fresh = {start}, {start}
        while fresh:
            fresh = {became for row in TABLE.values() for was, became in zip(STATES, row, strict=True)
                     if was in fresh and became is not None} - known  # fmt: skip
            known |= fresh
        return known

    assert all(reached(state) == set(WorkState) for state in WorkState)


items = st.builds(
    WorkItem,
    id=st.integers(1, 60),
    account=st.just("A1"),
    state=st.sampled_from(list(WorkState)),
    priority=st.integers(0, 9),
    due=st.one_of(st.none(), st.dates(TODAY - timedelta(5), TODAY + timedelta(5))),
    minutes=st.integers(0, 90),
    assignee=st.sampled_from([None, "ann", "bob"]),
    version=st.just(1),
    arrived_at=st.datetimes(datetime(2026, 11, 20), datetime(2026, 11, 22)).map(
        lambda moment: moment.replace(minute=0, second=0, microsecond=0)
    ),
)


def served_first(one: WorkItem, other: WorkItem) -> int:
    """The rule in words: overdue, then priority (9 first), then due (none last), then age, then number."""
    for better, worse in (
        (is_overdue(one.due, one.state, TODAY), is_overdue(other.due, other.state, TODAY)),
        (one.priority, other.priority),
    ):
        if better != worse:
            return -1 if better > worse else 1
    for sooner, later in (
        (one.due or date.max, other.due or date.max),
        (one.arrived_at, other.arrived_at),
        (one.id, other.id),
    ):
        if sooner != later:
            return -1 if sooner < later else 1  # type: ignore[operator]
    return 0


@given(st.lists(items, max_size=12, unique_by=lambda item: item.id))
def test_working_order_is_the_rule_and_leaves_no_ties(queue: list[WorkItem]) -> None:
    by_key = sorted(queue, key=lambda item: working_order(item, TODAY))
    assert by_key == sorted(queue, key=cmp_to_key(served_first))
    assert len({working_order(item, TODAY) for item in queue}) == len(queue)


@pytest.mark.parametrize(
    ("due", "state", "expected"),
    [
        (None, O, False),
        (TODAY, O, False),
        (TODAY - timedelta(1), O, True),
        (TODAY - timedelta(1), H, True),
        (TODAY - timedelta(1), W, True),
        (TODAY - timedelta(1), S, False),
        (TODAY + timedelta(1), O, False),
    ],
)
def test_overdue(due: date | None, state: WorkState, expected: bool) -> None:
    assert is_overdue(due, state, TODAY) is expected


def item(**told: object) -> WorkItem:
    known: dict[str, object] = {
        "id": 1, "account": "A1", "state": O, "priority": 5, "due": None, "minutes": 6, "assignee": None, "version": 1,
        "arrived_at": NOW - timedelta(days=4, hours=2),
    }  # fmt: skip
    return WorkItem(**(known | told))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "reasons"),
    [
        ({}, ["no due date", "priority 5", "here for 4 d", "in the pool: n serves it to whoever asks first"]),
        ({"due": TODAY}, ["due today"]),
        ({"due": TODAY + timedelta(3)}, ["due in 3 d"]),
        ({"due": TODAY - timedelta(3)}, ["overdue by 3 d"]),
        (
            {"due": TODAY - timedelta(3), "state": S, "changed_by": "ann"},
            [f"was due {TODAY - timedelta(3)}", "not served: submitted by ann"],
        ),
        ({"returned": True, "changed_documents": True}, ["sent back", "a document changed"]),
        ({"assignee": "ann"}, ["assigned to you: n serves it to you only"]),
        ({"assignee": "bob"}, ["assigned to bob: n serves it to bob only"]),
        ({"assignee": "bob", "state": W, "lease_until": NOW + timedelta(minutes=1)}, ["in work with bob"]),
        (
            {"state": H, "held_reason": HoldReason.LATE_REPORT.value, "held_until": TODAY},
            [f"not served: on hold until {TODAY} (late report)"],
        ),
        (
            {"state": C, "assignee": "bob"},
            ["not served: bob is an apprentice, and a second coder has to sign it"],
        ),
    ],
)  # fmt: skip
def test_why_an_item_stands_where_it_stands(told: dict[str, object], reasons: list[str]) -> None:
    said = reasons_for_place(item(**told), TODAY, NOW, "ann")
    assert [phrase for phrase in said if phrase in reasons] == reasons


def test_why_a_chart_of_the_pool_is_not_served_comes_first() -> None:
    said = reasons_for_place(item(), TODAY, NOW, "ann", "inpatient of clinic wants CIC, not CPC")
    assert (said[0], said[-1]) == ("not served to you: inpatient of clinic wants CIC, not CPC", "in the pool")
    assert "not served" not in reasons_for_place(item(assignee="ann"), TODAY, NOW, "ann", "wants CIC")[0]


def test_states_and_holds_have_words_and_distinct_marks() -> None:
    labels = ["open", "in work", "held", "waiting for its co-sign", "submitted"]
    assert [state.label for state in WorkState] == labels
    assert max(len(state.short) for state in WorkState) <= len("submitted")
    assert len({state.mark for state in WorkState}) == len(WorkState)
    assert all("_" not in reason.label for reason in HoldReason)
