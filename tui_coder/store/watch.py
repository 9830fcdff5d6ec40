"""Waiting until anybody wrote to the store, for next to nothing."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from tui_coder.resources import sqlite_module
from tui_coder.store.engine import StoreError

_LOOK_EVERY = 0.25


class Watch(ABC):
    """Waits beside a store, in one thread; `close` may be called from another and ends the waiting."""

    @abstractmethod
    def wait(self, seconds: float) -> bool:
        """Whether something may have been written since the last call, waiting for it at most so long.

        Raises StoreError where nobody answers; the next call tries anew.
        """

    @abstractmethod
    def close(self) -> None:
        """Stop watching."""


class FileWatch(Watch):
    """Of an embedded store: SQLite itself counts the commits of other connections (3 microseconds a look)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._line: Any = None
        self._closed = threading.Event()
        self._seen: int | None = self._version()

    def wait(self, seconds: float) -> bool:
        for _ in range(max(1, round(seconds / _LOOK_EVERY))):
            version = self._version()
            if version != self._seen:
                self._seen = version
                return True
            if self._closed.wait(_LOOK_EVERY):
                break
        return False

    def _version(self) -> int:
        library = sqlite_module()
        try:
            if self._line is None:
                self._line = library.connect(self._path, check_same_thread=False)
            return int(self._line.execute("PRAGMA data_version").fetchone()[0])
        except library.Error as error:
            self._line = self._seen = (
                None  # another line counts for itself: what came meanwhile is told by the next look
            )
            raise StoreError(f"The store {self._path} cannot be read: {error}. What you type is kept.") from error

    def close(self) -> None:
        self._closed.set()
