"""The Textual app: opens the house behind the first frame, hands keys on, moves between screens."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.actions import ActionParseResult
from textual.app import SystemCommand
from textual.binding import BindingType
from textual.dom import DOMNode
from textual.driver import Driver
from textual.reactive import Reactive
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import WorkType

from tui_coder.resources import shared_style
from tui_coder.ui.book_news import BookNews
from tui_coder.ui.commands import BY_ID
from tui_coder.ui.errands import Errands
from tui_coder.ui.getting_about import GettingAbout
from tui_coder.ui.guard import Guard
from tui_coder.ui.hand import Hand, Talk
from tui_coder.ui.idle import Idle, Patience
from tui_coder.ui.keeping import Keeping
from tui_coder.ui.key_gate import KeyGate
from tui_coder.ui.keymap import GivesKeys, bindings_for
from tui_coder.ui.live import Live
from tui_coder.ui.looking_back import LookingBack
from tui_coder.ui.opening import OpeningScreen
from tui_coder.ui.safe import HostileTextFilter
from tui_coder.ui.terminal_line import TerminalLine
from tui_coder.ui.work_screen import WorkScreen

if TYPE_CHECKING:
    from tui_coder.bootstrap import House
    from tui_coder.domain.queue_row import QueueRow

DEFAULT_THEME = "ansi-dark"
"""Uses the terminal's own sixteen colours: right on every background, and half the bytes."""

PATIENCE = 2.0
"""Seconds until a person is told what a key of theirs waits for."""
WAITING = "Waiting for the store; the keys you type are kept."

# Textual writes logs, frames or keys to these; they would hold patient data.
_LEAKY = ("TEXTUAL_LOG", "TEXTUAL_DEBUG", "TEXTUAL_DEVTOOLS_HOST", "TEXTUAL", "TEXTUAL_SCREENSHOT", "TEXTUAL_PRESS")


class Workstation(GettingAbout, GivesKeys, inherit_bindings=False):
    """One person at work. `open_house` is called behind the first painted frame."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_for("app")
    ENABLE_COMMAND_PALETTE = False
    TITLE = "tui-coder"
    theme: Reactive[str] = Reactive(DEFAULT_THEME)
    """From the first frame on: a theme that changes later has every style sheet read again."""

    def __init__(
        self,
        open_house: Callable[[], House],
        keys: dict[str, str] | None = None,
        theme: str = "",
        first_rows: Callable[[], Sequence[QueueRow]] = tuple,
        driver_class: type[Driver] | None = None,
        patience: Patience | None = None,
    ) -> None:
        super().__init__(driver_class, css_path=shared_style())
        self._open_house = open_house
        self._first_rows = first_rows
        self._own_keys = keys or {}
        self.given_keys = frozenset(key.strip() for given in self._own_keys.values() for key in given.split(","))
        self._wanted_theme = theme or DEFAULT_THEME
        self.errands = Errands()
        self.gate = KeyGate(self, super().on_event)
        self._opening = ExitStack()  # from before the first frame: a key typed at it is for the queue
        self._opening.enter_context(self.gate.errand())
        self.house: House | None = None
        self.trouble: Exception | None = None
        """Why the workstation stopped, where that was not the person's wish."""
        self.coding_first = False
        """Whether a chart opens with the code line ready: as this person left the last one."""
        self.live = Live(self)
        self.keeping = Keeping(self)
        self.idle = Idle(self, patience or Patience(0, 0))
        self.looking_back = LookingBack(self)
        self._books = BookNews(self)
        self._acting = ""
        self.search_term: str | None = None
        """What is searched for in every chart; None until it is known what the last session searched for."""
        self._filters.append(HostileTextFilter())

    @property
    def at_work(self) -> House:
        """The open house. Only screens that come after the opening ask for it."""
        if self.house is None:
            raise RuntimeError("the workstation is not open yet")
        return self.house

    @property
    def hand(self) -> Hand:
        """What the person has in hand."""
        return self.keeping.hand

    @property
    def first_keys(self) -> dict[str, str]:
        """The first key of each command that this person has changed."""
        return {name: keys.split(",")[0].strip() for name, keys in self._own_keys.items()}

    # ---- opening and leaving -----------------------------------------------------------------------------------------

    def get_default_screen(self) -> Screen[Any]:
        return OpeningScreen()

    def on_mount(self) -> None:
        if self._wanted_theme in self.available_themes:
            self.theme = self._wanted_theme
        self.animation_level = "none"
        if self._own_keys:
            self.set_keymap(self._own_keys)
        self.call_after_refresh(self._start_opening)

    def _start_opening(self) -> None:
        job: WorkType[None] = self._open
        self.run_worker(job)

    async def _open(self) -> None:
        with self._opening:
            await self._show_first_rows()
            try:
                self.house = await self.errands.write(self._open_and_import)
            except Exception as error:
                self.stop_with(error)
                return
            from tui_coder.ui.screens.queue import QueueScreen

            if len(self.screen_stack) > 1:
                await self.switch_screen(QueueScreen())
            else:
                await self.push_screen(QueueScreen())
        self.live.start(self.at_work.desk)
        if self.at_work.anchoring is not None:
            self.at_work.anchoring.start(lambda sentence: self.call_later(self.live.warn, sentence))
        self.errand(self.looking_back.offer(), None, keys_wait=False)
        self.keeping.start()
        self.idle.start()
        self.errand(self._books.prepare(), None, keys_wait=False)

    async def _show_first_rows(self) -> None:
        rows = self._first_rows()
        if rows:
            from tui_coder.ui.screens.first_rows import FirstRowsScreen

            screen = FirstRowsScreen(rows)
            await self.push_screen(screen)
            await screen.shown()

    def _open_and_import(self) -> House:
        house = self._open_house()
        import tui_coder.ui.screens.queue  # its imports are the services': done here, off the event loop

        _ = tui_coder.ui.screens.queue
        return house

    def stop_with(self, error: Exception) -> None:
        """End, and say in the shell why."""
        self.trouble = error
        self.exit()

    async def on_unmount(self) -> None:
        await self.keeping.finish()
        self.errands.close()
        self.live.close()
        if self.house is not None:
            self.house.close()

    # ---- keys --------------------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.idle.touch()
            self.gate.take(event)
        else:
            await super().on_event(event)

    def errand(
        self, work: Coroutine[Any, Any, None], screen: WorkScreen | None, *, keys_wait: bool = True, looks: bool = False
    ) -> None:
        """Run something that waits. A refusal becomes a sentence on the screen that asked.

        The screen then shows the store anew, unless the work `looks` at the store for just that.
        """
        entered = self.gate.errand() if keys_wait else None
        patience: Timer | None = None
        if entered is not None:
            entered.__enter__()
            patience = self.set_timer(PATIENCE, self._say_it_waits)
        talk = Talk(self.hand, self._acting, screen.scene if screen is not None else dict)

        async def run() -> None:
            from tui_coder.services.failures import FAILURES, StoreUnreachable

            talk.begin_here()
            try:
                await work
            except asyncio.CancelledError:
                talk.fail()  # the program ends: what was typed stays in hand
                raise
            except FAILURES as failure:
                talk.fail()
                here = screen if screen is not None and screen.stands else self.screen
                if isinstance(here, WorkScreen) and here.stands:
                    here.say(str(failure), warning=True)
                    if isinstance(failure, StoreUnreachable):
                        self.live.doubt()  # it is shown anew when the store is back
                    elif not looks:
                        here.refresh_from_store()
            finally:
                if patience is not None:
                    patience.stop()
                talk.end()
                if entered is not None:
                    entered.__exit__(None, None, None)

        job: WorkType[None] = run
        self.run_worker(job)

    def _say_it_waits(self) -> None:
        """A key's errand takes long: nothing is lost, and it is not the keyboard that hangs."""
        here = self.screen
        if not self.gate.idle and isinstance(here, WorkScreen) and here.stands:
            here.say(WAITING)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        command = f"{getattr(default_namespace, 'SCOPE', 'app')}.{action}"
        if command in BY_ID:
            self._acting = command
        return await super().run_action(action, default_namespace, namespaces)

    # ---- commands that act everywhere --------------------------------------------------------------------------------

    def action_help(self) -> None:
        if isinstance(self.screen, WorkScreen):
            from tui_coder.ui.screens.help import HelpScreen

            self.push_screen(HelpScreen(self.screen, run=False))

    def action_palette(self) -> None:
        if isinstance(self.screen, WorkScreen):
            from tui_coder.ui.screens.help import HelpScreen

            self.push_screen(HelpScreen(self.screen, run=True))

    def action_redraw(self) -> None:
        self.refresh(layout=True, repaint=True)

    def action_undo(self) -> None:
        self._take_back("undo")

    def action_redo(self) -> None:
        self._take_back("redo")

    def _take_back(self, what: str) -> None:
        screen = self.screen
        if not isinstance(screen, WorkScreen):
            return
        work = screen.undo() if what == "undo" else screen.redo()
        if work is None:
            screen.say(f"There is nothing to {what} on this screen.", warning=True)
        else:
            screen.errand(work)

    async def action_back(self) -> None:
        """From any screen to the queue; from the queue, leave."""
        if len(self.screen_stack) > 2:
            self.back_to_queue()
        elif self.house is not None:
            self.exit(0)

    def action_go(self) -> None:
        if isinstance(self.screen, WorkScreen):
            self.errand(self.choose_place(self.screen), self.screen)

    # ---- nothing leaks -----------------------------------------------------------------------------------------------

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        return ()

    def _fatal_error(self) -> None:
        # Textual would print a traceback with local variables: patient data on the terminal.
        self._handle_exception(RuntimeError("the terminal app stopped"))

    def _handle_exception(self, error: Exception) -> None:
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        if self.trouble is None:
            self.trouble = getattr(error, "error", error)  # a failed worker wraps what went wrong
        self._close_messages_no_wait()


def run(
    open_house: Callable[[], House],
    *,
    keys: dict[str, str] | None = None,
    theme: str = "",
    first_rows: Callable[[], Sequence[QueueRow]] = tuple,
    patience: Patience | None = None,
    instead_of_keeping: Callable[[], str] | None = None,
) -> int:
    """Run the workstation until the person leaves; returns the exit code. `first_rows` are shown while it opens.

    `instead_of_keeping` is done when the line drops, where what was typed is not to be kept; returns what to say of it.

    Raises what kept it from opening (StoreError, NotAllowed, SettingsError ...) or made it stop, once the terminal
    is as it was.
    """
    for name in _LEAKY:
        os.environ.pop(name, None)
    app = Workstation(open_house, keys, theme, first_rows, driver_class=TerminalLine, patience=patience)
    app.idle.store_lasts = instead_of_keeping is None
    guard = Guard(instead_of_keeping or app.keeping.leave)
    guard.stand()
    code = app.run()
    if app.trouble is not None:
        raise app.trouble
    if app.idle.farewell:
        print(app.idle.farewell)
    return code or 0
