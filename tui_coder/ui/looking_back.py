"""Where an earlier session of this person was cut off: offered in the queue, and gone on with at one key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_coder.domain.stopping import QUEUE
from tui_coder.ui.work_screen import WorkScreen

if TYPE_CHECKING:
    from tui_coder.domain.stopping import LeftOff
    from tui_coder.ui.app import Workstation


class LookingBack:
    """Looks for such a session once the person is in the queue."""

    def __init__(self, app: Workstation) -> None:
        self._app = app
        self.left_off: LeftOff | None = None
        """Where it was cut off; None where there is none, or once it was taken up."""
        self.has_looked = False

    async def offer(self) -> None:
        """In the queue, where it is of use; a session of which it was not clear yet is offered later."""
        here = self._app.screen
        if self.left_off is not None or (self.has_looked and getattr(here, "SCOPE", "") != QUEUE):
            return
        self.left_off = await self._app.errands.read(self._app.keeping.left_off)
        self.has_looked = True
        if self.left_off is not None and isinstance(here, WorkScreen) and here.stands:
            from tui_coder.ui.going_on import told

            here.say(told(self.left_off))
            here.show_hints()

    async def go_on(self) -> None:
        """Where an earlier session was cut off."""
        left = self.left_off
        if left is not None:
            from tui_coder.ui.going_on import go_on

            try:
                await go_on(self._app, left)
            finally:  # a store that is away is asked in vain: then the same is gone on with at the next key
                self.left_off = await self._app.errands.read(self._app.keeping.left_off)
