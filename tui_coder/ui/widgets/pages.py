"""Lists of any length, a page at a time: what a table asks of the place its rows come from.

Rows are reached by keyset: "the rows behind this cursor", never "row 48,000". So a million rows open as fast as a
hundred, but nobody knows how many there are, nor the number of a row that was reached from the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

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


@dataclass(frozen=True, slots=True)
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

    def keys(self, limit: int) -> Sequence[str]:
        """The keys of the first `limit` rows."""


@runtime_checkable
class Locating(Protocol):
    """A source that can say where a row stands. Without it a row is looked for near its old place only."""

    def locate(self, key: str) -> Cursor | None:
        """Where the row with this key stands now; None when it is not listed."""
