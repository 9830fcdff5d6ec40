"""The work queue: pages of it, the next item, and every way an item changes hands or waits."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tui_coder.domain.queue_row import ORDERS, VIEWS, Cursor, Listing, QueueRow
from tui_coder.domain.refusals import (
    HeldByOther,
    IllegalMove,
    Malformed,
    NotAllowed,
    NotFound,
    NothingEligible,
    Refusal,
)
from tui_coder.domain.roles import Person, Right, Role
from tui_coder.domain.work import LEASE, HoldReason, Move, WorkItem, WorkState, after, reasons_for_place
from tui_coder.services.desk import Desk, clean
from tui_coder.store.change_history import Change
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
    """What became of a thing done to several items: each is changed or refused, none is left out."""

    changed: tuple[WorkItem, ...]
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures in the header."""

    mine: int
    pool: int
    overdue: int
    held: int
    disputed: int
    hand_offs: int


# ---- reading ---------------------------------------------------------------------------------------------------------


def listing(desk: Desk, view: str, order: str = "working", filter: str = "", person: str | None = None) -> Listing:
    """Name a listing. Raises Malformed for an unknown view or order, NotFound for an unknown person."""
    known_view = next((each for each in VIEWS if each == view), None)
    known_order = next((each for each in ORDERS if each == order), None)
    if known_view is None:
        raise Malformed(f"'{clean(view)}' is no view: {', '.join(VIEWS)}.")
    if known_order is None:
        raise Malformed(f"'{clean(order)}' is no order: {', '.join(ORDERS)}.")
    person_id = desk.actor.id
    if person is not None:
        with desk.reading() as unit:
            person_id = unit.people.named(person).id
    return Listing(known_view, known_order, clean(filter), person_id)


def page(desk: Desk, wanted: Listing, after: Cursor | None = None, limit: int = 100) -> tuple[QueueRow, ...]:
    """The rows of a listing behind a cursor."""
    with desk.reading() as unit:
        return unit.listings.page(wanted, desk.today, after, limit)


def page_before(desk: Desk, wanted: Listing, before: Cursor | None = None, limit: int = 100) -> tuple[QueueRow, ...]:
    """The rows of a listing in front of a cursor; without one, the last rows."""
    with desk.reading() as unit:
        return unit.listings.page_before(wanted, desk.today, before, limit)


def place_of(desk: Desk, wanted: Listing, item_id: int) -> Cursor | None:
    """Where an item stands in a listing now; None when it is not in it."""
    with desk.reading() as unit:
        return unit.listings.place_of(wanted, desk.today, item_id)


def count(desk: Desk, wanted: Listing) -> int:
    """How many rows a listing has; with a filter slow on a large store, so ask late."""
    with desk.reading() as unit:
        return unit.listings.count(wanted, desk.today)


def counts(desk: Desk) -> Counts:
    """The header's figures."""
    today = desk.today
    with desk.reading() as unit:
        return Counts(
            mine=unit.tally.count(Listing("my", person_id=desk.actor.id), today),
            pool=unit.tally.count(Listing("pool"), today),
            overdue=unit.tally.count(Listing("overdue"), today),
            held=unit.tally.count(Listing("held"), today),
            disputed=unit.tally.count(Listing("disputed"), today),
            hand_offs=unit.hand_offs.count_open_for(desk.actor.name),
        )


def why(desk: Desk, item_id: int) -> list[str]:
    """Why the item stands where it stands, and who it is served to, a phrase each."""
    with desk.reading() as unit:
        item = unit.items.get(item_id)
    return reasons_for_place(item, desk.today, desk.clock(), desk.actor.name)


def find(desk: Desk, name: str) -> WorkItem:
    """The item of an account (or FACILITY/ACCOUNT, or #ID). Raises NotFound."""
    with desk.reading() as unit:
        return unit.items.named(name)


def names(desk: Desk, item_ids: Sequence[int]) -> dict[int, str]:
    """What to type for each item so that `find` finds it: the account; facility/account or #id where it must be."""
    with desk.reading() as unit:
        return unit.items.names(item_ids)


# ---- taking work -----------------------------------------------------------------------------------------------------


def claim_next(desk: Desk) -> WorkItem:
    """Claim the first item in working order that this person may take.

    Raises NothingEligible only when there is truly none, and says where the rest is.
    """
    desk.may(Right.CODE)
    with desk.writing() as unit:
        wake_holds(desk, unit)
        item = unit.items.next_for(desk.actor.id, desk.today)
        if item is None:
            raise NothingEligible(_nothing_left(desk, unit))
        return _claim(desk, unit, item)


def upcoming(desk: Desk) -> WorkItem | None:
    """The item that `claim_next` would claim now, left where it is; None where nothing is eligible."""
    with desk.writing() as unit:
        wake_holds(desk, unit)
        return unit.items.next_for(desk.actor.id, desk.today)


def claim(desk: Desk, item_id: int) -> WorkItem:
    """Take one item into work, also one whose claim a colleague let lapse.

    Raises HeldByOther where it is a colleague's, IllegalMove where it waits or is done.
    """
    desk.may(Right.CODE)
    with desk.writing() as unit:
        wake_holds(desk, unit)
        return _claim(desk, unit, unit.items.get(item_id))


def _claim(desk: Desk, unit: UnitOfWork, item: WorkItem) -> WorkItem:
    me = desk.actor.name
    lapsed = item.state is WorkState.IN_WORK and item.lease_until is not None and item.lease_until < unit.now
    if item.assignee not in (None, me) and not lapsed:
        raise HeldByOther(f"{item.account} is {item.state.label} with {item.assignee}.")
    state = after(item.state, Move.CLAIM)
    if item.state is WorkState.IN_WORK and item.assignee == me:
        unit.items.renew_lease(item, unit.now + LEASE)
        return unit.items.get(item.id)
    taken = unit.items.write(
        item, me, state=state.value, assignee_id=desk.actor.id, lease_until=unit.now + LEASE, changed_documents=False
    )
    what = "claimed" if item.assignee in (None, me) else "taken over"
    desk.note(unit, what, taken, _standing(item), _standing(taken))
    return taken


def keep(desk: Desk, item_id: int) -> None:
    """The heartbeat of an open chart: keeps the claim alive. Raises HeldByOther when the item was taken away."""
    with desk.writing() as unit:
        item = unit.items.get(item_id)
        if item.state is not WorkState.IN_WORK or item.assignee != desk.actor.name:
            who = item.changed_by or "someone"
            raise HeldByOther(f"{item.account} was taken from you by {who}: it is {item.state.label} now.")
        unit.items.renew_lease(item, unit.now + LEASE)


def wake_holds(desk: Desk, unit: UnitOfWork) -> None:
    """Items whose wake date has come go back to whom they belonged, or to the pool."""
    for item in unit.items.holds_to_wake(desk.today):
        unit.items.end_holds(item.id)
        woken = unit.items.write(
            item, item.changed_by, state=after(item.state, Move.RESUME).value, held_reason="", held_until=None
        )
        desk.note(unit, "hold ended", woken, _standing(item), _standing(woken))


def _nothing_left(desk: Desk, unit: UnitOfWork) -> str:
    mine = unit.items.open_of(desk.actor.id)
    working = sum(item.state is WorkState.IN_WORK for item in mine)
    held = sum(item.state is WorkState.HELD for item in mine)
    rest = [f"{working} in work with you" if working else "", f"{held} of yours on hold" if held else ""]
    told = " and ".join(each for each in rest if each)
    return "Nothing left to take: the pool is empty and nothing open is assigned to you" + (
        f" ({told})." if told else "."
    )


# ---- changing hands --------------------------------------------------------------------------------------------------


def give(desk: Desk, item_ids: Sequence[int], to: str, reason: str = "") -> Outcome:
    """Give items to a colleague. One's own and the pool's by anyone, others' by a lead. One undo takes all back."""
    desk.may(Right.CODE)
    with desk.writing() as unit:
        return hand_over(desk, unit, item_ids, unit.people.named(to), reason)


def hand_over(desk: Desk, unit: UnitOfWork, item_ids: Sequence[int], receiver: Person, reason: str = "") -> Outcome:
    """Give items within a transaction that is open already (a hand-off writes its entry in the same one)."""
    if receiver.role is Role.AUDITOR:
        raise Malformed(f"{receiver.name} is an auditor and does not code; give the work to a coder or a lead.")

    def to_receiver(item: WorkItem) -> WorkItem:
        if item.assignee not in (None, desk.actor.name):
            _only_lead(desk, item)
        state = after(item.state, Move.ASSIGN)
        return unit.items.write(item, desk.actor.name, state=state.value, assignee_id=receiver.id, lease_until=None)

    told = {"to": receiver.name, "reason": clean(reason)}
    return _to_each(desk, unit, item_ids, to_receiver, "given", f"given to {receiver.name}", told)


def spread(desk: Desk, sender: str, moves: Sequence[tuple[int, str]], reason: str) -> Outcome:
    """Give each item of the sender to the person beside it, all as one thing that one undo takes back."""
    desk.may(Right.ASSIGN_OTHERS)
    target = dict(moves)
    with desk.writing() as unit:
        ids = {name: unit.people.named(name).id for name in set(target.values())}

        def to_receiver(item: WorkItem) -> WorkItem:
            if item.assignee != sender:
                raise IllegalMove(f"{item.account} is not {sender}'s any more: it is {item.state.label}{_with(item)}.")
            state = after(item.state, Move.ASSIGN)
            receiver = ids[target[item.id]]
            return unit.items.write(item, desk.actor.name, state=state.value, assignee_id=receiver, lease_until=None)

        label = f"spread over {', '.join(sorted(ids))}"
        return _to_each(desk, unit, list(target), to_receiver, "given", label, {"reason": reason})


def release(desk: Desk, item_ids: Sequence[int]) -> Outcome:
    """Back to the pool; an item on hold comes off hold."""
    desk.may(Right.CODE)
    with desk.writing() as unit:

        def let_go(item: WorkItem) -> WorkItem:
            if item.assignee not in (None, desk.actor.name):
                _only_lead(desk, item)
            state = after(item.state, Move.RELEASE)
            unit.items.end_holds(item.id)
            return unit.items.write(
                item, desk.actor.name, state=state.value, assignee_id=None, lease_until=None, held_reason="",
                held_until=None,
            )  # fmt: skip

        return _to_each(desk, unit, item_ids, let_go, "released", "released", {})


def hold(desk: Desk, item_ids: Sequence[int], reason: HoldReason, until: date | None = None, note: str = "") -> Outcome:
    """Put items on hold until a day (or until taken off). Raises Malformed for a wake date that has passed."""
    desk.may(Right.CODE)
    if until is not None and until <= desk.today:
        raise Malformed(f"The wake date {until} is not after today ({desk.today}).")
    note = clean(note).strip()
    with desk.writing() as unit:

        def stop(item: WorkItem) -> WorkItem:
            if item.assignee not in (None, desk.actor.name):
                _only_lead(desk, item)
            state = after(item.state, Move.HOLD)
            unit.items.note_hold(item.id, reason.value, note, until, desk.actor.name)
            return unit.items.write(
                item, desk.actor.name, state=state.value, lease_until=None, held_reason=reason.value, held_until=until
            )

        label = f"on hold: {reason.label}"
        told = {"reason": reason.value, "until": str(until or ""), "note": note}
        return _to_each(desk, unit, item_ids, stop, "held", label, told)


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
            _only_lead(desk, item)
        back = unit.items.write(
            item, desk.actor.name, state=state.value, assignee_id=desk.actor.id, returned=True,
            lease_until=unit.now + LEASE,
        )  # fmt: skip
        desk.note(unit, "recalled", back, _standing(item), {**_standing(back), "reason": reason})
        return back


def _with(item: WorkItem) -> str:
    return f" with {item.assignee}" if item.assignee else ""


def _only_lead(desk: Desk, item: WorkItem) -> None:
    if not desk.actor.may(Right.ASSIGN_OTHERS):
        raise NotAllowed(f"{item.account} is with {item.assignee}; only a lead may take it from there.")


def _to_each(
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
    for item_id in dict.fromkeys(item_ids):
        try:
            item = unit.items.get(item_id)
            with unit.connection.begin_nested():
                new = act(item)
        except Refusal as refusal:
            if isinstance(refusal, NotAllowed):
                desk.note(unit, "denied", unit.items.get(item_id), after={"refusal": str(refusal)})
            refused.append(Refused(_name(unit, item_id), str(refusal), item_id))
            continue
        desk.note(unit, what, new, _standing(item), {**_standing(new), **told})
        changed.append(new)
        parts.append({"item": item.id, "version": new.version, "before": _restorable(item), "after": _restorable(new)})
    if parts:
        unit.changes.add(desk.actor.id, SCOPE, label, parts)
    return Outcome(tuple(changed), tuple(refused))


def _name(unit: UnitOfWork, item_id: int) -> str:
    try:
        return unit.items.get(item_id).account
    except NotFound:
        return f"#{item_id}"


# ---- undo ------------------------------------------------------------------------------------------------------------


def undo(desk: Desk) -> tuple[str, Outcome]:
    """Take back this person's last queue change; items that someone worked on since are refused and stay.

    Returns what was undone and the outcome. Raises IllegalMove when there is nothing to undo.
    """
    with desk.writing() as unit:
        change = unit.changes.to_undo(desk.actor.id, SCOPE)
        if change is None:
            raise IllegalMove("Nothing to undo in the queue.")
        return change.label, _turn(desk, unit, change, back=True)


def redo(desk: Desk) -> tuple[str, Outcome]:
    """Do again what was undone last. Raises IllegalMove when there is nothing."""
    with desk.writing() as unit:
        change = unit.changes.to_redo(desk.actor.id, SCOPE)
        if change is None:
            raise IllegalMove("Nothing to do again in the queue.")
        return change.label, _turn(desk, unit, change, back=False)


def _turn(desk: Desk, unit: UnitOfWork, change: Change, *, back: bool) -> Outcome:
    """Put every item of a change back, or forward again; the change goes on with the items that could be turned."""
    left, to, what = ("after", "before", "undone") if back else ("before", "after", "done again")
    changed: list[WorkItem] = []
    refused: list[Refused] = []
    turned: list[dict[str, Any]] = []
    for part in change.parts:
        item = unit.items.get(part["item"])
        try:
            _still_mine(desk, item, part["version"], part[left])
            new = _restore(desk, unit, item, part[to])
        except Refusal as refusal:
            refused.append(Refused(item.account, str(refusal), item.id))
            continue
        desk.note(unit, what, new, _standing(item), _standing(new))
        changed.append(new)
        turned.append({**part, "version": new.version})
    unit.changes.mark(change, undone=back, parts=turned)
    return Outcome(tuple(changed), tuple(refused))


def _still_mine(desk: Desk, item: WorkItem, version: int, left: Mapping[str, Any]) -> None:
    """Raise IllegalMove unless the item is as the change left it, perhaps by way of later changes taken back."""
    if item.version != version and (item.changed_by != desk.actor.name or _restorable(item) != left):
        raise IllegalMove(f"{item.changed_by} changed it since: it is {item.state.label}.")


def _restore(desk: Desk, unit: UnitOfWork, item: WorkItem, was: Mapping[str, Any]) -> WorkItem:
    assignee_id = unit.people.named(was["assignee"]).id if was["assignee"] else None
    state, until = WorkState(was["state"]), date.fromisoformat(was["held_until"]) if was["held_until"] else None
    if state is WorkState.HELD:
        note = unit.items.note_of_hold(item.id, was["held_reason"], until)
        unit.items.note_hold(item.id, was["held_reason"], note, until, desk.actor.name)
    else:
        unit.items.end_holds(item.id)
    return unit.items.write(
        item, desk.actor.name, state=state.value, assignee_id=assignee_id, held_reason=was["held_reason"],
        held_until=until, lease_until=unit.now + LEASE if state is WorkState.IN_WORK else None,
    )  # fmt: skip


def _standing(item: WorkItem) -> dict[str, object]:
    """What the log says of an item: no patient data."""
    return {"state": item.state.value, "assignee": item.assignee or "", "version": item.version}


def _restorable(item: WorkItem) -> dict[str, object]:
    return {
        "state": item.state.value,
        "assignee": item.assignee,
        "held_reason": item.held_reason,
        "held_until": item.held_until.isoformat() if item.held_until else None,
    }


# ---- saved views -----------------------------------------------------------------------------------------------------


def saved_views(desk: Desk) -> dict[str, Listing]:
    """This person's saved views by name."""
    with desk.reading() as unit:
        stored = unit.notes.views(desk.actor.id)
    found: dict[str, Listing] = {}
    for name, definition in stored.items():
        parts = json.loads(definition)
        found[name] = Listing(parts["view"], parts["order"], parts["filter"], parts["person_id"])
    return found


def save_view(desk: Desk, name: str, wanted: Listing) -> None:
    """Keep a view under a name; an older one of that name is replaced. Raises Malformed without a name."""
    name = clean(name).strip()
    if not name:
        raise Malformed("A view needs a name.")
    parts = {"view": wanted.view, "order": wanted.order, "filter": clean(wanted.filter), "person_id": wanted.person_id}
    with desk.writing() as unit:
        unit.notes.save_view(desk.actor.id, name, json.dumps(parts))
        desk.note(unit, "view saved", after={"name": name, **parts})
