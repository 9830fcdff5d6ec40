"""The composition root: settings -> store -> signed-in desk -> code books. The only place that wires things.

The store's libraries are imported when a store is opened: what asks the code books alone does not wait for them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tui_coder.domain.roles import Right
from tui_coder.domain.work import LEASE
from tui_coder.services.code_books import CodeBooks
from tui_coder.services.library import Library
from tui_coder.settings import Settings

if TYPE_CHECKING:
    from tui_coder.services.anchoring import Anchoring
    from tui_coder.services.desk import Desk


@dataclass(frozen=True, slots=True)
class House:
    """Everything a front end works with."""

    settings: Settings
    desk: Desk
    library: Library
    anchoring: Anchoring | None = None
    """Keeps the log anchored once it is started, where the settings name a key and the person may read the log."""

    @property
    def books(self) -> CodeBooks:
        return self.library.books

    def close(self) -> None:
        """Let go of the store and of the library, the log anchored a last time."""
        if self.anchoring is not None:
            self.anchoring.close()
        self.desk.store.close()
        self.library.close()


def open_house(settings: Settings, *, beating: bool = False) -> House:
    """Open the store and sign the person in. `beating`: a heartbeat keeps the charts that are opened here.

    Raises StoreError, SettingsError, NotFound or NotAllowed.
    """
    from tui_coder.services import people, stopping
    from tui_coder.store.unit_of_work import Store

    store = Store.open(settings.place)
    desk = people.sign_in(store, settings.acting_as)
    if beating:
        stopping.set_room_aside(desk)
    return _house(settings, replace(desk, lease=LEASE) if beating else desk)


def open_as_owner(settings: Settings) -> House:
    """Like `open_house`, for what the file's owner does to a store before anyone works in it (people, import)."""
    from tui_coder.services import people
    from tui_coder.store.unit_of_work import Store

    store = Store.open(settings.place)
    return _house(settings, people.owner(store, settings.acting_as))


def _house(settings: Settings, desk: Desk) -> House:
    from tui_coder.services.anchoring import Anchoring

    desk = replace(desk, late_after=timedelta(hours=settings.late_hours))
    anchors = settings.checkpoints.key is not None and desk.actor.may(Right.LOG)
    anchoring = Anchoring(desk, settings.checkpoints) if anchors else None
    return House(settings, desk, Library.of(code_books(settings), settings.loaded_books), anchoring)


def code_books(settings: Settings) -> CodeBooks:
    """The code books of this machine; nothing is opened yet."""
    return CodeBooks(settings.built_books, site=settings.loaded_books, policy=settings.policy, payers=settings.payers)
