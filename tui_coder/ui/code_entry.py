"""A code's whole entry: standing, place in the list, every note with the codes it names, and what lies below it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import ClassVar, NamedTuple

from textual.binding import BindingType
from textual.widget import Widget

from tui_coder.domain.codebook import Entry, Note, NoteKind, Related
from tui_coder.domain.codes import CodeSystem, printed
from tui_coder.services import code_entry
from tui_coder.services.code_books import CodeBooks
from tui_coder.services.library import Library
from tui_coder.ui.commands import Command
from tui_coder.ui.keymap import bindings_for
from tui_coder.ui.widgets.chart_view import ChartView
from tui_coder.ui.work_screen import WorkScreen

Code = tuple[CodeSystem, str]

_TITLES = {
    NoteKind.INCLUSION_TERMS: "INCLUSION TERMS", NoteKind.INCLUDES: "INCLUDES", NoteKind.CODE_FIRST: "CODE FIRST",
    NoteKind.USE_ADDITIONAL: "USE ADDITIONAL CODE", NoteKind.CODE_ALSO: "CODE ALSO", NoteKind.SEVENTH: "7TH CHARACTER",
    NoteKind.EXCLUDES1: "EXCLUDES 1", NoteKind.EXCLUDES2: "EXCLUDES 2", NoteKind.NOTES: "NOTES",
}  # fmt: skip
"""In the order of the tabular list: what must be coded with it stands before the long lists of what it excludes."""
_OFFERED = frozenset({NoteKind.CODE_FIRST, NoteKind.USE_ADDITIONAL, NoteKind.CODE_ALSO})
"""Notes whose codes are listed one by one, to be taken to the code line; others link to the first code they name."""


class Line(NamedTuple):
    """A line of the sheet; `link` is the bare code that Enter opens from it."""

    text: str
    link: Code | None = None


class CodeEntryScreen(WorkScreen):
    """Enter follows the code of a line, Esc goes back the same way; `take` gets a code that shall be posted."""

    SCOPE = "entry"
    NAME = "Code"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("entry")

    def __init__(
        self,
        library: Library,
        code: Code,
        on: date | None,
        take: Callable[[CodeSystem, str], None] | None = None,
    ) -> None:
        super().__init__()
        self._library = library
        self._on = on
        self._take = take
        self._way = [code]
        self._places: list[int] = []
        self._lines: list[Line] = []

    def content(self) -> Iterable[Widget]:
        yield ChartView(id="paper")

    @property
    def view(self) -> ChartView:
        return self.query_one(ChartView)

    def on_mount(self) -> None:
        self.view.focus()
        self._open(at=0)

    def on_chart_view_said(self, event: ChartView.Said) -> None:
        self.say(event.text)

    def on_chart_view_cursor_moved(self, event: ChartView.CursorMoved) -> None:
        self.show_hints()

    def _open(self, at: int) -> None:
        code = self._way[-1]
        self.look_up("entry", lambda: self._read(code), lambda lines: self._show(lines, at))

    def _read(self, code: Code) -> list[Line]:
        entry = self._library.books.entry(*code, self._on)
        if entry is None:
            return [Line(f"{printed(*code)} has no entry in the code books here.")]
        return [*_sheet(entry, self._library, self._on), *_equivalents(entry, self._library)]

    def _show(self, lines: list[Line], at: int) -> None:
        self._lines = lines
        self.show_header(f" {lines[0].text}")
        text = "\n".join(line.text for line in lines)
        self.view.open(text, at=sum(len(line.text) + 1 for line in lines[:at]))
        self.say("Enter opens the code of a line, Esc goes back.")
        self.show_hints()

    # ---- keys --------------------------------------------------------------------------------------------------------

    @property
    def link(self) -> Code | None:
        """The code of the line under the cursor."""
        place = self.view.cursor_line
        return self._lines[place].link if place < len(self._lines) else None

    def why_not(self, command: Command) -> str | None:
        if command.scope != self.SCOPE:
            return None
        if command.action == "follow" and self.link is None:
            return "No code stands on this line."
        if command.action == "take" and self._take is None:
            return "There is no chart open for coding to take the code to."
        return None

    def action_follow(self) -> None:
        link = self.link
        if link is not None:
            self._places.append(self.view.cursor_line)
            self._way.append(link)
            self._open(at=0)

    def action_take(self) -> None:
        """The code of this line, else the one the sheet is about, goes to the code line."""
        if self._take is not None:
            self._take(*(self.link or self._way[-1]))
            self.dismiss()

    def action_leave(self) -> None:
        if self._places:
            self._way.pop()
            self._open(at=self._places.pop())
        else:
            self.dismiss()

    def action_put_away(self) -> None:
        self.dismiss()


# ---- the sheet -------------------------------------------------------------------------------------------------------


def _sheet(entry: Entry, library: Library, on: date | None) -> Iterator[Line]:
    yield Line(f"{entry.printed}  {entry.title}")
    yield Line(f"{entry.system.label}, release {entry.release}: {_standing(entry, on)}")
    if entry.notes_release not in ("", entry.release):
        yield Line(
            f"Its notes are those of release {entry.notes_release}: release {entry.release} is a list of codes only."
        )
    if entry.standing.successors:
        yield Line(f"In its place: {', '.join(printed(entry.system, each) for each in entry.standing.successors)}")
    if changes := code_entry.history(library.books, entry.system, entry.code):
        yield Line(f"History: {'; '.join(each.told for each in changes)}")
    if (exempt := _poa(entry, library, on)) is not None:
        yield Line(exempt)
    yield from _list("UNDER", entry, entry.parents)
    for kind, title in _TITLES.items():
        if notes := entry.notes.get(kind, ()):
            yield from (Line(""), Line(title))
            for note in notes:
                yield from _note(note, kind, entry, library.books, on)
    if entry.seventh:
        yield from (Line(""), Line("7TH CHARACTERS"))
        yield from (Line(f"  {each.character}  {each.meaning}") for each in entry.seventh)
    yield from _list("BELOW IT", entry, entry.children)


def _standing(entry: Entry, on: date | None) -> str:
    kind = "billable" if entry.billable else "a header, not billable"
    span = f"{entry.standing.valid_from or 'the beginning'} to {entry.standing.valid_to or 'today'}"
    if on is None:
        return f"{kind}; listed from {span}"
    valid = {True: f"in force on {on}", False: f"not in force on {on}", None: f"not checked for {on}"}[entry.valid]
    return f"{kind}; {valid}; listed from {span}"


def _list(title: str, entry: Entry, related: Iterable[Related]) -> Iterator[Line]:
    rows = [Line(f"  {_printed(entry, each)}  {each.title}", _link(entry, each)) for each in related]
    if rows:
        yield from (Line(""), Line(title), *rows)


def _note(note: Note, kind: NoteKind, entry: Entry, books: CodeBooks, on: date | None) -> Iterator[Line]:
    origin = f"  ({note.origin})" if note.origin != entry.printed else ""
    first = note.codes[0].first if note.codes else ""
    yield Line(f"  {note.text}{origin}", (entry.system, first) if first else None)
    if kind in _OFFERED:
        for span in note.codes:
            for each in code_entry.choices(books, entry.system, span, on):
                yield Line(f"    → {_printed(entry, each)}  {each.title}", _link(entry, each))


def _poa(entry: Entry, library: Library, on: date | None) -> str | None:
    """Whether the code carries a POA indicator; nothing is said where no list of the date is loaded."""
    if entry.system is not CodeSystem.ICD10CM or not entry.billable:
        return None
    exempt = library.tables.poa_exempt(entry.code, on)
    if exempt is None:
        return None
    return "Exempt from POA reporting (CMS list)." if exempt else "Carries a POA indicator on inpatient claims."


def _equivalents(entry: Entry, library: Library) -> Iterator[Line]:
    """The other generation's codes: a place to start from, so each leads to its own entry."""
    rows = library.crosswalks.of(entry.code, entry.system)
    if rows:
        yield from (Line(""), Line(f"{rows[0].target_system.label.upper()} BY THE GENERAL EQUIVALENCE MAPPINGS"))
    for each in rows:
        other = library.books.entry(each.target_system, each.target) if each.target else None
        title = f"  {other.title}" if other else ""
        link = (each.target_system, each.target) if other else None
        yield Line(f"  {each.printed_target}{title}  ({each.told})".replace("    (", "  ("), link)


def _printed(entry: Entry, related: Related) -> str:
    return related.code if "-" in related.code else printed(entry.system, related.code)


def _link(entry: Entry, related: Related) -> Code | None:
    """Chapters and blocks are ranges, and have no entry of their own."""
    return None if "-" in related.code else (entry.system, related.code)
