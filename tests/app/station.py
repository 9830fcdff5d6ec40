"""A workstation that takes keys and tells what stands on its screen."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from rich.console import Console
from textual import events
from textual.keys import _character_to_key

from tui_coder.bootstrap import House, open_house
from tui_coder.settings import load
from tui_coder.ui.app import Workstation
from tui_coder.ui.work_screen import WorkScreen

SECONDS = 20.0


class Station:
    """`async with Station(...) as station`: open, with the queue on the screen and everything at rest."""

    def __init__(
        self,
        store: Path | str,
        home: Path,
        person: str,
        size: tuple[int, int] = (120, 40),
        keys: dict[str, str] | None = None,
    ) -> None:
        self.store = store
        settings = load(db=str(store), environ={"TUI_CODER_HOME": str(home)})
        self._settings = replace(settings, acting_as=person)
        self._size = size
        self._stack = AsyncExitStack()
        self.app = Workstation(lambda: open_house(self._settings), keys)

    def another_house(self, person: str) -> House:
        """A colleague at the same store; close it after use."""
        return open_house(replace(self._settings, acting_as=person))

    async def __aenter__(self) -> Station:
        self._pilot = await self._stack.enter_async_context(self.app.run_test(size=self._size))
        await self.until(lambda: isinstance(self.app.screen, WorkScreen), "the queue")
        await self.rest()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.__aexit__(kind, error, trace)

    # ---- looking -----------------------------------------------------------------------------------------------------

    @property
    def screen(self) -> WorkScreen:
        screen = self.app.screen
        assert isinstance(screen, WorkScreen)
        return screen

    @property
    def text(self) -> str:
        """What stands on the screen, line by line."""
        size = self.app.size
        console = Console(width=size.width, height=size.height, file=io.StringIO(), color_system=None)
        lines = console.render_lines(self.app.screen._compositor, pad=True)
        return "\n".join("".join(part.text for part in line).rstrip() for line in lines)

    @property
    def said(self) -> str:
        return self.screen.said

    @property
    def working(self) -> bool:
        """A key waits, or something is being looked up or written."""
        looking = any(not each.is_finished and each.group != "default" for each in self.app.workers)
        return looking or not self.app.gate.idle

    # ---- doing -------------------------------------------------------------------------------------------------------

    async def press(self, *keys: str) -> None:
        """Press keys one by one, each when the one before has had its effect."""
        for key in keys:
            await self.press_ahead(key)

    async def press_ahead(self, *keys: str) -> None:
        """Press keys without waiting, as they come in a bunch over a slow line."""
        self.press_without_waiting(*keys)
        arrived = asyncio.Event()
        self.app.call_later(arrived.set)
        await arrived.wait()
        await self.rest()

    def press_without_waiting(self, *keys: str) -> None:
        """Press keys and look on at once."""
        for key in keys:
            name = _character_to_key(key) if len(key) == 1 else key
            self.app.post_message(events.Key(name, key if len(key) == 1 else None))

    async def type(self, words: str) -> None:
        await self.press_ahead(*words)

    async def resize(self, columns: int, rows: int) -> None:
        await self._pilot.resize_terminal(columns, rows)
        await self.rest()

    async def rest(self) -> None:
        await self._pilot.pause()
        await self.until(lambda: not self.working, "rest")
        await self._pilot.pause()

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something holds; fails, naming it, when it never does."""
        end = asyncio.get_running_loop().time() + SECONDS
        while not holds():
            if not self.app.is_running:
                raise AssertionError(f"the workstation ended before: {what}; {self.app.trouble!r}")
            if asyncio.get_running_loop().time() > end:
                raise AssertionError(f"never came: {what}\n{self.text}")
            await self._pilot.pause(0.01)

    async def gone(self) -> None:
        """Wait until the workstation is about to end by itself."""
        end = asyncio.get_running_loop().time() + SECONDS
        while self.app.is_running and not self.app._exit:
            assert asyncio.get_running_loop().time() < end, "the workstation does not end"
            await asyncio.sleep(0.01)

    async def see(self, *words: str) -> None:
        await self.until(lambda: all(word in self.text for word in words), " and ".join(words))
