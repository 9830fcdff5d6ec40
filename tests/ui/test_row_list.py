"""Where the cursor is in a list that is read by pages: checked against a plain list, without any screen."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_lists import Changing, Item, endless

from tui_coder.ui.widgets.pages import SequenceSource
from tui_coder.ui.widgets.row_list import Keep, RowList
from tui_coder.ui.widgets.window import keys_between


def answer_all(rows: RowList[Item]) -> None:
    """What the table does with questions, one after the other."""
    while (question := rows.next_question(asking=False)) is not None:
        question.take(question.ask())


def opened(source: object, height: int = 7) -> RowList[Item]:
    rows: RowList[Item] = RowList(source)  # type: ignore[arg-type]
    rows.resize(height)
    answer_all(rows)
    return rows


def seen(rows: RowList[Item]) -> list[int]:
    assert rows.window is not None
    return [each.number for each in rows.window.between(rows.view.first, rows.view.end - 1)]


moves = st.sampled_from(
    ["down", "up", "page down", "page up", "start", "end", "roll down", "roll up", "taller", "lower"]
)


@settings(deadline=None, max_examples=150)
@given(count=st.integers(0, 1_500), height=st.integers(1, 50), keys=st.lists(moves, max_size=60))
def test_every_move_leads_where_it_leads_in_a_plain_list(count: int, height: int, keys: list[str]) -> None:
    rows = opened(endless(count), height)
    at = 0
    for key in keys:
        match key:
            case "down":
                rows.step(1)
                at += 1
            case "up":
                rows.step(-1)
                at -= 1
            case "page down":
                rows.turn_page(1)
                at += height
            case "page up":
                rows.turn_page(-1)
                at -= height
            case "start":
                rows.to_start()
                at = 0
            case "end":
                rows.to_end()
                at = count - 1
            case "roll down" | "roll up":
                rows.roll(3 if key == "roll down" else -3)
            case _:
                height = max(1, height + (5 if key == "taller" else -5))
                rows.resize(height)
        answer_all(rows)
        at = max(0, min(at, count - 1))
        if count == 0:
            assert rows.row is None
            continue
        assert rows.row is not None
        if key.startswith("roll"):
            at = rows.row.number
        assert rows.row.number == at
        shown = seen(rows)
        assert shown == list(range(shown[0], shown[0] + min(height, count))), "no gap, no blank line under the last row"
        assert at in shown


@settings(deadline=None, max_examples=150)
@given(count=st.integers(1, 1_500), pages=st.integers(0, 40), to_end=st.booleans(), told=st.booleans())
def test_a_row_number_is_right_or_not_claimed(count: int, pages: int, to_end: bool, told: bool) -> None:
    rows = opened(endless(count), 20)
    if told:
        rows.tell_total(count)
    if to_end:
        rows.to_end()
        answer_all(rows)
    for _ in range(pages):
        rows.turn_page(-1 if to_end else 1)
        answer_all(rows)
    shown = seen(rows)
    first, last = f"{shown[0] + 1:,}", f"{shown[-1] + 1:,}"
    claimed = {f"{first}-{last} of {count:,}", f"{first}-{last} of …", f"last {len(shown)} of …", "… of …"}
    assert rows.position in claimed
    if told:
        assert rows.position == f"{first}-{last} of {count:,}"


@settings(deadline=None, max_examples=200)
@given(
    before=st.sets(st.integers(0, 400), min_size=1), after=st.sets(st.integers(0, 400)), steps=st.integers(0, 400),
    height=st.integers(1, 30),
)  # fmt: skip
def test_reading_anew_keeps_the_row_or_takes_its_neighbour(
    before: set[int], after: set[int], steps: int, height: int
) -> None:
    items = Changing(before)
    rows = opened(items.source(), height)
    for _ in range(steps):
        rows.step(1)
        answer_all(rows)
    assert rows.row is not None
    number = rows.row.number
    items.numbers = sorted(after)
    rows.show(items.source(), "place")
    answer_all(rows)
    expected = min((each for each in after if each >= number), default=max(after, default=None))
    assert (rows.row.number if rows.row else None) == expected


def test_what_comes_in_above_moves_nothing_on_screen() -> None:
    items = Changing(range(100, 200))
    rows = opened(items.source(), 10)
    for _ in range(5):
        rows.step(1)
    items.numbers = list(range(50, 200))
    rows.show(items.source(), "place")
    answer_all(rows)
    assert rows.row is not None
    assert rows.row.number == 105
    assert seen(rows) == list(range(100, 110))
    assert rows.position == "51-60 of 150"


def test_deep_in_a_long_list_the_number_after_a_reload_is_marked_as_a_guess() -> None:
    rows = opened(endless(5_000), 10)
    for _ in range(200):
        rows.turn_page(1)
        answer_all(rows)
    assert rows.position == "2,001-2,010 of …"
    assert rows.source is not None
    rows.show(rows.source, "place")
    answer_all(rows)
    assert seen(rows) == list(range(2_000, 2_010))
    assert rows.position == "~2,001-2,010 of …"


def test_the_cursor_follows_a_row_that_moved_far() -> None:
    words = [f"word {number}" for number in range(300)]
    rows: RowList[object] = RowList(SequenceSource(words, lambda word: word))  # type: ignore[arg-type, type-var]
    rows.resize(10)
    answer_all(rows)  # type: ignore[arg-type]
    for _ in range(4):
        rows.step(1)
    rows.show(SequenceSource(words[5:] + words[:5], lambda word: word), "place")  # type: ignore[arg-type]
    answer_all(rows)  # type: ignore[arg-type]
    assert rows.row.value == "word 4"  # type: ignore[attr-defined]


@pytest.mark.parametrize(("keep", "expected"), [("row", 90), ("nothing", 30), ("place", 90)])
def test_another_list_follows_the_row_when_it_is_told_to(keep: Keep, expected: int) -> None:
    rows = opened(Changing(range(0, 100)).source(), 10)
    rows.to_key("90")
    answer_all(rows)
    rows.show(Changing(range(30, 100, 10)).source(), keep)
    answer_all(rows)
    assert rows.row is not None
    assert rows.row.number == expected


def test_another_list_without_the_row_starts_at_its_first() -> None:
    rows = opened(endless(100), 10)
    rows.to_end()
    rows.show(Changing(range(3, 60)).source(), "row")
    answer_all(rows)
    assert rows.row is not None
    assert rows.row.number == 3


def test_a_row_without_a_place_is_found_near_its_old_one() -> None:
    items = Changing(range(1_000))
    plain = items.source()
    source = type(plain)(plain.behind, plain.in_front)
    assert source.locate("620", near=500) == 620
    assert source.locate("990", near=500) is None
    assert source.locate("620", near=None) is None


@given(one=st.integers(0, 2_999), other=st.integers(0, 2_999), limit=st.integers(1, 3_000))
@settings(deadline=None)
def test_the_keys_between_two_rows_are_all_of_them_or_none(one: int, other: int, limit: int) -> None:
    low, high = sorted((one, other))
    found = keys_between(endless(3_000), Item(one), Item(other), limit)
    if found is None:
        assert high - low + 1 > limit
    else:
        assert sorted(map(int, found)) == list(range(low, high + 1))
