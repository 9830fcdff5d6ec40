"""Dispute flags: kinds, states and the steps between them."""

from __future__ import annotations

from datetime import date, datetime
from itertools import product

import pytest

from tui_coder.domain.dispute import OUTCOMES, Dispute, DisputeKind, DisputeState, step
from tui_coder.domain.refusals import IllegalMove

OPEN, REVIEW, UPHELD, OVERTURNED, WITHDRAWN = DisputeState
LEGAL = {
    (OPEN, REVIEW), (OPEN, UPHELD), (OPEN, OVERTURNED), (OPEN, WITHDRAWN),
    (REVIEW, UPHELD), (REVIEW, OVERTURNED), (REVIEW, WITHDRAWN),
}  # fmt: skip


@pytest.mark.parametrize(("current", "wanted"), list(product(DisputeState, DisputeState)))
def test_every_step(current: DisputeState, wanted: DisputeState) -> None:
    if (current, wanted) in LEGAL:
        assert step(current, wanted) is wanted
    else:
        with pytest.raises(IllegalMove) as refused:
            step(current, wanted)
        assert current.label in str(refused.value)
        assert wanted.label in str(refused.value)


def test_what_is_closed_stays_closed() -> None:
    assert {state for state in DisputeState if state.is_closed} == set(OUTCOMES)
    assert not any(current.is_closed for current, _ in LEGAL)


def test_kinds_and_states_have_words_and_distinct_marks() -> None:
    assert [kind.label for kind in DisputeKind] == ["coding", "clinical validation", "technical"]
    assert len({state.mark for state in DisputeState}) == len(DisputeState)
    assert REVIEW.label == "under review"


@pytest.mark.parametrize(("today", "left"), [(date(2026, 11, 23), 7), (date(2026, 11, 30), 0), (date(2026, 12, 2), -2)])
def test_days_left_run_below_zero_when_it_is_late(today: date, left: int) -> None:
    due = date(2026, 11, 30)
    raised = datetime(2026, 11, 20, 8)
    flag = Dispute(1, 7, "A100198", DisputeKind.CODING, OPEN, "wrong code", "ann", raised, "bob", due)
    assert flag.days_left(today) == left
