"""The first frame: painted before the store and its libraries are loaded, so that the start feels instant."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from tui_coder.ui.widgets.lines import HeaderLine, KeyHints, MessageLine


class OpeningScreen(Screen[None]):
    def compose(self) -> ComposeResult:
        yield HeaderLine()
        yield Static("", id="opening")
        yield MessageLine()
        yield KeyHints()

    def on_mount(self) -> None:
        self.query_one(HeaderLine).show(" Queue")
        self.query_one(MessageLine).say("Opening the store.")
