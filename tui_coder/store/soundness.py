"""What can be said of a store's file without working in it: its schema, whether it is whole, whether its log holds."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from tui_coder.resources import sqlite_module
from tui_coder.store.engine import StoreError, cannot_be_read, open_engine
from tui_coder.store.event_log import EventLog
from tui_coder.store.migrations import newest, schema_of
from tui_coder.store.tally import Tally

_FIRST_WITH_BUG = (3, 7, 0)
_LAST_WITH_BUG = (3, 51, 2)
_MOST_FAULTS = 5


@dataclass(frozen=True, slots=True)
class Library:
    """The SQLite library in use. `loses_writes`: it has the WAL-reset bug, which can lose acknowledged writes."""

    module: str
    version: str
    loses_writes: bool


def library() -> Library:
    """The SQLite library that the stores are opened with (bug: SQLite 3.7.0 to 3.51.2, sqlite.org/wal.html)."""
    module = sqlite_module()
    version = tuple(int(part) for part in module.sqlite_version.split("."))
    return Library(
        module=module.__name__.split(".")[0],
        version=module.sqlite_version,
        loses_writes=_FIRST_WITH_BUG <= version <= _LAST_WITH_BUG,
    )


@dataclass(frozen=True, slots=True)
class Trial:
    """One thing looked at in a store: its name, and what is wrong with it (nothing where it is sound)."""

    name: str
    faults: tuple[str, ...]


def schema_at(path: Path) -> str | None:
    """The number of the migration the store stands at; None where there is no store yet.

    Raises StoreError where the file cannot be opened or is no store.
    """
    if not path.exists():
        return None
    with looking_at(path) as connection:
        return schema_of(connection)


def trials(path: Path) -> tuple[Trial, ...]:
    """Look at everything: file, schema, references, counts, log. Reads the whole store, writes nothing.

    Raises StoreError where there is no such store or it cannot be opened.
    """
    require_there(path)
    with looking_at(path) as connection:
        if schema_of(connection) is None:
            raise StoreError(f"The file {path} is empty: nobody has worked in this store yet.")
        return trials_on(connection)


def trials_on(connection: Connection) -> tuple[Trial, ...]:
    """The same in a transaction that is open."""
    return (
        Trial("file", faults(connection, _damage)),
        Trial("schema", faults(connection, _schema_differences)),
        Trial("references", faults(connection, _broken_references)),
        Trial("counts", faults(connection, lambda each: Tally(each).differences())),
        Trial("log", faults(connection, _log_breaks)),
    )


def told(trials: Iterable[Trial]) -> str:
    """What is wrong, in one line; empty where all is sound."""
    return "; ".join(f"{each.name}: {fault}" for each in trials for fault in each.faults)


def require_there(path: Path) -> None:
    """Raise StoreError where there is no file: opening it would make one."""
    if not path.exists():
        raise StoreError(f"There is no store {path}. Name another one with --db.")


@contextmanager
def looking_at(path: Path, *, alone: bool = False) -> Iterator[Connection]:
    """A transaction that writes nothing, whatever the schema is; `alone`: nobody else writes meanwhile either."""
    engine = open_engine(path)
    try:
        with engine.connect().execution_options(writes=alone) as connection, connection.begin() as look:
            yield connection
            look.rollback()  # there is nothing to commit, and a damaged file refuses even that
    except DatabaseError as error:
        raise cannot_be_read(path, error) from error
    finally:
        engine.dispose()


def faults(connection: Connection, look: Callable[[Connection], Iterator[str]]) -> tuple[str, ...]:
    """The first few faults; a part that cannot even be read is one."""
    found: list[str] = []
    try:
        for fault in look(connection):
            found.append(fault)
            if len(found) == _MOST_FAULTS:
                break
    except DatabaseError as error:
        found.append(f"cannot be read: {error.orig}")
    except (TypeError, ValueError):
        found.append("cannot be read: a value is of another kind than its column")
    return tuple(found)


def _damage(connection: Connection) -> Iterator[str]:
    for (told,) in connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST_FAULTS})"):
        if told != "ok":
            yield str(told)


def _broken_references(connection: Connection) -> Iterator[str]:
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} points at a row of {parent} that is not there"


def _schema_differences(connection: Connection) -> Iterator[str]:
    found = schema_of(connection)
    if found != newest():
        yield f"it has number {found}, this program works with {newest()}"
        return
    here, fresh = _definitions(connection), _fresh_definitions()
    for name in sorted(here.keys() | fresh.keys()):
        if name not in here:
            yield f"{name} is missing"
        elif name not in fresh:
            yield f"{name} is not of this program"
        elif here[name] != fresh[name]:
            yield f"{name} differs from the one this program makes"


def _definitions(connection: Connection) -> dict[str, str]:
    """What each table, index and trigger is made of."""
    rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    return {f"{kind} {name}": " ".join(str(sql).split()) for kind, name, sql in rows}


def _fresh_definitions() -> dict[str, str]:
    from tui_coder.store.unit_of_work import Store

    with tempfile.TemporaryDirectory(prefix="tui-coder-") as folder:
        store = Store.open(Path(folder) / "fresh.db")
        try:
            with store.engine.connect() as connection:
                return _definitions(connection)
        finally:
            store.close()


def _log_breaks(connection: Connection) -> Iterator[str]:
    first_bad = EventLog(connection, datetime.now(UTC)).first_bad()
    if first_bad is not None:
        yield f"entry {first_bad} is not what was written"
