"""The installed program in a real pseudo-terminal: keys in, the screen as a person sees it out."""

from __future__ import annotations

import os
import signal
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pexpect
import pyte

KEYS = {
    "enter": "\r", "esc": "\x1b", "tab": "\t", "space": " ", "down": "\x1b[B", "up": "\x1b[A", "pgdn": "\x1b[6~",
    "pgup": "\x1b[5~", "home": "\x1b[H", "end": "\x1b[F", "ctrl+f": "\x06", "ctrl+p": "\x10", "ctrl+l": "\x0c",
    "ctrl+r": "\x12", "backspace": "\x7f",
}  # fmt: skip


BETWEEN_KEYS = 0.01
"""Seconds before a key is pressed."""


class Terminal:
    """One session. `keys_pressed` counts every key that went in."""

    def __init__(
        self, command: Sequence[str], environment: dict[str, str], *, columns: int = 120, rows: int = 40
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.keys_pressed = 0
        self.bytes_received = b""
        clean = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("TUI_CODER", "TEXTUAL", "NO_COLOR", "PYTHON", "COLUMNS", "LINES"))
        }
        self.child = pexpect.spawn(
            command[0], list(command[1:]), dimensions=(rows, columns), timeout=5, use_poll=True,
            env={**clean, "TERM": "xterm-256color", "LANG": "C.UTF-8", "ESCDELAY": "50", **environment},
        )  # fmt: skip
        self.child.delaybeforesend = BETWEEN_KEYS

    # ---- looking -----------------------------------------------------------------------------------------------------

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def read(self, seconds: float) -> None:
        """Take in what the program draws, until it has been silent for a moment or the time is over."""
        try:
            chunk = self.child.read_nonblocking(65_536, timeout=seconds)
        except pexpect.TIMEOUT:
            return
        except pexpect.EOF:
            return
        self.bytes_received += chunk
        self.stream.feed(chunk)

    def wait_until(self, holds: Callable[[str], bool], what: str, seconds: float = 20.0) -> str:
        """Draw on until the screen is as expected; fails with the screen in the message."""
        end = time.monotonic() + seconds
        while not holds(self.text):
            if time.monotonic() > end:
                raise AssertionError(f"never saw: {what}\n{self.text}")
            if not self.child.isalive() and not holds(self.text):
                self.read(0.2)
                if not holds(self.text):
                    raise AssertionError(f"the program ended before: {what}\n{self.text}")
            self.read(0.1)
        return self.text

    def see(self, *words: str, seconds: float = 20.0) -> str:
        return self.wait_until(lambda text: all(word in text for word in words), " and ".join(words), seconds)

    def see_no_more(self, word: str, seconds: float = 20.0) -> str:
        return self.wait_until(lambda text: word not in text, f"no more '{word}'", seconds)

    # ---- doing -------------------------------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys one after the other, without looking at what they do."""
        for key in keys:
            self.child.send(KEYS.get(key, key))
            self.keys_pressed += 1

    def type(self, text: str) -> None:
        """Type words, as fast as the line takes them; each character is a key."""
        self.child.delaybeforesend = None
        self.child.send(text)
        self.child.delaybeforesend = BETWEEN_KEYS
        self.keys_pressed += len(text)

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def stall(self) -> None:
        """From now on the terminal takes nothing, as a frozen window whose buffers are full."""
        self._flow(termios.TCOOFF)

    def stall_no_more(self) -> None:
        self._flow(termios.TCOON)

    def _flow(self, action: int) -> None:
        line = os.open(os.readlink(f"/proc/{self.child.pid}/fd/0"), os.O_RDWR | os.O_NOCTTY)
        termios.tcflow(line, action)
        os.close(line)

    def signal(self, number: int) -> None:
        os.kill(self.child.pid, number)

    def hang_up(self) -> None:
        """Close the terminal, as sshd does when the line has dropped."""
        self.child.ptyproc.fileobj.close()
        self.child.ptyproc.closed = self.child.closed = True

    def seconds_until_gone(self, most: float = 10.0) -> float:
        """How long the process still lives; the terminal is not read meanwhile."""
        start = time.monotonic()
        while time.monotonic() - start < most:
            found, status = os.waitpid(self.child.pid, os.WNOHANG)
            if found:
                self.child.terminated = self.child.ptyproc.terminated = True
                self.child.exitstatus = os.waitstatus_to_exitcode(status)
                return time.monotonic() - start
            time.sleep(0.01)
        raise AssertionError(f"the process still lives after {most} s")

    def kill(self) -> None:
        """As the kernel does when memory is short: no farewell."""
        self.child.kill(signal.SIGKILL)
        self.child.wait()

    def leave(self, seconds: float = 20.0) -> int:
        """Wait for the program to end; its exit code."""
        end = time.monotonic() + seconds
        while self.child.isalive() and time.monotonic() < end:
            self.read(0.1)
        if self.child.isalive():
            raise AssertionError(f"the program did not end\n{self.text}")
        self.read(0.1)
        return int(self.child.exitstatus if self.child.exitstatus is not None else -1)

    def close(self) -> None:
        self.child.close(force=True)


def program() -> str:
    """The console script beside this python."""
    import sys

    return str(Path(sys.executable).with_name("tui-coder"))
