"""The work table on screen: what stands there, what it says, and that nothing typed is lost."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from bench import Bench, until
from invented_lists import Changing, HeldBack, Item, endless
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from tui_coder.domain.refusals import NotFound
from tui_coder.ui.widgets.pages import SequenceSource
from tui_coder.ui.widgets.work_table import ERROR, Cell, Column, WorkTable

HOSTILE = "\x1b]0;owned\x07[b]bold[/b] [@click=app.quit]x[/] \u202eevil\n東京"


def columns() -> list[Column[Item]]:
    return [
        Column(key="number", title="Number", cell=lambda row: row.key, width=9, align="right"),
        Column(key="words", title="Patient", cell=lambda row: Cell(row.words, ERROR), min=12, max=30),
        Column(key="payer", title="Payer", cell=lambda row: "Medicare", width=30, drop=2),
        Column(key="due", title="Due", cell=lambda row: "11-24", width=30, drop=1),
    ]


class Telling(Bench):
    """Remembers what the table says, and what a key of the screen acted on."""

    BINDINGS: list[BindingType] = [("d", "note_row")]  # noqa: RUF012

    def __init__(self, table: WorkTable[Any], *others: Widget) -> None:
        super().__init__(table, *others)
        self.table = table

    def action_note_row(self) -> None:
        self.said.append(("d", self.table.cursor_row.key if self.table.cursor_row else None))

    def on_work_table_highlighted(self, event: WorkTable.Highlighted) -> None:
        self.said.append(("highlighted", event.row.key if event.row else None))

    def on_work_table_opened(self, event: WorkTable.Opened) -> None:
        self.said.append(("opened", event.row.key))

    def on_work_table_tagged(self, event: WorkTable.Tagged) -> None:
        self.said.append(("tagged", event.count, event.capped))

    def on_work_table_failed(self, event: WorkTable.Failed) -> None:
        self.said.append(("failed", event.reason))

    def told(self, what: str) -> list[Any]:
        return [each for each in self.said if each[0] == what]


@asynccontextmanager
async def shown(
    source: Any, *, size: tuple[int, int] = (100, 12), table: WorkTable[Any] | None = None, **more: Any
) -> AsyncIterator[tuple[Telling, WorkTable[Any], Pilot[None]]]:
    table = table or WorkTable(columns(), source, **more)
    app = Telling(table)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, table, pilot


async def press(pilot: Pilot[Any], app: Bench, *keys: str) -> None:
    """All keys at once; returns when they have acted and are drawn."""
    await app.chunk(*keys)
    await until(pilot, lambda: app.gate.idle)
    for table in app.query(WorkTable):
        await table.settled()
    await pilot.pause()


def cursor_line(app: Bench) -> str:
    lines = [line for line in app.frame() if line.startswith("▸")]
    assert len(lines) == 1, app.frame()
    return lines[0]


# ---- opening ---------------------------------------------------------------------------------------------------------


async def test_a_million_rows_show_their_first_page_and_no_total() -> None:
    source = HeldBack(endless(1_000_000))
    async with shown(source) as (app, table, _):
        frame = app.frame()
        assert frame[0].split() == ["Number", "Patient", "Payer", "Due"]
        assert frame[1].split()[:4] == ["▸", "0", "patient", "0"]
        assert frame[10].split()[:3] == ["9", "patient", "9"]
        assert frame[11].endswith("─ 1-10 of … ──")
        assert len(source.asked) <= 2
        assert table.total is None
        table.set_total(1_000_000)
        assert app.frame()[11].endswith("─ 1-10 of 1,000,000 ──")
        assert app.told("highlighted") == [("highlighted", "0")]


async def test_a_short_list_knows_its_length_by_itself() -> None:
    async with shown(endless(4)) as (app, table, _):
        assert table.total == 4
        assert app.frame()[11].endswith("─ 1-4 of 4 ──")
        assert app.frame()[5:11] == [""] * 6


async def test_an_empty_list_says_what_to_do_and_takes_every_key() -> None:
    async with shown(endless(0), empty=Content("The pool is empty.\nn looks again.")) as (app, table, pilot):
        assert [line.strip() for line in app.frame()[2:4]] == ["The pool is empty.", "n looks again."]
        await press(pilot, app, "j", "end", "home", "pagedown", "space", "V", "*", "\\", "enter")
        assert table.cursor_row is None
        assert app.told("highlighted") == [("highlighted", None)]
        assert app.told("opened") == []
        table.empty = Content("Still empty.")
        assert app.frame()[2].strip() == "Still empty."


async def test_only_some_rows_are_kept_however_far_one_reads() -> None:
    gc.collect()
    before = len(Item.alive)
    async with shown(endless(1_000_000)) as (app, table, pilot):
        for _ in range(6):
            await press(pilot, app, *["pagedown"] * 50)
        assert table.cursor_row.key == "3000"
        gc.collect()
        assert len(Item.alive) - before < 1_600
        await press(pilot, app, *["pageup"] * 300)
        assert table.cursor_row.key == "0"


# ---- moving ----------------------------------------------------------------------------------------------------------


async def test_the_end_and_the_start_of_a_long_list() -> None:
    async with shown(endless(1_000_000)) as (app, table, pilot):
        await press(pilot, app, "G")
        assert table.cursor_row.key == "999999"
        assert cursor_line(app) == app.frame()[10]
        assert app.frame()[11].endswith("─ last 10 of … ──")
        table.set_total(1_000_000)
        assert app.frame()[11].endswith("─ 999,991-1,000,000 of 1,000,000 ──")
        await press(pilot, app, "k", "pageup", "home", "j")
        assert table.cursor_row.key == "1"
        assert app.frame()[11].endswith("─ 1-10 of 1,000,000 ──")


async def test_a_row_is_gone_to_by_its_key_far_away_and_not_when_it_is_not_listed() -> None:
    async with shown(endless(10_000)) as (app, table, pilot):
        table.move_to("8000")
        await until(pilot, lambda: table.cursor_row.key == "8000")
        await table.settled()
        await pilot.pause()
        assert "8000" in cursor_line(app)
        table.move_to("123456")
        await press(pilot, app, "j")
        assert table.cursor_row.key == "8001"


async def test_a_cursor_that_moves_among_the_seen_rows_draws_two_lines() -> None:
    drawn: list[int] = []

    class Watched(WorkTable[Item]):
        def render_line(self, y: int) -> Strip:
            drawn.append(y)
            return super().render_line(y)

    async with shown(None, table=Watched(columns(), endless(1_000))) as (app, table, pilot):
        await press(pilot, app, "j")
        drawn.clear()
        await press(pilot, app, "j")
        assert sorted(set(drawn)) == [2, 3]
        drawn.clear()
        await press(pilot, app, "space")
        assert sorted(set(drawn)) == [3, 4, 11], "the row left, the row reached, the count of tags"
        await press(pilot, app, *"jjjjjj")
        drawn.clear()
        await press(pilot, app, "j")
        assert sorted(set(drawn)) == [*range(1, 12)], "the titles stay"
        assert table.cursor_row.key == "10"


# ---- typing ahead ----------------------------------------------------------------------------------------------------


async def test_keys_typed_before_the_first_row_came_act_on_it() -> None:
    source = HeldBack(endless(1_000))
    source.open.clear()
    async with shown(source) as (app, table, pilot):
        await app.chunk("j", "space", "enter", "d")
        await pilot.pause()
        assert app.said == []
        source.open.set()
        await press(pilot, app)
        assert table.tagged == {"1"}
        assert app.told("opened") == [("opened", "2")]
        assert app.told("d") == [("d", "2")], "a key of the screen waited for the row as well"


async def test_rows_that_are_late_show_as_places_and_keys_wait_for_them() -> None:
    source = HeldBack(endless(1_000))
    async with shown(source) as (app, table, pilot):
        await press(pilot, app)
        source.open.clear()
        await app.chunk(*["pagedown"] * 25, "space", "d")
        await until(pilot, lambda: table.cursor_row is None)
        await pilot.pause()
        assert [line.strip() for line in app.frame()[1:11]] == ["·"] * 10
        assert not table.tagged
        source.open.set()
        await press(pilot, app)
        assert table.tagged == {"250"}
        assert app.told("d") == [("d", "251")]


async def test_old_rows_stay_a_moment_then_the_table_shows_that_it_waits() -> None:
    source = HeldBack(endless(10_000))
    async with shown(source) as (app, table, pilot):
        await press(pilot, app)
        source.open.clear()
        await app.chunk("end", "k")
        await until(pilot, lambda: table.position == "")
        assert [line.strip() for line in app.frame()[1:11]] == ["·"] * 10
        source.open.set()
        await press(pilot, app)
        assert table.cursor_row.key == "9998"


async def test_the_answer_of_a_list_that_is_not_shown_any_more_is_dropped() -> None:
    slow = HeldBack(endless(50))
    slow.open.clear()
    async with shown(slow) as (app, table, pilot):
        await until(pilot, lambda: slow.asked)
        table.show(Changing(range(500, 600)).source())
        await press(pilot, app, "j")
        assert table.cursor_row.key == "501"
        slow.open.set()
        await press(pilot, app, "j")
        assert table.cursor_row.key == "502"
        assert {key for _, key in app.told("highlighted")} == {"500", "501", "502"}


# ---- reading anew ----------------------------------------------------------------------------------------------------


async def test_reading_anew_moves_nothing_on_screen() -> None:
    items = Changing(range(100, 300))
    async with shown(items.source()) as (app, table, pilot):
        await press(pilot, app, "j", "j", "space")
        items.numbers = [*range(50), *range(100, 300)]
        table.reload()
        await press(pilot, app)
        assert table.cursor_row.key == "103"
        assert cursor_line(app) == app.frame()[4]
        assert table.tagged == {"102"}
        assert app.frame()[11].endswith("─ 1 tagged ── 51-60 of … ──")


async def test_when_the_row_is_gone_its_neighbour_takes_its_place_and_is_told() -> None:
    items = Changing(range(30))
    async with shown(items.source()) as (app, table, pilot):
        await press(pilot, app, "j", "j")
        items.numbers.remove(2)
        table.reload()
        await press(pilot, app)
        assert cursor_line(app).split()[1] == "3"
        assert app.said[-1] == ("highlighted", "3")
        items.numbers = []
        table.reload()
        await press(pilot, app)
        assert app.said[-1] == ("highlighted", None)


async def test_a_row_that_changed_is_told_again() -> None:
    rows = [Item(1, "open"), Item(2, "open")]
    state = [Column(key="words", title="State", cell=lambda row: row.value.words)]
    asked: WorkTable[Any] = WorkTable(state, SequenceSource(rows, lambda each: each.key))
    async with shown(None, table=asked) as (app, table, pilot):
        await until(
            pilot, lambda: app.told("highlighted") == [("highlighted", "1")]
        )  # of two that wait the later counts
        table.show(SequenceSource([Item(1, "held"), Item(2, "open")], lambda each: each.key), keep="place")
        await until(pilot, lambda: app.told("highlighted") == [("highlighted", "1"), ("highlighted", "1")])
        assert cursor_line(app).split() == ["▸", "held"]


async def test_a_cursor_moved_while_rows_are_read_anew_stays_where_it_was_put() -> None:
    source = HeldBack(endless(1_000))
    async with shown(source) as (app, table, pilot):
        await press(pilot, app)
        source.open.clear()
        table.reload()
        await app.chunk("j", "j", "j")
        await until(pilot, lambda: table.cursor_row.key == "3")
        source.open.set()
        await press(pilot, app)
        assert table.cursor_row.key == "3"
        assert cursor_line(app) == app.frame()[4]


async def test_from_the_first_row_when_it_is_asked_for() -> None:
    async with shown(endless(1_000)) as (app, table, pilot):
        await press(pilot, app, "space", "pagedown")
        table.reload(keep=False)
        await press(pilot, app)
        assert table.cursor_row.key == "0"
        assert not table.tagged


# ---- tags ------------------------------------------------------------------------------------------------------------


async def test_tagging_goes_down_and_the_tag_is_a_glyph() -> None:
    async with shown(endless(100)) as (app, table, pilot):
        await press(pilot, app, "space", "space", "k", "space", "k")
        assert table.tagged == {"0"}
        assert app.frame()[1].startswith(" * ")
        assert app.told("tagged") == [("tagged", 1, False), ("tagged", 2, False), ("tagged", 1, False)]
        await press(pilot, app, "home")
        assert app.frame()[1].startswith("▸* ")
        table.untag(["0", "5"])
        await press(pilot, app)
        assert not table.tagged


@pytest.mark.parametrize("far", [4, 5_000])
async def test_a_range_from_the_last_tagged_row_both_ways_near_and_far(far: int) -> None:
    async with shown(endless(10_000)) as (app, table, pilot):
        table.move_to(str(far))
        await press(pilot, app, "space")
        table.move_to("2")
        await press(pilot, app, "V")
        assert table.tagged == {str(number) for number in range(2, far + 1)}
        await press(pilot, app, "\\", "V")
        assert table.tagged == {"2"}, "without a last tag the range is this row"


async def test_all_rows_are_tagged_up_to_the_limit_and_it_is_told() -> None:
    async with shown(endless(100), tag_limit=100) as (app, table, pilot):
        await press(pilot, app, "*")
        assert len(table.tagged) == 100
        assert app.told("tagged") == [("tagged", 100, False)]
    async with shown(endless(101), tag_limit=100) as (app, table, pilot):
        await press(pilot, app, "*", "d")
        assert len(table.tagged) == 100
        assert app.told("tagged") == [("tagged", 100, True)]
        await press(pilot, app, "end", "space")
        assert app.told("tagged")[-1] == ("tagged", 100, True)
        assert "100" not in table.tagged


async def test_a_range_longer_than_can_be_tagged_tags_nothing_and_says_so() -> None:
    async with shown(endless(50_000), tag_limit=500) as (app, table, pilot):
        await press(pilot, app, "space", "end", "V")
        assert table.tagged == {"0"}
        assert app.told("tagged")[-1] == ("tagged", 1, True)


# ---- what stands there -----------------------------------------------------------------------------------------------


async def test_hostile_and_wide_text_keeps_the_columns_straight() -> None:
    rows = [Item(1, HOSTILE), Item(2, "東京" * 20), Item(3, "plain")]
    shows = [
        Column(key="words", title="Words", cell=lambda row: row.value.words, width=50),
        Column(key="end", title="End", cell=lambda row: "|", width=3),
    ]
    table: WorkTable[Any] = WorkTable(shows, SequenceSource(rows, lambda each: each.key))
    async with shown(None, table=table, size=(80, 12)) as (app, _, _):
        strips = [table.render_line(y) for y in range(1, 4)]
        assert all(strip.crop(55, 56).text == "|" for strip in strips)
        assert "[b]bold[/b]" in strips[0].text
        assert not any(char in strip.text for strip in strips for char in "\x1b\x07\n\u202e")
        assert app.is_running


async def test_the_cursor_shows_without_colour() -> None:
    async with shown(endless(10)) as (app, table, pilot):
        await press(pilot, app, "j")
        lines = [table.render_line(y) for y in range(1, 4)]
        assert [line.text[0] for line in lines] == [" ", "▸", " "]
        assert [any(style and style.reverse for _, style, _ in line) for line in lines] == [False, True, False]


async def test_a_narrow_terminal_drops_columns_and_loses_nothing() -> None:
    async with shown(endless(1_000)) as (app, table, pilot):
        await press(pilot, app, "space", *["pagedown"] * 3, "j")
        assert table.columns_shown == ("number", "words", "payer", "due")
        await pilot.resize_terminal(60, 8)
        assert table.columns_shown == ("number", "words", "due")
        assert table.cursor_row.key == "32"
        assert cursor_line(app).split()[1] == "32"
        await pilot.resize_terminal(100, 12)
        assert table.cursor_row.key == "32"
        assert table.tagged == {"0"}
        assert len([line for line in app.frame()[1:11] if "patient" in line]) == 10


async def test_a_list_that_cannot_be_read_says_why_and_the_next_key_tries_again() -> None:
    source = HeldBack(endless(1_000))
    source.fails_with = NotFound("There is no such list.")
    async with shown(source) as (app, table, pilot):
        await until(pilot, lambda: app.told("failed"))
        assert app.told("failed") == [("failed", "There is no such list.")]
        assert app.frame()[2].strip() == "There is no such list."
        source.fails_with = None
        await press(pilot, app, "j")
        assert table.cursor_row.key == "1"
        source.fails_with = NotFound("The list is gone.")
        await press(pilot, app, *["pagedown"] * 30, "space")
        assert "The list is gone. ── " in app.frame()[11]
        assert table.cursor_row is not None
        source.fails_with = None
        await press(pilot, app, "end")
        assert table.cursor_row.key == "999"


async def test_the_mouse_may_be_used() -> None:
    async with shown(endless(1_000)) as (app, table, pilot):
        await pilot.click(table, offset=(5, 4))
        await pilot.pause()
        assert table.cursor_row.key == "3"
        await pilot.click(table, offset=(5, 6), times=2)
        await pilot.pause()
        assert app.told("opened") == [("opened", "5")]


# ---- with others on the screen ---------------------------------------------------------------------------------------


async def test_a_table_that_does_not_have_the_keys_does_not_hold_them() -> None:
    source = HeldBack(endless(1_000))
    table: WorkTable[Item] = WorkTable(columns(), source)
    other = Static("elsewhere")
    other.can_focus = True
    app = Telling(table, other)
    async with app.run_test(size=(100, 12)) as pilot:
        await press(pilot, app)
        other.focus()
        await pilot.pause()
        source.open.clear()
        table.show(source, keep="row")
        await app.chunk("d")
        await until(pilot, lambda: app.told("d"))
        source.open.set()


async def test_a_table_taken_away_while_it_waits_lets_the_keys_go() -> None:
    source = HeldBack(endless(1_000))
    source.open.clear()
    async with shown(source) as (app, table, pilot):
        await until(pilot, lambda: not app.gate.idle)
        await table.remove()
        await until(pilot, lambda: app.gate.idle)
        source.open.set()


def test_each_message_can_be_bound_to_one_table() -> None:
    table: WorkTable[Item] = WorkTable(columns())
    messages: list[Callable[[], Message]] = [
        lambda: WorkTable.Highlighted(table, None), lambda: WorkTable.Opened(table, None),
        lambda: WorkTable.Tagged(table, 0, False), lambda: WorkTable.Failed(table, ""),
    ]  # fmt: skip
    assert all(make().control is table for make in messages)
