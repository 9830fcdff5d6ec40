"""`tui-coder` and `tui-coder demo`: the only place of the command line that starts the terminal app."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tui_coder.cli.call import Call
from tui_coder.cli.failures import WrongUse

if TYPE_CHECKING:
    from tui_coder.bootstrap import House
    from tui_coder.domain.queue_row import QueueRow


def open_store(call: Call) -> int:
    """The workstation on the store. Raises WrongUse where there is no terminal."""
    _require_terminal("tui-coder")
    settings = call.settings

    def house() -> House:
        from tui_coder.bootstrap import open_house

        return open_house(settings, beating=True)

    def first_rows() -> Sequence[QueueRow]:
        from tui_coder.services.first_look import my_work

        return my_work(settings)

    return _run(call, house, first_rows)


def demo(call: Call) -> int:
    """The workstation on a throwaway team, which is gone when the person leaves."""
    _require_terminal("tui-coder demo")
    settings, throwaway = call.settings, _Throwaway("tui-coder-demo-")

    def house() -> House:
        from tui_coder.bootstrap import code_books, open_house
        from tui_coder.services import demo
        from tui_coder.settings import CheckpointSettings

        store = demo.set_up(throwaway.made(), code_books(settings))
        name = demo.sign_in_name(settings.acting_as or "coder")
        own = replace(settings, db=str(store), acting_as=name, checkpoints=CheckpointSettings())
        return open_house(own, beating=True)

    def throw_away() -> str:
        throwaway.clear()
        return "The demo is thrown away."

    try:
        return _run(call, house, instead_of_keeping=throw_away)
    finally:
        throwaway.clear()


class _Throwaway:
    """A folder that is gone at the end, also while other threads still write to it."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._folder: Path | None = None

    def made(self) -> Path:
        """Make it. Only once the guard stands: a signal before that would leave it behind."""
        self._folder = Path(tempfile.mkdtemp(prefix=self._prefix))
        return self._folder

    def clear(self) -> None:
        """Out of reach first, so that nothing new comes into it while it is emptied."""
        if self._folder is not None:
            going = self._folder.with_name(f"{self._folder.name}.going")
            with suppress(FileNotFoundError):  # it has been cleared already
                shutil.rmtree(self._folder.rename(going), ignore_errors=True)


def _require_terminal(command: str) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise WrongUse(f"{command} needs a terminal, and this is none. For scripts see: tui-coder --help")
    if os.environ.get("TERM") == "dumb":
        raise WrongUse(f"{command} needs a terminal that can place text; TERM is 'dumb'. Set TERM, or see --help")


def _run(
    call: Call,
    house: Callable[[], House],
    first_rows: Callable[[], Sequence[QueueRow]] = tuple,
    instead_of_keeping: Callable[[], str] | None = None,
) -> int:
    # The terminal app opens the house behind its first frame, so that the start feels instant. Nothing that is loaded
    # until then is ever thrown away: looking for garbage meanwhile costs a tenth of the start.
    gc.disable()
    from tui_coder.ui.app import run
    from tui_coder.ui.idle import Patience
    from tui_coder.ui.keymap import faults_in

    settings = call.settings
    faults = faults_in(settings.keymap)
    if faults:
        raise WrongUse(f"{settings.source}: {'; '.join(faults)}.")

    def opened() -> House:
        here = house()
        gc.freeze()
        gc.enable()
        return here

    return run(
        opened,
        keys=dict(settings.keymap),
        theme=settings.theme,
        first_rows=first_rows,
        patience=Patience(settings.idle_lock, settings.idle_log_off),
        instead_of_keeping=instead_of_keeping,
    )
