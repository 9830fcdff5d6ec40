"""The team board: who has how much, who is away, who passed over what."""

from __future__ import annotations

from dataclasses import dataclass

from tui_coder.domain.roles import Person, Right
from tui_coder.domain.work import WorkState
from tui_coder.services.desk import Desk
from tui_coder.store.unit_of_work import UnitOfWork

_LIVE = (WorkState.OPEN, WorkState.IN_WORK)


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """One row of the board: open and in-work items and their expected minutes; what waits apart.

    `skips` are today's; None where whoever looks may not know.
    """

    person: Person
    open: int
    in_work: int
    held: int
    co_sign: int
    minutes: int
    due_today: int
    overdue: int
    skips: int | None = None

    @property
    def items(self) -> int:
        """What there is to do: open and in work."""
        return self.open + self.in_work

    @property
    def key(self) -> str:
        return self.person.name


def board(desk: Desk) -> tuple[PersonLoad, ...]:
    """Everyone who is active, by name."""
    desk.may(Right.READ)
    with desk.reading() as unit:
        return loads(desk, unit)


def loads(desk: Desk, unit: UnitOfWork) -> tuple[PersonLoad, ...]:
    """The same within a unit of work that is open already."""
    rows = unit.tally.loads(desk.today)
    skips = unit.skips.counts(desk.day_began)
    loads = []
    for person in (each for each in unit.people.all() if each.active):
        mine = [row for row in rows if row.assignee_id == person.id]
        live = [row for row in mine if row.state in _LIVE]
        charts = {WorkState(row.state): row.charts for row in mine}
        loads.append(
            PersonLoad(
                person=person,
                open=charts.get(WorkState.OPEN, 0),
                in_work=charts.get(WorkState.IN_WORK, 0),
                held=charts.get(WorkState.HELD, 0),
                co_sign=charts.get(WorkState.CO_SIGN, 0),
                minutes=sum(row.minutes for row in live),
                due_today=sum(row.due_today for row in live),
                overdue=sum(row.overdue for row in mine),
                skips=skips.get(person.id, 0) if person.id == desk.actor.id or desk.actor.may(Right.LOG) else None,
            )
        )
    return tuple(loads)
