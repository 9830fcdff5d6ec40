"""Opening the embedded store: the SQLite library, its settings, the file's safety."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, FromClause, GenerativeSelect, create_engine, event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError

from tui_coder.resources import sqlite_module
from tui_coder.store.prepared import driven

BUSY_TIMEOUT_MS = 15_000
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_MOUNTS = Path("/proc/self/mounts")
_NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ceph", "glusterfs"}
)


class StoreError(Exception):
    """The store cannot be opened or used; str() is a sentence that names it and the way out."""


class StoreUnreachable(StoreError):
    """The store's server does not answer. What was asked was not done."""


class SwitchedOff(StoreUnreachable):
    """A team's server no longer lets the person in: their sign-in name is switched off."""


class StoreFull(StoreError):
    """There is no room left on the disk. What was asked was not done."""


def cannot_be_read(path: Path, error: DatabaseError) -> StoreError:
    """The sentence for a file that SQLite cannot read: damaged, of another kind, or being written to."""
    if "locked" in str(error.orig):
        return StoreError(f"Somebody is writing to the store {path} and goes on doing so. Do it again when they left.")
    if "malformed" in str(error.orig):
        return StoreError(f"The store {path} is damaged ({error.orig}). Put a backup in its place; it was not touched.")
    return StoreError(f"{path} is not a tui-coder store ({error.orig}). Name another one with --db.")


def open_engine(path: Path) -> Engine:
    """An engine on the SQLite file, made with mode 0600 where it is missing.

    Raises StoreError when the file is open to other accounts or lies on a network file system.
    """
    _guard(path)
    place = URL.create("sqlite", database=str(path))
    engine = create_engine(
        place, module=sqlite_module(), paramstyle="named", hide_parameters=True, pool_size=4, max_overflow=4
    )
    engine.dialect.statement_compiler = _Compiler
    event.listen(engine, "connect", _settings)
    event.listen(engine, "begin", _begin)
    return engine


class _Compiler(SQLiteCompiler):
    """Writes the hints of a query (INDEXED BY), which SQLAlchemy's own compiler for SQLite leaves out, and no OFFSET
    where there is none: a parameter there makes SQLite plan the statement anew each time (see tables.ONE)."""

    def limit_clause(self, select: GenerativeSelect, **how: Any) -> str:
        if select._offset_clause is not None or select._limit_clause is None:
            return str(super().limit_clause(select, **how))  # type: ignore[no-untyped-call]
        return f"\n LIMIT {self.process(select._limit_clause, **how)}"

    def get_from_hint_text(self, table: FromClause, text: str | None) -> str | None:
        return text


def keep_write_ahead_log(engine: Engine) -> None:
    """Let readers go on while one writes, for good: it is a property of the file, so only a known store is given it."""
    with engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA journal_mode = WAL")


def ready_to_write(engine: Engine) -> Connection:
    """A connection for a Turn, which begins and ends transactions itself. What it commits is not yet on the disk.

    Behind a power cut the store is whole all the same, and lacks at most the last commits (sqlite.org/wal.html); their
    writer waits for the disk by `settling`.
    """
    connection = engine.connect().execution_options(begins_in_turn=True)
    if not connection.info.get("is_settled_apart"):  # kept with the line to the file, as the setting is
        driven(connection, "PRAGMA synchronous = NORMAL")
        connection.info["is_settled_apart"] = True
    return connection


def _guard(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        kind = _file_system(path.parent)
        if kind in _NETWORK_FILE_SYSTEMS:
            raise StoreError(
                f"The store {path} lies on a network file system ({kind}), where SQLite loses data. "
                "Name a file on a local disk with --db."
            )
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        mode = path.stat().st_mode
    except OSError as error:
        raise StoreError(f"The store {path} cannot be opened: {error.strerror}. Name another one with --db.") from error
    if mode & _OTHERS:
        raise StoreError(
            f"The store {path} is open to other accounts (mode {stat.S_IMODE(mode):04o}). Charts are patient data: "
            f"run chmod 600 '{path}' after checking who read it."
        )


def _file_system(folder: Path) -> str:
    """The file system's type from the mount table; empty where there is none to read."""
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    best, kind = "", ""
    place = str(folder.resolve())
    for line in mounts.splitlines():
        _, mount, this_kind, *_ = line.split(" ")
        mount = mount.replace("\\040", " ")
        inside = place == mount or place.startswith(mount.rstrip("/") + "/")
        if inside and len(mount) >= len(best):
            best, kind = mount, this_kind
    return kind


def _settings(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say so, see _begin
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "synchronous = FULL",
        "foreign_keys = ON",
        "recursive_triggers = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Any) -> None:
    # A deferred BEGIN that writes later fails at once with "locked", whatever the timeout.
    options = connection.get_execution_options()
    if options.get("begins_in_turn", False):
        return
    if options.get("writes", False) and connection.info.pop("is_settled_apart", False):
        driven(connection, "PRAGMA synchronous = FULL")
    driven(connection, "BEGIN IMMEDIATE" if options.get("writes", False) else "BEGIN")
