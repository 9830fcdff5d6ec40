"""Reading the log, and proving that it holds."""

from __future__ import annotations

from dataclasses import dataclass

from tui_coder.domain.audit import Event
from tui_coder.domain.roles import Right
from tui_coder.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Verification:
    """`entries` that were read, the first that does not hold, and the digest of the last."""

    entries: int
    first_bad: int | None
    head: str

    @property
    def ok(self) -> bool:
        return self.first_bad is None


def show(
    desk: Desk, *, item: str | None = None, person: str | None = None, newest: int | None = None
) -> tuple[Event, ...]:
    """Entries oldest first. Everyone may read an item's and their own; the rest needs the right to the log."""
    if item is None and person != desk.actor.name:
        desk.may(Right.LOG)
    with desk.reading() as unit:
        item_id = unit.items.named(item).id if item else None
        return unit.log.entries(item_id=item_id, person=person, newest=newest)


def verify(desk: Desk) -> Verification:
    """Recompute the whole chain."""
    desk.may(Right.LOG)
    with desk.reading() as unit:
        entries, head = unit.log.head()
        return Verification(entries, unit.log.first_bad(), head)
