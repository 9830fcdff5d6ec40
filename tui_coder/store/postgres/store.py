"""The team's store: units of work on PostgreSQL, on the server's clock, and what became of a commit nobody saw end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, RootTransaction, Select, and_, literal_column, select, true
from sqlalchemy.exc import DBAPIError

from tui_coder.places import TeamDatabase
from tui_coder.store import tables
from tui_coder.store.asked_once import asked_once
from tui_coder.store.engine import StoreUnreachable
from tui_coder.store.postgres.connection import denials, open_engine, sentences
from tui_coder.store.postgres.notices import NoticeWatch
from tui_coder.store.postgres.repositories import (
    Sent,
    ServerLog,
    TeamCodeAssignments,
    TeamEncounters,
    TeamGlass,
    TeamPeople,
    TeamViewer,
    TeamWorkItems,
)
from tui_coder.store.postgres.schema import require_fitting
from tui_coder.store.unit_of_work import Store, UnitOfWork
from tui_coder.store.viewer import TERMS
from tui_coder.store.watch import Watch

_WAIT_FOR_SERVER = 30.0
"""Seconds that a commit nobody saw end is asked after; a restart of the server takes less."""


_NO_SUCH_TRANSACTION = "22023"
"""The server has not come to that number (again) since it crashed."""


@cache
def _beginning() -> Select[Any]:
    """What a unit that writes wants to know: its transaction's number, the server's clock, where the log ends, and the
    terms of whom the server let in (none for who installs it)."""
    person = tables.person
    one = select(literal_column("1").label("one")).subquery("one")
    beside = one.outerjoin(person, and_(person.c.name == literal_column("session_user"), person.c.active))
    return select(
        literal_column("pg_current_xact_id()::text").label("number"),
        literal_column("clock_timestamp()").label("theirs"),
        literal_column("(SELECT sequence FROM tc_log_head())").label("last"),
        person.c.id.label("person_id"), *TERMS,
    ).select_from(beside.outerjoin(tables.routing, true()))  # fmt: skip


class TeamUnit(UnitOfWork):
    """The repositories of a team's store, where they ask otherwise."""

    viewer = asked_once(lambda unit: TeamViewer(unit.connection, unit.now))
    people = asked_once(lambda unit: TeamPeople(unit.connection))
    items = asked_once(lambda unit: TeamWorkItems(unit.connection, unit.now, unit.viewer))
    codes = asked_once(lambda unit: TeamCodeAssignments(unit.connection))
    encounters = asked_once(lambda unit: TeamEncounters(unit.connection))
    glass = asked_once(lambda unit: TeamGlass(unit.connection, unit.now, unit.viewer))
    log = asked_once(lambda unit: ServerLog(unit.connection, unit.now))

    @contextmanager
    def one_of_many(self) -> Iterator[None]:
        with denials(), self.connection.begin_nested():
            yield


class TeamStore(Store):
    """A store that a team shares. Who is there is known by the server alone."""

    place: TeamDatabase

    def __init__(self, place: TeamDatabase) -> None:
        super().__init__(open_engine(place), place)
        self._ahead = timedelta(0)
        self._name = ""

    @classmethod
    def opened(cls, place: TeamDatabase) -> TeamStore:
        """Connect, and check that the schema fits. Raises StoreError."""
        store = cls(place)
        with sentences(place), store.engine.connect() as connection, connection.begin():
            require_fitting(connection, place)
            row = connection.exec_driver_sql("SELECT session_user, clock_timestamp(), tc_installs()").one()
            store._name, store.installs = str(row[0]), bool(row[2])
            store._set_clock(row[1])
        return store

    @property
    def signed_in(self) -> str:
        return self._name

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def _set_clock(self, theirs: datetime) -> None:
        self._ahead = theirs - datetime.now(UTC)

    def watch(self) -> Watch:
        return NoticeWatch(self.place)

    @contextmanager
    def reading(self, now: datetime) -> Iterator[UnitOfWork]:
        with sentences(self.place), self.engine.connect() as connection, connection.begin():
            yield TeamUnit(connection, now)

    @contextmanager
    def jotting(self, now: datetime) -> Iterator[UnitOfWork]:
        """One message to the server and back for each statement: sixty people who type have it written at each key."""
        with sentences(self.place), self.engine.connect() as connection:
            yield TeamUnit(connection.execution_options(isolation_level="AUTOCOMMIT"), now)

    @contextmanager
    def writing(self, now: datetime) -> Iterator[UnitOfWork]:
        with sentences(self.place), self.engine.connect() as connection:
            transaction = connection.begin()
            try:
                told = connection.execute(_beginning()).all()
                number = str(told[0].number)
                self._set_clock(told[0].theirs)
                unit = TeamUnit(connection, now)
                unit.log.behind, unit.viewer.told = int(told[0].last or 0), told
                yield unit
            except BaseException:
                with suppress(DBAPIError):
                    transaction.rollback()
                raise
            self._commit(transaction, number, unit.log)

    def _commit(self, transaction: RootTransaction, number: str, log: ServerLog) -> None:
        """Commit. Where the line drops just then, the server is asked later whether it was done: never do it twice."""
        try:
            log.commit()
            transaction.commit()
        except DBAPIError as error:
            if not (error.connection_invalidated or getattr(error.orig, "sqlstate", None) in (None, "57P01", "57P02")):
                raise
            if not self._was_committed(number, log.sent):
                raise

    def _was_committed(self, number: str, sent: Sent | None) -> bool:
        """Ask for the entry that was sent, once the transaction has ended; what has no entry may be done again.

        The number of the transaction proves nothing: a server that crashed gives the numbers it lost to others.
        """
        deadline = time.monotonic() + _WAIT_FOR_SERVER
        while time.monotonic() < deadline:
            with suppress(DBAPIError), self.engine.connect() as connection:
                if not _is_running(connection, number):
                    return sent is not None and ServerLog(connection, datetime.now(UTC)).holds(sent)
            time.sleep(0.2)
        raise StoreUnreachable(
            f"The line to {self.place.name} dropped while it was writing, and the server does not answer. It is not "
            "known whether your last change was taken: look at the item before you do it again."
        )


def _is_running(connection: Connection, number: str) -> bool:
    try:
        asked = connection.exec_driver_sql("SELECT pg_xact_status(%(number)s::xid8)", {"number": number})
        return bool(asked.scalar() == "in progress")
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != _NO_SUCH_TRANSACTION:
            raise
        connection.rollback()
        return False
