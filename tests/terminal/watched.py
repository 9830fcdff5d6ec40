"""The installed program with a watch on its event loop and on quick leases: `watched.py FILE ARGUMENT ...`.

Whenever the loop stood still for longer than a keystroke may wait, a line of FILE tells when and for how long, in
seconds of the monotonic clock.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from datetime import timedelta

from tui_coder.domain import work

HEARTBEAT = timedelta(seconds=1)
LEASE = 3 * HEARTBEAT
TICK = 0.01
WORTH_TELLING = 0.05


class WatchedLoops(asyncio.DefaultEventLoopPolicy):
    """Makes event loops that tell on themselves."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self._told = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        loop = super().new_event_loop()
        loop.call_soon(self._tick, loop, time.monotonic())
        return loop

    def _tick(self, loop: asyncio.AbstractEventLoop, due: float) -> None:
        now = time.monotonic()
        if now - due > WORTH_TELLING:
            os.write(self._told, f"{now} {now - due}\n".encode())
        loop.call_later(TICK, self._tick, loop, now + TICK)


if __name__ == "__main__":
    work.HEARTBEAT, work.LEASE = HEARTBEAT, LEASE  # before whoever goes by them is imported
    asyncio.set_event_loop_policy(WatchedLoops(sys.argv[1]))
    from tui_coder.cli import main

    sys.exit(main(sys.argv[2:]))
