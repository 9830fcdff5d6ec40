"""The note of a chart: a few lines at the bottom; every letter is kept as it is typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import TextArea

from tui_coder.services import chart as charts
from tui_coder.ui.work_screen import WorkScreen

KEEP_EVERY = 0.4
"""Seconds between two savings of the draft: at most one second of typing may be lost to a dropped line."""


class NoteScreen(WorkScreen):
    """Esc saves the note and goes back to the chart."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "finish", "save and back", show=False, priority=True)]

    def __init__(self, item_id: int, account: str) -> None:
        super().__init__()
        self._item_id = item_id
        self._account = account
        self._waits = False

    def content(self) -> Iterable[Widget]:
        area = TextArea("", soft_wrap=True, show_line_numbers=False, tab_behavior="focus", id="note")
        area.cursor_blink = False
        yield area

    @property
    def area(self) -> TextArea:
        return self.query_one(TextArea)

    def scopes(self) -> tuple[str, ...]:
        return ()

    def on_mount(self) -> None:
        self.show_header(f" Note on {self._account}")
        self.say("Every letter is kept as you type. Esc saves the note and goes back.")
        self.errand(self._load())

    async def _load(self) -> None:
        app = self.workstation
        chart = await app.errands.read(charts.look_again, app.at_work.desk, self._item_id)
        self.area.text = chart.note if chart.draft is None else chart.draft
        self.area.move_cursor(self.area.document.end)
        self.area.focus()

    def on_text_area_changed(self) -> None:
        if not self._waits:
            self._waits = True
            self.set_timer(KEEP_EVERY, self._keep)

    def _keep(self) -> None:
        self._waits = False
        app = self.workstation
        app.errand(self._write(self.area.text), self, keys_wait=False)

    async def _write(self, text: str) -> None:
        app = self.workstation
        await app.errands.write(charts.keep_draft, app.at_work.desk, self._item_id, text)

    def action_finish(self) -> None:
        self.errand(self._finish())

    async def _finish(self) -> None:
        app = self.workstation
        await app.errands.write(charts.save_note, app.at_work.desk, self._item_id, self.area.text)
        self.dismiss()
