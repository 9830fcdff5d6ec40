"""Every row of a store, taken over into the empty tables of another; sums over both sides prove that it is the same.

The two kinds of store have the same tables, and what is kept in them is the same values: a store goes from SQLite to
PostgreSQL and back without losing anything, the log's chain included.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text
from sqlalchemy.exc import DataError, IntegrityError
from sqlmodel import SQLModel

from tui_coder.store import tables
from tui_coder.store.engine import StoreError
from tui_coder.store.event_log import EventLog

_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Contents:
    """What a store holds: rows by table, and the end of its log."""

    rows: Mapping[str, int]
    entries: int
    head: str

    @property
    def items(self) -> int:
        return self.rows[tables.work_item.name]

    @property
    def people(self) -> int:
        return self.rows[tables.person.name]


def contents_of(connection: Connection) -> Contents:
    """Count everything; reads no row but the log's last."""
    rows = {
        table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
        for table in SQLModel.metadata.sorted_tables
    }
    entries, head = EventLog(connection, datetime.now(UTC)).head()
    return Contents(rows, entries, head)


def copy_rows(source: Connection, target: Connection) -> Contents:
    """Take every row over, in the transactions that are open on both sides; returns what was taken.

    The target's tables are empty and carry no triggers yet. Raises StoreError where a value cannot be kept there, or
    where what arrived is not what was sent.
    """
    rows: dict[str, int] = {}
    for table in SQLModel.metadata.sorted_tables:
        sent = _Sum()
        try:
            for portion in _portions(source, table):
                sent.add(portion)
                target.execute(insert(table), portion)
        except (DataError, IntegrityError) as error:
            raise StoreError(
                f"A row of {table.name} holds what the new store cannot keep ({type(error.orig).__name__}). "
                "Nothing was written there."
            ) from error
        arrived = _Sum()
        for portion in _portions(target, table):
            arrived.add(portion)
        if arrived != sent:
            raise StoreError(f"What arrived of {table.name} is not what was sent. Nothing was written.")
        rows[table.name] = sent.rows
    _go_on_numbering(source, target)
    entries, head = EventLog(target, datetime.now(UTC)).head()
    return Contents(rows, entries, head)


def _portions(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    whole = connection.execute(
        select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_AT_ONCE)
    ).mappings()
    while portion := [dict(row) for row in islice(whole, _AT_ONCE)]:
        yield portion


@dataclass(slots=True)
class _Sum:
    """Of rows in any order: the two kinds of store sort text differently."""

    rows: int = 0
    digest: int = 0

    def add(self, portion: list[dict[str, Any]]) -> None:
        self.rows += len(portion)
        for row in portion:
            own = sha256(repr(tuple(row.values())).encode("utf-8", "surrogatepass")).digest()
            self.digest = (self.digest + int.from_bytes(own)) % (1 << 256)


# ---- numbers that go on where they stood -----------------------------------------------------------------------------


def _go_on_numbering(source: Connection, target: Connection) -> None:
    for table in SQLModel.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None:
            continue
        last = max(_last_given(source, table), int(source.execute(select(func.max(column))).scalar() or 0))
        if target.dialect.name == "postgresql":
            target.execute(
                text("SELECT setval(CAST(:sequence AS regclass), :at, :used)"),
                {"sequence": f"{table.name}_{column.name}_seq", "at": max(last, 1), "used": last > 0},
            )
        elif _keeps_last_given(table):
            target.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
            target.execute(
                text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)"), {"name": table.name, "seq": last}
            )


def _last_given(connection: Connection, table: Table) -> int:
    """The highest number ever given, of a row that may be gone meanwhile."""
    if connection.dialect.name == "postgresql":
        asked = text(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {table.name}_id_seq")
        return int(connection.execute(asked).scalar_one())
    if not _keeps_last_given(table):
        return 0
    asked = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
    return int(connection.execute(asked, {"name": table.name}).scalar() or 0)


def _keeps_last_given(table: Table) -> bool:
    return bool(table.dialect_options["sqlite"]["autoincrement"])
