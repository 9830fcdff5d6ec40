"""The chart viewer on screen: the text as it is, the cursor, marked words, hits and evidence."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from bench import Bench, until
from textual.pilot import Pilot

from tui_coder.domain.text import canonical
from tui_coder.ui.widgets.chart_view import ChartView, Span

NOTE = "\n".join(
    [
        "HISTORY OF PRESENT ILLNESS", "Cough for three days. No fever.", "", "PAST MEDICAL HISTORY", "Hypertension.",
        "  Diabetes mellitus type 2.  ", "", "ASSESSMENT AND PLAN", "Acute bronchitis. Rest, fluids.",
        *(f"Line {number} of the plan." for number in range(1, 40)),
    ]
)  # fmt: skip


class Reading(Bench):
    def __init__(self, view: ChartView) -> None:
        super().__init__(view)
        self.view = view

    def on_chart_view_said(self, event: ChartView.Said) -> None:
        self.said.append(event.text)

    def on_chart_view_cursor_moved(self, event: ChartView.CursorMoved) -> None:
        self.said.append(("moved", event.offset))


@asynccontextmanager
async def reading(
    text: str = NOTE, size: tuple[int, int] = (60, 12), **more: Any
) -> AsyncIterator[tuple[Reading, ChartView, Pilot[None]]]:
    view = ChartView()
    app = Reading(view)
    async with app.run_test(size=size) as pilot:
        view.open(text, **more)
        view.focus()
        await pilot.pause()
        yield app, view, pilot


async def press(app: Reading, pilot: Pilot[None], *keys: str) -> None:
    await app.chunk(*keys)
    await until(pilot, lambda: app.gate.idle)
    await pilot.pause()


async def test_lines_are_numbered_and_the_cursor_line_is_marked() -> None:
    async with reading() as (app, _, pilot):
        assert app.frame()[0].startswith("▸ 1  HISTORY OF PRESENT ILLNESS")
        await press(app, pilot, "j", "j")
        assert app.frame()[2].startswith("▸ 3")
        assert app.frame()[0].startswith("  1")


async def test_pages_sections_top_and_bottom() -> None:
    async with reading() as (app, view, pilot):
        await press(app, pilot, "space")
        assert view.cursor_line == 10
        await press(app, pilot, "b")
        assert view.cursor_line == 0
        await press(app, pilot, "right_curly_bracket")
        assert view.cursor_line == 3
        assert app.frame()[0].startswith("▸ 4  PAST MEDICAL HISTORY")
        await press(app, pilot, "right_curly_bracket", "left_curly_bracket")
        assert view.cursor_line == 3
        await press(app, pilot, "G")
        assert view.cursor_line == view.line_count - 1
        assert "Line 39 of the plan." in app.frame()[-1]
        await press(app, pilot, "right_curly_bracket")
        assert app.said[-1] == "No further heading in this document."
        await press(app, pilot, "home")
        assert view.cursor_line == 0


async def test_the_cursor_is_always_on_screen() -> None:
    async with reading(size=(40, 7)) as (app, view, pilot):
        for key in ["j"] * 20 + ["space"] * 4 + ["k"] * 15 + ["b"] * 3 + ["G", "b", "j"]:
            await press(app, pilot, key)
            assert sum(line.startswith("▸") for line in app.frame()) == 1
        assert 0 < view.cursor_line < view.line_count


async def test_search_goes_from_hit_to_hit_and_around() -> None:
    async with reading() as (app, view, pilot):
        assert view.find("no such words") == 0
        await press(app, pilot, "n")
        assert app.said[-1].startswith("Nothing was searched for")
        assert view.find("PLAN") == 40
        await press(app, pilot, "n")
        assert app.said[-1] == "hit 2 of 40"
        assert view.cursor_line == 9
        await press(app, pilot, "N", "N")
        assert app.said[-1] == "hit 40 of 40"
        await press(app, pilot, "n")
        assert (app.said[-1], view.cursor_line) == ("hit 1 of 40", 7)


async def test_marked_words_and_the_line_alone_without_the_blanks_around() -> None:
    async with reading() as (app, view, pilot):
        await press(app, pilot, "j", "j", "j", "j", "j")
        start, end = view.selected_span
        assert view.text[start:end] == "Diabetes mellitus type 2."
        assert view.marked_span is None
        await press(app, pilot, "k", "v", "j")
        marked = view.marked_span
        assert marked is not None
        assert view.text[slice(*marked)] == "Hypertension.\n  Diabetes mellitus type 2."
        await press(app, pilot, "v")
        assert view.marked_span is None


async def test_words_of_a_line_are_walked_to_and_marked() -> None:
    async with reading() as (app, view, pilot):

        def chosen() -> str:
            return view.text[slice(*view.selected_span)]

        await press(app, pilot, "j", "right")
        assert (chosen(), view.marked_span) == ("Cough", None)
        await press(app, pilot, "right", "right", "v", "right")
        assert chosen() == "three days"
        await press(app, pilot, "left", "left")
        assert chosen() == "for three", "marking goes back over its beginning"
        await press(app, pilot, "v", "left", "left")
        assert chosen() == "ILLNESS", "over the edge of the line"
        await press(app, pilot, "j")
        assert chosen() == "Cough for three days. No fever.", "a line down is a whole line again"
        await press(app, pilot, "G", *["right"] * 9)
        assert chosen() == "plan", "the last word stays"


async def test_evidence_stands_in_the_gutter() -> None:
    start = NOTE.index("Acute bronchitis")
    async with reading(spans=[Span(start, start + 16, "evidence", "J20.9")]) as (app, view, pilot):
        assert [line[3:4] == "¶" for line in app.frame()[:9]] == [False] * 8 + [True]
        view.set_spans([])
        await pilot.pause()
        assert "¶" not in "".join(app.frame())


async def test_a_resize_keeps_the_cursor_line_in_sight() -> None:
    async with reading("word " * 40 + "\n" + NOTE) as (app, view, pilot):
        await press(app, pilot, *"jjjjj")
        for size in ((30, 6), (120, 40), (20, 5), (60, 12)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert view.cursor_line == 5
            assert any(line.startswith("▸ 6") for line in app.frame()), size


async def test_it_opens_where_it_was_left() -> None:
    async with reading(at=NOTE.index("Line 30")) as (app, view, _):
        assert view.cursor_offset == NOTE.index("Line 30")
        assert any(line.startswith("▸") and "Line 30" in line for line in app.frame())


async def test_hostile_and_wide_text_is_shown_in_its_cells() -> None:
    hostile = (
        "[b]bold[/b] [@click=app.quit]x[/]\x1b]0;owned\x07\u202eevil\t|\n漢字かな交じり文の検査 end\ne\u0301e\u0301"
    )
    async with reading(canonical(hostile).text, (24, 10)) as (app, _, _pilot):
        shown = "".join(line[4:] for line in app.frame())
        assert "[b]bold[/b]" in shown
        assert "␛]0;owned␇" in shown.replace(" ", "")
        assert not set(shown) & set("\x1b\x07\u202e")


@pytest.mark.parametrize("text", ["", "\n", "\n\n\n", "x" * 10_000, "word " * 5_000])
async def test_any_shape_of_text_can_be_walked(text: str) -> None:
    async with reading(text, (30, 6)) as (app, view, pilot):
        await press(app, pilot, "j", "k", "space", "b", "G", "home", "v", "j", "v", "n", "N", "right_curly_bracket")
        assert 0 <= view.cursor_line < view.line_count


async def test_no_stray_glyph_stands_in_the_corner() -> None:
    async with reading(size=(40, 8)) as (app, _, pilot):
        await press(app, pilot, "G")
        assert all(not line.endswith("▏") for line in app.frame())
