"""The embedded store: one person's SQLite file, one writer at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import DatabaseError, OperationalError

from tui_coder.domain.refusals import Malformed
from tui_coder.places import EmbeddedFile
from tui_coder.store.engine import StoreError, StoreFull, cannot_be_read, open_engine
from tui_coder.store.settling import Settling
from tui_coder.store.turn import Turn
from tui_coder.store.unit_of_work import Store, UnitOfWork
from tui_coder.store.watch import FileWatch, Watch

RESERVE = 262_144
"""Bytes set aside beside the store: on a full disk even a small draft would find no room."""
_SPARE = 4 * RESERVE
"""Bytes that must be free before room that was given up is set aside again: it must not itself fill the disk."""


class EmbeddedStore(Store):
    """A store in a file of this machine."""

    def __init__(self, place: EmbeddedFile) -> None:
        super().__init__(open_engine(place.path), place)
        self.path = place.path.resolve()  # SQLite keeps its log beside the file itself, not beside a link to it
        self._turn = Turn(self.engine, self.path)
        self._settling = Settling(self.path)
        self._lacks_room = False

    @classmethod
    def opened(cls, place: EmbeddedFile, *, upgrading: bool = False) -> EmbeddedStore:
        """Open the file, making or checking its schema; `upgrading` brings an older one up to date."""
        from tui_coder.store.migrations import bring_up

        store, path = cls(place), place.path
        try:
            with store._turn.without_transaction():
                bring_up(store.engine, path, from_old=upgrading)
                store._settling.open()  # now, and not at the first write: often there is nothing in the log yet
        except OperationalError as error:
            raise StoreError(f"The store {path} cannot be used: {error.orig}.") from error
        except DatabaseError as error:
            raise cannot_be_read(path, error) from error
        return store

    def disconnect(self) -> None:
        self._turn.disconnect()
        super().disconnect()

    def close(self) -> None:
        super().close()
        self._turn.close()
        self._settling.close()

    @property
    def signed_in(self) -> None:
        return None

    def watch(self) -> Watch:
        return FileWatch(self.path)

    @property
    def _reserve(self) -> Path:
        return self.path.with_name(self.path.name + ".reserve")

    def set_room_aside(self) -> None:
        if self._reserve.exists():
            return
        room = os.open(self._reserve, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.posix_fallocate(room, 0, RESERVE)
        except OSError:  # there is none to set aside: the last draft will have to do without
            self._reserve.unlink()
        finally:
            os.close(room)

    def give_room(self) -> bool:
        try:
            self._reserve.unlink()
        except FileNotFoundError:
            return False
        self._lacks_room = True
        return True

    def regain_room(self) -> bool:
        if self._lacks_room:
            disk = os.statvfs(self.path.parent)
            if disk.f_bavail * disk.f_frsize < _SPARE:
                return False
            self.set_room_aside()
            self._lacks_room = not self._reserve.exists()
        return not self._lacks_room

    @contextmanager
    def reading(self, now: datetime) -> Iterator[UnitOfWork]:
        try:
            with self.engine.connect() as connection, connection.begin():
                yield UnitOfWork(connection, now)
        except (OperationalError, UnicodeEncodeError) as error:
            raise self._told(error) from error

    @contextmanager
    def writing(self, now: datetime) -> Iterator[UnitOfWork]:
        # The disk is waited for behind the queue of writers, by all whose turn is over at once: in it, each would wait
        # for every sync before its own. Others may see meanwhile what is not settled; their own sync covers it too.
        try:
            with self._turn.of_threads:
                try:
                    connection = self._turn.begin()
                    yield UnitOfWork(connection, now)
                    self._turn.commit(connection)
                finally:
                    self._turn.end()
        except (OperationalError, UnicodeEncodeError) as error:
            raise self._told(error) from error
        self.settle()

    def settle(self) -> None:
        try:
            self._settling.settle(self._turn.of_nobody)
        except (OSError, DatabaseError) as error:
            reason = error.strerror if isinstance(error, OSError) else error.orig
            raise StoreError(
                f"The disk under the store {self.path} does not confirm what was written ({reason}). It is in the "
                "store now, and may be gone when the power goes: look at the disk before you go on."
            ) from error

    def _told(self, error: OperationalError | UnicodeEncodeError) -> StoreError | Malformed:
        """The sentence for what went wrong within a unit of work."""
        if isinstance(error, UnicodeEncodeError):
            return Malformed("What was typed holds half a character (a lone surrogate); type it again.")
        if "disk is full" in str(error.orig):
            return StoreFull(
                f"The disk under the store {self.path} is full. Nothing of that was written, and what was written "
                "before stands; do it again when there is room on it."
            )
        return StoreError(f"The store {self.path.name} could not take that: {error.orig}. Nothing was changed.")
