"""The first frame: painted before the store and its libraries are loaded, so that the start feels instant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from tui_coder.domain.queue_row import QueueRow
from tui_coder.ui.widgets.lines import HeaderLine, KeyHints, MessageLine
from tui_coder.ui.widgets.pages import KeysetSource
from tui_coder.ui.widgets.queue_table import queue_columns
from tui_coder.ui.widgets.work_table import WorkTable


class OpeningScreen(Screen[None]):
    """The queue as it will open, to be read already; keys wait until it is open."""

    def __init__(self, rows: Sequence[QueueRow]) -> None:
        super().__init__()
        self._rows = rows

    def compose(self) -> ComposeResult:
        yield HeaderLine()
        yield Static("", id="views")
        if self._rows:
            yield WorkTable(queue_columns(date.today()), self._source(), id="work")
        else:
            yield Static("", id="work")
        yield Static("", id="preview")
        yield MessageLine()
        yield KeyHints()

    def _source(self) -> KeysetSource[QueueRow]:
        return KeysetSource(behind=lambda after, limit: self._rows[:limit] if after is None else (), in_front=_nothing)

    def on_mount(self) -> None:
        self.query_one(HeaderLine).show(" Queue")
        self.query_one(MessageLine).say("Opening the store.")


def _nothing(before: object, limit: int) -> Sequence[QueueRow]:
    return ()
