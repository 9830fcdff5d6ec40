"""The code book on its own: search any code set of any date, read a code's entry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.widget import Widget

from tui_coder.domain.codebook import Hit
from tui_coder.ui.code_entry import CodeEntryScreen
from tui_coder.ui.code_index import CodeIndexScreen
from tui_coder.ui.commands import Command
from tui_coder.ui.picking import Picker
from tui_coder.ui.widgets.code_line import CodeLine, Mode
from tui_coder.ui.widgets.offers import Offer
from tui_coder.ui.work_screen import Meanings, WorkScreen

_NEEDS_A_CHART = frozenset({"favourite", "own_word", "sets", "submit", "post_here", "chart_down", "chart_up"})


class CodeBookScreen(WorkScreen):
    NAME = "Code book"
    MEANS_HERE: ClassVar[Meanings] = {
        "codeline.post": ("show", "Show the whole title and the notes of the highlighted hit."),
        "codeline.leave": ("back", "Back to the queue."),
    }

    def content(self) -> Iterable[Widget]:
        yield CodeLine(id="code-line")

    @property
    def line(self) -> CodeLine:
        return self.query_one(CodeLine)

    def on_mount(self) -> None:
        self.line.offering = self._offers
        self.line.input.focus()
        self._show_releases()
        self.say("Type words or a code; Enter shows the entry, Esc goes back.")

    def books_ready(self) -> None:
        self._show_releases()
        self.line.offer_again()

    def _show_releases(self) -> None:
        """The newest of each system: without a date of service it is the one that is looked into."""
        books = self.workstation.at_work.books
        newest = {each.system: each.release for each in books.releases()} if books.built else {}
        told = "   ".join(f"{system.label} {release}" for system, release in newest.items())
        self.show_header(f" {self.NAME}", f"{told} ")

    def why_not(self, command: Command) -> str | None:
        if command.scope == "codeline" and command.action in _NEEDS_A_CHART:
            return f"'{command.label}' needs an open chart; here codes are only looked up."
        return None

    def _offers(self, text: str, mode: Mode) -> tuple[Sequence[Offer], str]:
        house = self.workstation.at_work
        return Picker.of(house.library).offers(text, mode)

    def on_code_line_posted(self, event: CodeLine.Posted) -> None:
        if event.hit is not None:
            self._show(event.hit)

    def on_code_line_entry_wanted(self, event: CodeLine.EntryWanted) -> None:
        self._show(event.hit)

    def on_code_line_index_wanted(self, event: CodeLine.IndexWanted) -> None:
        house = self.workstation.at_work
        self.app.push_screen(CodeIndexScreen(house.library, None, event.typed))

    def _show(self, hit: Hit) -> None:
        house = self.workstation.at_work
        self.app.push_screen(CodeEntryScreen(house.library, (hit.system, hit.code), None))

    def on_code_line_left(self, event: CodeLine.Left) -> None:
        self.workstation.back_to_queue()
