"""Ending holds: by their day, by a new document, by an answered query, by hand. The chart returns to whose it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from tui_coder.domain.refusals import IllegalMove
from tui_coder.domain.roles import Right
from tui_coder.domain.waking import Woke, wakes_by_document
from tui_coder.domain.work import HoldReason, Move, WorkItem, WorkState, after
from tui_coder.services.desk import Desk, clean, only_lead
from tui_coder.services.queue_changes import Outcome, standing, to_each
from tui_coder.store.unit_of_work import UnitOfWork

_LOOK_EVERY = timedelta(minutes=1)
"""What somebody else held fast when it was looked for is found by the next look."""


def wake_due(desk: Desk) -> int:
    """End the holds whose day has come, and say how many there were; called wherever somebody looks at the queue."""
    if not desk.actor.may(Right.CODE):
        return 0
    with desk.reading() as unit:
        if not unit.items.holds_to_wake(desk.today):
            return 0
    with desk.writing() as unit:
        return by_date(desk, unit)


def in_passing(desk: Desk, unit: UnitOfWork, today: date) -> None:
    """Like `by_date`, but at a desk once a minute, and when the day has changed: work is taken all the time."""
    last = desk.holds_seen
    if last.at is None or last.day != today or not timedelta(0) <= unit.now - last.at < _LOOK_EVERY:
        by_date(desk, unit)


def by_date(desk: Desk, unit: UnitOfWork) -> int:
    """End the holds whose day has come, within a transaction that is open already; returns how many.

    What somebody else wakes or changes at the same moment is left to them.
    """
    today = desk.today
    unit.afterwards.append(partial(desk.holds_seen.note, unit.now, today))
    due = unit.items.holds_to_wake(today, locked=True)
    for item in due:
        _note(desk, unit, item, _wake(desk, unit, item, Woke.DATE))
    return len(due)


def by_document(desk: Desk, unit: UnitOfWork, item: WorkItem) -> WorkItem:
    """A new document has come: end the hold where the chart waits for words, else leave it as it is."""
    if item.state is not WorkState.HELD or not wakes_by_document(item.held_reason):
        return item
    woken = _wake(desk, unit, item, Woke.DOCUMENT)
    _note(desk, unit, item, woken)
    return woken


def query_answered(desk: Desk, item_ids: Sequence[int], note: str = "") -> Outcome:
    """The door for whatever brings answers to queries: end the holds that wait for one.

    Items that wait for something else, or for nothing, are refused and stay. One undo puts all back on hold.
    """
    return _wake_each(desk, item_ids, Woke.ANSWER, note)


def wake(desk: Desk, item_ids: Sequence[int], note: str = "") -> Outcome:
    """Take items off hold by hand; unlike a release, they return to whose they were."""
    return _wake_each(desk, item_ids, Woke.HAND, note)


def _wake_each(desk: Desk, item_ids: Sequence[int], why: Woke, note: str) -> Outcome:
    desk.may(Right.CODE)
    note = clean(note).strip()
    with desk.writing() as unit:

        def woken(item: WorkItem) -> WorkItem:
            if item.assignee not in (None, desk.actor.name):
                only_lead(desk, item)
            if item.state is not WorkState.HELD:
                raise IllegalMove(f"{item.account} is {item.state.label}; it is not on hold.")
            if why is Woke.ANSWER and item.held_reason != HoldReason.UNANSWERED_QUERY.value:
                reason = item.held_reason.replace("_", " ")
                raise IllegalMove(f"{item.account} does not wait for a query; it is on hold for: {reason}.")
            return _wake(desk, unit, item, why, note)

        told = {"reason": why.value, "note": note}
        return to_each(desk, unit, item_ids, woken, "hold ended", f"taken off hold: {why.value}", told)


def _wake(desk: Desk, unit: UnitOfWork, item: WorkItem, why: Woke, note: str = "") -> WorkItem:
    """Back to whose work it is, else to whom held it; to the pool where they have left, are away or do not see it."""
    by = desk.actor.name if why in (Woke.HAND, Woke.ANSWER) else item.changed_by
    holder = unit.people.find(item.assignee or unit.items.held_by(item.id))
    notes = [note] if note else []
    if holder is not None and holder.is_away(desk.today):
        notes.append(f"{holder.name} is away until {holder.away_until}")
    present = (
        holder is not None and holder.active and not holder.is_away(desk.today)
        and unit.clients.shows(holder, item.client_id)
    )  # fmt: skip
    receiver = holder.id if holder is not None and present else None
    moved = {} if holder is not None and present and holder.name == item.assignee else {"assignee_id": receiver}
    unit.items.end_holds(item.id)
    return unit.items.write(
        item, by, state=after(item.state, Move.RESUME).value, held_reason="", held_until=None, **moved, given_by="",
        given_why=why.told(", ".join(notes)),
    )  # fmt: skip


def _note(desk: Desk, unit: UnitOfWork, item: WorkItem, woken: WorkItem) -> None:
    desk.note(unit, "hold ended", woken, standing(item), {**standing(woken), "reason": woken.given_why})
