"""Keeps what is in hand while it is typed: in the store, less than a second behind the keys."""

from __future__ import annotations

import time
from collections import deque
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from tui_coder.domain.stopping import InHand, StoppingPoint
from tui_coder.domain.work import HEARTBEAT
from tui_coder.ui.guard import KEPT, NOT_KEPT
from tui_coder.ui.hand import Hand
from tui_coder.ui.work_screen import WorkScreen

if TYPE_CHECKING:
    from tui_coder.domain.stopping import LeftOff
    from tui_coder.services.desk import Desk
    from tui_coder.ui.app import Workstation

KEEP_EVERY = 0.7
"""Seconds between a key and its saving: at most one second of typing may be lost to a killed session."""
TRY_AGAIN_AFTER = 1.0
PUT_EVERY = 15.0
"""Seconds in which a session that types on at one place is not put there again; so much its time may be behind."""


class Keeping:
    """`hand` is what is kept; whatever changes in it is in the store soon after."""

    def __init__(self, app: Workstation) -> None:
        self._app = app
        self._waits = self._has_told = self._is_over = False
        self._kept = InHand()
        self._put_at = 0.0
        self._passed: deque[InHand] = deque()
        self.hand = Hand(self._soon, self._pass)

    @cached_property
    def _session(self) -> str:
        from tui_coder.services import stopping

        return stopping.new_session()

    def start(self) -> None:
        """Tell the store from now on that this session is at work, so that no other is offered what is in hand."""
        self._app.set_interval(HEARTBEAT.total_seconds(), self._start_beat)

    def save(self) -> str:
        """Keep it now, in the calling thread; returns what there is to warn of. Raises what the store raises.

        Does nothing while no store is open. What is refused is warned of and not tried again.
        """
        house = self._app.house
        if house is None:
            return ""
        warning = ""
        while self._passed:
            self._kept = self._passed[0]
            warning = _keep(house.desk, self._session, self._kept) or warning
            self._put_at = 0.0
            self._passed.popleft()
        now, moment = self.hand.now, time.monotonic()
        if now != self._kept:
            stays_there = now.point == self._kept.point and moment < self._put_at + PUT_EVERY
            warning = _keep(house.desk, self._session, now, stays_there=stays_there) or warning
            self._kept, self._put_at = now, self._put_at if stays_there else moment
        return warning

    def leave(self) -> str:
        """Keep it a last time, for the next session to go on with; otherwise as `save`."""
        from tui_coder.services import stopping

        warning = self.save()
        if self._app.house is not None:
            stopping.end(self._app.house.desk, self._session)
        return warning

    async def settle(self) -> None:
        """Have what was put down in the store before something else is taken up. Trouble is told at the next try."""
        from tui_coder.services.failures import FAILURES

        with suppress(*FAILURES):
            await self._app.errands.write(self.save)

    async def end_with(self, sentence: str) -> None:
        """The person may no longer work here: keep what is in hand, where that is still taken, and end with it."""
        from tui_coder.services.failures import FAILURES, NotAllowed

        try:
            warning = await self._app.errands.write(self.save)
        except FAILURES as failure:
            warning = f"{NOT_KEPT.rstrip('.')}: {failure}"
        self._app.stop_with(NotAllowed(f"{sentence} {warning or KEPT}"))

    async def finish(self) -> None:
        """Keep what is still in hand, at the end."""
        from tui_coder.services.failures import FAILURES

        self._is_over = True
        with suppress(*FAILURES):
            await self._app.errands.write(self.leave)

    def left_off(self) -> LeftOff | None:
        """Where an earlier session of this person stopped; looked up in the calling thread."""
        from tui_coder.services import stopping

        return stopping.left_off(self._app.at_work.desk, self._session)

    def taken_up(self, left: LeftOff) -> None:
        """The person has gone on there."""
        from tui_coder.services import stopping

        stopping.taken_up(self._app.at_work.desk, left)

    def _pass(self, hand: InHand) -> None:
        """What was read, noted and drafted is still kept when the person has gone on to something else."""
        if (hand.reading, hand.note, hand.form) != (None, None, None):
            self._passed.append(replace(hand, point=StoppingPoint(item_id=hand.point.item_id)))

    def _soon(self, seconds: float = KEEP_EVERY) -> None:
        if not self._waits and not self._is_over and self._app.is_running:
            self._waits = True
            self._app.set_timer(seconds, self._start)

    def _start(self) -> None:
        if not self._is_over:
            self._app.errand(self._save_soon(), None, keys_wait=False)

    def _start_beat(self) -> None:
        if not self._is_over:
            self._app.errand(self._beat(), None, keys_wait=False)

    async def _beat(self) -> None:
        from tui_coder.services import stopping
        from tui_coder.services.failures import FAILURES

        with suppress(*FAILURES):  # a store that is away is told where a key needs it
            await self._app.errands.write(stopping.beat, self._app.at_work.desk, self._session)
            await self._app.looking_back.offer()

    async def _save_soon(self) -> None:
        from tui_coder.services.failures import FAILURES

        self._waits = False
        try:
            warning = await self._app.errands.write(self.save)
        except FAILURES as failure:
            self._tell(f"What you type is not kept at the moment. {failure}")
            self._soon(TRY_AGAIN_AFTER)
        else:
            if warning:
                self._tell(warning)
            elif self._has_told:
                self._tell("What you type is kept again.", warning=False)

    def _tell(self, sentence: str, *, warning: bool = True) -> None:
        """Once for every trouble, below whatever question is open."""
        if self._has_told == warning:
            return
        self._has_told = warning
        for screen in reversed(self._app.screen_stack):
            if isinstance(screen, WorkScreen) and screen.stands:
                screen.say(sentence, warning=warning)
                return


def _keep(desk: Desk, session: str, hand: InHand, *, stays_there: bool = False) -> str:
    """Keep it; returns what there is to warn of. Without the words of a note: the terminal may be left with it."""
    from tui_coder.domain.refusals import Refusal
    from tui_coder.services import stopping

    try:
        return stopping.keep(desk, session, hand, stays_there=stays_there)
    except Refusal as refusal:
        what = "your place in a chart" if hand.note is None else "your note on a chart"
        if hand.form is not None:
            what = "your hand-off"
        return f"The last of {what} could not be kept: {refusal}"
