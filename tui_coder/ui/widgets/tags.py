"""The tagged rows of a list, by their keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic

from tui_coder.ui.widgets.pages import Row


class Tags(Generic[Row]):
    """At most `limit` keys, in the order in which they were tagged. `last` is where a range starts."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.last: Row | None = None
        self._keys: dict[str, None] = {}
        self.keys: frozenset[str] = frozenset()

    @property
    def in_order(self) -> tuple[str, ...]:
        return tuple(self._keys)

    def toggle(self, row: Row) -> bool:
        """Tag the row or take its tag off; False when no more rows can be tagged."""
        self.last = row
        if row.key in self._keys:
            self.remove((row.key,))
            return True
        return self.add((row.key,))

    def add(self, keys: Iterable[str]) -> bool:
        """Tag the rows with these keys, the first ones first; False when not all of them can be tagged."""
        new = [key for key in keys if key not in self._keys]
        room = self.limit - len(self._keys)
        self._set(dict.fromkeys((*self._keys, *new[:room])))
        return len(new) <= room

    def remove(self, keys: Iterable[str]) -> None:
        gone = frozenset(keys)
        self._set({key: None for key in self._keys if key not in gone})

    def clear(self) -> None:
        self.last = None
        self._set({})

    def _set(self, keys: dict[str, None]) -> None:
        self._keys, self.keys = keys, frozenset(keys)
