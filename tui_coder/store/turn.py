"""The turn to write to an embedded store: one process after the other, and in each one thread after the other."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from tui_coder.store.engine import ready_to_write
from tui_coder.store.prepared import driven


class Turn:
    """One transaction on the connection that writes; whoever else writes to the store waits meanwhile.

        with turn.of_threads:
            try:
                connection = turn.begin()
                ...
                turn.commit(connection)
            finally:
                turn.end()

    The connection is kept from one turn to the next: to have one of the pool and to give it back takes half as long as
    all that SQLite does for a claim. After what failed, the next turn has a new one.
    """

    def __init__(self, engine: Engine, store: Path) -> None:
        self.of_threads = threading.Lock()
        """Held around all of it by a `with`: a person may interrupt the program between any two steps."""
        self._engine = engine
        self._of_processes = _Queue(store)
        self._line: Connection | None = None
        self._is_open = False

    def begin(self) -> Connection:
        """Wait for the turn and begin the transaction. Raises what SQLAlchemy raises."""
        line = self._line = self._line or ready_to_write(self._engine)
        self._is_open = True
        self._of_processes.stand()
        driven(line, "BEGIN IMMEDIATE")
        return line

    def commit(self, line: Connection) -> None:
        """Keep what was written. Raises what SQLAlchemy raises; then nothing was."""
        driven(line, "COMMIT")
        self._of_processes.leave()
        if line.in_transaction():  # what SQLAlchemy takes to be open since it ran a statement in between
            line.commit()
        self._is_open = False

    def end(self) -> None:
        """Take back what was not committed, and let the next have the turn; whatever was done of all this."""
        line = self._line
        try:
            if line is not None and self._is_open:
                self._line = None
                _rolled_back(line)
                line.close()
        finally:
            self._is_open = False
            self._of_processes.leave()

    @contextmanager
    def of_nobody(self) -> Iterator[None]:
        """Nobody writes meanwhile."""
        with self.of_threads:
            try:
                self.begin()
                yield
            finally:
                self.end()

    @contextmanager
    def without_transaction(self) -> Iterator[None]:
        """The turn alone, for who opens transactions of their own."""
        with self.of_threads:
            try:
                self._of_processes.stand()
                yield
            finally:
                self._of_processes.leave()

    def disconnect(self) -> None:
        """Give up the connection that is kept; waits for who has the turn here."""
        with self.of_threads:
            self._drop_line()

    def close(self) -> None:
        with self.of_threads:
            self._drop_line()
            self._of_processes.close()

    def _drop_line(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()


def _rolled_back(line: Connection) -> None:
    if not line.invalidated:  # SQLAlchemy closes a line on which it was interrupted
        lowest: Any = line.connection.dbapi_connection
        lowest.rollback()  # nothing where SQLite has given it up itself
    if line.in_transaction():
        line.rollback()


class _Queue:
    """A queue of processes at two locks: whoever has the first is next, whoever has the second has the turn.

    SQLite's own handler of a busy file polls and starves; at a lock the system queues them: the worst wait falls from
    5.7 s to 0.9 s. Who is next was woken already when the turn is given up, which is a seventh more turns a second.
    Whoever dies leaves the queue.
    """

    def __init__(self, store: Path) -> None:
        self._next = _Lock(f"{store}.next")
        self._turn = _Lock(f"{store}.lock")

    def stand(self) -> None:
        """Wait for the turn."""
        try:
            self._next.take()
            self._turn.take()
        finally:
            self._next.leave()

    def leave(self) -> None:
        """Let the next have the turn, if it was one's own."""
        self._turn.leave()

    def close(self) -> None:
        self._turn.close()
        self._next.close()


class _Lock:
    """The lock of a file, which is made where it is missing."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._file: int | None = None

    def take(self) -> None:
        fcntl.flock(self._opened(), fcntl.LOCK_EX)

    def leave(self) -> None:
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            os.close(file)

    def _opened(self) -> int:
        if self._file is not None and not os.fstat(self._file).st_nlink:  # others would wait at another file
            self.close()
        if self._file is None:
            self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600)
        return self._file
