"""The turn to write to an embedded store: one process after the other, and in each one thread after the other."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from tui_coder.store.engine import ready_to_write
from tui_coder.store.prepared import driven

Rehearsal = Callable[[Connection], object]


class Turn:
    """One transaction on the connection that writes; whoever else writes to the store waits meanwhile.

    The connection is kept from one turn to the next: to have one of the pool and to give it back takes half as long as
    all that SQLite does for a claim. After what failed, the next turn has a new one.
    """

    def __init__(self, engine: Engine, store: Path) -> None:
        self._engine = engine
        self._of_threads = threading.Lock()
        self._of_processes = _Queue(store)
        self._line: Connection | None = None

    def take(self, rehearsal: Rehearsal | None = None) -> Connection:
        """Wait for the turn and begin the transaction. `rehearsal` is run by who is next and has to wait all the same,
        on what can be read before; what it answers counts for nothing.

        A process that was asleep does everything three times as slowly until its memory is near again. Where many wait
        it had better not find out in its turn.
        """
        self._of_threads.acquire()
        try:
            line = self._line = self._line or ready_to_write(self._engine)
            self._of_processes.stand(None if rehearsal is None else partial(_rehearse, line, rehearsal))
            driven(line, "BEGIN IMMEDIATE")
        except BaseException:
            self._end(self._line)
            raise
        return line

    def finish(self) -> None:
        """Commit, and let the next have the turn. Raises what SQLAlchemy raises; then nothing was committed."""
        line = self._line
        assert line is not None
        try:
            driven(line, "COMMIT")
        except BaseException:
            self._end(line)
            raise
        self._of_processes.leave()
        if line.in_transaction():  # what SQLAlchemy takes to be open since it ran a statement in between
            line.commit()
        self._of_threads.release()

    def give_up(self) -> None:
        """Take back all that was written in it, and let the next have the turn."""
        self._end(self._line)

    @contextmanager
    def of_nobody(self) -> Iterator[None]:
        """Nobody writes meanwhile."""
        self.take()
        try:
            yield
        finally:
            self.give_up()

    @contextmanager
    def without_transaction(self) -> Iterator[None]:
        """The turn alone, for who opens transactions of their own."""
        with self._of_threads:
            try:
                self._of_processes.stand()
                yield
            finally:
                self._of_processes.leave()

    def disconnect(self) -> None:
        """Give up the connection that is kept; waits for who has the turn here."""
        with self._of_threads:
            if self._line is not None:
                self._line.close()
                self._line = None

    def close(self) -> None:
        self.disconnect()
        self._of_processes.close()

    def _end(self, line: Connection | None) -> None:
        self._line = None
        try:
            if line is not None:
                _rolled_back(line)
                line.close()
        finally:
            self._of_processes.leave()
            self._of_threads.release()


def _rehearse(line: Connection, rehearsal: Rehearsal) -> None:
    driven(line, "BEGIN")
    try:
        rehearsal(line)
    finally:
        _rolled_back(line)


def _rolled_back(line: Connection) -> None:
    lowest: Any = line.connection.dbapi_connection
    lowest.rollback()  # nothing where SQLite has given it up itself
    if line.in_transaction():
        line.rollback()


class _Queue:
    """A queue of processes in two files: who holds the first is next, who holds the second has the turn.

    SQLite's own handler of a busy file polls and starves; behind a file's lock the system queues them: the worst wait
    falls from 5.7 s to 0.9 s. Whoever dies leaves the queue.
    """

    def __init__(self, store: Path) -> None:
        self._next = _Lock(f"{store}.next")
        self._turn = _Lock(f"{store}.lock")

    def stand(self, next_in_line: Callable[[], object] | None = None) -> None:
        """Wait for the turn; `next_in_line` is called while somebody else still has it."""
        self._next.take()
        if not self._turn.is_taken_at_once():
            if next_in_line is not None:
                next_in_line()
            self._turn.take()
        self._next.leave()

    def leave(self) -> None:
        """Whether in its turn or still waiting for it."""
        self._turn.leave()
        self._next.leave()

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

    def is_taken_at_once(self) -> bool:
        try:
            fcntl.flock(self._opened(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def leave(self) -> None:
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _opened(self) -> int:
        if self._file is not None and not os.fstat(self._file).st_nlink:  # others would wait at another file
            self.close()
        if self._file is None:
            self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600)
        return self._file
