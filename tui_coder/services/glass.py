"""Breaking the glass, and looking after it: every chart that was read so is shown to leads until one has seen it."""

from __future__ import annotations

from collections.abc import Sequence

from tui_coder.domain.glass import BehindGlass, BrokenGlass, require_reason
from tui_coder.domain.refusals import IllegalMove, NotAllowed, NotFound, Refusal
from tui_coder.domain.roles import Right
from tui_coder.domain.work import WorkItem
from tui_coder.services.desk import Desk, clean
from tui_coder.store.unit_of_work import UnitOfWork


def break_glass(desk: Desk, account: str, reason: str) -> WorkItem:
    """Let this person read a chart of a client that is not theirs for an hour, by its exact account number.

    Leads are shown it, with the reason. Raises Malformed for a reason that says nothing, NotFound where there is no
    such chart behind glass, IllegalMove for a chart that they see anyway.
    """
    desk.may(Right.BREAK_GLASS)
    reason, account = require_reason(clean(reason)), clean(account).strip()
    with desk.writing() as unit:
        if _is_seen(unit, account):
            raise IllegalMove(f"{account} is a chart you see anyway; there is no glass to break.")
        found = _one_behind(unit, account)
        unit.glass.add(found.item_id, desk.actor.id, reason)
        item = unit.items.get(found.item_id)
        desk.note(unit, "glass broken", item, after={"client": found.client, "reason": reason})
    return item


def behind(desk: Desk, account: str) -> BehindGlass | None:
    """The chart of exactly this account number that this person does not see; None where there is none."""
    desk.may(Right.READ)
    with desk.reading() as unit:
        found = unit.glass.behind(clean(account).strip())
    return found[0] if found else None


def broken(desk: Desk, *, seen_too: bool = False) -> tuple[BrokenGlass, ...]:
    """What was read behind broken glass, the newest first: one's own, all for who may read the whole log."""
    desk.may(Right.READ)
    with desk.reading() as unit:
        found = unit.glass.all(seen_too=seen_too)
    return tuple(each for each in found if each.person == desk.actor.name or desk.actor.may(Right.LOG))


def mark_seen(desk: Desk, numbers: Sequence[int]) -> tuple[BrokenGlass, ...]:
    """A lead has looked at these. Raises NotAllowed for what they broke themselves: somebody else looks at that."""
    desk.may(Right.GLASS)
    with desk.writing() as unit:
        found = [unit.glass.get(each) for each in dict.fromkeys(numbers)]
        for each in found:
            if each.person == desk.actor.name:
                raise NotAllowed(f"You broke the glass for {each.account} yourself; another lead looks at that.")
            if each.seen_by:
                raise IllegalMove(f"{each.seen_by} has looked at the broken glass {each.id} already.")
            unit.glass.mark_seen(each.id, desk.actor.name)
            told = {"glass": each.id, "person": each.person, "item": f"#{each.item_id}"}
            desk.note(unit, "broken glass seen", after=told)
        return tuple(unit.glass.get(each.id) for each in found)


def _is_seen(unit: UnitOfWork, account: str) -> bool:
    try:
        item = unit.items.named(account)
    except Refusal:
        return False
    return unit.viewer.sight.shows(item.id, item.client_id)


def _one_behind(unit: UnitOfWork, account: str) -> BehindGlass:
    found = unit.glass.behind(account)
    if not found:
        raise NotFound(f"There is no chart '{account}' of another client; the account number has to be exact.")
    if len(found) > 1:
        clients = ", ".join(each.client for each in found)
        raise NotFound(f"'{account}' stands with several clients ({clients}); ask a lead to open it for you.")
    return found[0]
