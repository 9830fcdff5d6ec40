"""A bare app to try one widget in: it takes keys as the workstation does, and shows what stands on screen as text."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from typing import Any

from rich.console import Console
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widget import Widget

from tui_coder.resources import shipped
from tui_coder.ui.key_gate import KeyGate
from tui_coder.ui.safe import HostileTextFilter


class Bench(App[None]):
    """Holds the widgets it is given, and remembers every key that nobody took."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *widgets: Widget, theme: str = "ansi-dark") -> None:
        super().__init__(css_path=sorted(str(each) for each in shipped("styles").glob("*.tcss")))
        self._widgets = widgets
        self._first_theme = theme
        self.gate = KeyGate(self, super().on_event)
        self.leaked: list[str] = []
        self.said: list[Any] = []
        self._filters.append(HostileTextFilter())

    def compose(self) -> ComposeResult:
        yield from self._widgets

    def on_mount(self) -> None:
        self.theme = self._first_theme

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.gate.take(event)
        else:
            await super().on_event(event)

    def on_key(self, event: events.Key) -> None:
        self.leaked.append(event.key)

    def errand(self, work: Coroutine[Any, Any, None]) -> None:
        """As the workstation: keys wait while it runs, unless it asks something."""
        waiting = ExitStack()
        waiting.enter_context(self.gate.errand())

        async def run() -> None:
            with waiting:
                await work

        self.run_worker(run())

    # ---- what a test does and sees -----------------------------------------------------------------------------------

    def frame(self) -> list[str]:
        """The lines on screen, without trailing space."""
        width, height = self.size
        console = Console(
            width=width, height=height, file=io.StringIO(), force_terminal=True, color_system="truecolor", record=True,
            legacy_windows=False, safe_box=False,
        )  # fmt: skip
        console.print(self.screen._compositor.render_update(full=True, screen_stack=self._background_screens))
        return [line.rstrip() for line in console.export_text(styles=False).split("\n")[:height]]

    async def chunk(self, *keys: str | events.Paste) -> None:
        """Keys that arrive all at once, as over a slow line: characters, names of keys, pasted text."""
        for key in keys:
            if isinstance(key, str):
                self.post_message(events.Key(*KEYS.get(key, (key, key if len(key) == 1 else None))))
            else:
                self.post_message(key)
        arrived = asyncio.Event()
        self.call_later(arrived.set)
        await arrived.wait()


KEYS: dict[str, tuple[str, str | None]] = {
    " ": ("space", " "), "space": ("space", " "), "enter": ("enter", "\r"), "tab": ("tab", "\t"),
    "*": ("asterisk", "*"), "\\": ("backslash", "\\"), "-": ("minus", "-"),
}  # fmt: skip


async def until(pilot: Pilot[Any], holds: Callable[[], object], patience: float = 10.0) -> None:
    """Wait for what must come; fails when it does not."""
    deadline = asyncio.get_running_loop().time() + patience
    while not holds():
        assert asyncio.get_running_loop().time() < deadline, "it did not come:\n" + "\n".join(pilot.app.frame())
        await pilot.pause(0.01)
