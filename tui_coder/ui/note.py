"""The note of a chart: a few lines over its bottom, so that the words noted stay in sight; every letter is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static, TextArea

from tui_coder.services import chart as charts
from tui_coder.ui.widgets.over import Over
from tui_coder.ui.work_screen import WorkScreen

if TYPE_CHECKING:
    from tui_coder.ui.app import Workstation

_COMMAND = "workbench.note"


class NoteScreen(Over[None]):
    """Esc saves the note and goes back to the chart."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "finish", "save and back", show=False, priority=True)]

    def __init__(self, below: WorkScreen, item_id: int, account: str, text: str) -> None:
        super().__init__()
        self._below = below
        self._item_id = item_id
        self._account = account
        self._text = text
        self._is_saving = False

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
        if self.area.text != self._text and not self._is_saving:  # the area tells of its letters late
            self.workstation.hand.writes(self.area.text, _COMMAND)

    def action_finish(self) -> None:
        self.workstation.errand(self._finish(), self._below)

    async def _finish(self) -> None:
        app, text = self.workstation, self.area.text
        self._is_saving = True
        app.hand.has_written()  # before it is saved: what is kept after that would be a draft again
        try:
            await app.errands.write(charts.save_note, app.at_work.desk, self._item_id, text)
        except BaseException:
            self._is_saving = False
            app.hand.writes(self.area.text, _COMMAND)
            raise
        self.dismiss()
        self._below.say("The note is saved; t opens it again, L shows all notes.")
