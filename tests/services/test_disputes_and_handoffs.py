"""Disputes and their signed steps, hand-offs and their read-back, balancing and its preview."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.team import START, TODAY, Team
from tui_coder.domain.deadlines import days_after
from tui_coder.domain.dispute import DisputeKind, DisputeState
from tui_coder.domain.handoff import Action, Contingency, Illness
from tui_coder.domain.refusals import HeldByOther, IllegalMove, Malformed, NotAllowed, NotFound, NothingEligible, Stale
from tui_coder.domain.work import HoldReason, WorkState, reasons_for_place
from tui_coder.services import (
    assigning,
    chart,
    checking,
    claiming,
    coding,
    disputes,
    handoffs,
    queue,
    spreading,
    turning_back,
)
from tui_coder.services import team as board
from tui_coder.services.code_books import CodeBooks


def test_a_dispute_from_flag_to_outcome(office: Team, code_books: CodeBooks) -> None:
    flag = disputes.raise_flag(
        office.ann, 1, DisputeKind.CLINICAL_VALIDATION, "no blood pressure on the chart", code="i10", owner="bob",
        amount=Decimal("412.50"), carc="CO-50",
    )  # fmt: skip
    assert (flag.code, flag.state, flag.due, flag.amount) == (
        "I10", DisputeState.OPEN, days_after(TODAY, 3), Decimal("412.50"),
    )  # fmt: skip
    assert office.item(1).disputed
    assert queue.counts(office.cy).disputed == 1
    office.clock.turn(hours=1)
    disputes.take_up(office.bob, flag.id)
    disputes.give_to(office.bob, flag.id, "omar")
    office.clock.turn(hours=1)
    closed = disputes.resolve(office.omar, flag.id, DisputeState.OVERTURNED, "page 2 has it")
    assert [(step.state, step.by, step.at - START, step.note) for step in closed.history] == [
        (DisputeState.OPEN, "ann", timedelta(0), "no blood pressure on the chart"),
        (DisputeState.UNDER_REVIEW, "bob", timedelta(hours=1), ""),
        (DisputeState.UNDER_REVIEW, "bob", timedelta(hours=1), "given to omar"),
        (DisputeState.OVERTURNED, "omar", timedelta(hours=2), "page 2 has it"),
    ]
    assert not office.item(1).disputed
    assert (queue.counts(office.cy).disputed, disputes.all_disputes(office.ann)) == (0, ())
    assert [each.id for each in disputes.all_disputes(office.ann, closed_too=True)] == [flag.id]
    assert office.said(1)[-4:] == [
        "ann dispute raised", "bob dispute under review", "bob dispute given", "omar dispute overturned",
    ]  # fmt: skip
    before = office.contents()
    for state in (DisputeState.UPHELD, DisputeState.WITHDRAWN):
        with pytest.raises(IllegalMove, match="overturned"):
            disputes.resolve(office.lena, flag.id, state, "again")
    assert office.contents() == before


def test_several_disputes_of_an_item_count_once_until_the_last_is_closed(office: Team) -> None:
    flags = [disputes.raise_flag(office.ann, 1, DisputeKind.CODING, reason) for reason in ("units", "sequence")]
    assert queue.counts(office.ann).disputed == 1
    disputes.resolve(office.lena, flags[0].id, DisputeState.UPHELD, "as coded")
    assert queue.counts(office.ann).disputed == 1
    disputes.resolve(office.lena, flags[1].id, DisputeState.UPHELD, "as coded")
    assert queue.counts(office.ann).disputed == 0


def test_disputes_stand_by_days_left_then_by_money(office: Team) -> None:
    wanted = [("A3", 1, "10"), ("A2", 2, "500"), ("A1", 2, "20"), ("A4", 9, "9000")]
    for account, days, money in reversed(wanted):
        disputes.raise_flag(
            office.ann, queue.find(office.ann, account).id, DisputeKind.TECHNICAL, "denied",
            due=TODAY + timedelta(days=days), amount=Decimal(money),
        )  # fmt: skip
    assert [each.account for each in disputes.all_disputes(office.ann)] == [account for account, *_ in wanted]


def test_what_cannot_be_disputed_or_decided(office: Team) -> None:
    flag = disputes.raise_flag(office.ann, 1, DisputeKind.CODING, "units", owner="bob")
    before = office.contents()
    with pytest.raises(NotFound, match="among the codes"):
        disputes.raise_flag(office.ann, 1, DisputeKind.CODING, "no such code", code="E11.9")
    with pytest.raises(NotFound):
        disputes.raise_flag(office.ann, 99, DisputeKind.CODING, "no such item")
    with pytest.raises(Malformed):
        disputes.resolve(office.bob, flag.id, DisputeState.UNDER_REVIEW, "no outcome")
    with pytest.raises(NotFound):
        disputes.take_up(office.bob, 99)
    assert office.contents() == before
    with pytest.raises(NotAllowed):
        disputes.resolve(office.cy, flag.id, DisputeState.UPHELD, "not mine")


def test_a_dispute_that_somebody_else_decided_meanwhile_is_not_decided_twice(office: Team) -> None:
    flags = [disputes.raise_flag(office.ann, 1, DisputeKind.CODING, reason) for reason in ("units", "sequence")]
    disputes.resolve(office.lena, flags[0].id, DisputeState.UPHELD, "as coded")
    before = office.contents()
    for act in (
        lambda unit: unit.disputes.step(flags[0], DisputeState.OVERTURNED, "lena", "as read before"),
        lambda unit: unit.disputes.give_to(flags[0], "omar", "lena", "as read before"),
    ):
        with pytest.raises(Stale, match=r"lena changed .* A1 meanwhile: .* upheld"), office.lena.writing() as unit:
            act(unit)
    assert office.contents() == before


# ---- hand-offs -------------------------------------------------------------------------------------------------------


def test_a_hand_off_from_writing_to_read_back(office: Team) -> None:
    claiming.claim(office.ann, 1)
    entry, outcome = handoffs.write(
        office.ann, "bob", [1, 2], "A1 is half coded", Illness.WATCHER, [Action("call Dr Ash", "bob", "noon")],
        [Contingency("labs come", "recode the principal")],
    )  # fmt: skip
    assert [(item.account, item.state, item.assignee) for item in outcome.changed] == [
        ("A1", WorkState.OPEN, "bob"), ("A2", WorkState.OPEN, "bob"),
    ]  # fmt: skip
    assert (entry.accounts, entry.item_ids, entry.is_open, entry.severity) == (
        ("A1", "A2"),
        (1, 2),
        True,
        Illness.WATCHER,
    )
    assert (entry.actions, entry.contingencies) == (
        (Action("call Dr Ash", "bob", "noon"),), (Contingency("labs come", "recode the principal"),),
    )  # fmt: skip
    assert [queue.counts(desk).hand_offs for desk in (office.ann, office.bob)] == [0, 1]
    assert [each.id for each in chart.look_again(office.bob, 2).hand_offs] == [entry.id]
    office.clock.turn(hours=1)
    for desk, readback, kind in (
        (office.cy, "mine now", IllegalMove), (office.ann, "mine now", IllegalMove), (office.bob, "  ", Malformed),
    ):  # fmt: skip
        before = office.contents()
        with pytest.raises(kind):
            handoffs.accept(desk, entry.id, readback)
        assert office.contents() == before
    taken = handoffs.accept(office.bob, entry.id, "finish A1, labs decide the principal")
    assert (taken.accepted_at, taken.readback) == (office.clock(), "finish A1, labs decide the principal")
    assert queue.counts(office.bob).hand_offs == 0
    with pytest.raises(IllegalMove, match="already"):
        handoffs.accept(office.bob, entry.id, "again")
    assert office.said()[-1] == "bob hand-off accepted"


def test_open_hand_offs_for_oneself_stand_on_top(office: Team) -> None:
    keys = [handoffs.write(office.lena, to, [], "state of the work")[0].id for to in ("bob", "ann", "bob", "ann")]
    handoffs.accept(office.ann, keys[3], "read")
    assert [each.id for each in handoffs.all_hand_offs(office.ann)] == [keys[1], keys[0], keys[2], keys[3]]
    assert [each.id for each in handoffs.all_hand_offs(office.ann, open_only=True)] == [keys[1], keys[0], keys[2]]


def test_a_hand_off_of_nothing_that_can_be_given_is_not_written(office: Team) -> None:
    claiming.claim(office.bob, 1)
    before = office.contents()
    with pytest.raises(IllegalMove, match="Nothing was handed over"):
        handoffs.write(office.ann, "cy", [1], "take it")
    with pytest.raises(NotFound):
        handoffs.write(office.ann, "nobody", [2], "take it")
    assert office.contents() == before
    entry, outcome = handoffs.write(office.ann, "cy", [1, 2], "take it")
    assert (entry.accounts, [each.account for each in outcome.refused]) == (("A2",), ["A1"])


# ---- balancing -------------------------------------------------------------------------------------------------------


def test_the_preview_is_what_is_done(office: Team) -> None:
    assigning.give(office.lena, [1, 2, 3, 4, 5], "bob")
    claiming.claim(office.bob, 2)
    assigning.hold(office.bob, [5], HoldReason.UNSIGNED)
    assigning.give(office.lena, [6], "cy")
    before = office.contents()
    plan = spreading.plan_balance(office.lena, "bob", ["cy", "ann"])
    assert office.contents() == before
    assert {each.item_id for each in plan.moves} == {1, 2, 3, 4}
    outcome = spreading.carry_out(office.lena, plan, "bob is away")
    assert [(item.id, item.assignee) for item in outcome.changed] == [(each.item_id, each.to) for each in plan.moves]
    loads = {each.person.name: each.minutes for each in board.board(office.lena)}
    assert [loads[each.name] for each in plan.load] == [each.after for each in plan.load]
    assert office.item(5).assignee == "bob"
    turning_back.undo(office.lena)
    assert [office.item(item).assignee for item in (1, 2, 3, 4)] == ["bob"] * 4
    assert office.item(2).state is WorkState.IN_WORK


def test_a_plan_leaves_what_is_no_longer_the_sender_s(office: Team) -> None:
    assigning.give(office.lena, [1, 2], "bob")
    plan = spreading.plan_balance(office.lena, "bob", ["cy"])
    assigning.give(office.lena, [1], "ann")
    outcome = spreading.carry_out(office.lena, plan, "bob is away")
    assert [(item.id, item.assignee) for item in outcome.changed] == [(2, "cy")]
    assert [(each.item_id, "ann" in each.reason) for each in outcome.refused] == [(1, True)]
    assert office.item(1).assignee == "ann"


def test_what_cannot_be_balanced(office: Team) -> None:
    assigning.give(office.lena, [1], "bob")
    for sender, receivers, kind in (
        ("bob", [], Malformed), ("bob", ["bob", "cy"], Malformed), ("bob", ["omar"], Malformed),
        ("bob", ["nobody"], NotFound), ("cy", ["bob"], IllegalMove),
    ):  # fmt: skip
        with pytest.raises(kind):
            spreading.plan_balance(office.lena, sender, receivers)


def test_the_board_shows_everyone_s_work(office: Team) -> None:
    office.arrive("B1", due=TODAY, minutes=10)
    office.arrive("B2", due=TODAY - timedelta(days=1), minutes=20)
    assigning.give(office.lena, [7, 8], "ann")
    assigning.hold(office.lena, [8], HoldReason.UNSIGNED)
    claiming.claim(office.ann, 1)
    rows = {each.person.name: each for each in board.board(office.ann)}
    ann = rows["ann"]
    assert (ann.items, ann.minutes, ann.due_today, ann.overdue, ann.held) == (2, 15, 1, 1, 1)
    assert (rows["bob"].items, rows["bob"].minutes) == (0, 0)
    assert {*rows} >= {"ann", "bob", "cy", "lena", "omar"}


# ---- leases ----------------------------------------------------------------------------------------------------------


def test_a_lapsed_claim_from_the_pool_is_served_to_whoever_asks_first(office: Team, code_books: CodeBooks) -> None:
    claiming.claim(office.ann, 1)
    assigning.give(office.lena, [2, 3, 4, 5, 6], "cy")
    with pytest.raises(NothingEligible):
        claiming.claim_next(office.bob)
    office.clock.turn(minutes=31)
    assert queue.why(office.bob, 1)[-1].startswith("left in work by ann since ")
    assert queue.why(office.bob, 1)[-1].endswith("n serves it to whoever asks first")
    assert claiming.claim_next(office.bob).id == 1
    assert office.said(1)[-1] == "bob taken over"
    before = office.contents()
    for write in (lambda: claiming.keep(office.ann, 1), lambda: checking.submit(office.ann, code_books, 1)):
        with pytest.raises(HeldByOther, match="bob"):
            write()
    assert office.contents() == before
    assert "in work with bob since" in reasons_for_place(office.item(1), TODAY, office.clock(), "ann")[-1]


def test_a_lapsed_claim_of_assigned_work_stays_until_a_colleague_takes_it_over(office: Team) -> None:
    assigning.give(office.lena, [1], "ann")
    assigning.give(office.lena, [2, 3, 4, 5, 6], "cy")
    claiming.claim(office.ann, 1)
    office.clock.turn(minutes=31)
    with pytest.raises(NothingEligible):
        claiming.claim_next(office.bob)
    assert queue.why(office.bob, 1)[-1].endswith("n serves it to ann only, a colleague may take it over")
    assert claiming.claim_next(office.ann).id == 1
    with pytest.raises(HeldByOther, match="in work with ann"):
        claiming.claim(office.bob, 1)
    office.clock.turn(minutes=31)
    assert claiming.claim(office.bob, 1).assignee == "bob"


def test_an_older_window_of_the_same_person_only_reads(office: Team, code_books: CodeBooks) -> None:
    claiming.claim(office.ann, 1)
    with office.again() as new_window:
        claiming.claim(new_window.ann, 1)
        before = office.contents()
        for write in (
            lambda: claiming.keep(office.ann, 1),
            lambda: coding.post(office.ann, code_books, 1, "E11.9"),
            lambda: checking.submit(office.ann, code_books, 1),
        ):
            with pytest.raises(HeldByOther, match="another window of yours"):
                write()
        assert office.contents() == before
        coding.post(new_window.ann, code_books, 1, "E11.9")
    assert office.said(1)[-2:] == ["ann taken up again", "ann codes: E11.9 posted"]


def test_a_hold_ends_by_the_clock(office: Team) -> None:
    office.clock.now = datetime.now(UTC) - timedelta(days=2)  # a team's server lets no hold end before its own day
    assigning.give(office.lena, [1], "ann")
    assigning.hold(office.ann, [1, 2], HoldReason.LATE_REPORT, office.ann.today + timedelta(days=2))
    assigning.give(office.lena, [3, 4, 5, 6], "cy")
    office.clock.turn(days=1)
    with pytest.raises(NothingEligible, match="on hold"):
        claiming.claim_next(office.ann)
    office.clock.turn(days=1)
    assert {claiming.claim_next(office.ann).id, claiming.claim_next(office.ann).id} == {1, 2}
    assert "ann hold ended" in office.said(1)
