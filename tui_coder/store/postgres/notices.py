"""What a team's server calls out: each entry of the log is announced to everyone who listens."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from tui_coder.places import TeamDatabase
from tui_coder.store.postgres.connection import StoreUnreachable, address
from tui_coder.store.watch import Watch

if TYPE_CHECKING:
    import psycopg

CHANNEL = "tui_coder"


class NoticeWatch(Watch):
    """Listens on a line of its own. A look asks the socket alone, not the server; a line that broke is laid anew."""

    def __init__(self, place: TeamDatabase) -> None:
        self._place = place
        self._turn = threading.Lock()
        self._line: psycopg.Connection | None = None
        self.moved()

    def moved(self) -> bool:
        import psycopg

        with self._turn:
            try:
                if self._line is None or self._line.closed:
                    self._line = psycopg.connect(**address(self._place), autocommit=True)
                    self._line.execute(f"LISTEN {CHANNEL}")
                    return True  # what was called out meanwhile was not heard
                return any(True for _ in self._line.notifies(timeout=0))
            except psycopg.Error as error:
                self._drop()
                raise StoreUnreachable(
                    f"The line to {self._place.name} is down. What you type is kept, and nothing is written meanwhile."
                ) from error

    def close(self) -> None:
        with self._turn:
            self._drop()

    def _drop(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
