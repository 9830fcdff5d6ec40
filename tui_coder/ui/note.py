"""The note of a chart: a few lines over its bottom, so that the words noted stay in sight; every letter is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from tui_coder.services import chart as charts
from tui_coder.ui.work_screen import WorkScreen

if TYPE_CHECKING:
    from tui_coder.ui.app import Workstation

KEEP_EVERY = 0.4
"""Seconds between two savings of the draft: at most one second of typing may be lost to a dropped line."""


class NoteScreen(ModalScreen[None]):
    """Esc saves the note and goes back to the chart."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "finish", "save and back", show=False, priority=True)]

    def __init__(self, below: WorkScreen, item_id: int, account: str, text: str) -> None:
        super().__init__(classes="-over")
        self._below = below
        self._item_id = item_id
        self._account = account
        self._text = text
        self._waits = False

    def compose(self) -> ComposeResult:
        area = TextArea(self._text, soft_wrap=True, show_line_numbers=False, tab_behavior="focus", compact=True)
        area.cursor_blink = False
        with Vertical(id="note"):
            yield Static(f"Note on {self._account}: every letter is kept; Esc saves it.", markup=False)
            yield area

    @property
    def workstation(self) -> Workstation:
        return cast("Workstation", self.app)

    @property
    def area(self) -> TextArea:
        return self.query_one(TextArea)

    def on_mount(self) -> None:
        self.area.move_cursor(self.area.document.end)
        self.area.focus()

    def on_text_area_changed(self) -> None:
        if not self._waits and self.area.text != self._text:
            self._waits = True
            self.set_timer(KEEP_EVERY, self._keep)

    def _keep(self) -> None:
        self._waits = False
        self.workstation.errand(self._write(self.area.text), self._below, keys_wait=False)

    async def _write(self, text: str) -> None:
        app = self.workstation
        await app.errands.write(charts.keep_draft, app.at_work.desk, self._item_id, text)

    def action_finish(self) -> None:
        self.workstation.errand(self._finish(), self._below)

    async def _finish(self) -> None:
        app = self.workstation
        await app.errands.write(charts.save_note, app.at_work.desk, self._item_id, self.area.text)
        self.dismiss()
        self._below.say("The note is saved; t opens it again, L shows all notes.")
