"""What happens when the line drops or the program is told to end: what was typed is kept, and the process goes.

A signal handler of Python or of the event loop runs only where the main thread gets to it, which a stalled terminal
or a long call prevents: the process lives on as an orphan. So the signals are blocked in every thread, and one thread
of their own waits for them and needs nobody.
"""

from __future__ import annotations

import os
import signal
import sys
import termios
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)
SAVING_SECONDS = 1.8
"""For so long what was typed is saved; then the process goes, whatever else is still under way."""
KEPT = "What you typed is kept."
NOT_KEPT = "The last of what you typed could not be kept."

_PLAIN_AGAIN = (
    "\x18\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
)
"""Ends a sequence that was cut off, and every mode in which the terminal was put."""


class Guard:
    """`save` keeps what is in hand and returns what there is to say of it, where that is more than that it is kept.

    It runs in a thread of its own and may wait for the store.
    """

    def __init__(self, save: Callable[[], str]) -> None:
        self._save = save
        self._outcome = NOT_KEPT
        self._modes = _modes_of_terminal()

    def stand(self) -> None:
        """Take over the signals. Called before any other thread starts: the signals are blocked in all of them."""
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        threading.Thread(target=self._watch, daemon=True, name="guard").start()

    def _watch(self) -> None:
        number = signal.sigwait(SIGNALS)
        try:
            saving = threading.Thread(target=self._save_silently, daemon=True, name="last-save")
            saving.start()
            saving.join(SAVING_SECONDS)
            self._leave_terminal(f"tui-coder was ended ({signal.Signals(number).name}). {self._outcome}")
        finally:
            os._exit(128 + number)

    def _save_silently(self) -> None:
        with suppress(Exception):  # there is nobody left to be told, and its words may hold what was typed
            self._outcome = self._save() or KEPT

    def _leave_terminal(self, told: str) -> None:
        """Give the terminal back as it was, if it is there and takes anything; it is not waited for."""
        with suppress(OSError, termios.error):
            if self._modes is not None:
                termios.tcsetattr(0, termios.TCSANOW, self._modes)
            line = os.open("/dev/tty", os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
            os.write(line, f"{_PLAIN_AGAIN}{told}\r\n".encode())


def _modes_of_terminal() -> list[Any] | None:
    if not sys.stdin.isatty():
        return None
    try:
        return termios.tcgetattr(0)
    except termios.error:
        return None
