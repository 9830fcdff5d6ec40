"""Type-ahead that is true: each key acts on the screen that the keys before it made.

Over a slow line keys arrive in bunches. A key that starts something (claim the next chart, ask for a reason) must
be through before the next key is handed on, or that one would act on the old screen. The gate hands keys on one by
one, and keeps them while an errand runs that is not listening for keys itself.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from textual.events import Callback, Key, Paste

if TYPE_CHECKING:
    from textual.app import App
    from textual.message_pump import MessagePump
    from textual.screen import Screen


@runtime_checkable
class KeepsKeys(Protocol):
    """A widget that acts on some keys alone: nothing above it has to hear of them before the next key."""

    def keeps(self, event: Key) -> bool:
        """Whether that key changes nothing but this widget, at once."""
        ...


class KeyGate:
    def __init__(self, app: App[Any], hand_on: Callable[[Key | Paste], Awaitable[None]]) -> None:
        self._app = app
        self._hand_on = hand_on
        self._waiting: deque[Key | Paste] = deque()
        self._task: asyncio.Task[None] | None = None
        self._errands = 0
        self._listening = 0
        self._open = asyncio.Event()
        self._in_front: Screen[Any] | None = None
        self._set()

    @property
    def idle(self) -> bool:
        """No key waits and no errand runs that a key started (an errand that asks something counts as idle)."""
        return self._task is None and not self._waiting and self._open.is_set()

    def take(self, event: Key | Paste) -> None:
        """A key arrived."""
        self._waiting.append(event)
        if self._task is None:
            self._task = asyncio.create_task(self._drain())

    @contextmanager
    def errand(self) -> Iterator[None]:
        """Keys wait while this lasts."""
        self._errands += 1
        self._set()
        try:
            yield
        finally:
            self._errands -= 1
            self._set()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Within an errand: something on the screen takes keys again, for example a question."""
        self._listening += 1
        self._set()
        try:
            yield
        finally:
            self._listening -= 1
            self._set()

    def _set(self) -> None:
        if self._errands > self._listening:
            self._open.clear()
        else:
            self._open.set()

    async def _drain(self) -> None:
        try:
            while self._waiting:
                await self._ready()
                event = self._waiting.popleft()
                target: MessagePump = self._app.focused or self._app.screen
                await self._hand_on(event)
                if isinstance(event, Key) and isinstance(target, KeepsKeys) and target.keeps(event):
                    await _passed(target)
                else:
                    await self._settle()
        finally:
            self._task = None

    async def _ready(self) -> None:
        """Wait until no errand runs and the screen in front has begun to look up what it shows when it comes there."""
        await self._open.wait()
        while self._in_front is not self._app.screen:
            self._in_front = self._app.screen
            await _passed(self._in_front)
            await self._open.wait()

    async def _settle(self) -> None:
        """Wait until the key has bubbled from the focused widget to the app: each queue on the way is passed."""
        target: MessagePump = self._app.focused or self._app.screen
        for node in [*target.ancestors_with_self]:  # type: ignore[attr-defined]
            await _passed(node)


async def _passed(node: MessagePump) -> None:
    """Wait until what stands in the node's queue now has been done."""
    passed = asyncio.Event()
    if node.post_message(Callback(callback=passed.set)):
        while not passed.is_set() and node.is_running:
            try:
                await asyncio.wait_for(passed.wait(), 0.5)
            except TimeoutError:
                continue
