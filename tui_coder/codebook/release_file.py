"""The built file of one release, opened for reading by any number of threads; its pages are shared by mmap."""

from __future__ import annotations

import sqlite3
import threading
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.read_only_file import ReadOnlyFile
from tui_coder.codebook.vocabulary import Lines, Vocabulary
from tui_coder.codebook.writer import OPENING_HITS, OPENING_LENGTH
from tui_coder.domain.codebook import Release
from tui_coder.resources import sqlite_module

_REMEDY = "Build it again with: tui-coder codes build"
_NOT_OPENED = "unable to open"
_STEPS_BETWEEN_CHECKS = 2000
_POOLS_KEPT = 8
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


class ReleaseFile(ReadOnlyFile):
    """Reads one built file; `on_damage` hears of one that is found damaged."""

    def __init__(self, path: Path, release: Release, on_damage: Callable[[Path], None]) -> None:
        super().__init__(path, f"The code book {release.title}", _REMEDY)
        self.release = release
        self._on_damage = on_damage
        self._pools: dict[tuple[str, int], tuple[Candidate, ...]] = {}
        self._keeping = threading.Lock()

    def rows(self, sql: str, *parameters: Any, cancelled: Callable[[], bool] | None = None) -> list[Any]:
        """All rows of a query.

        Raises Cancelled soon after `cancelled()` became true, and CodeBookError where the file is damaged,
        gone or closed.
        """
        try:
            with self.lent() as connection, _interrupted_by(connection, cancelled):
                return connection.execute(sql, parameters).fetchall()
        except sqlite_module().DatabaseError as error:
            if "interrupted" in str(error):
                raise Cancelled from None
            if _NOT_OPENED not in str(error):  # gone, or no file handle left: no sign of damage
                self._on_damage(self.path)
            raise CodeBookError(f"{self.path} cannot be read: {error}. {_REMEDY}") from error

    def matching(
        self, expression: str, limit: int, cancelled: Callable[[], bool] | None = None
    ) -> tuple[Candidate, ...]:
        """The most important codes whose words match a full-text expression, best first.

        The last answers are kept until the file is closed: at one key, and at the next, much is asked again.
        """
        asked = expression, limit
        with self._keeping:
            kept = None if self._closed else self._pools.pop(asked, None)
            if kept is not None:
                self._pools[asked] = kept
                return kept
        found = self._matching(expression, limit, cancelled)
        with self._keeping:
            self._pools[asked] = found
            if len(self._pools) > _POOLS_KEPT:
                del self._pools[next(iter(self._pools))]
        return found

    def _matching(self, expression: str, limit: int, cancelled: Callable[[], bool] | None) -> tuple[Candidate, ...]:
        sql = f"""select {_COLUMNS} from word join code on code.rank = word.rowid
                  where word match ? order by word.rowid limit ?"""
        return tuple(map(Candidate._make, self.rows(sql, expression, limit, cancelled=cancelled)))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of this release."""
        ((words, sounds, codes),) = self.rows("select words, sounds, codes from vocabulary")
        starts = self.rows("select lower(start) from opening where start not glob '*[0-9]*'")
        code_starts = frozenset(start for (start,) in starts)
        return Vocabulary(words.split(), Lines(sounds), array("I", codes), self.release.codes, code_starts)

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

    def codes_beginning(self, start: str) -> list[tuple[str, str]]:
        """Every complete code that begins so with its title, in code order; all of them for an empty start."""
        where, bounds = ("", ()) if not start else ("code >= ? and code < ? and", (start, after(start)))
        sql = f"select code, title from code where {where} billable order by code"
        return [tuple(row) for row in self.rows(sql, *bounds)]

    def next_characters(self, start: str) -> list[tuple[str, int, str]]:
        """What follows `start` in complete codes: the character, how many codes have it, the first one's title."""
        where, bounds = ("", ()) if not start else ("code >= ? and code < ? and", (start, after(start)))
        sql = f"""select next, codes, title from
                    (select substr(code, ?, 1) as next, count(*) as codes, min(code) as first from code
                     where {where} billable group by next)
                  join code on code.code = first order by next"""
        return [tuple(row) for row in self.rows(sql, len(start) + 1, *bounds)]

    def _ranked(self, ranks: Sequence[int]) -> list[Candidate]:
        marks = ",".join("?" * len(ranks))
        sql = f"select {_COLUMNS} from code where rank in ({marks}) order by rank"
        return [Candidate(*row) for row in self.rows(sql, *ranks)]

    @cached_property
    def _dated(self) -> bool:
        return bool(self.rows("select 1 from span limit 1"))

    def spans(self, code: str) -> list[tuple[str | None, str | None]]:
        """First and last days of a code, ISO; empty where it stands as long as the release."""
        if not self._dated:
            return []
        return [tuple(row) for row in self.rows("select first, last from span where code = ? order by rowid", code)]

    @cached_property
    def has_notes(self) -> bool:
        """Whether this release came with notes; lists of codes and titles have none."""
        return bool(self.rows("select 1 from note limit 1"))

    def successors(self, code: str) -> tuple[str, ...]:
        """The bare codes that the publisher says replace a code."""
        return tuple(row[0] for row in self.rows("select successor from successor where code = ? order by place", code))


@contextmanager
def _interrupted_by(connection: sqlite3.Connection, cancelled: Callable[[], bool] | None) -> Iterator[None]:
    if cancelled is None:
        yield
        return
    connection.set_progress_handler(cancelled, _STEPS_BETWEEN_CHECKS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


def after(start: str) -> str:
    """The least text that sorts after everything beginning with `start`."""
    return start[:-1] + chr(ord(start[-1]) + 1)
