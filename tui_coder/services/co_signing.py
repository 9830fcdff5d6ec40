"""The second signature: an apprentice's work counts as submitted once a lead or a full coder has signed it too."""

from __future__ import annotations

from collections.abc import Sequence

from tui_coder.domain.refusals import IllegalMove, Malformed, NotAllowed
from tui_coder.domain.roles import Right
from tui_coder.domain.routing import APPRENTICES, holds_in_full, needs_co_sign, wanted
from tui_coder.domain.work import Move, WorkItem, WorkState, after
from tui_coder.services.desk import Desk, clean
from tui_coder.services.queue_changes import Outcome, to_each
from tui_coder.store.unit_of_work import UnitOfWork


def finishing_move(desk: Desk, unit: UnitOfWork, item: WorkItem) -> Move:
    """What finishing a chart means for the person at the desk: it is submitted, or presented for a co-sign."""
    person = unit.people.get(desk.actor.id)
    names = wanted(item.client_id, item.setting, unit.viewer.wishes)
    return Move.PRESENT if needs_co_sign(person.credentials, names) else Move.SUBMIT


def co_sign(desk: Desk, item_ids: Sequence[int]) -> Outcome:
    """Sign what apprentices presented: it counts as submitted, theirs, and the log has both names. One undo takes all
    back.

    Refused are one's own charts, and those for which a coder does not hold the credential in full; leads may sign any.
    """
    desk.may(Right.CO_SIGN)
    with desk.writing() as unit:

        def sign(item: WorkItem) -> WorkItem:
            state = after(item.state, Move.CO_SIGN)
            require_second(desk, unit, item)
            return unit.items.write(item, desk.actor.name, state=state.value, lease_until=None, returned=False)

        return to_each(desk, unit, item_ids, sign, "co-signed", "co-signed", {})


def send_back(desk: Desk, item_ids: Sequence[int], reason: str) -> Outcome:
    """Give what waits for a co-sign back to who coded it, with what is to be mended. One undo takes all back.

    Where they have left or see the client no more, it is the pool's. Raises Malformed without a reason.
    """
    desk.may(Right.CO_SIGN)
    reason = clean(reason).strip()
    if not reason:
        raise Malformed("Sending a chart back needs a reason; whoever coded it reads it.")
    with desk.writing() as unit:

        def back(item: WorkItem) -> WorkItem:
            if item.state is not WorkState.CO_SIGN:
                raise IllegalMove(f"{item.account} is {item.state.label}; only what waits for a co-sign is sent back.")
            require_second(desk, unit, item)
            coder = unit.people.find(item.assignee or "")
            here = coder is not None and coder.active and unit.clients.shows(coder, item.client_id)
            return unit.items.write(
                item, desk.actor.name, state=after(item.state, Move.RETURN).value, returned=True,
                assignee_id=coder.id if coder is not None and here else None,
                given_by=desk.actor.name, given_why=reason,
            )  # fmt: skip

        return to_each(desk, unit, item_ids, back, "sent back", "sent back", {"reason": reason})


def require_second(desk: Desk, unit: UnitOfWork, item: WorkItem) -> None:
    """Raise NotAllowed unless the person at the desk may put the second signature under a chart."""
    if item.assignee == desk.actor.name:
        raise NotAllowed(f"Nobody co-signs their own work; {item.account} needs somebody else's signature.")
    if desk.actor.may(Right.ASSIGN_OTHERS):
        return
    names = wanted(item.client_id, item.setting, unit.viewer.wishes)
    if not holds_in_full(unit.people.get(desk.actor.id).credentials, names):
        full = [each for each in names if each not in APPRENTICES]
        held = f"full {' or '.join(full)}" if full else "full credential"
        raise NotAllowed(f"{item.account} ({item.setting.value}) is co-signed by a lead or by who holds a {held}.")
