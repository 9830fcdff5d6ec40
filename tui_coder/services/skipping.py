"""Passing over a chart that was served: with a reason, counted, and not served to the same person again that day."""

from __future__ import annotations

from tui_coder.domain.roles import Right
from tui_coder.domain.skip import require_skippable
from tui_coder.domain.work import Move, WorkItem, WorkState, after
from tui_coder.services.desk import Desk, clean, own_item
from tui_coder.services.queue_changes import standing


def skip(desk: Desk, item_id: int, reason: str) -> WorkItem:
    """Put the chart back for others, or for another day where it is assigned to this person; the reason is kept.

    Whoever opens it on purpose works on it all the same. Raises Malformed without a reason, IllegalMove for an item
    that would not be served to them, HeldByOther where this desk lost it meanwhile.
    """
    desk.may(Right.CODE)
    reason = clean(reason).strip()
    with desk.writing() as unit:
        item = unit.items.for_writing(item_id)
        require_skippable(item, desk.actor.name, reason)
        left = item
        if item.state is WorkState.IN_WORK:
            own_item(unit, desk, item_id)
            left = unit.items.write(
                item, desk.actor.name, state=after(item.state, Move.RELEASE).value, lease_until=None, leased_at=None,
                **({"assignee_id": None, "from_pool": False} if item.from_pool else {}),
            )  # fmt: skip
        unit.skips.add(item_id, desk.actor.id, reason)
        desk.note(unit, "skipped", left, standing(item), {**standing(left), "reason": reason})
    return left
