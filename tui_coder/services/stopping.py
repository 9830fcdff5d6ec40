"""Going on exactly where one stopped: what is in hand is kept while it is typed, and offered when one comes back."""

from __future__ import annotations

import os
import uuid
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from tui_coder.domain.refusals import Refusal
from tui_coder.domain.stopping import InHand, LeftOff, StoppingPoint
from tui_coder.domain.work import LEASE
from tui_coder.services.desk import Desk, clean
from tui_coder.services.failures import StoreFull
from tui_coder.services.handoffs import drafted
from tui_coder.store.stopping_points import Stopped
from tui_coder.store.unit_of_work import UnitOfWork

FULL = (
    "The disk under the store is full: what you type is still kept, in room that was set aside, but nothing else can "
    "be written. Have space made on it now."
)


def new_session() -> str:
    """A name for a session of this process that no other has; it tells the machine and the process."""
    return f"{os.uname().nodename}:{os.getpid()}:{uuid.uuid4().hex}"


def set_room_aside(desk: Desk) -> None:
    """Set room aside for the last words on a full disk; where that cannot be had, one goes without."""
    with suppress(OSError):
        desk.store.set_room_aside()


def keep(desk: Desk, session: str, hand: InHand, *, stays_there: bool = False) -> str:
    """Keep what is in hand; on a full disk in the room that was set aside. Returns what there is to warn of.

    With `stays_there`, the session has kept just now that it is at this point, and only what is typed there is new.
    The room is set aside again once somebody has made space; until then the warning stands. Raises StoreFull when that
    room is used up too.
    """
    try:
        _keep(desk, session, hand, stays_there)
    except StoreFull:
        if not desk.store.give_room():
            raise
        _keep(desk, session, hand, stays_there)
        return FULL
    try:
        return "" if desk.store.regain_room() else FULL
    except OSError:
        return FULL


def _keep(desk: Desk, session: str, hand: InHand, stays_there: bool) -> None:
    """Keep where this person's session is and what stands there half typed, so that at most the last second is lost.

    Not an event: it says nothing of a chart. Where nothing is in hand, the session leaves nothing behind. Once
    something is, what sessions that were cut off left without a word typed is no longer worth going back to.
    """
    if stays_there:
        with desk.jotting() as unit:
            _keep_words(unit, desk.actor.id, hand)
        return
    point, me = hand.point, desk.actor.id
    with desk.writing() as unit:
        _keep_words(unit, me, hand)
        if not point.is_worth_going_back:
            unit.stopping_points.drop(me, [session])
            return
        unit.stopping_points.put(me, session, _clean(point))
        others = [each for each in unit.stopping_points.of(me) if each.session != session]
        passed = [each.session for each in others if not each.point.has_words and not _is_at_work(each, unit.now)]
        if passed:
            unit.stopping_points.drop(me, passed)


def _keep_words(unit: UnitOfWork, me: int, hand: InHand) -> None:
    """What is half typed on a chart or a hand-off."""
    item_id = hand.point.item_id
    if item_id is not None and hand.reading is not None:
        document_id, position, code_line = hand.reading
        unit.notes.keep_place(item_id, me, document_id, position, clean(code_line))
    if item_id is not None and hand.note is not None:
        unit.notes.keep_draft(item_id, me, clean(hand.note))
    if hand.form is not None:
        unit.hand_offs.keep_draft(me, drafted(hand.form))


def _clean(point: StoppingPoint) -> StoppingPoint:
    answers = tuple(clean(each) if isinstance(each, str) else each for each in point.answers)
    return replace(point, answers=answers, typed=None if point.typed is None else clean(point.typed))


def beat(desk: Desk, session: str) -> None:
    """The session is at work: what it has in hand is offered to no other for the length of a lease."""
    with desk.writing() as unit:
        unit.stopping_points.beat(desk.actor.id, session)


def end(desk: Desk, session: str) -> None:
    """The session is over; what it has in hand is offered to the next one at once."""
    with desk.writing() as unit:
        unit.stopping_points.end(desk.actor.id, session)


def left_off(desk: Desk, session: str) -> LeftOff | None:
    """Where another session of this person stopped, the latest; None where the others ended at rest or are at work."""
    with desk.reading() as unit:
        for other in unit.stopping_points.of(desk.actor.id):
            if other.session != session and not _is_at_work(other, unit.now):
                account = ""
                if other.point.item_id is not None:
                    with suppress(Refusal):
                        account = unit.items.get(other.point.item_id).account
                return LeftOff(other.session, other.point, account, other.at)
    return None


def _is_at_work(other: Stopped, now: datetime) -> bool:
    """Whether that window of one's own is open. It beats, unless its process was on this machine and is gone."""
    if other.beat_at is None or other.beat_at <= now - LEASE:
        return False
    machine, _, process = other.session.rpartition(":")[0].rpartition(":")
    return machine != os.uname().nodename or _runs(process)


def _runs(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # somebody else's, with the number of one that is gone or not: its beat tells
    return True


def taken_up(desk: Desk, left: LeftOff) -> None:
    """The person went on there; it is not offered again."""
    with desk.writing() as unit:
        unit.stopping_points.drop(desk.actor.id, [left.session])
