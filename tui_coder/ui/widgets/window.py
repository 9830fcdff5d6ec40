"""The run of rows that a table holds in memory, and how such a run is read.

Rows are numbered by *place*: the place of a row stays the same while rows are added at either end. Which row number
a place has is known only where the start of the list was seen, or its length was told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic

from tui_coder.ui.widgets.pages import MOST_AT_ONCE, Cursor, Page, PageSource, Row


class Window(Generic[Row]):
    """Neighbouring rows of a list, at the places `first` to `end - 1`.

    `begins` says that no row stands before them, `ends` that none stands behind. `shift` is the row number
    (from 0) of place 0 where it is known; `sure` tells whether it is exact or stems from before a reload.
    """

    def __init__(self, page: Page[Row], *, first: int = 0) -> None:
        self._rows: list[Row] = list(page.rows)
        self._before, self._behind = page.previous, page.next
        self.first = first
        self.begins, self.ends = page.previous is None, page.next is None
        self.shift: int | None = None
        self.sure = True
        self._number()

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def end(self) -> int:
        """The place behind the last row."""
        return self.first + len(self._rows)

    @property
    def is_empty_list(self) -> bool:
        """Whether the whole list, not only this run of it, has no rows."""
        return not self._rows and self.begins and self.ends

    @property
    def total(self) -> int | None:
        """How many rows the list has, where both ends of it were seen."""
        return self.end + self.shift if self.ends and self.sure and self.shift is not None else None

    def at(self, place: int) -> Row | None:
        return self._rows[place - self.first] if self.first <= place < self.end else None

    def between(self, low: int, high: int) -> Sequence[Row]:
        """The rows at the places low to high, both included."""
        return self._rows[max(0, low - self.first) : high - self.first + 1]

    def place_of(self, key: str) -> int | None:
        return next((place for place, row in enumerate(self._rows, self.first) if row.key == key), None)

    def may_hold(self, place: int) -> int:
        """The nearest place that may hold a row, as far as the ends of the list are known."""
        if self.ends:
            place = min(place, self.end - 1)
        if self.begins:
            place = max(place, self.first)
        return place

    def nearest(self, place: int) -> int:
        """The nearest place that does hold a row; `first` when there is none."""
        return max(self.first, min(place, self.end - 1))

    # ---- growing and shrinking ---------------------------------------------------------------------------------------

    def more_behind(self, source: PageSource[Row], limit: int) -> Callable[[], Page[Row]]:
        """The question for the rows behind these; `add_behind` takes the answer."""
        cursor = self._behind
        return lambda: source.page(cursor, limit)

    def more_before(self, source: PageSource[Row], limit: int) -> Callable[[], Page[Row]]:
        """The question for the rows in front of these; `add_before` takes the answer."""
        cursor = self._before
        return lambda: source.before(cursor, limit)

    def add_behind(self, page: Page[Row]) -> None:
        self._rows += self._unknown(page.rows)
        self._behind, self.ends = page.next, page.next is None

    def add_before(self, page: Page[Row]) -> None:
        new = self._unknown(page.rows)
        self._rows[:0] = new
        self.first -= len(new)
        self._before, self.begins = page.previous, page.previous is None
        self._number()

    def forget_outside(self, low: int, high: int) -> None:
        """Forget the rows in front of place `low` and behind place `high`; one at least is kept."""
        if (surplus := self.end - 1 - high) > 0 and high >= self.first:
            del self._rows[-surplus:]
            self._behind, self.ends = self._rows[-1].cursor, False
        if (surplus := low - self.first) > 0 and low < self.end:
            del self._rows[:surplus]
            self.first = low
            self._before, self.begins = self._rows[0].cursor, False

    def _unknown(self, rows: Sequence[Row]) -> list[Row]:
        # A row that changed between two pages can come twice; it stays where it is seen already.
        known = {row.key for row in self._rows}
        return [row for row in rows if row.key not in known]

    def _number(self) -> None:
        if self.begins:
            self.shift, self.sure = -self.first, True


# ---- reading a run: these ask the source, so they run in a thread ----------------------------------------------------


def first_rows(source: PageSource[Row], limit: int) -> Window[Row]:
    """The start of the list, from place 0."""
    page = source.page(None, limit)
    return Window(Page(page.rows, page.next, None))


def last_rows(source: PageSource[Row], limit: int) -> Window[Row]:
    """The end of the list; its last row is at place -1."""
    page = source.before(None, limit)
    return Window(Page(page.rows, None, page.previous), first=-len(page.rows))


def rows_around(source: PageSource[Row], cursor: Cursor, before: int, behind: int) -> Window[Row]:
    """Rows to both sides of a cursor; place 0 is the row that stands there or, if it is gone, the next one."""
    head = source.before(cursor, before)
    tail = source.page(head.rows[-1].cursor if head.rows else None, behind)
    # Rows may have come or gone between the two questions: the second answer counts.
    seen = {row.key for row in tail.rows}
    above = [row for row in head.rows if row.key not in seen]
    return Window(Page([*above, *tail.rows], tail.next, head.previous), first=-len(above))


def rows_near(source: PageSource[Row], row: Row, before: int, behind: int, *, same_order: bool) -> Window[Row]:
    """The rows around one that was seen before, wherever it stands now; it, or what took its place, is at place 0.

    If it is gone: in the same order the rows around its old place, in another one the start of the list.
    """
    cursor = source.locate(row.key, row.cursor if same_order else None)
    if cursor is None and not same_order:
        return first_rows(source, behind)
    return rows_around(source, row.cursor if cursor is None else cursor, before, behind)


def rows_with(source: PageSource[Row], key: str, near: Cursor | None, reach: int) -> Window[Row] | None:
    """The rows around the one with this key; None when it is not listed."""
    cursor = source.locate(key, near)
    return None if cursor is None else rows_around(source, cursor, reach, reach)


def keys_between(source: PageSource[Row], one: Row, other: Row, limit: int) -> Sequence[str] | None:
    """The keys from one row to another, both included, whichever comes first; None when they lie further apart."""
    for start, goal in ((one, other), (other, one)):
        keys = [start.key]
        cursor: Cursor | None = start.cursor
        while cursor is not None and len(keys) < limit and keys[-1] != goal.key:
            page = source.page(cursor, min(MOST_AT_ONCE, limit - len(keys)))
            for row in page.rows:
                keys.append(row.key)
                if row.key == goal.key:
                    break
            cursor = page.next
        if keys[-1] == goal.key:
            return keys
    return None
