"""Passing a chart over: with a reason, counted, not served to the same person again that day, there for the others."""

from __future__ import annotations

import pytest

from tests.team import Team
from tui_coder.domain.refusals import HeldByOther, IllegalMove, Malformed, NotAllowed, NothingEligible
from tui_coder.domain.work import HoldReason, WorkState
from tui_coder.services import assigning, claiming, queue, skipping
from tui_coder.services import team as board


def skips(team: Team) -> dict[str, int | None]:
    return {each.person.name: each.skips for each in board.board(team.lena)}


def test_what_was_skipped_is_served_to_others_and_to_me_tomorrow(office: Team) -> None:
    first = claiming.claim_next(office.ann)
    left = skipping.skip(office.ann, first.id, "outside what I code")
    assert (left.state, left.assignee) == (WorkState.OPEN, None)
    second = claiming.claim_next(office.ann)
    assert second.id != first.id
    assert claiming.claim_next(office.bob).id == first.id
    assigning.release(office.bob, [first.id])
    assigning.release(office.ann, [second.id])
    assert claiming.claim_next(office.ann).id == second.id
    assigning.release(office.ann, [second.id])
    office.clock.turn(days=1)
    assert claiming.claim_next(office.ann).id == first.id


def test_assigned_work_that_was_skipped_stays_mine_for_tomorrow(office: Team) -> None:
    assigning.give(office.lena, [1, 2], "ann", "cardiology is hers")
    assigning.give(office.lena, [3, 4, 5, 6], "bob")
    claiming.claim(office.ann, 1)
    assert skipping.skip(office.ann, 1, "too long").assignee == "ann"
    assert claiming.claim_next(office.ann).id == 2
    with pytest.raises(NothingEligible, match="1 in work with you and 1 skipped by you today"):
        claiming.claim_next(office.ann)
    assert claiming.claim(office.ann, 1).came == "from lena: cardiology is hers"  # on purpose one may


def test_who_is_served_nothing_more_is_told_where_their_own_charts_are(office: Team) -> None:
    assigning.give(office.lena, [1, 2], "ann")
    assigning.give(office.lena, [3, 4, 5, 6], "bob")
    assert claiming.claim_next(office.ann).id == 2
    assigning.hold(office.ann, [1], HoldReason.MISSING_DOCUMENT)
    with pytest.raises(NothingEligible) as nothing:
        claiming.claim_next(office.ann)
    assert str(nothing.value) == (
        "Nothing left to take: the pool is empty and nothing open is assigned to you "
        "(1 in work with you and 1 of yours on hold)."
    )


def test_skips_are_counted_and_explained_to_leads_alone(office: Team) -> None:
    assert set(skips(office).values()) == {0}
    skipping.skip(office.ann, 1, "I know the patient")
    skipping.skip(office.bob, 1, "cannot be read")
    skipping.skip(office.ann, 2, "I know the patient")
    assert skips(office) == {"ann": 2, "bob": 1, "cy": 0, "lena": 0, "omar": 0}
    assert queue.why(office.lena, 1)[:2] == ["skipped by ann (I know the patient)", "skipped by bob (cannot be read)"]
    assert queue.why(office.ann, 1)[0] == "you skipped it today: n serves it to you tomorrow"
    assert "skipped" not in " ".join(queue.why(office.cy, 1))
    assert {each.person.name: each.skips for each in board.board(office.ann)} == {
        "ann": 2, "bob": None, "cy": None, "lena": None, "omar": None,
    }  # fmt: skip
    assert office.events(1)[-1].after["reason"] == "cannot be read"
    office.clock.turn(days=1)
    assert set(skips(office).values()) == {0}


def test_what_cannot_be_skipped(office: Team) -> None:
    claiming.claim(office.bob, 1)
    assigning.hold(office.ann, [2], HoldReason.UNSIGNED)
    before = office.contents()
    for item, reason, kind in ((1, "mine", IllegalMove), (2, "on hold", IllegalMove), (3, "  ", Malformed)):
        with pytest.raises(kind):
            skipping.skip(office.ann, item, reason)
    assert office.contents() == before
    with pytest.raises(NotAllowed):
        skipping.skip(office.omar, 3, "an auditor")


def test_an_older_window_skips_nothing(office: Team) -> None:
    claiming.claim(office.ann, 1)
    with office.again() as new_window:
        claiming.claim(new_window.ann, 1)
        before = office.contents()
        with pytest.raises(HeldByOther):
            skipping.skip(office.ann, 1, "too long")
        assert office.contents() == before
