"""What every service works with: the store, who acts, the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from tui_coder.domain.handoff import DEFAULT_LATE_HOURS
from tui_coder.domain.refusals import HeldByOther, IllegalMove, NotAllowed
from tui_coder.domain.roles import Actor, Right
from tui_coder.domain.text import canonical
from tui_coder.domain.work import LEASE_WITHOUT_HEARTBEAT, WorkItem, WorkState
from tui_coder.store.event_log import CHART_READ
from tui_coder.store.unit_of_work import Store, UnitOfWork

Clock = Callable[[], datetime]
READ_ANEW_AFTER = timedelta(hours=1)
"""As tc_texts of a team's server has it."""


def system_clock() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class LastSearch:
    """What was typed last at a desk to find patients, and the items it brought up; None for too many to name."""

    where: str = ""
    words: str = ""
    found: frozenset[int] | None = None


@dataclass(slots=True)
class LastLook:
    """When holds whose day has come were last looked for at a desk, and what day it was there."""

    at: datetime | None = None
    day: date | None = None

    def note(self, at: datetime, day: date) -> None:
        self.at, self.day = at, day


@dataclass(frozen=True, slots=True)
class Desk:
    """A person at work on a store. `lease` is for how long a chart is theirs after the last sign of them.

    `fences` are those of the charts that were taken at this desk, by item: another desk of the same person (an older
    window, a session whose line dropped) has others.
    """

    store: Store
    actor: Actor
    clock: Clock = system_clock
    lease: timedelta = LEASE_WITHOUT_HEARTBEAT
    late_after: timedelta = timedelta(hours=DEFAULT_LATE_HOURS)
    """How long a hand-off may wait to be read back before leads are told."""
    fences: dict[int, int] = field(default_factory=dict, compare=False)
    searched: LastSearch = field(default_factory=LastSearch, compare=False)
    holds_seen: LastLook = field(default_factory=LastLook, compare=False)

    @property
    def today(self) -> date:
        """The calendar day where the person sits."""
        return self.clock().astimezone().date()

    @property
    def day_began(self) -> datetime:
        """Midnight where the person sits."""
        return self.clock().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)

    def holding(self, item: WorkItem) -> WorkItem:
        """Note that the item is held at this desk, under its present fence; returns it."""
        self.fences[item.id] = item.fence
        return item

    def may(self, right: Right) -> None:
        """Raise NotAllowed unless the role carries the right; the denied attempt is an entry of the log."""
        try:
            self.actor.require(right)
        except NotAllowed:
            self.log_denied({"right": right.value})
            raise

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """One write, whole or not at all; where it is given up because it is not allowed, just that is logged."""
        try:
            with self.store.writing(self.clock()) as unit:
                unit.viewer.become(self.actor.id)
                yield unit
        except NotAllowed as refusal:
            self.log_denied({"refusal": str(refusal)})
            raise
        for note in unit.afterwards:
            note()

    @contextmanager
    def jotting(self) -> Iterator[UnitOfWork]:
        """A write of what this person is typing, which is no event and may be done again."""
        with self.store.jotting(self.clock()) as unit:
            yield unit

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """One short look at the store as it is now."""
        with self.store.reading(self.clock()) as unit:
            unit.viewer.become(self.actor.id)
            yield unit

    @contextmanager
    def reading_chart(self, item_id: int) -> Iterator[UnitOfWork]:
        """One short look at a chart; that its person read it is an entry of the log, once in an hour.

        A team's server writes that entry itself, with the first word of the chart that it hands out.
        """
        with self.reading() as unit:
            yield unit
            known = unit.log.has_read(self.actor.name, item_id, unit.now - READ_ANEW_AFTER)
        if not known:
            with self.store.writing(self.clock()) as unit:
                self.note(unit, CHART_READ, unit.items.get(item_id))

    def log_denied(self, told: Mapping[str, object]) -> None:
        """Note that this person tried what they may not."""
        with self.store.writing(self.clock()) as unit:
            self.note(unit, "denied", after=told)

    def note(
        self,
        unit: UnitOfWork,
        what: str,
        item: WorkItem | None = None,
        before: Mapping[str, object] | None = None,
        after: Mapping[str, object] | None = None,
    ) -> None:
        """Append what happened to the log, in the same transaction."""
        unit.log.append(
            self.actor.name, self.actor.os_account, what,
            item_id=item.id if item else None, item=item.account if item else "", before=before, after=after,
        )  # fmt: skip


def clean(typed: str) -> str:
    """What was typed, as the store keeps text: without control characters, hidden ones and lone surrogates."""
    return canonical(typed).text


def own_item(unit: UnitOfWork, desk: Desk, item_id: int) -> WorkItem:
    """The item, if it is in work with this person; every write to a chart starts here.

    Raises HeldByOther or IllegalMove with a sentence that says who holds it.
    """
    item = unit.items.for_writing(item_id)
    if item.state is WorkState.IN_WORK and item.assignee == desk.actor.name:
        if desk.fences.get(item_id, item.fence) != item.fence:
            raise HeldByOther(
                f"{item.account} changed hands or was opened in another window of yours{_since(item)}. Nothing was "
                "written here; open it again to go on."
            )
        if item.lease_until is None or item.lease_until - unit.now < desk.lease / 2:
            return unit.items.renew_lease(item, unit.now + desk.lease)
        return item
    if item.assignee is not None and item.assignee != desk.actor.name:
        raise HeldByOther(
            f"{item.account} is {item.state.label} with {item.assignee}{_since(item)}; nothing of yours was written."
        )
    raise IllegalMove(f"{item.account} is {item.state.label}; open it from the queue to work on it.")


def only_lead(desk: Desk, item: WorkItem) -> None:
    """Raise NotAllowed unless this person may act on a colleague's item."""
    if not desk.actor.may(Right.ASSIGN_OTHERS):
        raise NotAllowed(f"{item.account} is with {item.assignee}; only a lead may take it from there.")


def _since(item: WorkItem) -> str:
    return f" since {item.leased_at.astimezone():%H:%M}" if item.leased_at else ""
