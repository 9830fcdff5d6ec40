"""The built file of one release, opened for reading: any number of threads, no locks, pages shared by mmap."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.writer import OPENING_HITS, OPENING_LENGTH
from tui_coder.domain.codebook import Release
from tui_coder.resources import sqlite_module

_MMAP_BYTES = 1 << 28
_CACHE_KIB = 512
_STEPS_BETWEEN_CHECKS = 2000
_COLUMNS = "code.rank, code.code, code.title, code.billable, code.cost"


class Candidate(NamedTuple):
    """A row of the code table that a search looks at. `cost` is its importance, the less the better."""

    rank: int
    code: str
    title: str
    billable: int
    cost: float


class Cancelled(Exception):
    """The caller has lost interest in the answer."""


class ReleaseFile:
    """Reads one built file. Every thread gets a connection of its own on its first question."""

    def __init__(self, path: Path, release: Release, on_damage: Callable[[Path], None]) -> None:
        self.path = path
        self.release = release
        self._on_damage = on_damage
        self._sqlite = sqlite_module()
        self._own = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._opening = threading.Lock()

    def close(self) -> None:
        with self._opening:
            for connection in self._opened:
                connection.close()
            self._opened.clear()
        self._own = threading.local()

    def rows(self, sql: str, *parameters: Any) -> list[Any]:
        """All rows of a query. Raises CodeBookError where the file is damaged or gone."""
        try:
            return self._connection().execute(sql, parameters).fetchall()
        except self._sqlite.OperationalError as error:
            if "interrupted" in str(error):
                raise Cancelled from None
            raise self._unreadable(error) from error
        except self._sqlite.DatabaseError as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: Exception) -> CodeBookError:
        self._on_damage(self.path)
        return CodeBookError(f"{self.path} cannot be read: {error}. Build it again with: tui-coder codes build")

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if connection is None:
            place = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
            connection = self._sqlite.connect(place, uri=True, isolation_level=None, check_same_thread=False)
            connection.execute(f"pragma mmap_size={_MMAP_BYTES}")
            connection.execute(f"pragma cache_size=-{_CACHE_KIB}")
            with self._opening:
                self._opened.append(connection)
            self._own.connection = connection
        return connection

    @contextmanager
    def cancelled_by(self, cancelled: Callable[[], bool] | None) -> Iterator[None]:
        """Inside, a query raises Cancelled soon after `cancelled()` becomes true."""
        if cancelled is None:
            yield
            return
        connection = self._connection()
        connection.set_progress_handler(cancelled, _STEPS_BETWEEN_CHECKS)
        try:
            yield
        finally:
            connection.set_progress_handler(None, 0)

    def matching(self, expression: str, limit: int) -> list[Candidate]:
        """The most important codes whose words match a full-text expression, best first."""
        sql = f"""select {_COLUMNS} from word join code on code.rank = word.rowid
                  where word match ? order by word.rowid limit ?"""
        return [Candidate(*row) for row in self.rows(sql, expression, limit)]

    def exactly(self, code: str) -> Candidate | None:
        found = self.rows(f"select {_COLUMNS} from code where code = ?", code)
        return Candidate(*found[0]) if found else None

    def beginning(self, start: str, limit: int) -> list[Candidate]:
        """The most important codes that begin with `start`, best first."""
        if len(start) <= OPENING_LENGTH:
            kept = self.rows("select ranks from opening where start = ?", start)
            ranks = kept[0][0].split()[: min(limit, OPENING_HITS)] if kept else []
            return self._ranked([int(rank) for rank in ranks])
        sql = f"select {_COLUMNS} from code where code >= ? and code < ? order by rank limit ?"
        return [Candidate(*row) for row in self.rows(sql, start, after(start), limit)]

    def _ranked(self, ranks: Sequence[int]) -> list[Candidate]:
        marks = ",".join("?" * len(ranks))
        sql = f"select {_COLUMNS} from code where rank in ({marks}) order by rank"
        return [Candidate(*row) for row in self.rows(sql, *ranks)]

    def spans(self, code: str) -> list[tuple[str | None, str | None]]:
        """First and last days of a code, ISO; empty where it stands as long as the release."""
        return [tuple(row) for row in self.rows("select first, last from span where code = ? order by rowid", code)]


def after(start: str) -> str:
    """The least text that sorts after everything beginning with `start`."""
    return start[:-1] + chr(ord(start[-1]) + 1)
