"""A session that nobody sits at: it is locked, asked for the right to go on, or ended; each is an entry of the log."""

from __future__ import annotations

from tui_coder.domain.refusals import NotAllowed, switched_off
from tui_coder.services.desk import Desk
from tui_coder.store.unit_of_work import UnitOfWork


def lock(desk: Desk) -> None:
    """Nobody touched the keys for a while. Leases and what is in hand stay as they are."""
    _note(desk, "screen locked")


def unlock(desk: Desk) -> None:
    """Ask the store anew whether this person may go on: a team's server lets them in again, or does not.

    Raises NotAllowed for who has left meanwhile, StoreError where the server does not let them in or does not answer.
    """
    desk.store.disconnect()
    with desk.reading() as unit:
        require_active(desk, unit)
    _note(desk, "screen unlocked")


def require_active(desk: Desk, unit: UnitOfWork) -> None:
    """Raise NotAllowed for who has left while at work."""
    person = unit.people.find(desk.actor.name)
    if person is None or not person.active:
        raise NotAllowed(switched_off(desk.actor.name))


def log_off(desk: Desk) -> None:
    """End for want of a key. Nothing is given back: what was claimed stays this person's until its lease ends."""
    _note(desk, "logged off for want of a key")


def proof(desk: Desk) -> str:
    """What waking proves, told as it is."""
    if desk.store.signed_in is not None:
        return "Enter asks the team's server whether you may go on."
    return "This store has no password of its own: whoever has this terminal can go on. Enter does."


def _note(desk: Desk, what: str) -> None:
    with desk.writing() as unit:
        desk.note(unit, what)
