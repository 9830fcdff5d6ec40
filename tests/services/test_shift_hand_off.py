"""A shift's hand-off: drafted from what is left, edited, sent, read back; late ones are told to leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from tests.team import TODAY, Team
from tui_coder.domain.dispute import DisputeKind
from tui_coder.domain.handoff import Action, Contingency, Illness
from tui_coder.domain.handoff_form import as_form, read_form
from tui_coder.domain.refusals import Malformed, NotFound
from tui_coder.domain.work import HoldReason, WorkState
from tui_coder.services import assigning, claiming, disputes, drafting, handoffs, queue
from tui_coder.store.engine import StoreError


def leave_a_shift(office: Team) -> None:
    """Ann has a chart half coded, one due today, one that waits for a query, one that waits for a report, a dispute."""
    (due,) = office.arrive("B1", due=TODAY)
    assigning.give(office.lena, [1, 2, 3, due], "ann")
    claiming.claim(office.ann, 1)
    until = TODAY + timedelta(days=2)
    assigning.hold(office.ann, [2], HoldReason.UNANSWERED_QUERY, until, "which @ stage?")
    assigning.hold(office.ann, [3], HoldReason.LATE_REPORT)
    disputes.raise_flag(office.lena, 1, DisputeKind.CODING, "units", owner="ann", due=until)


def test_the_draft_says_what_is_left_and_what_is_to_be_done(office: Team) -> None:
    leave_a_shift(office)
    before = office.contents()
    draft = drafting.draft_shift(office.ann, "bob")
    assert office.contents() == before
    until = TODAY + timedelta(days=2)
    assert (draft.to, draft.severity) == ("bob", Illness.WATCHER)
    assert draft.summary == (
        "1 not begun, 1 half coded, 1 waiting for a query, 1 on hold for something else, 1 in dispute, 1 due today."
    )
    assert sorted(draft.items) == ["A1", "A2", "A3", "B1"]
    assert draft.actions == (
        Action("submit first: B1", "receiver", "today"),
        Action("finish A1 (1 code posted)", "receiver", "this shift"),
        Action("look after the hold (late report) on A3", "receiver", "this shift"),
        Action("ask after the query on A2 (which at stage?)", "receiver", f"by {until}"),
        Action("answer dispute 1 on A1 (units)", "receiver", f"by {until}"),
    )
    assert draft.contingencies == (
        Contingency("a document of A3 arrives", "it wakes by itself; read it, then go on coding"),
        Contingency("the query on A2 is answered", "it wakes by itself; code it by the answer"),
        Contingency(f"no answer on A2 by {until}", "ask again, then tell a lead"),
    )
    assert read_form(as_form(draft)) == draft


def test_an_empty_shift_and_a_late_one(office: Team) -> None:
    assert drafting.draft_shift(office.bob).summary == "Nothing is left open."
    assert drafting.draft_shift(office.bob).severity is Illness.STABLE
    (late,) = office.arrive("B1", due=TODAY - timedelta(days=1))
    assigning.give(office.lena, [late], "bob")
    assert drafting.draft_shift(office.bob).severity is Illness.UNSTABLE


def test_a_chart_that_was_only_opened_is_not_half_coded(office: Team) -> None:
    (item,) = office.arrive("B1")
    claiming.claim(office.bob, item)
    draft = drafting.draft_shift(office.bob, "ann")
    assert draft.summary == "1 opened without a code."
    assert [each.what for each in draft.actions] == ["finish B1 (nothing posted yet)"]
    handoffs.send(office.bob, as_form(draft))
    assert office.item(item).came == "from bob: handed off: 1 opened without a code"


def test_a_form_is_kept_while_it_is_typed_and_sent_whole(office: Team) -> None:
    leave_a_shift(office)
    form = as_form(drafting.draft_shift(office.ann, "bob")).replace("Summary: ", "Summary: Half-time. ")
    handoffs.keep(office.ann, form)
    assert (handoffs.begun(office.ann), handoffs.begun(office.bob)) == (form, "")
    entry, outcome = handoffs.send(office.ann, form)
    assert (handoffs.begun(office.ann), outcome.refused) == ("", ())
    assert entry.summary.startswith("Half-time. 1 not begun")
    assert {each.owner for each in entry.actions} == {"bob"}
    assert all(each.when for each in entry.actions)
    assert {office.item(item).assignee for item in entry.item_ids} == {"bob"}
    assert office.item(2).state is WorkState.HELD
    assert office.item(1).came.startswith("from ann: handed off: Half-time. 1 not begun")


def test_a_form_that_is_not_complete_sends_nothing(office: Team) -> None:
    before = office.contents()
    for form, kind in (
        ("Summary: x\n", Malformed), ("To: bob\n", Malformed), ("To: nobody\nSummary: x\n", NotFound),
        ("To: bob\nSummary: x\nItems: ZZ\n", NotFound), ("To: ann\nSummary: x\n", Malformed), ("?", Malformed),
    ):  # fmt: skip
        with pytest.raises(kind):
            handoffs.send(office.ann, form)
    assert office.contents() == before
    handoffs.keep(office.ann, "To: bob\n")
    handoffs.keep(office.ann, "")
    assert handoffs.begun(office.ann) == ""


def test_what_nobody_reads_back_in_time_is_told_to_leads(office: Team) -> None:
    first = handoffs.write(office.ann, "bob", [], "one", Illness.STABLE)[0]
    office.clock.turn(hours=3)
    second = handoffs.write(office.ann, "cy", [], "two", Illness.UNSTABLE)[0]
    assert queue.counts(office.lena).late_hand_offs == 0
    office.clock.turn(hours=1, minutes=1)
    assert [queue.counts(desk).late_hand_offs for desk in (office.lena, office.bob)] == [1, 0]
    assert [each.id for each in handoffs.all_hand_offs(office.lena, late_only=True)] == [first.id]
    assert queue.counts(replace(office.lena, late_after=timedelta(hours=1))).late_hand_offs == 2
    assert [each.id for each in handoffs.all_hand_offs(office.lena, open_only=True)] == [second.id, first.id]
    handoffs.accept(office.bob, first.id, "read")
    assert handoffs.how_many_late(office.lena) == 0


def test_the_log_of_hand_offs_goes_out_and_the_event_log_says_so(office: Team) -> None:
    entry = handoffs.write(office.ann, "bob", [1], "one")[0]
    assert handoffs.exported(office.bob) == (handoffs.one(office.bob, entry.id),)
    assert (office.events()[-1].what, office.events()[-1].after) == ("exported", {"what": "hand-offs", "entries": 1})


@pytest.mark.parametrize(
    "statement", ["UPDATE hand_off SET summary = 'other'", "DELETE FROM hand_off", "UPDATE hand_off SET readback = 'x'"]
)
def test_nobody_changes_what_was_handed_over(office: Team, statement: str) -> None:
    entry = handoffs.write(office.ann, "bob", [1], "one")[0]
    handoffs.accept(office.bob, entry.id, "read")
    with pytest.raises((DBAPIError, StoreError)), office.store_of("bob").engine.begin() as connection:
        connection.exec_driver_sql(statement)
    assert handoffs.one(office.ann, entry.id).readback == "read"
