"""One transaction at a time: a store opens units of work, and a unit holds every repository on one connection."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from tui_coder.places import EmbeddedFile, Place, TeamDatabase
from tui_coder.store.asked_once import asked_once
from tui_coder.store.change_history import ChangeHistory
from tui_coder.store.clients import Clients
from tui_coder.store.code_assignments import CodeAssignments
from tui_coder.store.disputes import Disputes
from tui_coder.store.encounters import Encounters
from tui_coder.store.event_log import EventLog
from tui_coder.store.glass import Glass
from tui_coder.store.hand_offs import HandOffs
from tui_coder.store.listings import Listings
from tui_coder.store.notes import Notes
from tui_coder.store.own_codes import OwnCodes
from tui_coder.store.people import People
from tui_coder.store.reading_marks import ReadingMarks
from tui_coder.store.skips import Skips
from tui_coder.store.stopping_points import StoppingPoints
from tui_coder.store.tally import Tally
from tui_coder.store.viewer import Viewer
from tui_coder.store.watch import Watch
from tui_coder.store.work_items import WorkItems


class UnitOfWork:
    """The repositories on one open transaction, each made when it is asked for. `now` is the one time of everything."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self.connection = connection
        self.now = now
        self.afterwards: list[Callable[[], None]] = []
        """What is done once all of it is committed, and not where it is given up."""

    viewer = asked_once(lambda unit: Viewer(unit.connection, unit.now))
    people = asked_once(lambda unit: People(unit.connection))
    clients = asked_once(lambda unit: Clients(unit.connection))
    encounters = asked_once(lambda unit: Encounters(unit.connection))
    items = asked_once(lambda unit: WorkItems(unit.connection, unit.now, unit.viewer))
    codes = asked_once(lambda unit: CodeAssignments(unit.connection))
    disputes = asked_once(lambda unit: Disputes(unit.connection, unit.now, unit.viewer))
    hand_offs = asked_once(lambda unit: HandOffs(unit.connection, unit.now, unit.viewer))
    glass = asked_once(lambda unit: Glass(unit.connection, unit.now, unit.viewer))
    skips = asked_once(lambda unit: Skips(unit.connection, unit.now))
    notes = asked_once(lambda unit: Notes(unit.connection, unit.now))
    own_codes = asked_once(lambda unit: OwnCodes(unit.connection))
    reading_marks = asked_once(lambda unit: ReadingMarks(unit.connection))
    stopping_points = asked_once(lambda unit: StoppingPoints(unit.connection, unit.now))
    changes = asked_once(lambda unit: ChangeHistory(unit.connection, unit.now))
    listings = asked_once(lambda unit: Listings(unit.connection, unit.viewer))
    tally = asked_once(lambda unit: Tally(unit.connection, unit.viewer))
    log = asked_once(lambda unit: EventLog(unit.connection, unit.now))

    def one_of_many(self) -> AbstractContextManager[object]:
        """A part of the write that is taken back alone where it is refused, by whomever; the others stand."""
        return self.connection.begin_nested()


class Store(ABC):
    """An open store. Use from any thread; units are short and never stay open between two keys."""

    def __init__(self, engine: Engine, place: Place) -> None:
        self.engine = engine
        self.place = place
        self.installs = False
        """Whoever opened a team's store looks after its server and need not be one of its people."""

    @staticmethod
    def open(place: Place | Path, *, upgrading: bool = False) -> Store:
        """Open a store; an embedded one is made where it is missing. `upgrading` brings an older schema up to date.

        Raises StoreError: not to be reached, newer than the program, older than the program, or not a store.
        """
        if isinstance(place, TeamDatabase):
            from tui_coder.store.postgres.store import TeamStore

            return TeamStore.opened(place)
        from tui_coder.store.embedded import EmbeddedStore

        return EmbeddedStore.opened(EmbeddedFile(place) if isinstance(place, Path) else place, upgrading=upgrading)

    def disconnect(self) -> None:
        """Give up every connection that nobody is using; whatever is asked next has new ones."""
        self.engine.dispose()

    def close(self) -> None:
        self.disconnect()

    def now(self) -> datetime:
        """The one clock that leases and times go by: a team's is its server's."""
        return datetime.now(UTC)

    def set_room_aside(self) -> None:  # noqa: B027  a team's server looks after its own disk
        """Set room aside for what is typed last, where the disk is this machine's. Raises OSError."""

    def give_room(self) -> bool:
        """Give up the room that was set aside; whether there was any."""
        return False

    def regain_room(self) -> bool:
        """Set aside again what was given up, as soon as it fits; whether nothing of it is missing. Raises OSError."""
        return True

    def settle(self) -> None:  # noqa: B027  what can be read on a team's server is on its disk
        """Wait for the disk. Raises StoreError.

        Ask it before something that was only read is promised outside of the store (a signed checkpoint): what others
        commit can be read before it is on the disk.
        """

    @property
    @abstractmethod
    def signed_in(self) -> str | None:
        """Whom the store itself knows to be there; None where it knows nobody and the file's owner is trusted."""

    def jotting(self, now: datetime) -> AbstractContextManager[UnitOfWork]:
        """A write of what a person has in hand, typed anew in a moment: no event, and nothing depends on it.

        Where the store can do it faster so, each statement counts by itself, so each must leave behind the old words
        or the new ones. What failed may be done again.
        """
        return self.writing(now)

    @abstractmethod
    def watch(self) -> Watch:
        """Somebody to ask whether anything was written. Raises StoreError."""

    @abstractmethod
    def reading(self, now: datetime) -> AbstractContextManager[UnitOfWork]:
        """A short read of one consistent state."""

    @abstractmethod
    def writing(self, now: datetime) -> AbstractContextManager[UnitOfWork]:
        """One write: all of it is committed and on the disk at the end, or nothing when an exception leaves the
        block."""
