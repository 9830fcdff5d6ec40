"""Work away from the event loop: writes one after the other in the order of the keys, reads beside them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Errands:
    """Two doors to the services. What goes through `write` is done in order and never cancelled half-way."""

    def __init__(self) -> None:
        self._writer = ThreadPoolExecutor(1, "writer")
        self._readers = ThreadPoolExecutor(2, "reader")

    async def write(self, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do a change; its exception is raised here."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, partial(act, *args, **kwargs))

    async def read(self, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Look something up; its exception is raised here."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, partial(act, *args, **kwargs))

    def close(self) -> None:
        """Let what was asked for finish, then stop."""
        self._writer.shutdown(wait=True)
        self._readers.shutdown(wait=True, cancel_futures=True)
