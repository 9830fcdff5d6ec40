"""The table of every list: work queue, disputes, hand-offs, team. It reads the pages around the rows that are seen."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from functools import partial
from typing import Any, ClassVar, Generic

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.worker import Worker

from tui_coder.ui.key_gate import KeyGate
from tui_coder.ui.keymap import bindings_for
from tui_coder.ui.widgets.columns import Cell, Column
from tui_coder.ui.widgets.pages import PageSource, Row
from tui_coder.ui.widgets.row_list import Keep, Question
from tui_coder.ui.widgets.rows_view import ACCENT, ERROR, GOOD, MUTED, STRONG, WARNING, RowsView
from tui_coder.ui.widgets.window import keys_between

__all__ = ["ACCENT", "ERROR", "GOOD", "MUTED", "STRONG", "TAG_LIMIT", "WARNING", "Cell", "Column", "WorkTable"]

TAG_LIMIT = 10_000
PATIENCE = 0.15
"""Seconds that the old rows stay on screen when others were asked for; then the table shows that it waits."""
WHEEL = 3


class WorkTable(RowsView[Row], Generic[Row], can_focus=True):
    """Rows of a `PageSource`, with a cursor that belongs to a row (by its key) and tags.

    What is typed while rows are being read is kept and acts on them, in order.
    """

    SCOPE: ClassVar[str] = "table"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("table")

    class Told(Message):
        """What a table says; `control` lets `@on(WorkTable.Opened, "#queue")` choose the table."""

        def __init__(self, table: WorkTable[Any]) -> None:
            super().__init__()
            self.table = table

        @property
        def control(self) -> WorkTable[Any]:
            return self.table

    class Highlighted(Told):
        """The cursor stands on another row, or its row changed; None when the list is empty."""

        def __init__(self, table: WorkTable[Any], row: Any) -> None:
            super().__init__(table)
            self.row = row

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, WorkTable.Highlighted) and message.table is self.table

    class Opened(Told):
        """Enter was pressed on a row."""

        def __init__(self, table: WorkTable[Any], row: Any) -> None:
            super().__init__(table)
            self.row = row

    class Tagged(Told):
        """The tags changed. `capped`: more rows were meant than can be tagged at once."""

        def __init__(self, table: WorkTable[Any], count: int, capped: bool) -> None:
            super().__init__(table)
            self.count = count
            self.capped = capped

    class Failed(Told):
        """Rows could not be read; `reason` is a sentence. The next key tries again."""

        def __init__(self, table: WorkTable[Any], reason: str) -> None:
            super().__init__(table)
            self.reason = reason

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        source: PageSource[Row] | None = None,
        *,
        empty: Content | None = None,
        tag_limit: int = TAG_LIMIT,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(columns, source, empty or Content("Nothing here."), tag_limit, id, classes)
        self._typed: deque[Callable[[], None]] = deque()
        self._reading: Worker[None] | None = None
        self._waiting: Question | None = None
        self._held_up = False
        self._patience: Timer | None = None
        self._capped = False
        self._told: Row | None = None
        self._has_told = False
        self._news = asyncio.Event()
        self._release_keys: Callable[[], None] | None = None

    # ---- for the owner -----------------------------------------------------------------------------------------------

    @property
    def cursor_row(self) -> Row | None:
        """The row under the cursor; None in an empty list and while it is being read (see `settled`)."""
        return self._list.row

    @property
    def tagged(self) -> frozenset[str]:
        """The keys of the tagged rows."""
        return self._tags.keys

    @property
    def total(self) -> int | None:
        """How many rows the list has: what the table saw itself, else what it was told."""
        return self._list.total

    def set_total(self, total: int | None) -> None:
        """Say how many rows the list has, once they were counted."""
        self._list.tell_total(total)
        self.paint_changes()

    @property
    def empty(self) -> Content:
        """What stands in place of the rows when there are none: what to do next."""
        return self._empty

    @empty.setter
    def empty(self, empty: Content) -> None:
        self._empty = empty
        self.paint_anew()

    async def settled(self) -> None:
        """Wait until all that was typed so far has acted and the cursor is on a row, if there is one."""
        while not self._is_settled:
            self._news.clear()
            await self._news.wait()

    def show(self, source: PageSource[Row], *, keep: Keep = "nothing") -> None:
        """Show another list.

        "nothing": from its first row, without tags. "place": the same list in the same order, read anew: the cursor
        stays on its row and that row on its line; if it is gone, on the row that took its place. "row": in another
        order, or another choice of rows: the cursor follows its row, or goes to the first.
        """
        if keep == "place" or self._typed:
            self._in_turn(partial(self._show, source, keep))
        else:  # an older question is of no interest any more
            self._fault = ""
            self._do(partial(self._show, source, keep))
            self._catch_up()

    def reload(self, *, keep: bool = True) -> None:
        """Read the list anew; `keep` as "place" in `show`, else from its first row."""
        if self._list.source is not None:
            self.show(self._list.source, keep="place" if keep else "nothing")

    def move_to(self, key: str) -> None:
        """Put the cursor on the row with this key; nothing moves when it is not listed."""
        self._in_turn(partial(self._list.to_key, key))

    def tag(self, keys: Iterable[str]) -> None:
        """Tag the rows with these keys."""
        self._in_turn(partial(self._take_keys, tuple(keys)))

    def clear_tags(self) -> None:
        """Take all tags off."""
        self._in_turn(self._tags.clear)

    def untag(self, keys: Iterable[str]) -> None:
        """Take the tags off these rows, for example those that were dealt with."""
        self._in_turn(partial(self._tags.remove, tuple(keys)))

    # ---- keys and mouse ----------------------------------------------------------------------------------------------

    def action_cursor_down(self) -> None:
        self._in_turn(partial(self._list.step, 1))

    def action_cursor_up(self) -> None:
        self._in_turn(partial(self._list.step, -1))

    def action_page_down(self) -> None:
        self._in_turn(partial(self._list.turn_page, 1))

    def action_page_up(self) -> None:
        self._in_turn(partial(self._list.turn_page, -1))

    def action_top(self) -> None:
        self._in_turn(self._list.to_start)

    def action_bottom(self) -> None:
        self._in_turn(self._list.to_end)

    def action_open(self) -> None:
        self._in_turn(self._open)

    def action_toggle_tag(self) -> None:
        self._in_turn(self._toggle_tag)

    def action_tag_range(self) -> None:
        self._in_turn(self._tag_range)

    def action_tag_all(self) -> None:
        self._in_turn(self._tag_all)

    def action_clear_tags(self) -> None:
        self.clear_tags()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._in_turn(partial(self._list.roll, WHEEL))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._in_turn(partial(self._list.roll, -WHEEL))

    def on_click(self, event: events.Click) -> None:
        place = self._list.top + event.y - 1
        if self._list.view.first <= place < self._list.view.end and 0 < event.y <= self._list.height:
            self._in_turn(partial(self._list.to_place, place))
            if event.chain == 2:
                self.action_open()

    # ---- one thing after the other -----------------------------------------------------------------------------------

    def on_mount(self) -> None:
        self._catch_up()

    def on_focus(self) -> None:
        self._hold_keys()

    def on_blur(self) -> None:
        self._hold_keys()

    def on_unmount(self) -> None:
        if self._release_keys is not None:
            self._release_keys()
            self._release_keys = None

    def on_resize(self, event: events.Resize) -> None:
        self._list.resize(event.size.height - 2)
        self._lay_out()
        self._catch_up()

    @property
    def _is_settled(self) -> bool:
        return self._list.source is None or bool(self._fault) or self._is_caught_up

    @property
    def _is_caught_up(self) -> bool:
        return self._list.has_ground and not self._held_up and not self._typed

    def _in_turn(self, act: Callable[[], None]) -> None:
        """Do it now, or when all that was typed before is done and the cursor is on a row."""
        self._fault = ""
        self._typed.append(act)
        self._catch_up()

    def _catch_up(self) -> None:
        while True:
            self._ask_what_is_needed()
            if self._held_up or not self._typed or not (self._list.has_ground or self._list.source is None):
                break
            self._do(self._typed.popleft())
        self.paint_changes()
        self._tell()
        self._hold_keys()
        self._news.set()

    def _do(self, act: Callable[[], None]) -> None:
        tags, self._capped = self._tags.keys, False
        act()
        if self._capped or self._tags.keys != tags:
            self.post_message(self.Tagged(self, len(self._tags.keys), self._capped))

    def _tell(self) -> None:
        row = self.cursor_row
        if self._is_caught_up and (not self._has_told or row != self._told):
            self._told, self._has_told = row, True
            self.post_message(self.Highlighted(self, row))

    def _hold_keys(self) -> None:
        """Keys for others wait as well while the table has them and waits: they mean the row that is being read."""
        hold = self.has_focus and not self._is_settled
        gate = getattr(self.app, "gate", None)
        if hold and self._release_keys is None and isinstance(gate, KeyGate):
            held = ExitStack()
            held.enter_context(gate.errand())
            self._release_keys = held.close
        elif not hold and self._release_keys is not None:
            self._release_keys()
            self._release_keys = None

    # ---- reading rows ------------------------------------------------------------------------------------------------

    def _show(self, source: PageSource[Row], keep: Keep) -> None:
        if keep == "nothing":
            self._tags.clear()
        self._list.show(source, keep)

    def _ask_what_is_needed(self) -> None:
        if self._fault or self._list.source is None:
            return
        question = self._list.next_question(asking=self._reading is not None)
        if question is not None:
            self._read(question)

    def _read(self, question: Question) -> None:
        """Ask in a thread. Rows that were asked for before are dropped; a question about them waits for them."""
        if self._reading is not None and question.holds and not question.replaces:
            self._waiting, self._held_up = question, True
            return
        if self._reading is not None:
            self._reading.cancel()
        self._held_up, self._waiting = question.holds, None
        self._reading = self.run_worker(partial(self._answer, question), group="rows")
        if question.replaces and self._patience is None:
            self._patience = self.set_timer(PATIENCE, self._show_waiting)

    async def _answer(self, question: Question) -> None:
        try:
            answer = await asyncio.to_thread(question.ask)
        except Exception as error:
            # Not before: the services may still be loading when the first screen is drawn.
            from tui_coder.services.failures import FAILURES

            if not isinstance(error, FAILURES):
                raise
            self._stop_reading()
            self._fail(str(error))
        else:
            waiting = self._waiting
            self._stop_reading()
            self._do(partial(question.take, answer))
            if waiting is not None:
                self._read(waiting)
        self._catch_up()

    def _stop_reading(self) -> None:
        self._reading = self._waiting = None
        self._held_up = False
        if self._patience is not None:
            self._patience.stop()
            self._patience = None
        if self._shows_waiting:
            self._shows_waiting = False
            self.paint_anew()

    def _show_waiting(self) -> None:
        self._shows_waiting = True
        self.paint_anew()

    def _fail(self, reason: str) -> None:
        self._fault = reason
        self._typed.clear()  # it was meant for rows that did not come
        self._list.stand_on_ground()
        self.paint_anew()
        self.post_message(self.Failed(self, reason))

    # ---- opening and tagging -----------------------------------------------------------------------------------------

    def _open(self) -> None:
        if self.cursor_row is not None:
            self.post_message(self.Opened(self, self.cursor_row))

    def _toggle_tag(self) -> None:
        row = self.cursor_row
        if row is None:
            return
        if self._tags.toggle(row):
            self._list.step(1)
        else:
            self._capped = True

    def _tag_range(self) -> None:
        row, source, window = self.cursor_row, self._list.source, self._list.window
        if row is None or source is None or window is None:
            return
        start = self._tags.last or row
        self._tags.last = row
        place = window.place_of(start.key)
        if place is not None:
            low, high = sorted((place, self._list.cursor))
            self._take_keys([each.key for each in window.between(low, high)])
        else:
            ask = partial(keys_between, source, start, row, self._tags.limit)
            self._read(Question(ask, self._take_keys, holds=True))

    def _tag_all(self) -> None:
        if self._list.source is not None:
            ask = partial(self._list.source.keys, self._tags.limit + 1)
            self._read(Question(ask, self._take_keys, holds=True))

    def _take_keys(self, keys: Sequence[str] | None) -> None:
        if keys is None or not self._tags.add(keys):
            self._capped = True
