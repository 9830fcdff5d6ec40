"""The form of a hand-off over the log: drafted, edited, sent with one key; every letter is kept until it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static, TextArea

from tui_coder.domain.counting import count_of
from tui_coder.domain.handoff_form import read_form
from tui_coder.domain.refusals import Malformed, Refusal
from tui_coder.services import handoffs
from tui_coder.ui.safe import plain
from tui_coder.ui.widgets.over import Over
from tui_coder.ui.work_screen import WorkScreen

if TYPE_CHECKING:
    from tui_coder.ui.app import Workstation

_TOLD = "Ctrl+F sends it   Esc keeps it for later   an empty form is forgotten"


class HandOffForm(Over[str]):
    """Answers with what to say once it was sent or kept for later."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+f", "send", "send", show=False, priority=True),
        Binding("escape", "keep", "keep for later", show=False, priority=True),
    ]

    def __init__(self, below: WorkScreen, form: str) -> None:
        super().__init__()
        self._below = below
        self._form = form
        self._is_away = False

    def compose(self) -> ComposeResult:
        area = TextArea(self._form, soft_wrap=True, show_line_numbers=True, tab_behavior="focus", compact=True)
        area.cursor_blink = False
        with Vertical(id="hand-off"):
            yield area
            yield Static(_TOLD, id="told", markup=False)

    @property
    def workstation(self) -> Workstation:
        return cast("Workstation", self.app)

    @property
    def area(self) -> TextArea:
        return self.query_one(TextArea)

    def on_mount(self) -> None:
        self.area.focus()
        lines = self._form.split("\n")
        self.area.move_cursor((min(2, len(lines) - 1), len(lines[min(2, len(lines) - 1)])))

    def on_text_area_changed(self) -> None:
        self._tell(self._fault())
        if not self._is_away:
            self.workstation.hand.drafts(self.area.text)

    def _fault(self) -> str:
        try:
            read_form(self.area.text)
        except Malformed as fault:
            return str(fault)
        return ""

    def _tell(self, fault: str) -> None:
        self.query_one("#told", Static).update(plain(f"! {fault}", "bold") if fault else plain(_TOLD))

    @contextmanager
    def _put_away(self) -> Iterator[str]:
        """The form, out of hand before it is written: what is kept after that would be a draft again."""
        self._is_away = True
        self.workstation.hand.has_drafted()
        try:
            yield self.area.text
        except BaseException:
            self._is_away = False
            self.workstation.hand.drafts(self.area.text)
            raise

    def action_keep(self) -> None:
        self.workstation.errand(self._keep(), self._below)

    async def _keep(self) -> None:
        app = self.workstation
        with self._put_away() as form:
            await app.errands.write(handoffs.keep, app.at_work.desk, form)
        self.dismiss("Kept, not sent: w goes on with it." if form.strip() else "Nothing is kept of an empty form.")

    def action_send(self) -> None:
        self.workstation.errand(self._send(), self._below)

    async def _send(self) -> None:
        app = self.workstation
        try:
            with self._put_away() as form:
                entry, outcome = await app.errands.write(handoffs.send, app.at_work.desk, form)
        except Refusal as refusal:
            self._tell(str(refusal))
            return
        refused = f" {outcome.refused[0].account} not: {outcome.refused[0].reason}" if outcome.refused else ""
        given = count_of(len(outcome.changed), "item")
        self.dismiss(f"{given} handed to {entry.receiver}; open until {entry.receiver} reads it back.{refused}")
