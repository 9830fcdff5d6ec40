"""Lists of invented rows to show: endless ones made on demand, changing ones, and ones whose answers are held back."""

from __future__ import annotations

import threading
import weakref
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from tui_coder.ui.widgets.pages import Cursor, KeysetSource, Page


class Item:
    """A row whose number is its place in every list it is in."""

    alive: ClassVar[weakref.WeakSet[Item]] = weakref.WeakSet()

    def __init__(self, number: int, words: str = "") -> None:
        self.number = number
        self.words = words or f"patient {number}"
        self.alive.add(self)

    @property
    def key(self) -> str:
        return str(self.number)

    @property
    def cursor(self) -> int:
        return self.number

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Item) and (self.number, self.words) == (other.number, other.words)

    def __hash__(self) -> int:
        return hash(self.number)


def endless(count: int) -> KeysetSource[Item]:
    """The rows 0 to count - 1, made when they are asked for."""

    def behind(cursor: Cursor | None, limit: int) -> list[Item]:
        start = 0 if cursor is None else cursor + 1
        return [Item(number) for number in range(start, min(start + limit, count))]

    def in_front(cursor: Cursor | None, limit: int) -> list[Item]:
        end = count if cursor is None else cursor
        return [Item(number) for number in range(max(0, end - limit), end)]

    return KeysetSource(behind, in_front, lambda key: int(key) if int(key) < count else None)


class Changing:
    """Rows that come and go between two questions."""

    def __init__(self, numbers: Iterable[int]) -> None:
        self.numbers = sorted(set(numbers))

    def source(self) -> KeysetSource[Item]:
        return KeysetSource(self._behind, self._in_front, lambda key: int(key) if int(key) in self.numbers else None)

    def _behind(self, cursor: Cursor | None, limit: int) -> list[Item]:
        start = 0 if cursor is None else bisect_right(self.numbers, cursor)
        return [Item(number) for number in self.numbers[start : start + limit]]

    def _in_front(self, cursor: Cursor | None, limit: int) -> list[Item]:
        end = len(self.numbers) if cursor is None else bisect_left(self.numbers, cursor)
        return [Item(number) for number in self.numbers[max(0, end - limit) : end]]


class HeldBack:
    """A list whose answers come only while `open` is set; `asked` tells what it was asked."""

    def __init__(self, source: KeysetSource[Item]) -> None:
        self._source = source
        self.open = threading.Event()
        self.open.set()
        self.asked: list[str] = []
        self.fails_with: Exception | None = None

    def page(self, after: Cursor | None, limit: int) -> Page[Item]:
        return self._answer("page", lambda: self._source.page(after, limit))

    def before(self, cursor: Cursor | None, limit: int) -> Page[Item]:
        return self._answer("before", lambda: self._source.before(cursor, limit))

    def locate(self, key: str, near: Cursor | None) -> Cursor | None:
        return self._source.locate(key, near)

    def keys(self, limit: int) -> Sequence[str]:
        self.open.wait(10)
        return self._source.keys(limit)

    def _answer(self, what: str, ask: Callable[[], Page[Item]]) -> Page[Item]:
        self.asked.append(what)
        self.open.wait(10)
        if self.fails_with is not None:
            raise self.fails_with
        return ask()
