"""What a table looks at: a run of rows, the cursor on one of them, the first one seen. It draws nothing.

Where a move needs rows that are not here it leaves a `Question`; whoever shows the list asks it in a thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, Literal

from tui_coder.ui.widgets.pages import Page, PageSource, Row
from tui_coder.ui.widgets.window import Window, first_rows, last_rows, rows_near, rows_with

PAGE = 100
"""Rows in a question, and how far beyond the seen rows we read ahead."""
MOST_AT_ONCE = 500
KEPT = 500
"""Rows kept to each side of the seen ones."""

Keep = Literal["nothing", "place", "row"]


@dataclass(frozen=True, slots=True)
class Question:
    """`ask` runs in a thread, `take` gets its answer. What is typed waits while one is open that `holds`."""

    ask: Callable[[], Any]
    take: Callable[[Any], None]
    holds: bool = False
    replaces: bool = False
    """The answer is other rows than those on screen."""


@dataclass(frozen=True, slots=True)
class View:
    """What is on screen; two of them tell what must be painted anew. Places; `version` counts other runs of rows."""

    version: int
    cursor: int
    top: int
    first: int
    end: int


class RowList(Generic[Row]):
    def __init__(self, source: PageSource[Row] | None) -> None:
        self.source = source
        self.window: Window[Row] | None = None
        self.cursor = self.top = 0
        self.height = 1
        self.told_total: int | None = None
        self._version = 0
        self._wanted: Question | None = None if source is None else self._from_start(source)

    # ---- what is seen ------------------------------------------------------------------------------------------------

    @property
    def row(self) -> Row | None:
        """The row under the cursor; None while it is not here, and in an empty list."""
        return self.window.at(self.cursor) if self.window is not None else None

    @property
    def has_ground(self) -> bool:
        """Whether the cursor is on a row, or the list has none."""
        return self.window is not None and (self.window.is_empty_list or self.row is not None)

    @property
    def total(self) -> int | None:
        """How many rows there are: as seen, else as told."""
        seen = self.window.total if self.window is not None else None
        return self.told_total if seen is None else seen

    def tell_total(self, total: int | None) -> None:
        """How many rows there are, counted elsewhere; numbers the rows where only the end of the list was seen."""
        self.told_total = total
        if self.window is not None:
            self._number_from_end(self.window)

    @property
    def view(self) -> View:
        first, end = (0, 0) if self.window is None else (self.window.first, self.window.end)
        return View(self._version, self.cursor, self.top, max(self.top, first), min(self.top + self.height, end))

    @property
    def position(self) -> str:
        """The rows seen, as far as known: "1-40 of …", "1-40 of 1,204", "~801-840 of 1,204", "last 40 of …"."""
        window, view = self.window, self.view
        if window is None or view.end <= view.first:
            return ""
        total = "…" if self.total is None else f"{self.total:,}"
        if window.shift is None:
            last = window.ends and view.end == window.end
            return f"last {view.end - view.first} of {total}" if last else f"… of {total}"
        about = "" if window.sure else "~"
        return f"{about}{view.first + window.shift + 1:,}-{view.end + window.shift:,} of {total}"

    # ---- moving ------------------------------------------------------------------------------------------------------

    def step(self, by: int) -> None:
        self._look(self.cursor + by, self.top)

    def turn_page(self, direction: int) -> None:
        by = direction * self.height
        self._look(self.cursor + by, self.top + by)

    def roll(self, by: int) -> None:
        """Move the rows under the cursor's line; the cursor stays on its row while that is seen."""
        low = self._bounded(self.cursor, self.top + by, follow=False)[1]
        self._look(max(low, min(self.cursor, low + self.height - 1)), low)

    def to_start(self) -> None:
        if self.window is None or self.source is None:
            return
        if self.window.begins:
            self._look(self.window.first, self.window.first)
        else:
            self._wanted = self._from_start(self.source)

    def to_end(self) -> None:
        if self.window is None or self.source is None:
            return
        if self.window.ends:
            self._look(self.window.end - 1, self.window.end - self.height)
        else:
            ask = partial(last_rows, self.source, self.height + PAGE)
            self._wanted = Question(ask, self._take_end, holds=True, replaces=True)

    def to_place(self, place: int) -> None:
        """Put the cursor on a place that is on screen."""
        self._look(place, self.top)

    def to_key(self, key: str) -> None:
        """Put the cursor on a row; nothing moves when it is not listed."""
        if self.window is None or self.source is None:
            return
        place = self.window.place_of(key)
        if place is not None:
            self._look(place, self.top)
            return
        near = None if self.row is None else self.row.cursor
        ask = partial(rows_with, self.source, key, near, self.height + PAGE)
        self._wanted = Question(ask, partial(self._take_found, key), holds=True)

    def resize(self, height: int) -> None:
        """So many rows are seen now."""
        self.height = max(1, height)
        self._look(self.cursor, self.top)

    def stand_on_ground(self) -> None:
        """Back to the nearest row that is here: those beyond could not be read."""
        if self.window is not None:
            self._look(self.window.nearest(self.cursor), self.top)

    def _look(self, cursor: int, top: int) -> None:
        self.cursor, self.top = self._bounded(cursor, top)

    def _bounded(self, cursor: int, top: int, *, follow: bool = True) -> tuple[int, int]:
        """The cursor where a row may be and in sight; no blank lines under the last row."""
        if self.window is None:
            return cursor, top
        cursor = self.window.may_hold(cursor)
        if follow:
            top = max(min(top, cursor), cursor - self.height + 1)
        if self.window.ends:
            top = min(top, self.window.end - self.height)
        if self.window.begins:
            top = max(top, self.window.first)
        return cursor, top

    # ---- other rows --------------------------------------------------------------------------------------------------

    def show(self, source: PageSource[Row], keep: Keep) -> None:
        """Another list, or the same one read anew; see WorkTable.show."""
        row, self.source = self.row, source
        if keep != "place":
            self.told_total = None
        if row is None or keep == "nothing":
            self._wanted = self._from_start(source)
            return
        line = self.cursor - self.top
        ask = partial(rows_near, source, row, line + PAGE, self.height + PAGE, same_order=keep == "place")
        if keep == "place":
            self._wanted = Question(ask, partial(self._take_anew, row.key))
        else:
            self._wanted = Question(ask, partial(self._take_reordered, row.key, line), holds=True, replaces=True)

    def _from_start(self, source: PageSource[Row]) -> Question:
        return Question(partial(first_rows, source, PAGE), self._take_start, holds=True, replaces=True)

    def _take_start(self, window: Window[Row]) -> None:
        self._replace(window, 0, 0)

    def _take_end(self, window: Window[Row]) -> None:
        self._number_from_end(window)
        self._replace(window, window.end - 1, window.end - self.height)

    def _number_from_end(self, window: Window[Row]) -> None:
        if window.ends and window.shift is None and self.told_total is not None and self.told_total >= len(window):
            window.shift = self.told_total - window.end

    def _take_found(self, key: str, window: Window[Row] | None) -> None:
        place = window.place_of(key) if window is not None else None
        if window is not None and place is not None:
            self._replace(window, place, place - self.height // 2)

    def _take_reordered(self, key: str, line: int, window: Window[Row]) -> None:
        place = window.place_of(key)
        if place is None:
            self._replace(window, window.first, window.first)
        else:
            self._replace(window, place, place - line)

    def _take_anew(self, key: str, window: Window[Row]) -> None:
        """The same list, read again. The cursor may have moved on meanwhile: it counts where it is now."""
        old, here = self.window, self.row
        if old is None or self.source is None:
            return
        if here is not None and here.key != key:
            key = here.key
            if window.place_of(key) is None:
                self.show(self.source, "place")
                return
        old_place, place = old.place_of(key), window.place_of(key)
        beyond = 0 if old_place is None else self.cursor - old_place  # on its way to rows that were not here yet
        place = window.nearest(0) if place is None else place
        if window.shift is None and old.shift is not None and old_place is not None:
            window.shift, window.sure = old_place + old.shift - place, False
        line = self.cursor - self.top
        self._replace(window, place + beyond, place + beyond - line)

    def _replace(self, window: Window[Row], cursor: int, top: int) -> None:
        self.window = window
        self._version += 1
        self._look(cursor, top)

    # ---- questions ---------------------------------------------------------------------------------------------------

    def next_question(self, *, asking: bool) -> Question | None:
        """What must be asked now. While an older question is open (`asking`): only what makes that one idle."""
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            return wanted
        return None if asking else self._read_ahead()

    def _read_ahead(self) -> Question | None:
        window, source = self.window, self.source
        if source is None:
            return None
        if window is None:
            return self._from_start(source)
        window.forget_outside(self.top - KEPT, self.top + self.height + KEPT)
        before = 0 if window.begins else window.first - (self.top - PAGE)
        behind = 0 if window.ends else self.top + self.height + PAGE - window.end
        limit = min(max(PAGE, before, behind), MOST_AT_ONCE)
        if behind > 0 and behind >= before:
            return Question(window.more_behind(source, limit), partial(self._grow, window.add_behind))
        if before > 0:
            return Question(window.more_before(source, limit), partial(self._grow, window.add_before))
        return None

    def _grow(self, add: Callable[[Page[Row]], None], page: Page[Row]) -> None:
        add(page)
        self._look(self.cursor, self.top)
