"""Nobody at the keys: after a while the screen is blanked, after a longer one the program ends. Nothing is lost."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from tui_coder.domain.counting import count_of
from tui_coder.ui.safe import plain

if TYPE_CHECKING:
    from tui_coder.ui.app import Workstation

LOOK_EVERY = 1.0
_KEPT = "what is typed is kept"
_THROWN_AWAY = "the demo is thrown away"


@dataclass(frozen=True, slots=True)
class Patience:
    """Minutes without a key until the screen is locked, and until the session ends; 0 is never."""

    lock: int = 15
    log_off: int = 0


class Idle:
    """Counts from the last key. `clock` gives seconds that only grow."""

    def __init__(self, app: Workstation, patience: Patience, clock: Callable[[], float] = time.monotonic) -> None:
        self._app, self._patience, self._clock = app, patience, clock
        self._touched = clock()
        self.store_lasts = True
        """What is kept outlives the session; a demo's store is thrown away."""
        self.farewell = ""
        """Why the session ended, where nobody was there to end it."""

    def touch(self) -> None:
        """A key came; on a locked screen it is nobody's yet."""
        if not self.is_locked:
            self._touched = self._clock()

    @property
    def minutes(self) -> float:
        """For so long no key came."""
        return (self._clock() - self._touched) / 60

    @property
    def is_locked(self) -> bool:
        """Whether the screen is blanked."""
        return any(isinstance(each, LockScreen) for each in self._app.screen_stack)

    def start(self) -> None:
        self._app.set_interval(LOOK_EVERY, self.look)

    def look(self) -> None:
        """Lock or end, if it is time."""
        minutes = self.minutes
        if 0 < self._patience.log_off <= minutes and not self.farewell:
            kept = (
                "What you typed is kept, and your charts stay yours until their lease ends; c in the queue goes on "
                "exactly there."
            )
            left = kept if self.store_lasts else f"{_THROWN_AWAY.capitalize()}."
            self.farewell = (
                f"You were logged off after {count_of(self._patience.log_off, 'minute')} without a key. {left}"
            )
            self._app.errand(self._end(), None, keys_wait=False)
        elif 0 < self._patience.lock <= minutes and not self.is_locked:
            self._app.push_screen(LockScreen())

    async def _end(self) -> None:
        from tui_coder.services import session
        from tui_coder.services.failures import FAILURES

        with suppress(*FAILURES):
            await self._app.errands.write(session.log_off, self._app.at_work.desk)
        self._app.exit(0)


class LockScreen(Screen[None]):
    """Nothing of a chart is on the screen, and no key reaches the work below."""

    def __init__(self) -> None:
        super().__init__()
        self._is_asking = False

    def compose(self) -> ComposeResult:
        yield Static("", id="locked", markup=False)

    @property
    def _station(self) -> Workstation:
        return cast("Workstation", self.app)

    def on_mount(self) -> None:
        self._say("")
        self._station.errand(self._lock(), None, keys_wait=False)

    async def _lock(self) -> None:
        from tui_coder.services import session
        from tui_coder.services.failures import FAILURES

        with suppress(*FAILURES):  # without the store it is locked all the same
            await self._station.errands.write(session.lock, self._station.at_work.desk)

    def _say(self, now: str) -> None:
        from tui_coder.services import session

        desk = self._station.at_work.desk
        lines = [
            f"\n  Locked. {desk.actor.name} is at work here.",
            f"  {session.proof(desk)}",
            f"  q ends the session; {_KEPT if self._station.idle.store_lasts else _THROWN_AWAY}.",
            f"  {now}",
        ]
        self.query_one("#locked", Static).update(plain("\n".join(lines)))

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        if event.key == "q":
            self._station.exit(0)
        elif event.key == "enter" and not self._is_asking:
            self._is_asking = True
            self._say("Asking ...")
            self._station.errand(self._wake(), None, keys_wait=False)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()

    async def _wake(self) -> None:
        from tui_coder.services import session
        from tui_coder.services.failures import FAILURES

        try:
            await self._station.errands.write(session.unlock, self._station.at_work.desk)
        except FAILURES as failure:
            self._is_asking = False
            self._say(str(failure))
            return
        if self.app.screen is self:
            self.dismiss()
            self._station.idle.touch()
            self._station.live.look()
