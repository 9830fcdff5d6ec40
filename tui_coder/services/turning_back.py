"""Undo and redo of what was done to items of the queue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tui_coder.domain.refusals import (
    IllegalMove,
    Refusal,
)
from tui_coder.domain.work import WorkItem, WorkState
from tui_coder.services.desk import Desk
from tui_coder.services.queue_changes import SCOPE, Outcome, Refused, account_of, restorable, standing
from tui_coder.services.routing import Receiving
from tui_coder.store.change_history import Change
from tui_coder.store.unit_of_work import UnitOfWork


def undo(desk: Desk) -> tuple[str, Outcome]:
    """Take back this person's last queue change; items that someone worked on since are refused and stay.

    Returns what was undone and the outcome. Raises IllegalMove when there is nothing to undo.
    """
    with desk.writing() as unit:
        change = unit.changes.to_undo(desk.actor.id, SCOPE)
        if change is None:
            raise IllegalMove("Nothing to undo in the queue.")
        turned = _turn(desk, unit, change, back=True)
    return change.label, _held_again(desk, turned)


def redo(desk: Desk) -> tuple[str, Outcome]:
    """Do again what was undone last. Raises IllegalMove when there is nothing."""
    with desk.writing() as unit:
        change = unit.changes.to_redo(desk.actor.id, SCOPE)
        if change is None:
            raise IllegalMove("Nothing to do again in the queue.")
        turned = _turn(desk, unit, change, back=False)
    return change.label, _held_again(desk, turned)


def _turn(desk: Desk, unit: UnitOfWork, change: Change, *, back: bool) -> Outcome:
    """Put every item of a change back, or forward again; the change goes on with the items that could be turned."""
    left, to, what = ("after", "before", "undone") if back else ("before", "after", "done again")
    changed: list[WorkItem] = []
    refused: list[Refused] = []
    turned: list[dict[str, Any]] = []
    unit.items.lock([part["item"] for part in change.parts])
    for part in change.parts:
        item_id = part["item"]
        try:
            item = unit.items.get(item_id)
            _still_mine(desk, item, part["version"], part[left])
            with unit.one_of_many():
                new = _restore(desk, unit, item, part[to])
        except Refusal as refusal:
            refused.append(Refused(account_of(unit, item_id), str(refusal), item_id))
            continue
        desk.note(unit, what, new, standing(item), standing(new))
        changed.append(new)
        turned.append({**part, "version": new.version})
    unit.changes.mark(change, undone=back, parts=turned)
    return Outcome(tuple(changed), tuple(refused))


def _held_again(desk: Desk, outcome: Outcome) -> Outcome:
    """What came back into this person's work is held at this desk."""
    for item in outcome.changed:
        if item.state is WorkState.IN_WORK and item.assignee == desk.actor.name:
            desk.holding(item)
    return outcome


def _still_mine(desk: Desk, item: WorkItem, version: int, left: Mapping[str, Any]) -> None:
    """Raise IllegalMove unless the item is as the change left it, perhaps by way of later changes taken back."""
    if item.version != version and (item.changed_by != desk.actor.name or restorable(item) != left):
        raise IllegalMove(f"{item.changed_by} changed it since: it is {item.state.label}.")


def _restore(desk: Desk, unit: UnitOfWork, item: WorkItem, was: Mapping[str, Any]) -> WorkItem:
    assignee_id = None
    if was["assignee"]:
        holder = unit.people.named(was["assignee"])
        Receiving(desk, unit, holder).require_sight(item)
        assignee_id = holder.id
    state, until = WorkState(was["state"]), date.fromisoformat(was["held_until"]) if was["held_until"] else None
    if state is WorkState.HELD:
        unit.items.hold_again(item.id, was["held_reason"], until, desk.actor.name)
    else:
        unit.items.end_holds(item.id)
    return unit.items.write(
        item, desk.actor.name, state=state.value, assignee_id=assignee_id, held_reason=was["held_reason"],
        held_until=until, lease_until=unit.now + desk.lease if state is WorkState.IN_WORK else None,
        given_by=was.get("given_by", ""), given_why=was.get("given_why", ""),
    )  # fmt: skip
