"""A program in a pseudo-terminal of 120x40: keys go in, bytes are counted and timed until the terminal is quiet."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

WIDTH, HEIGHT = 120, 40
QUIET = 0.12
"""Seconds without a byte after which an answer is taken as complete."""
DOWN, PAGE_DOWN, HOME = b"\x1b[B", b"\x1b[6~", b"\x1b[H"


class ChildTerminal:
    def __init__(self, command: Sequence[str]) -> None:
        self.pid, self.tty = pty.fork()  # `tty` is this end of the terminal
        if self.pid == 0:
            os.environ |= {"TERM": "xterm-256color", "COLORTERM": "", "COLUMNS": str(WIDTH), "LINES": str(HEIGHT)}
            os.environ.pop("NO_COLOR", None)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
            os.execv(command[0], list(command))

    def press(self, key: bytes, quiet: float = QUIET) -> tuple[int, float]:
        """Send a key; the bytes that come back and the milliseconds until the last of them."""
        sent = time.perf_counter()
        os.write(self.tty, key)
        return self.listen(sent, quiet)

    def listen(self, since: float, quiet: float) -> tuple[int, float]:
        count, last = 0, since
        while select.select([self.tty], [], [], quiet)[0]:
            count += len(os.read(self.tty, 1 << 16))
            last = time.perf_counter()
        return count, (last - since) * 1000

    def megabytes(self) -> float:
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("the kernel does not tell the memory of the process")

    def close(self) -> None:
        os.kill(self.pid, signal.SIGTERM)
        with contextlib.suppress(OSError):
            while os.read(self.tty, 1 << 16):
                pass
        os.waitpid(self.pid, 0)
        os.close(self.tty)


@contextlib.contextmanager
def child_terminal(command: Sequence[str]) -> Iterator[ChildTerminal]:
    child = ChildTerminal(command)
    try:
        child.listen(time.perf_counter(), 1.0)  # until its first frame stands
        yield child
    finally:
        child.close()


def until_reported(child: ChildTerminal, key: bytes, report: Path) -> float:
    """Press a key and wait until the child has written a number into the report; returns it."""
    report.unlink(missing_ok=True)
    child.press(key, quiet=0.2)
    while not report.exists() or not report.read_text():
        child.listen(time.perf_counter(), 0.2)
    child.listen(time.perf_counter(), 0.3)
    return float(report.read_text())
