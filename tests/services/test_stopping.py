"""What is in hand is kept for its owner, session by session, and offered until it is taken up."""

from __future__ import annotations

import os
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from tests.team import Team
from tui_coder.domain.stopping import InHand, StoppingPoint
from tui_coder.domain.work import HEARTBEAT, LEASE
from tui_coder.services import chart, handoffs, stopping

HALF = StoppingPoint("workbench", 1, {"code": None}, "workbench.handoff", ({"name": "bob"}, "labs pending"), "call Dr")
AT_REST = StoppingPoint("workbench", 1)


def test_a_session_leaves_all_that_it_takes_to_stand_there_again(team: Team) -> None:
    team.arrive("A1")
    stopping.keep(team.ann, "old", InHand(HALF, reading=(1, 7, "ckd 3"), note="half a note"))
    stopping.end(team.ann, "old")
    left = stopping.left_off(team.ann, "new")
    assert left is not None
    assert (left.session, left.point, left.account) == ("old", HALF, "A1")
    opened = chart.look_again(team.ann, 1)
    assert (opened.place, opened.draft) == (chart.Place(1, 7, "ckd 3"), "half a note")
    assert stopping.left_off(team.ann, "old") is None
    assert stopping.left_off(team.bob, "new") is None
    stopping.taken_up(team.ann, left)
    assert stopping.left_off(team.ann, "new") is None


def test_who_types_on_at_one_place_loses_nothing_of_it(team: Team) -> None:
    team.arrive("A1")
    point = StoppingPoint("workbench", 1, command="workbench.note")
    stopping.keep(team.ann, "old", InHand(point, reading=(1, 7, "ck")))
    stopping.keep(team.ann, "old", InHand(point, reading=(1, 7, "ckd 3"), note="half a note"), stays_there=True)
    stopping.end(team.ann, "old")
    left = stopping.left_off(team.ann, "new")
    assert left is not None
    assert left.point == point
    opened = chart.look_again(team.ann, 1)
    assert (opened.place, opened.draft) == (chart.Place(1, 7, "ckd 3"), "half a note")


def test_a_session_at_rest_in_the_queue_leaves_nothing(team: Team) -> None:
    team.arrive("A1")
    stopping.keep(team.ann, "old", InHand(HALF))
    stopping.keep(team.ann, "old", InHand())
    assert stopping.left_off(team.ann, "new") is None


def test_what_was_typed_is_offered_until_it_is_taken_up_whatever_else_is_done(team: Team) -> None:
    team.arrive("A1", "A2")
    stopping.keep(team.ann, "first", InHand(HALF))
    stopping.end(team.ann, "first")
    team.clock.turn(minutes=1)
    stopping.keep(team.ann, "second", InHand(AT_REST))
    stopping.end(team.ann, "second")
    team.clock.turn(minutes=1)
    stopping.keep(team.ann, "third", InHand(StoppingPoint("workbench", 2)))
    stopping.keep(team.ann, "third", InHand())
    left = stopping.left_off(team.ann, "third")
    assert left is not None
    assert left.session == "first", "the chart that was only open in the second is not worth going back to"


def test_a_window_at_work_is_neither_offered_nor_forgotten_until_it_ends(team: Team) -> None:
    team.arrive("A1", "A2")
    open_window, new = stopping.new_session(), stopping.new_session()
    stopping.keep(team.ann, open_window, InHand(AT_REST))
    assert stopping.left_off(team.ann, new) is None
    stopping.keep(team.ann, new, InHand(StoppingPoint("workbench", 2)))
    stopping.end(team.ann, open_window)
    left = stopping.left_off(team.ann, new)
    assert left is not None
    assert left.point == AT_REST


def test_a_window_that_beats_no_more_is_offered_after_a_lease(team: Team) -> None:
    team.arrive("A1")
    session = "elsewhere:1:abc"
    stopping.keep(team.ann, session, InHand(AT_REST))
    team.clock.turn(seconds=(LEASE - HEARTBEAT).total_seconds())
    stopping.beat(team.ann, session)
    team.clock.turn(seconds=(LEASE - HEARTBEAT).total_seconds())
    assert stopping.left_off(team.ann, "new") is None, "it beat in between"
    team.clock.turn(seconds=HEARTBEAT.total_seconds())
    assert stopping.left_off(team.ann, "new") is not None


def test_a_window_whose_process_is_gone_from_this_machine_is_offered_at_once(team: Team) -> None:
    team.arrive("A1")
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    stopping.keep(team.ann, f"elsewhere:{process.pid}:abc", InHand(HALF))
    stopping.keep(team.ann, f"{os.uname().nodename}:{process.pid}:abd", InHand(AT_REST))
    left = stopping.left_off(team.ann, "new")
    assert left is not None
    assert left.point == AT_REST
    stopping.taken_up(team.ann, left)
    assert stopping.left_off(team.ann, "new") is None, "the numbers of another machine say nothing here"


ANSWERS = st.one_of(st.text(max_size=8), st.lists(st.text(min_size=1, max_size=4), min_size=1, max_size=3))


@given(answers=st.lists(ANSWERS, max_size=4), typed=st.one_of(st.none(), st.text(max_size=8)))
def test_only_what_was_typed_counts_as_words(answers: list[object], typed: str | None) -> None:
    point = StoppingPoint("queue", None, {}, "queue.handoff", tuple(answers), typed)
    assert point.has_words == (bool(typed) or any(isinstance(each, str) for each in answers))
    assert not StoppingPoint("queue", None, {}, "", tuple(answers), typed).has_words


def test_a_form_in_hand_is_the_draft_that_one_has_begun(team: Team) -> None:
    stopping.keep(team.ann, "here", InHand(StoppingPoint("handoffs"), form="To: bob\n"))
    assert handoffs.begun(team.ann) == "To: bob\n"
    stopping.keep(team.ann, "here", InHand(StoppingPoint("handoffs")))
    assert handoffs.begun(team.ann) == "To: bob\n"
    stopping.keep(team.ann, "here", InHand(StoppingPoint("handoffs"), form=" \n"))
    assert handoffs.begun(team.ann) == ""
