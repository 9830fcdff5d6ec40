"""What a team's server calls out: each entry of the log is announced to everyone who listens."""

from __future__ import annotations

import selectors
import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from tui_coder.places import TeamDatabase
from tui_coder.store.engine import StoreUnreachable
from tui_coder.store.postgres.connection import address, switching_off
from tui_coder.store.watch import Watch

if TYPE_CHECKING:
    import psycopg

CHANNEL = "tui_coder"


class NoticeWatch(Watch):
    """Listens on a line of its own. Waiting asks the socket alone, not the server; a line that broke is laid anew."""

    def __init__(self, place: TeamDatabase) -> None:
        self._place = place
        self._line: psycopg.Connection | None = None
        self._closed = threading.Event()
        self._ear, self._voice = socket.socketpair()
        try:
            self.wait(0)
        except BaseException:
            self.close()
            self._ear.close()
            raise

    def wait(self, seconds: float) -> bool:
        import psycopg

        if self._closed.is_set():
            return False
        try:
            line = self._line
            if line is None or line.closed:
                self._line = psycopg.connect(**address(self._place), autocommit=True)
                self._line.execute(f"LISTEN {CHANNEL}")
                return True  # what was called out meanwhile was not heard
            return _called(line) or (self._stirs(line, seconds) and not self._closed.is_set() and _called(line))
        except (psycopg.Error, OSError) as error:
            self._drop()
            if self._closed.is_set():
                return False
            if off := switching_off(self._place, error):
                raise off from error
            raise StoreUnreachable(
                f"The line to {self._place.name} is down: nothing is written meanwhile. What you type stays here."
            ) from error

    def _stirs(self, line: psycopg.Connection, seconds: float) -> bool:
        """Sleep until something comes, or this is closed. Asked to wait itself, the driver wakes up ten times a second,
        in each of sixty sessions."""
        with selectors.DefaultSelector() as ready:
            ready.register(line.fileno(), selectors.EVENT_READ)
            ready.register(self._ear, selectors.EVENT_READ)
            return bool(ready.select(seconds))

    def close(self) -> None:
        self._closed.set()
        self._voice.close()
        self._drop()

    def _drop(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            with suppress(Exception):  # it may be in use by the thread that waits, which ends on it
                line.close()


def _called(line: psycopg.Connection) -> bool:
    """Whether something was called out that has not been told yet."""
    return any(True for _ in line.notifies(timeout=0, stop_after=1))
