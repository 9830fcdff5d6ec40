"""Doing one thing to several items: each is changed or refused, the log says so, and one undo takes all back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tui_coder.domain.refusals import (
    NotAllowed,
    NotFound,
    Refusal,
)
from tui_coder.domain.work import WorkItem
from tui_coder.services.desk import Desk
from tui_coder.store.unit_of_work import UnitOfWork

SCOPE = "queue"


@dataclass(frozen=True, slots=True)
class Refused:
    """One item of many on which a thing was not done, and why."""

    account: str
    reason: str
    item_id: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a thing done to several items: each is changed or refused, none is left out.

    `warnings` are sentences about what was done all the same.
    """

    changed: tuple[WorkItem, ...]
    refused: tuple[Refused, ...] = ()
    warnings: tuple[str, ...] = ()


def to_each(
    desk: Desk,
    unit: UnitOfWork,
    item_ids: Sequence[int],
    act: Callable[[WorkItem], WorkItem],
    what: str,
    label: str,
    told: Mapping[str, object],
) -> Outcome:
    """Do one thing to each item: a refusal of one does not stop the others, and one undo covers them all."""
    changed: list[WorkItem] = []
    refused: list[Refused] = []
    parts: list[dict[str, Any]] = []
    unit.items.lock(item_ids)
    for item_id in dict.fromkeys(item_ids):
        try:
            item = unit.items.get(item_id)
            with unit.one_of_many():
                new = act(item)
        except Refusal as refusal:
            if isinstance(refusal, NotAllowed):
                desk.note(unit, "denied", unit.items.get(item_id), after={"refusal": str(refusal)})
            refused.append(Refused(account_of(unit, item_id), str(refusal), item_id))
            continue
        desk.note(unit, what, new, standing(item), {**standing(new), **told})
        changed.append(new)
        parts.append({"item": item.id, "version": new.version, "before": restorable(item), "after": restorable(new)})
    if parts:
        unit.changes.add(desk.actor.id, SCOPE, label, parts)
    return Outcome(tuple(changed), tuple(refused))


def account_of(unit: UnitOfWork, item_id: int) -> str:
    """What to call an item; its number where it is not seen."""
    try:
        return unit.items.get(item_id).account
    except NotFound:
        return f"#{item_id}"


def standing(item: WorkItem) -> dict[str, object]:
    """What the log says of an item: no patient data."""
    return {"state": item.state.value, "assignee": item.assignee or "", "version": item.version}


def restorable(item: WorkItem) -> dict[str, object]:
    return {
        "state": item.state.value,
        "assignee": item.assignee,
        "held_reason": item.held_reason,
        "held_until": item.held_until.isoformat() if item.held_until else None,
        "given_by": item.given_by,
        "given_why": item.given_why,
    }
