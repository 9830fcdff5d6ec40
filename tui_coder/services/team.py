"""The team board: who has how much, and spreading one person's work over others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui_coder.domain.balance import BalancePlan, Portion, spread
from tui_coder.domain.refusals import IllegalMove, Malformed
from tui_coder.domain.roles import Person, Right, Role
from tui_coder.domain.work import WorkState
from tui_coder.services import assigning, queue_changes
from tui_coder.services.desk import Desk
from tui_coder.store.unit_of_work import UnitOfWork

_LIVE = (WorkState.OPEN, WorkState.IN_WORK)


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """One row of the board: open and in-work items and their expected minutes; held ones apart.

    `skips` are today's; None where whoever looks may not know.
    """

    person: Person
    items: int
    minutes: int
    due_today: int
    overdue: int
    held: int
    skips: int | None = None

    @property
    def key(self) -> str:
        return self.person.name


def board(desk: Desk) -> tuple[PersonLoad, ...]:
    """Everyone who is active, by name."""
    desk.may(Right.READ)
    with desk.reading() as unit:
        return _board(desk, unit)


def _board(desk: Desk, unit: UnitOfWork) -> tuple[PersonLoad, ...]:
    rows = unit.tally.loads(desk.today)
    skips = unit.skips.counts(desk.day_began)
    loads = []
    for person in (each for each in unit.people.all() if each.active):
        mine = [row for row in rows if row.assignee_id == person.id]
        live = [row for row in mine if row.state in _LIVE]
        loads.append(
            PersonLoad(
                person=person,
                items=sum(row.charts for row in live),
                minutes=sum(row.minutes for row in live),
                due_today=sum(row.due_today for row in live),
                overdue=sum(row.overdue for row in mine),
                held=sum(row.charts for row in mine if row.state == WorkState.HELD.value),
                skips=skips.get(person.id, 0) if person.id == desk.actor.id or desk.actor.may(Right.LOG) else None,
            )
        )
    return tuple(loads)


def plan_balance(desk: Desk, sender: str, receivers: Sequence[str]) -> BalancePlan:
    """What balancing would do; writes nothing. Items in work move too: the sender is away.

    Raises IllegalMove when the sender has nothing open, Malformed for a receiver who cannot take work.
    """
    desk.may(Right.ASSIGN_OTHERS)
    with desk.reading() as unit:
        person = unit.people.named(sender)
        names = list(dict.fromkeys(receivers))
        if not names or sender in names:
            raise Malformed("Name one or more others to balance over.")
        for name in names:
            if unit.people.named(name).role is Role.AUDITOR:
                raise Malformed(f"{name} is an auditor and does not code.")
        items = [each for each in unit.items.open_of(person.id) if each.state in _LIVE]
        if not items:
            raise IllegalMove(f"{sender} has no open items to spread.")
        load = {each.person.name: each.minutes for each in _board(desk, unit)}
    portions = [Portion(each.id, each.account, each.minutes) for each in items]
    return spread(portions, sender, load, names)


def balance(desk: Desk, plan: BalancePlan, sender: str) -> queue_changes.Outcome:
    """Carry a plan out; one undo takes the whole move back. What is no longer the sender's is refused and stays."""
    return assigning.spread(desk, sender, [(each.item_id, each.to) for each in plan.moves], f"balanced from {sender}")
