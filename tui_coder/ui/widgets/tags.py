"""The tagged rows of a list, by their keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic

from tui_coder.ui.widgets.pages import Row


class Tags(Generic[Row]):
    """At most `limit` keys. `last` is where a range starts."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.last: Row | None = None
        self.keys: frozenset[str] = frozenset()

    def toggle(self, row: Row) -> bool:
        """Tag the row or take its tag off; False when no more rows can be tagged."""
        self.last = row
        if row.key not in self.keys and len(self.keys) >= self.limit:
            return False
        self.keys ^= {row.key}
        return True

    def add(self, keys: Iterable[str]) -> bool:
        """Tag the rows with these keys, the first ones first; False when not all of them can be tagged."""
        new = [key for key in keys if key not in self.keys]
        room = self.limit - len(self.keys)
        self.keys = self.keys.union(new[:room])
        return len(new) <= room

    def remove(self, keys: Iterable[str]) -> None:
        self.keys = self.keys.difference(keys)

    def clear(self) -> None:
        self.keys, self.last = frozenset(), None
