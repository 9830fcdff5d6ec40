"""What was committed reaches the disk: the embedded store's log is synced, and a sync that failed is not forgotten.

A write that the disk refused is told once to each open file, and to none that is opened after somebody was told; the
system then takes what it could not write for written (man 2 fsync). A later sync that succeeds says nothing of it. So
the log is kept open, and an open file vouches for what was written since it was opened, until it is told of a failure.
Before that, and after it, only a log that is written once more from its beginning is known to be on the disk.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

_HEADER, _FRAME_HEADER = 32, 24
"""Bytes before the first frame of a log, and before the page in each (sqlite.org/fileformat2.html, 4.1)."""


class Settling:
    """The write-ahead log of one store, held open by this process. `store`: the file itself, no link to it."""

    def __init__(self, store: Path) -> None:
        self._path = f"{store}-wal"
        self._log: int | None = None
        self._vouches = False
        self._one_at_a_time = threading.Lock()  # one of two threads would be told of a failure, the other of success

    def open(self) -> None:
        """Hold the log open from now on, where there is one. Raises OSError."""
        self.close()
        try:
            self._log = os.open(self._path, os.O_RDWR)
        except FileNotFoundError:
            return
        self._vouches = os.fstat(self._log).st_size == 0  # what others wrote before may have failed, and been told

    def close(self) -> None:
        if self._log is not None:
            os.close(self._log)
            self._log = None

    def settle(self, alone: Callable[[], AbstractContextManager[object]]) -> None:
        """Return once all that was committed so far, by whomever, is on the disk. Raises OSError, and what `alone`
        raises, within which nobody else writes."""
        with self._one_at_a_time:
            if self._log is None or not os.fstat(self._log).st_nlink:
                self.open()
            if self._log is None:  # SQLite deletes it once all of it is synced within the store's own file
                return
            if self._vouches:
                try:
                    os.fdatasync(self._log)
                    return
                except OSError:
                    self._vouches = False
            with alone():
                _write_anew(self._log)
            os.fdatasync(self._log)
            self._vouches = True


def _write_anew(log: int) -> None:
    """Put each frame in use onto itself: the system has it still, and now knows again that the disk may lack it.

    Others may read meanwhile: what they read does not change.
    """
    header = os.pread(log, _HEADER, 0)
    if len(header) < _HEADER:
        return
    os.pwrite(log, header, 0)
    page, salts = int.from_bytes(header[8:12], "big"), header[16:24]
    at = _HEADER
    while len(frame := os.pread(log, _FRAME_HEADER + page, at)) == _FRAME_HEADER + page and frame[8:16] == salts:
        os.pwrite(log, frame, at)
        at += len(frame)
