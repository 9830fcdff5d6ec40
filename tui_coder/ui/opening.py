"""The first frame: painted before the table, the store and their libraries are loaded; a start feels instant so."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from tui_coder.ui.widgets.lines import HeaderLine, MessageLine

NAME = " Queue"
OPENING = "Opening the store."


class OpeningScreen(Screen[None]):
    """Where the workstation is going; it stays below the queue. Keys wait until the queue is open."""

    def compose(self) -> ComposeResult:
        yield HeaderLine(NAME)
        yield Static(id="work")
        yield MessageLine(OPENING)
