"""Going on exactly where one stopped: what is in hand is kept while it is typed, and offered when one comes back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from tui_coder.domain.refusals import Refusal
from tui_coder.domain.stopping import InHand, LeftOff, StoppingPoint
from tui_coder.services.desk import Desk, clean
from tui_coder.services.failures import StoreFull
from tui_coder.services.handoffs import drafted

FULL = (
    "The disk under the store is full: what you type is still kept, in room that was set aside, but nothing else can "
    "be written. Have space made on it now."
)


def set_room_aside(desk: Desk) -> None:
    """Set room aside for the last words on a full disk; where that cannot be had, one goes without."""
    with suppress(OSError):
        desk.store.set_room_aside()


def keep(desk: Desk, session: str, hand: InHand) -> str:
    """Keep what is in hand; on a full disk in the room that was set aside. Returns what there is to warn of.

    Raises StoreFull when that is used up too.
    """
    try:
        _keep(desk, session, hand)
    except StoreFull:
        if not desk.store.give_room():
            raise
        _keep(desk, session, hand)
        return FULL
    return ""


def _keep(desk: Desk, session: str, hand: InHand) -> None:
    """Keep where this person's session is and what stands there half typed, so that at most the last second is lost.

    Not an event: it says nothing of a chart. Where nothing is in hand, the session leaves nothing behind. Once
    something is, what older sessions left without a word typed is no longer worth going back to.
    """
    point, me = hand.point, desk.actor.id
    with desk.writing() as unit:
        if point.item_id is not None and hand.reading is not None:
            document_id, position, code_line = hand.reading
            unit.notes.keep_place(point.item_id, me, document_id, position, clean(code_line))
        if point.item_id is not None and hand.note is not None:
            unit.notes.keep_draft(point.item_id, me, clean(hand.note))
        if hand.form is not None:
            unit.hand_offs.keep_draft(me, drafted(hand.form))
        if not point.is_worth_going_back:
            unit.stopping_points.drop(me, [session])
            return
        unit.stopping_points.put(me, session, _clean(point))
        passed = [other for other, left, _ in unit.stopping_points.of(me) if other != session and not left.has_words]
        if passed:
            unit.stopping_points.drop(me, passed)


def _clean(point: StoppingPoint) -> StoppingPoint:
    answers = tuple(clean(each) if isinstance(each, str) else each for each in point.answers)
    return replace(point, answers=answers, typed=None if point.typed is None else clean(point.typed))


def left_off(desk: Desk, session: str) -> LeftOff | None:
    """Where another session of this person stopped, the latest; None where all of them came to their end."""
    with desk.reading() as unit:
        for other, point, at in unit.stopping_points.of(desk.actor.id):
            if other != session:
                account = ""
                if point.item_id is not None:
                    with suppress(Refusal):
                        account = unit.items.get(point.item_id).account
                return LeftOff(other, point, account, at)
    return None


def taken_up(desk: Desk, left: LeftOff) -> None:
    """The person went on there; it is not offered again."""
    with desk.writing() as unit:
        unit.stopping_points.drop(desk.actor.id, [left.session])
