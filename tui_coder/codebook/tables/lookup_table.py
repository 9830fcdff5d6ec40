"""A reference table as a file: rows of text cells, found by their key."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.read_only_file import ReadOnlyFile
from tui_coder.resources import sqlite_module

FORMAT = 1
PART = "table"
_BATCH = 10_000


def write_table(path: Path, columns: Sequence[str], key: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write a whole table into a new file; returns its rows. `key` names the columns by which rows are found.

    Raises CodeBookError for a table without rows, sqlite3.Error and OSError.
    """
    connection = sqlite_module().connect(path, isolation_level=None)
    names, marks = _quoted(columns), ", ".join("?" * len(columns))
    count = 0
    try:
        connection.executescript("pragma page_size=8192; pragma journal_mode=off; pragma synchronous=off;")
        connection.execute(f"create table entry ({names})")
        connection.execute("create table shape (columns text, key text)")
        connection.execute("insert into shape values (?,?)", (json.dumps(columns), json.dumps(key)))
        connection.execute("begin")
        remaining = iter(rows)
        while batch := list(islice(remaining, _BATCH)):
            connection.executemany(f"insert into entry values ({marks})", batch)
            count += len(batch)
        if not count:
            raise CodeBookError("The file holds no row of the table; nothing was changed.")
        connection.execute("commit")
        connection.execute(f"create index entry_by_key on entry ({_quoted(key)})")
    finally:
        connection.close()
    return count


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


class LookupTable:
    """All methods raise CodeBookError where the file is damaged."""

    def __init__(self, path: Path, title: str) -> None:
        self._file = ReadOnlyFile(path, title, "Load it again with: tui-coder codes load")
        ((columns, key),) = self._file.rows("select columns, key from shape")
        self.columns: tuple[str, ...] = tuple(json.loads(columns))
        self.key: tuple[str, ...] = tuple(json.loads(key))

    def close(self) -> None:
        self._file.close()

    @property
    def count(self) -> int:
        ((count,),) = self._file.rows("select count(*) from entry")
        return int(count)

    def find(self, *values: str) -> tuple[dict[str, str], ...]:
        """The rows whose first key columns have these values, in the order of the file."""
        where = " and ".join(f'"{name}" = ?' for name in self.key[: len(values)])
        rows = self._file.rows(f"select * from entry where {where} order by rowid", *values)
        return tuple(dict(zip(self.columns, row, strict=True)) for row in rows)
