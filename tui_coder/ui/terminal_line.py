"""The line to the terminal: it may stall, hang up or send broken characters, and nobody waits for it.

Textual's own driver waits for a terminal that takes nothing more (a frozen SSH window), and with it everything else;
it ends at a byte that is no UTF-8, and spins when the terminal has gone.
"""

from __future__ import annotations

import os
import selectors
import signal
import sys
import threading
from codecs import getincrementaldecoder
from collections.abc import Callable
from contextlib import suppress

from textual._parser import ParseError
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver

from tui_coder.ui.typed_escape import EscapeFirstParser

MOST_WAITING = 32_768
"""Characters that may wait for the terminal, about two frames; what is drawn beyond that is skipped."""
LAST_WORDS_SECONDS = 1.0
"""For so long a terminal that takes nothing is waited for when the program ends."""
READ_SECONDS = 0.1
"""How often the reader looks whether it shall end, and whether a lone Esc was a key."""


class FrameWriter(threading.Thread):
    """Sends frames. While the terminal takes none, further ones are skipped; `caught_up` then asks for a whole one.

    `caught_up` and `gone` (the terminal has hung up) are called in this thread.
    """

    def __init__(self, terminal: int, caught_up: Callable[[], None], gone: Callable[[], None]) -> None:
        super().__init__(daemon=True, name="terminal-out")
        self._terminal = terminal
        self._caught_up, self._gone = caught_up, gone
        self._turn = threading.Condition()
        self._texts: list[str] = []
        self._waiting = 0
        self._skipped = self._is_last = self._ends = False

    def write(self, text: str) -> None:
        """Never waits."""
        with self._turn:
            if self._waiting >= MOST_WAITING and not self._is_last:
                self._skipped = True
                return
            self._waiting += len(text)
            self._texts.append(text)
            self._turn.notify()

    def keep_all(self) -> None:
        """From now on nothing is skipped: what comes are the last words, which leave the terminal as it was."""
        with self._turn:
            self._is_last = True

    def stop(self) -> None:
        """Send what still waits, if the terminal takes it."""
        with self._turn:
            self._is_last = self._ends = True
            self._turn.notify()
        self.join(LAST_WORDS_SECONDS)

    def run(self) -> None:
        while True:
            with self._turn:
                while not self._texts:
                    if self._ends:
                        return
                    self._turn.wait()
                text = "".join(self._texts)
                self._texts.clear()
            try:
                self._send(text.encode(errors="replace"))
            except OSError:
                self._gone()
                return
            with self._turn:
                self._waiting -= len(text)
                catches_up = self._skipped and not self._texts
                self._skipped = self._skipped and not catches_up
            if catches_up:
                self._caught_up()

    def _send(self, data: bytes) -> None:
        while data:
            try:
                data = data[os.write(self._terminal, data) :]
            except BlockingIOError:  # somebody else who shares this terminal has set it so
                with selectors.DefaultSelector() as ready:
                    ready.register(self._terminal, selectors.EVENT_WRITE)
                    ready.select()


class TerminalLine(LinuxDriver):
    """Textual's driver on a line that may fail. A terminal that has gone counts as SIGHUP: see `ui.guard`."""

    _frames: FrameWriter | None = None

    # ---- what is drawn -----------------------------------------------------------------------------------------------

    @property  # type: ignore[override]
    def _writer_thread(self) -> FrameWriter | None:
        return self._frames

    @_writer_thread.setter
    def _writer_thread(self, stock: WriterThread | None) -> None:
        """Textual makes its own writer when it takes the terminal over, and waits for it."""
        self._frames = None if stock is None else FrameWriter(_terminal(), self._repaint, hang_up)

    def _repaint(self) -> None:
        """Called in the writer's thread."""
        self._loop.call_soon_threadsafe(self._app.refresh)

    def stop_application_mode(self) -> None:
        if self._frames is not None:
            self._frames.keep_all()
        super().stop_application_mode()

    # ---- what is typed -----------------------------------------------------------------------------------------------

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:  # Textual would print it with what was typed
            self._app.call_later(self._app._handle_exception, error)

    def run_input_thread(self) -> None:
        """Read keys until the driver is told to stop. What is no UTF-8 is shown as such, and no reason to end."""
        parser = EscapeFirstParser(self._debug)
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        with selectors.DefaultSelector() as ready:
            ready.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if ready.select(READ_SECONDS):
                    typed = self._read()
                    if not typed:
                        hang_up()
                        return
                    if text := decode(typed):  # half a character so far says nothing, and "" would end the parser
                        for event in parser.feed(text):
                            self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)
        with suppress(EOFError, ParseError):
            for _ in parser.feed(""):
                pass

    def _read(self) -> bytes:
        """What was typed; nothing where the terminal has gone."""
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""


def _terminal() -> int:
    """Textual draws on standard error, which a redirected standard output leaves alone."""
    assert sys.__stderr__ is not None
    return sys.__stderr__.fileno()


def hang_up() -> None:
    """The terminal has gone without telling: end as if it had."""
    os.kill(os.getpid(), signal.SIGHUP)
