"""Whether anybody wrote to the store since one last looked; asked several times a second, for next to nothing."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from pathlib import Path

from tui_coder.resources import sqlite_module


class Watch(ABC):
    """Looks at a store. One look at a time; may be closed from another thread."""

    @abstractmethod
    def moved(self) -> bool:
        """Whether something may have been written since the last look. Raises StoreError where nobody answers."""

    @abstractmethod
    def close(self) -> None:
        """Stop watching."""


class FileWatch(Watch):
    """Of an embedded store: SQLite itself counts the commits of other connections (3 microseconds a look)."""

    def __init__(self, path: Path) -> None:
        # Opened where it is first asked, in a reader's thread, and handed from one to the next.
        self._line = sqlite_module().connect(path, check_same_thread=False)
        self._turn = threading.Lock()
        self._seen = self._version()

    def moved(self) -> bool:
        with self._turn:
            version = self._version()
            self._seen, before = version, self._seen
        return version != before

    def _version(self) -> int:
        return int(self._line.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        with self._turn:
            self._line.close()
