"""Every way an item changes hands or waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tui_coder.domain.balance import PlannedMove
from tui_coder.domain.refusals import (
    IllegalMove,
    Malformed,
)
from tui_coder.domain.roles import Person, Right
from tui_coder.domain.work import HoldReason, Move, WorkItem, WorkState, after
from tui_coder.services.desk import Desk, clean, only_lead
from tui_coder.services.queue_changes import Outcome, standing, to_each
from tui_coder.services.routing import Receiving
from tui_coder.store.unit_of_work import UnitOfWork


def give(desk: Desk, item_ids: Sequence[int], to: str, reason: str = "") -> Outcome:
    """Give items to a colleague. One's own and the pool's by anyone, others' by a lead. One undo takes all back."""
    desk.may(Right.CODE)
    with desk.writing() as unit:
        return hand_over(desk, unit, item_ids, unit.people.named(to), reason)


def hand_over(desk: Desk, unit: UnitOfWork, item_ids: Sequence[int], receiver: Person, reason: str = "") -> Outcome:
    """Give items within a transaction that is open already (a hand-off writes its entry in the same one)."""
    receiver.require_receiver(desk.today)
    receiving = Receiving(desk, unit, receiver)
    why = clean(reason).strip()

    def to_receiver(item: WorkItem) -> WorkItem:
        if item.assignee not in (None, desk.actor.name):
            only_lead(desk, item)
        receiving.require(item)
        return _give(desk, unit, item, receiver, why)

    told = {"to": receiver.name, "reason": why}
    outcome = to_each(desk, unit, item_ids, to_receiver, "given", f"given to {receiver.name}", told)
    return replace(outcome, warnings=tuple(filter(None, map(receiving.warning, outcome.changed))))


def _give(desk: Desk, unit: UnitOfWork, item: WorkItem, receiver: Person, why: str) -> WorkItem:
    """Write the receiver in; from whom and why it comes stands on it until it moves on, unless one gives to oneself."""
    given_by = desk.actor.name if receiver.id != desk.actor.id else ""
    return unit.items.write(
        item, desk.actor.name, state=after(item.state, Move.ASSIGN).value, assignee_id=receiver.id, lease_until=None,
        given_by=given_by, given_why=why if given_by else "",
    )  # fmt: skip


def spread(desk: Desk, moves: Sequence[PlannedMove], reason: str) -> Outcome:
    """Give each item to the person beside it, all as one thing that one undo takes back.

    What is no longer with whom it was when that was planned is refused and stays.
    """
    desk.may(Right.CODE)
    planned = {each.item_id: each for each in moves}
    why = clean(reason).strip()
    with desk.writing() as unit:
        receivers = {name: Receiving(desk, unit, unit.people.named(name)) for name in {each.to for each in moves}}
        for each in receivers.values():
            each.person.require_receiver(desk.today)

        def to_receiver(item: WorkItem) -> WorkItem:
            move = planned[item.id]
            if item.assignee != move.holder:
                whose = f"{move.holder}'s" if move.holder else "the pool's"
                raise IllegalMove(f"{item.account} is not {whose} any more: it is {item.state.label}{_with(item)}.")
            if item.assignee not in (None, desk.actor.name):
                only_lead(desk, item)
            receivers[move.to].require(item)
            return _give(desk, unit, item, receivers[move.to].person, why)

        label = f"spread over {', '.join(sorted(receivers))}"
        return to_each(desk, unit, list(planned), to_receiver, "given", label, {"reason": why})


def release(desk: Desk, item_ids: Sequence[int]) -> Outcome:
    """Back to the pool; an item on hold comes off hold."""
    desk.may(Right.CODE)
    with desk.writing() as unit:

        def let_go(item: WorkItem) -> WorkItem:
            if item.assignee not in (None, desk.actor.name):
                only_lead(desk, item)
            state = after(item.state, Move.RELEASE)
            unit.items.end_holds(item.id)
            return unit.items.write(
                item, desk.actor.name, state=state.value, assignee_id=None, lease_until=None, held_reason="",
                held_until=None,
            )  # fmt: skip

        return to_each(desk, unit, item_ids, let_go, "released", "released", {})


def hold(desk: Desk, item_ids: Sequence[int], reason: HoldReason, until: date | None = None, note: str = "") -> Outcome:
    """Put items on hold until a day (or until taken off). Raises Malformed for a wake date that has passed."""
    desk.may(Right.CODE)
    if until is not None and until <= desk.today:
        raise Malformed(f"The wake date {until} is not after today ({desk.today}).")
    note = clean(note).strip()
    with desk.writing() as unit:

        def stop(item: WorkItem) -> WorkItem:
            if item.assignee not in (None, desk.actor.name):
                only_lead(desk, item)
            state = after(item.state, Move.HOLD)
            unit.items.note_hold(item.id, reason.value, note, until, desk.actor.name)
            return unit.items.write(
                item, desk.actor.name, state=state.value, lease_until=None, held_reason=reason.value, held_until=until
            )

        label = f"on hold: {reason.label}"
        told = {"reason": reason.value, "until": str(until or ""), "note": note}
        return to_each(desk, unit, item_ids, stop, "held", label, told)


def take_back(desk: Desk, unit: UnitOfWork, items: Sequence[WorkItem], why: str) -> Outcome:
    """Put a person's unfinished items back into the pool, since they cannot work on them any more.

    Items on hold stay on hold, without a holder; what waits for a co-sign goes on waiting for it.
    """
    unfinished = [each.id for each in items if each.state is not WorkState.CO_SIGN]

    def to_pool(item: WorkItem) -> WorkItem:
        state = item.state if item.state is WorkState.HELD else after(item.state, Move.RELEASE)
        return unit.items.write(
            item, desk.actor.name, state=state.value, assignee_id=None, lease_until=None, leased_at=None
        )

    return to_each(desk, unit, unfinished, to_pool, "released", why, {"reason": why})


def recall(desk: Desk, item_id: int, reason: str) -> WorkItem:
    """Take a submitted item back into work. Its coder may, or a lead. Raises Malformed without a reason."""
    desk.may(Right.CODE)
    reason = clean(reason).strip()
    if not reason:
        raise Malformed("A recall needs a reason.")
    with desk.writing() as unit:
        item = unit.items.get(item_id)
        state = after(item.state, Move.RECALL)
        if item.assignee != desk.actor.name:
            only_lead(desk, item)
        back = unit.items.write(
            item, desk.actor.name, state=state.value, assignee_id=desk.actor.id, returned=True,
            lease_until=unit.now + desk.lease, leased_at=unit.now,
        )  # fmt: skip
        desk.note(unit, "recalled", back, standing(item), {**standing(back), "reason": reason})
    return desk.holding(back)


def _with(item: WorkItem) -> str:
    return f" with {item.assignee}" if item.assignee else ""
