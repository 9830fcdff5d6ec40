"""The hand-off log: items go to a colleague together with what they must know (R51)."""

from __future__ import annotations

from collections.abc import Sequence

from tui_coder.domain import handoff as rules
from tui_coder.domain.handoff import Action, Contingency, HandOff, Illness
from tui_coder.domain.handoff_form import read_form
from tui_coder.domain.refusals import IllegalMove, Malformed
from tui_coder.domain.roles import Right
from tui_coder.services import assigning, queue_changes
from tui_coder.services.desk import Desk, clean
from tui_coder.store.unit_of_work import UnitOfWork


def write(
    desk: Desk, to: str, item_ids: Sequence[int], summary: str, severity: Illness = Illness.STABLE,
    actions: Sequence[Action] = (), contingencies: Sequence[Contingency] = (),
) -> tuple[HandOff, queue_changes.Outcome]:  # fmt: skip
    """Hand items over: they are given to the receiver and the entry is written, both or neither.

    Raises Malformed without a summary or to oneself; IllegalMove where not one of the items can be given.
    """
    desk.may(Right.HAND_OFF)
    if item_ids:
        desk.may(Right.CODE)
    summary = clean(summary).strip()
    if not summary:
        raise Malformed("A hand-off needs a summary: the state of the work in a line or two (R51).")
    if to == desk.actor.name:
        raise Malformed("A hand-off goes to a colleague, not to yourself.")
    with desk.writing() as unit:
        receiver = unit.people.named(to)
        reason = _cut(f"handed off: {summary.rstrip('.')}")  # it stands inside sentences
        outcome = assigning.hand_over(desk, unit, item_ids, receiver, reason)
        if item_ids and not outcome.changed:
            raise IllegalMove(f"Nothing was handed over: {outcome.refused[0].reason}")
        given = [item.id for item in outcome.changed]
        key = unit.hand_offs.add(
            desk.actor.name, to, severity, summary, given,
            [rules.owned(Action(clean(each.what), clean(each.owner), clean(each.when)), to) for each in actions],
            [Contingency(clean(each.condition), clean(each.response)) for each in contingencies],
        )  # fmt: skip
        told = {"hand_off": key, "to": to, "severity": severity.value, "items": len(given)}
        desk.note(unit, "hand-off written", after=told)
        unit.hand_offs.keep_draft(desk.actor.id, "")
        return unit.hand_offs.get(key), outcome


def accept(desk: Desk, hand_off_id: int, readback: str) -> HandOff:
    """The receiver takes the work over by reading it back in a line of their own."""
    desk.may(Right.HAND_OFF)
    readback = clean(readback).strip()
    with desk.writing() as unit:
        entry = unit.hand_offs.get(hand_off_id)
        rules.accept(entry, desk.actor.name, readback)
        unit.hand_offs.accept(hand_off_id, readback)
        # The sender is named: of an entry without a chart a team's server tells only whom it names.
        desk.note(unit, "hand-off accepted", after={"hand_off": hand_off_id, "from": entry.sender})
        return unit.hand_offs.get(hand_off_id)


def all_hand_offs(desk: Desk, *, open_only: bool = False, late_only: bool = False) -> tuple[HandOff, ...]:
    """The log: what is open first, as it is to be read (see domain.handoff.in_turn), then the newest first."""
    desk.may(Right.READ)
    with desk.reading() as unit:
        entries = unit.hand_offs.all(open_only=open_only or late_only)
    if late_only:
        entries = tuple(each for each in entries if each.is_late(desk.clock(), desk.late_after))
    return rules.in_turn(entries, desk.actor.name)


def one(desk: Desk, hand_off_id: int) -> HandOff:
    """Raises NotFound."""
    desk.may(Right.READ)
    with desk.reading() as unit:
        return unit.hand_offs.get(hand_off_id)


def exported(desk: Desk, *, open_only: bool = False) -> tuple[HandOff, ...]:
    """The log to be taken out as text; that it goes out is an entry of the event log."""
    entries = all_hand_offs(desk, open_only=open_only)
    with desk.writing() as unit:
        desk.note(unit, "exported", after={"what": "hand-offs", "entries": len(entries)})
    return entries


def count_late(desk: Desk, unit: UnitOfWork) -> int:
    """How many hand-offs of the team nobody has read back in time; none for who leads nobody."""
    if not desk.actor.may(Right.ASSIGN_OTHERS):
        return 0
    return unit.hand_offs.count_late(unit.now - desk.late_after)


def how_many_late(desk: Desk) -> int:
    """The same, asked for by itself."""
    with desk.reading() as unit:
        return count_late(desk, unit)


# ---- the form --------------------------------------------------------------------------------------------------------


def begun(desk: Desk) -> str:
    """The form that this person has begun and not sent; empty where there is none."""
    with desk.reading() as unit:
        return unit.hand_offs.draft(desk.actor.id)


def keep(desk: Desk, form: str) -> None:
    """Keep the form for later; an empty one is dropped. While it is typed, `stopping.keep` does the same."""
    with desk.writing() as unit:
        unit.hand_offs.keep_draft(desk.actor.id, drafted(form))


def drafted(form: str) -> str:
    """A form as it is kept, empty where nothing stands on it."""
    return clean(form) if form.strip() else ""


def send(desk: Desk, form: str) -> tuple[HandOff, queue_changes.Outcome]:
    """Send a form as a hand-off. Raises Malformed for a form that is not complete, naming the line where it can, and
    NotFound for an item or a receiver that nobody knows."""
    draft = read_form(clean(form))
    if not draft.to:
        raise Malformed("To: whom does it go to?")
    with desk.reading() as unit:
        items = [unit.items.named(name).id for name in draft.items]
    return write(desk, draft.to, items, draft.summary, draft.severity, draft.actions, draft.contingencies)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_REASON else f"{text[: _LONGEST_REASON - 1]}…"


_LONGEST_REASON = 120
"""Of a summary so much stands on each item that was handed over; the whole is in the log."""
