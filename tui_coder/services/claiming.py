"""Taking work: the next item, one item, and keeping it."""

from __future__ import annotations

from tui_coder.domain.queue_row import Listing
from tui_coder.domain.refusals import (
    HeldByOther,
    IllegalMove,
    Malformed,
    NothingEligible,
)
from tui_coder.domain.roles import Right
from tui_coder.domain.work import Move, WorkItem, WorkState, after
from tui_coder.services import routing, waking
from tui_coder.services.desk import Desk, clean, own_item
from tui_coder.services.queue_changes import standing, to_each
from tui_coder.store.unit_of_work import UnitOfWork


def claim_next(desk: Desk) -> WorkItem:
    """Claim the first item in working order that this person may take.

    Raises NothingEligible only when there is truly none, and says where the rest is.
    """
    desk.may(Right.CODE)
    began = desk.day_began  # asked before the turn, which everybody else waits for
    today = began.date()
    with desk.writing() as unit:
        waking.in_passing(desk, unit, today)
        item = unit.items.next_for(desk.actor.id, today, began)
        if item is None and waking.by_date(desk, unit):
            item = unit.items.next_for(desk.actor.id, today, began)
        taken = None if item is None else _claim(desk, unit, item)
    if taken is None:  # where the rest is, is read behind the turn: when a pool runs dry, everybody asks for more
        with desk.reading() as unit:
            raise NothingEligible(_nothing_left(desk, unit))
    return desk.holding(taken)


def upcoming(desk: Desk) -> WorkItem | None:
    """The item that `claim_next` would claim now, left where it is; None where nothing is eligible."""
    with desk.writing() as unit:
        waking.by_date(desk, unit)
        return unit.items.next_for(desk.actor.id, desk.today, desk.day_began)


def claim(desk: Desk, item_id: int) -> WorkItem:
    """Take one item into work, also one whose claim a colleague let lapse.

    Raises HeldByOther where it is a colleague's, IllegalMove where it waits or is done, NotAllowed where it is the
    pool's and not for this person's credentials or specialties.
    """
    desk.may(Right.CODE)
    with desk.writing() as unit:
        waking.in_passing(desk, unit, desk.today)
        taken = _claim(desk, unit, unit.items.get(item_id))
    return desk.holding(taken)


def _claim(desk: Desk, unit: UnitOfWork, item: WorkItem) -> WorkItem:
    me, lapsed = desk.actor.name, item.has_lapsed(unit.now)
    if item.assignee not in (None, me) and not lapsed:
        raise HeldByOther(f"{item.account} is {item.state.label} with {item.assignee}.")
    state = after(item.state, Move.CLAIM)
    if item.assignee != me:
        routing.refuse_taking(desk, unit, item)
    if item.state is WorkState.IN_WORK and item.assignee == me and desk.fences.get(item.id) == item.fence:
        unit.items.renew_lease(item, unit.now + desk.lease)
        return unit.items.get(item.id)
    again = item.state is WorkState.IN_WORK and item.assignee == me
    taken = unit.items.write(
        item, me, state=state.value, assignee_id=desk.actor.id, lease_until=unit.now + desk.lease,
        leased_at=unit.now, from_pool=item.from_pool if again else item.assignee != me,
        changed_documents=item.changed_documents and again,
        **({"given_by": item.given_by, "given_why": item.given_why} if item.assignee == me else {}),
    )  # fmt: skip
    what = "taken up again" if again else "claimed" if item.assignee in (None, me) else "taken over"
    desk.note(unit, what, taken, standing(item), standing(taken))
    return taken


def take_over(desk: Desk, item_id: int, reason: str) -> WorkItem:
    """A lead takes a chart out of a colleague's hands into their own; one undo gives it back.

    Whoever held it sees it at once and writes no more. Raises NotAllowed for who leads nobody, Malformed without a
    reason, IllegalMove where nobody holds the chart or where it waits or is done.
    """
    desk.may(Right.ASSIGN_OTHERS)
    reason = clean(reason).strip()
    if not reason:
        raise Malformed("Taking a chart over needs a reason; its holder reads it.")
    with desk.writing() as unit:

        def out_of_their_hands(item: WorkItem) -> WorkItem:
            if item.assignee is None:
                held = f"{item.account} is {item.state.label} with nobody"
                raise IllegalMove(f"{held}: there are no hands to take it out of.{_way_to(item)}")
            if item.assignee == desk.actor.name:
                raise IllegalMove(f"{item.account} is {item.state.label} with you already; open it from the queue.")
            return unit.items.write(
                item, desk.actor.name, state=after(item.state, Move.CLAIM).value, assignee_id=desk.actor.id,
                lease_until=unit.now + desk.lease, leased_at=unit.now, from_pool=False,
            )  # fmt: skip

        outcome = to_each(
            desk, unit, [item_id], out_of_their_hands, "taken over", "taken over", {"reason": reason}
        )  # fmt: skip
        if outcome.refused:
            raise IllegalMove(outcome.refused[0].reason)
    return desk.holding(outcome.changed[0])


def _way_to(item: WorkItem) -> str:
    """How a lead has a chart that is with nobody."""
    ways = {
        WorkState.OPEN: " It is in the pool: open it from the queue, or assign it to somebody.",
        WorkState.HELD: " Take it off hold (wake), then it is in the pool.",
    }
    return ways.get(item.state, "")


def keep(desk: Desk, item_id: int) -> None:
    """The heartbeat of an open chart: keeps the lease alive. Raises HeldByOther when the item was taken away."""
    with desk.writing() as unit:
        item = unit.items.get(item_id)
        if item.state is not WorkState.IN_WORK or item.assignee != desk.actor.name:
            who = item.changed_by or "someone"
            raise HeldByOther(f"{item.account} was taken from you by {who}: it is {item.state.label} now.")
        own_item(unit, desk, item_id)
        unit.items.renew_lease(item, unit.now + desk.lease)


def _nothing_left(desk: Desk, unit: UnitOfWork) -> str:
    person = unit.people.find(desk.actor.name)
    if person is None or not person.active:  # removed while the workstation was open: a server shows no charts then
        return "Nothing is served to you: your sign-in name is switched off; ask a lead."
    loads = {load.state: load.charts for load in unit.tally.loads(desk.today) if load.assignee_id == desk.actor.id}
    working, held, unsigned = (
        loads.get(state.value, 0) for state in (WorkState.IN_WORK, WorkState.HELD, WorkState.CO_SIGN)
    )
    passed = len(set(unit.skips.items_of(desk.actor.id, desk.day_began)))
    rest = [
        f"{working} in work with you" if working else "", f"{held} of yours on hold" if held else "",
        f"{unsigned} of yours waiting for a co-sign" if unsigned else "",
        f"{passed} skipped by you today" if passed else "",
    ]  # fmt: skip
    told = " and ".join(each for each in rest if each)
    pooled = unit.tally.count(Listing("pool"), desk.today)
    other = "credentials or specialties" if unit.viewer.route.specialties else "credentials"
    pool = f"what is in the pool ({pooled:,}) is for other {other}" if pooled else "the pool is empty"
    where = "nothing else is served to you" if passed else f"{pool} and nothing open is assigned to you"
    return f"Nothing left to take: {where}{f' ({told})' if told else ''}."
