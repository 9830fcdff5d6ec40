"""Bulk moves: what a filter shows, what is tagged, or what one person has, shared out over several.

What would happen is planned and shown first; carrying it out is one thing that one undo takes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tui_coder.domain.balance import BalancePlan, MayTake, Portion, Stays, spread
from tui_coder.domain.refusals import IllegalMove, Malformed, NotAllowed
from tui_coder.domain.roles import Person, Right
from tui_coder.domain.shares import Share
from tui_coder.domain.work import WorkItem, WorkState
from tui_coder.services import assigning
from tui_coder.services.desk import Desk
from tui_coder.services.queue_changes import Outcome
from tui_coder.services.routing import Receiving, outside
from tui_coder.services.team import loads
from tui_coder.store.unit_of_work import UnitOfWork

_MOVABLE = (WorkState.OPEN, WorkState.IN_WORK, WorkState.HELD)


def plan(desk: Desk, item_ids: Sequence[int], shares: Sequence[Share]) -> BalancePlan:
    """What sharing these items out would do; writes nothing.

    Nobody gets what their credentials, specialties and clients are not for. What cannot move stays, and the plan
    says why. Raises Malformed for a receiver who does not code or is away, NotFound for one nobody knows.
    """
    desk.may(Right.CODE)
    with desk.reading() as unit:
        receivers = [unit.people.named(each.name) for each in shares]
        for person in receivers:
            person.require_receiver(desk.today)
        return _plan(desk, unit, unit.items.many(list(dict.fromkeys(item_ids))), receivers, shares)


def plan_from(desk: Desk, sender: str, shares: Sequence[Share]) -> BalancePlan:
    """The same for everything that one person has open or in work; what is on hold waits for them.

    Raises IllegalMove where they have nothing open.
    """
    desk.may(Right.ASSIGN_OTHERS)
    with desk.reading() as unit:
        person = unit.people.named(sender)
        items = [each for each in unit.items.open_of(person.id) if each.state in (WorkState.OPEN, WorkState.IN_WORK)]
    if not items:
        raise IllegalMove(f"{sender} has no open items to spread.")
    return plan(desk, [each.id for each in items], shares)


def plan_balance(desk: Desk, sender: str, names: Sequence[str]) -> BalancePlan:
    """What balancing a person's open work over others by minutes would do; who is away is passed over.

    Raises Malformed where nobody named can take work, IllegalMove when the sender has nothing open.
    """
    desk.may(Right.ASSIGN_OTHERS)
    if not names or sender in names:
        raise Malformed("Name one or more others to balance over.")
    with desk.reading() as unit:
        named = [unit.people.named(each) for each in dict.fromkeys(names)]
    present = [each for each in named if not each.is_away(desk.today)] or named
    for each in present:
        each.require_receiver(desk.today)
    return plan_from(desk, sender, [Share(each.name) for each in present])


def usual_reason(desk: Desk, sender: str) -> str:
    """Why a person's work moves, where nobody says it: they are away, or it is balanced."""
    with desk.reading() as unit:
        person = unit.people.named(sender)
    return f"{sender} is away until {person.away_until}" if person.is_away(desk.today) else f"balanced from {sender}"


def carry_out(desk: Desk, wanted: BalancePlan, reason: str) -> Outcome:
    """Do what was planned. What somebody took in hand or moved since is refused and stays."""
    return assigning.spread(desk, wanted.moves, reason)


def _plan(
    desk: Desk, unit: UnitOfWork, items: Iterable[WorkItem], receivers: Sequence[Person], shares: Sequence[Share]
) -> BalancePlan:
    portions: list[Portion] = []
    whole: dict[int, WorkItem] = {}
    stays: list[Stays] = []
    leads = desk.actor.may(Right.ASSIGN_OTHERS)
    for item in items:
        if item.state not in _MOVABLE:
            stays.append(Stays(item.id, item.account, f"it is {item.state.label}"))
        elif not leads and item.assignee not in (None, desk.actor.name):
            stays.append(
                Stays(item.id, item.account, f"it is with {item.assignee}, and only a lead takes it from there")
            )
        else:
            minutes = 0 if item.state is WorkState.HELD else item.minutes
            portions.append(Portion(item.id, item.account, minutes, item.assignee))
            whole[item.id] = item
    minutes_of = {each.person.name: each.minutes for each in loads(desk, unit)}
    found = spread(portions, minutes_of, shares, _allowed(desk, unit, receivers, whole))
    return BalancePlan(found.moves, found.load, (*stays, *found.stays), found.notes)


def _allowed(desk: Desk, unit: UnitOfWork, receivers: Sequence[Person], items: dict[int, WorkItem]) -> MayTake:
    """Who may take what, by client, credentials and specialties; asked once for each kind of chart."""
    receiving = {person.name: Receiving(desk, unit, person) for person in receivers}
    known: dict[tuple[str, int, str, str], bool] = {}

    def may_take(name: str, portion: Portion) -> bool:
        item = items[portion.item_id]
        key = (name, item.client_id, item.setting.value, item.specialty)
        if key not in known:
            try:
                receiving[name].require_sight(item)
                known[key] = not outside(unit, receiving[name].person, item)
            except NotAllowed:
                known[key] = False
        return known[key]

    return may_take
