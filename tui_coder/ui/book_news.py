"""The code books are made ready behind the first screen, and take up what is loaded later; both are told."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from tui_coder.ui.errands import Leaving
from tui_coder.ui.work_screen import WorkScreen

if TYPE_CHECKING:
    from tui_coder.ui.app import Workstation

_BETWEEN_LOOKS = 5.0
"""Seconds between two looks for what was loaded into the code books meanwhile."""


class BookNews:
    """Tells the screens that the code books are ready, and how far they are until then."""

    def __init__(self, app: Workstation) -> None:
        self._app = app
        self._said = ""

    async def prepare(self) -> None:
        """Make the code books ready while the person already reads; progress stands in the message line."""
        books = self._app.at_work.books
        if books.built:
            await self._app.errands.read(books.prepare)
        else:
            with suppress(Leaving):
                await self._app.errands.read(books.prepare, lambda step: self._tell_step(step.message))
                self._say("The code book is ready.")
        self._tell_ready()
        self._app.set_interval(_BETWEEN_LOOKS, lambda: self._app.errand(self._renew(), None, keys_wait=False))
        await self._app.errands.read(books.read_words)

    async def _renew(self) -> None:
        """Take up what somebody loaded into the code books meanwhile."""
        with suppress(Leaving):
            if await self._app.errands.read(self._app.at_work.library.renew, lambda step: self._app.errands.go_on()):
                self._say("The code book has taken up what was loaded.")
                self._tell_ready()

    def _tell_ready(self) -> None:
        for screen in self._app.screen_stack:
            if isinstance(screen, WorkScreen) and screen.stands:
                screen.books_ready()

    def _tell_step(self, step: str) -> None:
        """Called in the builder's thread; does not wait for the event loop, which at the end waits for the builder."""
        self._app.errands.go_on()
        self._app.call_later(self._say, f"Code book: {step}")

    def _say(self, message: str) -> None:
        """Progress never covers what a person has just been told."""
        screen = self._app.screen
        if isinstance(screen, WorkScreen) and screen.stands and screen.said in ("", self._said):
            self._said = message
            screen.say(message)
