"""Lists of any length, a page at a time: what a table asks of the place its rows come from, and two such places.

Rows are reached by keyset: "the rows behind this cursor", never "row 48,000". So a million rows open as fast as a
hundred, but nobody knows how many there are, nor the number of a row that was reached from the end.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

Cursor = Any
"""Where a row stands in its list: whatever its source orders by. Only the source reads it."""


class TableRow(Protocol):
    """What every row must have: a key that is its own for ever, and its place in the list it came from."""

    @property
    def key(self) -> str: ...

    @property
    def cursor(self) -> Cursor: ...


Row = TypeVar("Row", bound=TableRow)
Row_co = TypeVar("Row_co", bound=TableRow, covariant=True)
Value = TypeVar("Value")


@dataclass(frozen=True)
class Page(Generic[Row_co]):
    """Neighbouring rows in list order. `next` and `previous` lead on; None where the list ends or begins."""

    rows: Sequence[Row_co]
    next: Cursor | None
    previous: Cursor | None


class PageSource(Protocol[Row_co]):
    """A list that is read by pages. Called in worker threads, now and then in two at once."""

    def page(self, after: Cursor | None, limit: int) -> Page[Row_co]:
        """At most `limit` rows behind a cursor; from the start of the list without one."""

    def before(self, cursor: Cursor | None, limit: int) -> Page[Row_co]:
        """At most `limit` rows in front of a cursor, in list order; the last rows of the list without one."""

    def locate(self, key: str, near: Cursor | None) -> Cursor | None:
        """Where the row with this key stands now; None when it is not listed. `near` is where it last stood."""

    def keys(self, limit: int) -> Sequence[str]:
        """The keys of the first `limit` rows."""


NEAR = 200
"""Rows on each side of its old place among which a row is looked for when its source cannot say where it stands."""
MOST_AT_ONCE = 1_000


@dataclass(frozen=True)
class KeysetSource(Generic[Row]):
    """A source made of queries: the rows behind a cursor, the rows in front of one, and where a row stands now.

    Without `locating` a row is looked for near its old place only.
    """

    behind: Callable[[Cursor | None, int], Sequence[Row]]
    in_front: Callable[[Cursor | None, int], Sequence[Row]]
    locating: Callable[[str], Cursor | None] | None = None

    def page(self, after: Cursor | None, limit: int) -> Page[Row]:
        rows = self.behind(after, limit)
        return Page(rows, rows[-1].cursor if rows and len(rows) >= limit else None, after)

    def before(self, cursor: Cursor | None, limit: int) -> Page[Row]:
        rows = self.in_front(cursor, limit)
        return Page(rows, cursor, rows[0].cursor if rows and len(rows) >= limit else None)

    def locate(self, key: str, near: Cursor | None) -> Cursor | None:
        if self.locating is not None:
            return self.locating(key)
        if near is None:
            return None
        above = self.in_front(near, NEAR)
        below = self.behind(above[-1].cursor if above else None, NEAR)
        return next((row.cursor for row in (*above, *below) if row.key == key), None)

    def keys(self, limit: int) -> Sequence[str]:
        found: list[str] = []
        cursor: Cursor | None = None
        while len(found) < limit:
            page = self.page(cursor, min(MOST_AT_ONCE, limit - len(found)))
            found += [row.key for row in page.rows]
            cursor = page.next
            if cursor is None:
                break
        return found


@dataclass(frozen=True)
class Listed(Generic[Value]):
    """A value of a short list as a row of a table."""

    key: str
    cursor: int
    value: Value


class SequenceSource(Generic[Value]):
    """A short list that is in memory whole. Its cursors are positions, so a changed list keeps its neighbours."""

    def __init__(self, values: Iterable[Value], key: Callable[[Value], Hashable]) -> None:
        self._rows = tuple(Listed(str(key(value)), place, value) for place, value in enumerate(values))

    def page(self, after: Cursor | None, limit: int) -> Page[Listed[Value]]:
        start = 0 if after is None else after + 1
        return self._cut(start, start + limit)

    def before(self, cursor: Cursor | None, limit: int) -> Page[Listed[Value]]:
        end = len(self._rows) if cursor is None else min(cursor, len(self._rows))
        return self._cut(max(0, end - limit), end)

    def locate(self, key: str, near: Cursor | None) -> Cursor | None:
        return next((row.cursor for row in self._rows if row.key == key), None)

    def keys(self, limit: int) -> Sequence[str]:
        return [row.key for row in self._rows[:limit]]

    def _cut(self, start: int, end: int) -> Page[Listed[Value]]:
        more = end < len(self._rows)
        return Page(self._rows[start:end], end - 1 if more else None, start if start > 0 else None)
