"""The code book on its own: search any code set of any date, read a code's entry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from tui_coder.domain.codebook import Hit
from tui_coder.ui.paper import PaperScreen, entry_text
from tui_coder.ui.widgets.code_line import CodeLine
from tui_coder.ui.work_screen import WorkScreen


class CodeBookScreen(WorkScreen):
    NAME = "Code book"

    def content(self) -> Iterable[Widget]:
        yield CodeLine(id="code-line")

    @property
    def line(self) -> CodeLine:
        return self.query_one(CodeLine)

    def on_mount(self) -> None:
        self.line.search = self._search
        self.line.input.focus()
        releases = self.workstation.at_work.books.releases() if self.workstation.at_work.books.built else ()
        self.show_header(f" {self.NAME}", "   ".join(f"{each.system.label} {each.release}" for each in releases) + " ")
        self.say("Type words or a code; Enter shows the entry, Esc goes back.")

    def _search(self, text: str) -> Sequence[Hit]:
        books = self.workstation.at_work.books
        return books.search(text, limit=40) if books.built else ()

    def on_code_line_posted(self, event: CodeLine.Posted) -> None:
        if event.hit is not None:
            self.errand(self._show(event.hit))

    def on_code_line_entry_wanted(self, event: CodeLine.EntryWanted) -> None:
        self.errand(self._show(event.hit))

    async def _show(self, hit: Hit) -> None:
        app = self.workstation
        entry = await app.errands.read(app.at_work.books.entry, hit.system, hit.code)
        if entry is not None:
            await app.push_screen(PaperScreen(f"{entry.printed}  {entry.title}", entry_text(entry)))

    def on_code_line_left(self, event: CodeLine.Left) -> None:
        self.workstation.back_to_queue()
