"""Undo: one press takes one thing back, exactly, and only one's own."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.team import TODAY, Team
from tui_coder.domain.assignment import Assignment, CodeRole
from tui_coder.domain.refusals import HeldByOther, IllegalMove, Refusal, Stale
from tui_coder.domain.work import HoldReason, WorkItem, WorkState
from tui_coder.services import assigning, chart, checking, claiming, clients, coding, glass, turning_back
from tui_coder.services.code_books import CodeBooks

SEVERAL = [1, 2, 3, 4]


def standing(team: Team, item_id: int) -> tuple[object, ...]:
    """What a queue action changes of an item, its version aside."""
    item = team.item(item_id)
    return item.state, item.assignee, item.held_reason, item.held_until, item.priority, item.due, item.returned


@pytest.fixture
def mixed(office: Team) -> Team:
    """One item in the pool, one assigned, one in work, one on hold, all Ann's but the first; five and six are Bob's."""
    assigning.give(office.lena, [2], "ann")
    claiming.claim(office.ann, 3)
    assigning.hold(office.ann, [4], HoldReason.UNANSWERED_QUERY, TODAY + timedelta(days=2), "asked Dr Ash")
    assigning.give(office.lena, [4], "ann")
    assigning.give(office.lena, [5, 6], "bob")
    return office


@pytest.mark.parametrize("what", ["give", "hold", "release"])
def test_one_undo_takes_back_a_thing_done_to_several(mixed: Team, what: str) -> None:
    before = [standing(mixed, item) for item in SEVERAL]
    done = {
        "give": lambda: assigning.give(mixed.ann, SEVERAL, "cy"),
        "hold": lambda: assigning.hold(mixed.ann, SEVERAL, HoldReason.LATE_REPORT, TODAY + timedelta(days=5)),
        "release": lambda: assigning.release(mixed.ann, SEVERAL),
    }[what]()
    assert [item.id for item in done.changed] == SEVERAL
    after = [standing(mixed, item) for item in SEVERAL]
    versions = [mixed.item(item).version for item in SEVERAL]
    label, outcome = turning_back.undo(mixed.ann)
    assert outcome.refused == ()
    assert [standing(mixed, item) for item in SEVERAL] == before
    assert all(mixed.item(item).version > version for item, version in zip(SEVERAL, versions, strict=True))
    assert turning_back.redo(mixed.ann)[0] == label
    assert [standing(mixed, item) for item in SEVERAL] == after
    turning_back.undo(mixed.ann)
    assert [standing(mixed, item) for item in SEVERAL] == before
    assert mixed.said(3)[-3:] == ["ann undone", "ann done again", "ann undone"]


def test_an_item_back_in_work_is_kept_for_its_coder_again(mixed: Team) -> None:
    mixed.clock.turn(minutes=20)
    assigning.give(mixed.lena, [3], "bob")
    mixed.clock.turn(minutes=20)
    turning_back.undo(mixed.lena)
    with pytest.raises(HeldByOther, match="ann"):
        claiming.claim(mixed.bob, 3)
    with pytest.raises(HeldByOther, match="open it again"):
        claiming.keep(mixed.ann, 3)
    claiming.claim(mixed.ann, 3)
    claiming.keep(mixed.ann, 3)


def test_undo_leaves_what_a_colleague_changed_since(mixed: Team) -> None:
    assigning.give(mixed.ann, [1, 2], "cy")
    claiming.claim(mixed.cy, 1)
    taken = mixed.item(1)
    _, outcome = turning_back.undo(mixed.ann)
    assert [item.id for item in outcome.changed] == [2]
    assert [(each.item_id, "cy" in each.reason) for each in outcome.refused] == [(1, True)]
    assert mixed.item(1) == taken
    assert standing(mixed, 2)[:2] == (WorkState.OPEN, "ann")
    assert [item.id for item in turning_back.redo(mixed.ann)[1].changed] == [2]


def test_undo_of_which_nothing_is_left_is_over(mixed: Team) -> None:
    assigning.give(mixed.ann, [1], "cy")
    claiming.claim(mixed.cy, 1)
    assert turning_back.undo(mixed.ann)[1].changed == ()
    with pytest.raises(IllegalMove, match="Nothing to do again"):
        turning_back.redo(mixed.ann)
    assert mixed.item(1).assignee == "cy"


def test_one_s_own_changes_of_an_item_are_taken_back_one_after_the_other(mixed: Team) -> None:
    before = standing(mixed, 2)
    assigning.hold(mixed.ann, [2], HoldReason.LATE_REPORT, TODAY + timedelta(days=1))
    assigning.hold(mixed.ann, [2], HoldReason.UNSIGNED)
    assigning.release(mixed.ann, [2])
    for _ in range(3):
        assert [item.id for item in turning_back.undo(mixed.ann)[1].changed] == [2]
    assert standing(mixed, 2) == before


def test_undo_is_only_of_one_s_own(mixed: Team) -> None:
    before = mixed.contents()
    with pytest.raises(IllegalMove, match="Nothing to undo"):
        turning_back.undo(mixed.bob)
    assert mixed.contents() == before


def test_a_thing_done_anew_ends_what_could_be_done_again(mixed: Team) -> None:
    assigning.give(mixed.ann, [1], "cy")
    turning_back.undo(mixed.ann)
    assigning.release(mixed.ann, [2])
    with pytest.raises(IllegalMove, match="Nothing to do again"):
        turning_back.redo(mixed.ann)
    turning_back.undo(mixed.ann)
    assert standing(mixed, 2)[:2] == (WorkState.OPEN, "ann")


def test_undo_reaches_over_a_restart(mixed: Team) -> None:
    assigning.give(mixed.ann, [1], "cy")
    with mixed.again() as later:
        assert turning_back.undo(later.ann)[0] == "given to cy"
        assert standing(later, 1)[:2] == (WorkState.OPEN, None)


def test_a_hold_that_comes_back_keeps_its_note(mixed: Team) -> None:
    assigning.release(mixed.ann, [4])
    turning_back.undo(mixed.ann)
    with mixed.store.engine.connect() as connection:
        holds = connection.exec_driver_sql(
            "SELECT note, ended_at IS NULL FROM hold WHERE item_id = 4 ORDER BY id"
        ).all()
    assert [tuple(each) for each in holds] == [("asked Dr Ash", 1)]


def test_undo_leaves_what_is_seen_no_more_or_through_glass_alone(team: Team) -> None:
    team.arrive("A1", "A2", facility="theirs")
    assigning.hold(team.ann, [1, 2], HoldReason.UNSIGNED, note="asked Dr Ash")
    team.arrive("B1", facility="ours")
    clients.let_see(team.lena, "ann", ["ours"])
    glass.break_glass(team.ann, "A1", "the floor asks for the allergy list")
    _, outcome = turning_back.undo(team.ann)
    assert outcome.changed == ()
    assert [each.account for each in outcome.refused] == ["A1", "#2"]
    assert "not work on it" in outcome.refused[0].reason
    with team.store.reading(team.clock()) as unit:
        assert [unit.items.hold_note(item) for item in (1, 2)] == ["asked Dr Ash"] * 2  # not half undone
    with pytest.raises(IllegalMove, match="Nothing to undo"):
        turning_back.undo(team.ann)


# ---- codes -----------------------------------------------------------------------------------------------------------


def codes_of(team: Team, item: int = 1) -> tuple[Assignment, ...]:
    return chart.look_again(team.ann, item).codes


@pytest.fixture
def coding_ann(office: Team) -> Team:
    claiming.claim(office.ann, 1)
    return office


changes = st.lists(
    st.tuples(st.sampled_from(["post", "remove", "move", "amend", "role", "undo", "redo"]), st.integers(0, 4)),
    max_size=14,
)
TO_POST = ("E11.9", "N18.32", "99213-25", "I10", "Z79.4")


@settings(max_examples=15)
@given(steps=changes)
def test_undo_and_redo_walk_the_exact_states(
    coded: Path, code_books: CodeBooks, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    path = Path(shutil.copy2(coded, tmp_path_factory.mktemp("codes") / "team.db"))
    with Team(path) as team:
        claiming.claim(team.ann, 1)
        past, future = [codes_of(team)], list[tuple[Assignment, ...]]()
        ids = {code.id: code.code for code in codes_of(team)}
        for what, n in steps:
            now = past[-1]
            try:
                if what == "undo":
                    coding.undo(team.ann, 1)
                    future.append(past.pop())
                elif what == "redo":
                    coding.redo(team.ann, 1)
                    past.append(future.pop())
                else:
                    _change(team, code_books, what, n, now)
                    if (new := codes_of(team)) != now:
                        past.append(new)
                        future.clear()
            except Refusal:
                assert {"undo": len(past) == 1, "redo": not future}.get(what, True)
            assert codes_of(team) == past[-1]
            for code in codes_of(team):
                assert ids.setdefault(code.id, code.code) == code.code, "the id of one code came back as another's"
            assert [code.sequence for code in codes_of(team)] == list(range(1, len(codes_of(team)) + 1))


def _change(team: Team, books: CodeBooks, what: str, n: int, now: tuple[Assignment, ...]) -> None:
    if what == "post":
        coding.post(team.ann, books, 1, TO_POST[n])
        return
    code = now[n % len(now)] if now else None
    key = code.id if code else 999
    if what == "remove":
        coding.remove(team.ann, 1, key)
    elif what == "move":
        coding.move(team.ann, 1, key, 1 if n % 2 else -1)
    elif what == "amend":
        coding.amend(team.ann, 1, key, f"{code.code if code else 'I10'} x{n + 1}")
    else:
        coding.set_role(team.ann, 1, key, list(CodeRole)[n])


def test_a_removed_code_comes_back_under_its_own_id(coding_ann: Team, code_books: CodeBooks) -> None:
    coding.post(coding_ann.ann, code_books, 1, "E11.9")
    claiming.claim(coding_ann.ann, 2)
    before = codes_of(coding_ann)
    coding.remove(coding_ann.ann, 1, before[-1].id)
    other = coding.post(coding_ann.ann, code_books, 2, "N18.32").codes[-1]
    assert other.id not in {code.id for code in before}
    coding.undo(coding_ann.ann, 1)
    assert codes_of(coding_ann) == before
    assert other in codes_of(coding_ann, 2)


def test_codes_that_a_colleague_changed_since_are_not_undone(coding_ann: Team, code_books: CodeBooks) -> None:
    coding.post(coding_ann.ann, code_books, 1, "E11.9")
    coding_ann.clock.turn(hours=1)
    claiming.claim(coding_ann.bob, 1)
    changed = coding.post(coding_ann.bob, code_books, 1, "Z79.4").codes
    coding_ann.clock.turn(hours=1)
    claiming.claim(coding_ann.ann, 1)
    with pytest.raises(IllegalMove, match="someone else"):
        coding.undo(coding_ann.ann, 1)
    assert codes_of(coding_ann) == changed


# ---- stale writes ----------------------------------------------------------------------------------------------------


def test_a_write_on_an_old_state_is_refused_and_names_who_changed_it(coding_ann: Team, code_books: CodeBooks) -> None:
    seen = coding_ann.item(1)
    with coding_ann.again() as elsewhere:
        coding.post(elsewhere.ann, code_books, 1, "E11.9")
    before = coding_ann.contents()
    with pytest.raises(Stale, match="ann changed A1 meanwhile: it is now in work with ann") as refused:
        checking.submit(coding_ann.ann, code_books, 1, seen.version)
    assert "Nothing of yours was written" in str(refused.value)
    assert coding_ann.contents() == before
    done, _ = checking.submit(coding_ann.ann, code_books, 1, coding_ann.item(1).version)
    assert done.state is WorkState.SUBMITTED


def test_a_store_write_names_who_came_first(office: Team) -> None:
    seen: WorkItem = office.item(5)
    assigning.give(office.lena, [5], "bob")
    before = office.contents()
    told = "lena changed A5 meanwhile: it is now open with bob"
    with pytest.raises(Stale, match=told), office.store.writing(office.clock()) as unit:
        unit.items.write(seen, "ann", state=WorkState.SUBMITTED.value)
    assert office.contents() == before
