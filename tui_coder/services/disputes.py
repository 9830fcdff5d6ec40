"""Disputes: raising a flag, taking it up, resolving it; each step is signed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tui_coder.domain.codes import bare
from tui_coder.domain.deadlines import days_after
from tui_coder.domain.dispute import DEFAULT_DAYS, Dispute, DisputeKind, DisputeState, step
from tui_coder.domain.refusals import Malformed, NotAllowed, NotFound
from tui_coder.domain.roles import Right, Role
from tui_coder.services.desk import Desk, clean
from tui_coder.store.unit_of_work import UnitOfWork

_LARGEST_STAKE = Decimal("999999999.99")


def raise_flag(
    desk: Desk, item_id: int, kind: DisputeKind, reason: str, *, code: str = "", owner: str | None = None,
    due: date | None = None, amount: Decimal | None = None, carc: str = "", rarc: str = "",
) -> Dispute:  # fmt: skip
    """Flag an item, or one of its codes, as disputed.

    Without an owner it goes to the first lead; without a due date to three days from today (R44), or the next workday.
    Raises Malformed without a reason or for an amount that cannot be, NotFound for a code that is not on the item.
    """
    desk.may(Right.FLAG)
    reason = clean(reason).strip()
    if not reason:
        raise Malformed("A dispute needs a reason.")
    _check_stake(amount)
    with desk.writing() as unit:
        item = unit.items.get(item_id)
        flagged = _code_on(unit, item_id, code) if code else ""
        whose = unit.people.named(owner).name if owner else _first_lead(desk, unit)
        day = due or days_after(desk.today, DEFAULT_DAYS)
        key = unit.disputes.add(
            item_id, kind, reason, desk.actor.name, whose, day, flagged, amount, clean(carc), clean(rarc)
        )
        unit.items.count_disputes(item_id, 1)
        told = {"dispute": key, "kind": kind.value, "code": flagged, "owner": whose, "due": day.isoformat()}
        desk.note(unit, "dispute raised", item, after=told)
        return unit.disputes.get(key)


def take_up(desk: Desk, dispute_id: int) -> Dispute:
    """Put the dispute under review."""
    return _step(desk, dispute_id, DisputeState.UNDER_REVIEW, "")


def resolve(desk: Desk, dispute_id: int, outcome: DisputeState, note: str) -> Dispute:
    """Close a dispute as upheld, overturned or withdrawn, with a signed note.

    Withdrawing belongs to who raised it or a lead; the outcome to its owner, a lead or an auditor, and never to
    the one who raised it (R40: the second reviewer is not the first).
    """
    if not outcome.is_closed:
        raise Malformed("A dispute is resolved as upheld, overturned or withdrawn.")
    note = clean(note).strip()
    if not note:
        raise Malformed("Resolving a dispute needs a note that says why.")
    return _step(desk, dispute_id, outcome, note)


def give_to(desk: Desk, dispute_id: int, owner: str) -> Dispute:
    """Give the dispute to another owner."""
    desk.may(Right.FLAG)
    with desk.writing() as unit:
        dispute = unit.disputes.get(dispute_id)
        _owner_or_lead(desk, dispute)
        new_owner = unit.people.named(owner).name
        unit.disputes.give_to(dispute, new_owner, desk.actor.name, f"given to {new_owner}")
        told = {"dispute": dispute_id, "owner": new_owner}
        desk.note(unit, "dispute given", unit.items.get(dispute.item_id), {"owner": dispute.owner}, told)
        return unit.disputes.get(dispute_id)


def all_disputes(desk: Desk, *, closed_too: bool = False) -> tuple[Dispute, ...]:
    """Disputes by days left, then by the money at stake."""
    desk.may(Right.READ)
    with desk.reading() as unit:
        return unit.disputes.all(closed_too=closed_too)


def _step(desk: Desk, dispute_id: int, state: DisputeState, note: str) -> Dispute:
    desk.may(Right.FLAG)
    with desk.writing() as unit:
        dispute = unit.disputes.get(dispute_id)
        step(dispute.state, state)
        if state is DisputeState.WITHDRAWN:
            if desk.actor.name != dispute.raised_by:
                desk.actor.require(Right.RESOLVE)
        elif state.is_closed:
            _second_reviewer(desk, dispute)
        else:
            _owner_or_lead(desk, dispute)
        unit.disputes.step(dispute, state, desk.actor.name, note)
        item = unit.items.get(dispute.item_id)
        if state.is_closed:
            unit.items.count_disputes(item.id, -1)
        told = {"dispute": dispute_id, "state": state.value, "note": note}
        desk.note(unit, f"dispute {state.label}", item, {"state": dispute.state.value}, told)
        return unit.disputes.get(dispute_id)


def _second_reviewer(desk: Desk, dispute: Dispute) -> None:
    _owner_or_lead(desk, dispute)
    if desk.actor.name == dispute.raised_by and desk.actor.person.role is not Role.ADMIN:
        raise NotAllowed(f"{desk.actor.name} raised this dispute; someone else has to resolve it (R40).")


def _owner_or_lead(desk: Desk, dispute: Dispute) -> None:
    if desk.actor.name != dispute.owner:
        desk.actor.require(Right.RESOLVE)


def _first_lead(desk: Desk, unit: UnitOfWork) -> str:
    people = [each for each in unit.people.all() if each.active]
    for role in (Role.LEAD, Role.AUDITOR, Role.ADMIN):
        for each in people:
            if each.role is role and each.name != desk.actor.name:
                return each.name
    return desk.actor.name


def _check_stake(amount: Decimal | None) -> None:
    if amount is not None and not (amount.is_finite() and 0 <= amount <= _LARGEST_STAKE):
        raise Malformed(f"The money at stake is an amount from 0 to {_LARGEST_STAKE:,}.")


def _code_on(unit: UnitOfWork, item_id: int, code: str) -> str:
    for each in unit.codes.of(item_id):
        if each.code == bare(code):
            return each.printed
    raise NotFound(f"'{code}' is not among the codes of this item; leave --code out to dispute the whole item.")
