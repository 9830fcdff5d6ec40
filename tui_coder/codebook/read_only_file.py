"""A SQLite file that never changes: opened read-only and mapped into memory, asked from any thread."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tui_coder.codebook.errors import CodeBookError
from tui_coder.resources import sqlite_module

_MMAP_BYTES = 1 << 28
_CACHE_KIB = 512
_MOST_IDLE = 4


class ReadOnlyFile:
    """Each question borrows a connection, so that threads never share one.

    `title` names the file in sentences, `remedy` says how a damaged one is made anew.
    """

    def __init__(self, path: Path, title: str, remedy: str) -> None:
        self.path = path
        self.title = title
        self._remedy = remedy
        self._idle: list[sqlite3.Connection] = []
        self._closed = False
        self._lending = threading.Lock()

    def close(self) -> None:
        """Close what is idle now, and what is lent as soon as its question is answered."""
        with self._lending:
            self._closed = True
            while self._idle:
                self._idle.pop().close()

    def rows(self, sql: str, *parameters: Any) -> list[Any]:
        """All rows of a query. Raises CodeBookError where the file is damaged, gone or closed."""
        try:
            with self.lent() as connection:
                return connection.execute(sql, parameters).fetchall()
        except sqlite_module().DatabaseError as error:
            raise CodeBookError(f"{self.title} ({self.path}) cannot be read: {error}. {self._remedy}") from error

    @contextmanager
    def lent(self) -> Iterator[sqlite3.Connection]:
        """A connection for one question. Raises CodeBookError where the file was closed."""
        with self._lending:
            if self._closed:
                raise CodeBookError(f"{self.title} is closed.")
            connection = self._idle.pop() if self._idle else None
        connection = connection or self._connect()
        try:
            yield connection
        finally:
            with self._lending:
                if self._closed or len(self._idle) >= _MOST_IDLE:
                    connection.close()
                else:
                    self._idle.append(connection)

    def _connect(self) -> sqlite3.Connection:
        """A connection that trusts the file never to change: it is replaced as a whole, under another name."""
        place = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
        connection: sqlite3.Connection = sqlite_module().connect(
            place, uri=True, isolation_level=None, check_same_thread=False
        )
        connection.execute(f"pragma mmap_size={_MMAP_BYTES}")
        connection.execute(f"pragma cache_size=-{_CACHE_KIB}")
        return connection
