"""The hand-off log: items go to a colleague together with what they must know (R51)."""

from __future__ import annotations

from collections.abc import Sequence

from tui_coder.domain import handoff as rules
from tui_coder.domain.handoff import Action, Contingency, HandOff, Illness
from tui_coder.domain.refusals import IllegalMove, Malformed
from tui_coder.domain.roles import Right
from tui_coder.services import assigning, queue_changes
from tui_coder.services.desk import Desk, clean


def write(
    desk: Desk, to: str, item_ids: Sequence[int], summary: str, severity: Illness = Illness.STABLE,
    actions: Sequence[Action] = (), contingencies: Sequence[Contingency] = (),
) -> tuple[HandOff, queue_changes.Outcome]:  # fmt: skip
    """Hand items over: they are given to the receiver and the entry is written, both or neither.

    Raises Malformed without a summary or to oneself; IllegalMove where not one of the items can be given.
    """
    desk.may(Right.HAND_OFF)
    summary = clean(summary).strip()
    if not summary:
        raise Malformed("A hand-off needs a summary: the state of the work in a line or two (R51).")
    if to == desk.actor.name:
        raise Malformed("A hand-off goes to a colleague, not to yourself.")
    with desk.writing() as unit:
        receiver = unit.people.named(to)
        outcome = assigning.hand_over(desk, unit, item_ids, receiver)
        if item_ids and not outcome.changed:
            raise IllegalMove(f"Nothing was handed over: {outcome.refused[0].reason}")
        given = [item.id for item in outcome.changed]
        key = unit.hand_offs.add(
            desk.actor.name, to, severity, summary, given,
            [Action(clean(each.what), clean(each.owner), clean(each.when)) for each in actions],
            [Contingency(clean(each.condition), clean(each.response)) for each in contingencies],
        )  # fmt: skip
        told = {"hand_off": key, "to": to, "severity": severity.value, "items": len(given)}
        desk.note(unit, "hand-off written", after=told)
        return unit.hand_offs.get(key), outcome


def accept(desk: Desk, hand_off_id: int, readback: str) -> HandOff:
    """The receiver takes the work over by reading it back in a line of their own."""
    desk.may(Right.HAND_OFF)
    readback = clean(readback).strip()
    with desk.writing() as unit:
        rules.accept(unit.hand_offs.get(hand_off_id), desk.actor.name, readback)
        unit.hand_offs.accept(hand_off_id, readback)
        desk.note(unit, "hand-off accepted", after={"hand_off": hand_off_id})
        return unit.hand_offs.get(hand_off_id)


def all_hand_offs(desk: Desk, *, open_only: bool = False) -> tuple[HandOff, ...]:
    """The log, newest first, with open ones for this person on top."""
    desk.may(Right.READ)
    with desk.reading() as unit:
        entries = unit.hand_offs.all(open_only=open_only)
    return tuple(sorted(entries, key=lambda each: not (each.is_open and each.receiver == desk.actor.name)))
