"""Work away from the event loop: writes one after the other in the order of the keys, reads beside them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Leaving(Exception):
    """Raised by a long errand that stops because the person leaves; what it had begun can be taken up again."""


class Errands:
    """Two doors to the services. What goes through `write` is done in order and never cancelled half-way."""

    def __init__(self) -> None:
        self._writer = ThreadPoolExecutor(1, "writer")
        self._readers = ThreadPoolExecutor(2, "reader")
        self._closing = threading.Event()

    async def write(self, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do a change; its exception is raised here."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, partial(act, *args, **kwargs))

    async def read(self, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Look something up; its exception is raised here."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, partial(act, *args, **kwargs))

    def go_on(self) -> None:
        """What takes seconds asks this now and then, in its own thread. Raises Leaving once the person leaves."""
        if self._closing.is_set():
            raise Leaving

    def close(self) -> None:
        """Let what was asked for finish, then stop."""
        self._closing.set()
        self._writer.shutdown(wait=True)
        self._readers.shutdown(wait=True, cancel_futures=True)
