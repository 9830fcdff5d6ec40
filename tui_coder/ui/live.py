"""What others do shows itself, and so does a store that does not answer."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tui_coder.ui.work_screen import WorkScreen

if TYPE_CHECKING:
    from tui_coder.services.desk import Desk
    from tui_coder.services.following import Following, News
    from tui_coder.ui.app import Workstation

CALM = 0.6
"""Seconds between two showings: where many work at once a screen that changes with each of them cannot be read."""
_AGAIN = 0.05
BACK = "The line to the store is back; what you typed stands as it was."


class Live:
    """Keeps the screen in front as the store is, without moving its cursor.

    While a key is being acted on nothing changes under it: the news waits.
    """

    def __init__(self, app: Workstation) -> None:
        self._app = app
        self._following: Following | None = None
        self._shown_at = 0.0
        self._waits = False
        self.is_down = False
        """The store did not answer when it was last asked."""
        self._answers = False
        """It was heard of since."""

    def start(self, desk: Desk) -> None:
        """Follow the store from now on."""
        from tui_coder.services.following import Following

        self._following = Following(desk, lambda news: self._app.call_later(self._heard, news))
        self._following.start()

    def close(self) -> None:
        """Stop following."""
        if self._following is not None:
            self._following.close()

    def warn(self, sentence: str) -> None:
        """Say what went wrong beside the person's work."""
        here = self._front()
        if here is not None:
            here.say(sentence, warning=True)

    def failed(self, reason: str) -> None:
        """The store did not answer; that is said once, until it is back."""
        was = self.is_down
        self.doubt()
        here = self._front()
        if not was and here is not None:
            here.say(reason, warning=True)

    def doubt(self) -> None:
        """The store did not answer, and the person knows it: ask it again and again, and tell when it is back."""
        self.is_down, self._answers = True, False
        if self._following is not None:
            self._following.doubt()

    def look(self) -> None:
        """Show the screen in front as the store is now."""
        here = self._front()
        if here is not None:
            here.refresh_from_store()

    def _heard(self, news: News) -> None:
        if news.over:
            self._app.errand(self._app.keeping.end_with(news.over), None, keys_wait=False)
            return
        if news.down:
            self.failed(news.down)
            return
        self._answers = True
        if not self._waits:
            self._waits = True
            self._app.set_timer(max(_AGAIN, self._shown_at + CALM - time.monotonic()), self._show)

    def _show(self) -> None:
        if not self._app.gate.idle:
            self._app.set_timer(_AGAIN, self._show)
            return
        self._waits, self._shown_at = False, time.monotonic()
        here = self._front()
        if here is None:
            return
        if self.is_down and self._answers:
            self.is_down = False
            here.say(BACK)
        here.refresh_from_store()

    def _front(self) -> WorkScreen | None:
        """The screen to work on that lies in front, be it below a question; None in an app that ends."""
        if not self._app.is_running:
            return None
        screens = (each for each in reversed(self._app.screen_stack) if isinstance(each, WorkScreen))
        return next((each for each in screens if each.stands), None)
