"""Where checkpoints are kept: a file that coders cannot write, and the system's log."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tui_coder.domain.checkpoint import Checkpoint
from tui_coder.domain.refusals import Malformed
from tui_coder.interchange.checkpoints import MARK, line_of, read_lines
from tui_coder.settings import SettingsError

_LONGEST_LINE = 4096
_AUTHPRIV_NOTICE = 10 * 8 + 5
"""Facility and severity of RFC 3164, section 4.1.1: the log that only who looks after the host reads."""


class SystemLogSilent(SettingsError):
    """Nobody listens where the system's log should. The checkpoint stands in its file."""


class CheckpointFile:
    """A file to which checkpoints are added, one a line."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> tuple[Checkpoint, ...]:
        """All of them. Raises SettingsError where there is no such file, Malformed where it holds something else."""
        try:
            with open(self.path, encoding="utf-8", errors="replace") as lines:
                return read_lines(lines, str(self.path))
        except OSError as error:
            raise SettingsError(f"The checkpoints {self.path} cannot be read: {error.strerror}.") from error

    @contextmanager
    def held(self) -> Iterator[OpenFile]:
        """The file, made where it is missing, for this process alone. All may read it: it holds digests and who signed.

        Raises SettingsError where other accounts may write to it.
        """
        try:
            number = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        except OSError as error:
            raise SettingsError(f"Checkpoints cannot be written to {self.path}: {error.strerror}.") from error
        with open(number, "r+b", buffering=0):
            if os.fstat(number).st_mode & (stat.S_IWGRP | stat.S_IWOTH):
                raise SettingsError(
                    f"Other accounts may write to {self.path}, so it would prove nothing; run: chmod go-w '{self.path}'"
                )
            fcntl.flock(number, fcntl.LOCK_EX)
            yield OpenFile(number, str(self.path))


class OpenFile:
    """A checkpoint file that nobody else adds to meanwhile."""

    def __init__(self, number: int, name: str) -> None:
        self._number = number
        self._name = name

    def last(self) -> Checkpoint | None:
        """The last checkpoint; None for an empty file. Raises Malformed where the last line is none."""
        size = os.fstat(self._number).st_size
        if size == 0:
            return None
        tail = os.pread(self._number, _LONGEST_LINE, max(0, size - _LONGEST_LINE))
        line = tail.rstrip(b"\n").rpartition(b"\n")[2].decode("utf-8", "replace")
        found = read_lines([line], f"{self._name}, its end") if tail.endswith(b"\n") else ()
        if not found:
            raise Malformed(f"The last line of {self._name} is no whole checkpoint: look at it, and take it out.")
        return found[0]

    def add(self, checkpoint: Checkpoint) -> None:
        """On disk when this returns. Raises SettingsError where there is no room."""
        line, before = f"{line_of(checkpoint)}\n".encode(), os.fstat(self._number).st_size
        try:
            if os.write(self._number, line) != len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(self._number)
        except OSError as error:
            with suppress(OSError):  # half a line would stand in the way of the next
                os.ftruncate(self._number, before)
            raise SettingsError(f"A checkpoint could not be written to {self._name}: {error.strerror}.") from error


def send_to_system_log(checkpoint: Checkpoint, address: str) -> None:
    """Hand the checkpoint to the system's log at this socket. Raises SystemLogSilent where nobody listens there."""
    line = f"<{_AUTHPRIV_NOTICE}>tui-coder[{os.getpid()}]: {MARK}{line_of(checkpoint)}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        try:
            sender.sendto(line.encode(), address)
        except OSError as error:
            raise SystemLogSilent(f"The system's log does not answer at {address}: {error.strerror}.") from error
