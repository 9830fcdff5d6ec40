"""The second frame: a person's own work, to be read while the store is still being opened."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from tui_coder.domain.queue_row import QueueRow
from tui_coder.resources import styles
from tui_coder.ui.opening import NAME, OPENING
from tui_coder.ui.widgets.lines import HeaderLine, KeyHints, MessageLine
from tui_coder.ui.widgets.pages import KeysetSource
from tui_coder.ui.widgets.queue_table import queue_columns
from tui_coder.ui.widgets.work_table import WorkTable


class FirstRowsScreen(Screen[None]):
    """The queue as it will open, in the same places; keys wait until it is open."""

    CSS_PATH = styles()

    def __init__(self, rows: Sequence[QueueRow]) -> None:
        super().__init__()
        self._rows = rows

    def compose(self) -> ComposeResult:
        yield HeaderLine(NAME)
        yield Static(id="views")
        yield WorkTable(queue_columns(date.today()), self._source(), id="work")
        yield Static(id="preview")
        yield MessageLine(OPENING)
        yield KeyHints()

    async def shown(self) -> None:
        """Wait until the rows stand on the screen."""
        await self.query_one(WorkTable).settled()
        painted = asyncio.Event()
        self.call_after_refresh(painted.set)
        await painted.wait()

    def _source(self) -> KeysetSource[QueueRow]:
        return KeysetSource(behind=lambda after, limit: self._rows[:limit] if after is None else (), in_front=_nothing)


def _nothing(before: object, limit: int) -> Sequence[QueueRow]:
    return ()
