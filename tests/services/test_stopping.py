"""What is in hand is kept for its owner, session by session, and offered until it is taken up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.team import Team
from tui_coder.domain.stopping import InHand, StoppingPoint
from tui_coder.services import chart, handoffs, stopping

HALF = StoppingPoint("workbench", 1, {"code": None}, "workbench.handoff", ({"name": "bob"}, "labs pending"), "call Dr")
AT_REST = StoppingPoint("workbench", 1)


def test_a_session_leaves_all_that_it_takes_to_stand_there_again(team: Team) -> None:
    team.arrive("A1")
    stopping.keep(team.ann, "old", InHand(HALF, reading=(1, 7, "ckd 3"), note="half a note"))
    left = stopping.left_off(team.ann, "new")
    assert left is not None
    assert (left.session, left.point, left.account) == ("old", HALF, "A1")
    opened = chart.look_again(team.ann, 1)
    assert (opened.place, opened.draft) == (chart.Place(1, 7, "ckd 3"), "half a note")
    assert stopping.left_off(team.ann, "old") is None
    assert stopping.left_off(team.bob, "new") is None
    stopping.taken_up(team.ann, left)
    assert stopping.left_off(team.ann, "new") is None


def test_a_session_at_rest_in_the_queue_leaves_nothing(team: Team) -> None:
    team.arrive("A1")
    stopping.keep(team.ann, "old", InHand(HALF))
    stopping.keep(team.ann, "old", InHand())
    assert stopping.left_off(team.ann, "new") is None


def test_what_was_typed_is_offered_until_it_is_taken_up_whatever_else_is_done(team: Team) -> None:
    team.arrive("A1", "A2")
    stopping.keep(team.ann, "first", InHand(HALF))
    team.clock.turn(minutes=1)
    stopping.keep(team.ann, "second", InHand(AT_REST))
    team.clock.turn(minutes=1)
    stopping.keep(team.ann, "third", InHand(StoppingPoint("workbench", 2)))
    stopping.keep(team.ann, "third", InHand())
    left = stopping.left_off(team.ann, "third")
    assert left is not None
    assert left.session == "first", "the chart that was only open in the second is not worth going back to"


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
