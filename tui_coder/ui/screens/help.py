"""All keys that act on the screen below, from the command table; typing filters, Enter runs the command."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from tui_coder.ui.commands import SCOPES, Command, printed_key
from tui_coder.ui.safe import cell_fit, plain
from tui_coder.ui.work_screen import WorkScreen


class HelpScreen(WorkScreen):
    """`run`: Enter runs the highlighted command (the palette); otherwise it is a list to read, run with Enter too."""

    NAME = "Keys"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "put_away", show=False, priority=True),
        Binding("enter", "run_it", show=False, priority=True),
        Binding("down", "step(1)", show=False, priority=True),
        Binding("up", "step(-1)", show=False, priority=True),
        Binding("pagedown", "step(10)", show=False, priority=True),
        Binding("pageup", "step(-10)", show=False, priority=True),
    ]

    def __init__(self, below: WorkScreen, *, run: bool) -> None:
        super().__init__()
        self._below = below
        self._commands = below.live_commands()
        self._asks_to_run = run
        self._at = 0

    def content(self) -> Iterable[Widget]:
        filter_line = Input(placeholder="type to filter", compact=True, id="filter")
        filter_line.cursor_blink = False
        yield filter_line
        with VerticalScroll(can_focus=False):
            yield Static("", id="keys", markup=False)
        yield Static("", id="whole", markup=False)

    def on_mount(self) -> None:
        name = self._below.NAME or "here"
        self.show_header(f" {'Commands' if self._asks_to_run else self.NAME} · {name}")
        self.query_one(Input).focus()
        self.watch(self.query_one(Input), "value", self._narrow, init=False)
        self._paint()
        self.say("Type to filter, Enter does it, Esc goes back.")

    def show_hints(self) -> None:
        """The whole screen is hints."""

    def scopes(self) -> tuple[str, ...]:
        return ()

    @property
    def shown(self) -> list[Command]:
        words = self.query_one(Input).value.lower().split()
        return [each for each in self._commands if all(word in _words(each) for word in words)]

    def _narrow(self, _: str) -> None:
        self._at = 0
        self._paint()

    def on_resize(self) -> None:
        self._paint()

    def action_step(self, by: int) -> None:
        self._at = max(0, min(len(self.shown) - 1, self._at + by))
        self._paint()

    def action_put_away(self) -> None:
        self.dismiss()

    def action_run_it(self) -> None:
        shown = self.shown
        if not shown:
            return
        command, below = shown[self._at], self._below
        self.dismiss()
        self.app.call_later(self._run_below, command, below)

    async def _run_below(self, command: Command, below: WorkScreen) -> None:
        reason = below.why_not(command)
        if reason is not None:
            below.say(reason, warning=True)
            return
        focused = below.focused
        target = focused if focused is not None and getattr(focused, "SCOPE", None) == command.scope else below
        if command.scope == "app":
            await self.app.run_action(command.action)
        elif command.scope in ("table", "chart") and focused is not None:
            await focused.run_action(command.action)
        else:
            await target.run_action(command.action)

    def _whole(self, command: Command) -> str:
        """What the line of a command has no room for."""
        reason = self._below.why_not(command)
        return f"{command.help} Not now: {reason}" if reason else command.help

    def _paint(self) -> None:
        width = max(20, self.size.width - 4)
        rows: list[Content] = []
        here_row, scope = 0, ""
        for place, each in enumerate(self.shown):
            if each.scope != scope:
                scope = each.scope
                rows.append(plain(f" {SCOPES[scope]}", "bold"))
            here = place == self._at
            if here:
                here_row = len(rows)
            keys = ", ".join(printed_key(key) for key in each.keys)
            reason = self._below.why_not(each)
            text = f"{'▸' if here else ' '} {keys:<18} {each.label:<16} {reason or each.help}"
            rows.append(plain(cell_fit(text, width), "reverse" if here else "dim" if reason else ""))
        shown = self.shown
        self.query_one("#whole", Static).update(plain(self._whole(shown[self._at]) if shown else ""))
        self.query_one("#keys", Static).update(Content("\n").join(rows or [plain(" no command has these words")]))
        self.query_one(VerticalScroll).scroll_to(y=max(0, here_row - self.size.height // 2), animate=False)


def _words(command: Command) -> str:
    keys = " ".join(printed_key(key) for key in command.keys)
    return f"{command.label} {command.help} {command.group} {keys}".lower()
