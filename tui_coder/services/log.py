"""Reading the log, and proving that it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from tui_coder.domain.audit import Asked, Event, Walk
from tui_coder.domain.checkpoint import Checkpoint, contradictions, wanted
from tui_coder.domain.counting import count_of
from tui_coder.domain.roles import Right
from tui_coder.services.anchoring import Known
from tui_coder.services.desk import Desk
from tui_coder.store.proving import proved
from tui_coder.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Verification:
    """`entries` that were read, the first that does not hold, and the digest of the last.

    `faults` are what the checkpoints say against the log, or what is wrong with them; `anchored` is the last of them.
    """

    entries: int
    first_bad: int | None
    head: str
    faults: tuple[str, ...] = ()
    checkpoints: int | None = None
    anchored: Checkpoint | None = None

    @property
    def ok(self) -> bool:
        return self.first_bad is None and not self.faults

    @property
    def unanchored(self) -> int | None:
        """Entries behind the last checkpoint; None where nothing was asked of checkpoints."""
        if self.checkpoints is None:
            return None
        return max(0, self.entries - (self.anchored.last if self.anchored else 0))

    @property
    def told(self) -> str:
        """How far the log is anchored, in words."""
        if self.anchored is None:
            return "compared with no checkpoints"
        last = f"the last of {self.anchored.time.astimezone():%Y-%m-%d %H:%M:%S} at entry {self.anchored.last:,}"
        since = count_of(self.unanchored or 0, "entry")
        return f"{count_of(self.checkpoints or 0, 'checkpoint')}, {last}; {since} came since"


def show(
    desk: Desk, *, item: str | None = None, person: str | None = None, newest: int | None = None
) -> tuple[Event, ...]:
    """Entries oldest first; see `each` for who may read which."""
    return tuple(each(desk, Asked(person=person, newest=newest), item))


def each(desk: Desk, asked: Asked, item: str | None = None) -> Iterator[Event]:
    """The entries that are asked for, one after the other, of one item (as it is typed) if named.

    Everyone may read an item's and their own; the rest needs the right to the log, and so do the searches that found
    an item.
    """
    if item is None and asked.person != desk.actor.name:
        desk.may(Right.LOG)
    return _read(desk, asked, item)


def _read(desk: Desk, asked: Asked, item: str | None) -> Iterator[Event]:
    with desk.reading() as unit:
        item_id = unit.items.named(item).id if item else None
        yield from unit.log.asked(replace(asked, item_id=item_id, searches=desk.actor.may(Right.LOG)))


def note_export(desk: Desk, asked: Asked, item: str | None) -> None:
    """That entries are written out for another program is an entry itself."""
    told = {
        "item": item or "", "person": asked.person or "", "kind": asked.kind or "",
        "since": _iso(asked.since), "until": _iso(asked.until),
    }  # fmt: skip
    with desk.writing() as unit:
        desk.note(unit, "log exported", after=told)


def _iso(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""


def verify(desk: Desk, against: Known | None = None) -> Verification:
    """Recompute the whole chain, and compare it with checkpoints: they show a cut end and a chain computed anew."""
    desk.may(Right.LOG)
    with desk.reading() as unit:
        found = proved(desk.store, unit, wanted(against.checkpoints if against else ()))
        return _verification(unit, found, against)


def compared(unit: UnitOfWork, known: Known) -> Verification:
    """The same in a transaction that is open, and by this process alone: it may see rows that no other sees yet."""
    return _verification(unit, unit.log.walk(wanted(known.checkpoints)), known)


def _verification(unit: UnitOfWork, found: Walk, against: Known | None) -> Verification:
    entries, head = unit.log.head()
    if against is None:
        return Verification(entries, found.first_bad, head)
    faults = (*against.faults, *contradictions(against.checkpoints, found))
    return Verification(entries, found.first_bad, head, faults, len(against.checkpoints), against.last)
