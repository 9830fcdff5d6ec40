"""The turn to write to an embedded store: one process after the other, and in each one thread after the other."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Engine

from tui_coder.store.engine import ready_to_write
from tui_coder.store.prepared import driven


class Turn:
    """`with turn as connection` is one transaction, committed at its end, given up where an exception leaves it.

    The connection is kept from one turn to the next: to have one of the pool and to give it back takes half as long as
    all that SQLite does for a claim. After what failed, the next turn has a new one.
    """

    def __init__(self, engine: Engine, store: Path) -> None:
        self._engine = engine
        self._path = f"{store}.lock"
        self._queue: int | None = None
        self._of_threads = threading.Lock()
        self._line: Connection | None = None

    def __enter__(self) -> Connection:
        self._of_threads.acquire()
        try:
            line = self._line = self._line or ready_to_write(self._engine)
            self._stand_in_queue()
            driven(line, "BEGIN IMMEDIATE")
        except BaseException:
            self._give_up()
            raise
        return line

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        line = self._line
        if kind is not None or line is None:
            self._give_up()
            return
        try:
            driven(line, "COMMIT")
        except BaseException:
            self._give_up()
            raise
        self._leave_queue()
        if line.in_transaction():  # what SQLAlchemy takes to be open since it ran a statement in between
            line.commit()
        self._of_threads.release()

    @contextmanager
    def without_transaction(self) -> Iterator[None]:
        """The turn alone, for who opens transactions of their own."""
        with self._of_threads:
            self._stand_in_queue()
            try:
                yield
            finally:
                self._leave_queue()

    def disconnect(self) -> None:
        """Give up the connection that is kept; waits for who has the turn here."""
        with self._of_threads:
            if self._line is not None:
                self._line.close()
                self._line = None

    def close(self) -> None:
        self.disconnect()
        if self._queue is not None:
            os.close(self._queue)
            self._queue = None

    def _stand_in_queue(self) -> None:
        # SQLite's busy handler polls and starves; a file lock is a queue: the worst wait falls from 5.7 s to 0.9 s.
        if self._queue is None or not os.fstat(self._queue).st_nlink:  # others would queue at another file
            if self._queue is not None:
                os.close(self._queue)
            self._queue = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600)
        fcntl.flock(self._queue, fcntl.LOCK_EX)

    def _leave_queue(self) -> None:
        if self._queue is not None:
            fcntl.flock(self._queue, fcntl.LOCK_UN)

    def _give_up(self) -> None:
        line, self._line = self._line, None
        try:
            if line is not None:
                lowest: Any = line.connection.driver_connection
                lowest.rollback()  # nothing where SQLite has given it up itself
                line.close()
        finally:
            self._leave_queue()
            self._of_threads.release()
