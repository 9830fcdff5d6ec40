"""The chart viewer: long text on the Line API, a line cursor, marked words, hits and evidence."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui_coder.domain.sections import headings
from tui_coder.domain.text import find_all, line_at, lines_of
from tui_coder.ui.keymap import bindings_for
from tui_coder.ui.widgets.wrap import Rows, wrap

_WORD = re.compile(r"\w+(?:[.'/-]\w+)*")
_START = attrgetter("start")
_TAB = 8


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the text that are shown as something: "evidence", "hit", "focus" or "marked"."""

    start: int
    end: int
    kind: str
    label: str = ""


# Told apart without colour: evidence is underlined and has a mark in the gutter, hits are reversed.
_STYLES = {
    "evidence": Style(underline=True, bold=True),
    "hit": Style(reverse=True),
    "focus": Style(reverse=True, bold=True),
    "marked": Style(reverse=True),
}
_CURSOR = Style(bold=True, reverse=True)
_GUTTER = Style(dim=True)


class ChartView(ScrollView, can_focus=True):
    """Shows one document. All positions are offsets in its canonical text."""

    SCOPE: ClassVar[str] = "chart"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("chart")

    class CursorMoved(Message):
        """The cursor stands on another line."""

        def __init__(self, view: ChartView, offset: int) -> None:
            super().__init__()
            self.view = view
            self.offset = offset

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ChartView.CursorMoved)

    class Said(Message):
        """Something to tell at the bottom of the screen: "hit 3 of 7"."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.headings = headings()
        """Matches the lines that a section jump stops at."""
        self._text = ""
        self._line_starts: tuple[int, ...] = (0,)
        self._rows = Rows((0,), (0,), (0,))
        self._cursor = 0
        self._word: tuple[int, int] | None = None
        """The word of the cursor line that was walked to; None where the cursor is on the line as a whole."""
        self._mark: tuple[int, int] | None = None
        """What the cursor stood on where marking began: a word, or a line without the blanks around it."""
        self._spans: tuple[Span, ...] = ()
        self._focus_span: Span | None = None
        self._hits: tuple[tuple[int, int], ...] = ()
        self._ordered: list[Span] = []
        self._starts: list[int] = []
        self._longest = 0
        self._strips: LRUCache[tuple[int, int], Strip] = LRUCache(2_000)
        self._look = 0

    # ---- for the owner -----------------------------------------------------------------------------------------------

    def open(self, text: str, *, spans: Sequence[Span] = (), at: int = 0) -> None:
        """Show another text with the cursor on the line that holds the offset `at`."""
        self._text = text
        self._line_starts = lines_of(text)
        self._word, self._mark, self._focus_span, self._hits = None, None, None, ()
        self._spans = tuple(spans)
        self._cursor = line_at(self._line_starts, min(at, len(text)))
        self._index_spans()
        self._wrap_anew()

    @property
    def text(self) -> str:
        return self._text

    @property
    def line_count(self) -> int:
        return len(self._line_starts)

    @property
    def cursor_line(self) -> int:
        """The line of the cursor, from 0."""
        return self._cursor

    @property
    def cursor_offset(self) -> int:
        return self._line_starts[self._cursor]

    @property
    def marked_span(self) -> tuple[int, int] | None:
        """The marked words, None where nothing is marked."""
        if self._mark is None:
            return None
        start, end = self._under_cursor
        return min(start, self._mark[0]), max(end, self._mark[1])

    @property
    def selected_span(self) -> tuple[int, int]:
        """The marked words, else the word walked to, else the cursor line without the blanks around it."""
        return self.marked_span or self._under_cursor

    @property
    def _under_cursor(self) -> tuple[int, int]:
        return self._word or self._trimmed(self.cursor_offset, self._line_end(self._cursor))

    @property
    def has_words(self) -> bool:
        """Words are marked, or a word was walked to."""
        return self._mark is not None or self._word is not None

    def unmark(self) -> None:
        """Mark nothing any more."""
        if self.has_words:
            self._mark = self._word = None
            self._look_changed()

    def set_spans(self, spans: Sequence[Span]) -> None:
        """Show other evidence in the same text."""
        if tuple(spans) != self._spans:
            self._spans = tuple(spans)
            self._index_spans()
            self._look_changed()

    def go_to(self, offset: int, *, focus_span: Span | None = None) -> None:
        """Put the cursor on the line of an offset, and show the words there if asked."""
        self._focus_span = focus_span
        self._index_spans()
        self._look_changed()
        self._move_to(line_at(self._line_starts, min(max(0, offset), len(self._text))))

    def find(self, needle: str, *, go: bool = True) -> int:
        """Show every place of the words and `go` to the next one from the cursor; returns how many there are."""
        self._hits = find_all(self._text, needle)
        self._index_spans()
        self._look_changed()
        if self._hits and go:
            following = bisect_left(self._hits, (self.cursor_offset, 0))
            self.go_to_hit(following if following < len(self._hits) else 0)
        return len(self._hits)

    def go_to_hit(self, number: int) -> None:
        self._move_to(line_at(self._line_starts, self._hits[number][0]))

    # ---- actions -----------------------------------------------------------------------------------------------------

    def action_cursor_down(self) -> None:
        self._move_to(self._cursor + 1)

    def action_cursor_up(self) -> None:
        self._move_to(self._cursor - 1)

    def action_page_down(self) -> None:
        self._move_page(1)

    def action_page_up(self) -> None:
        self._move_page(-1)

    def action_top(self) -> None:
        self._move_to(0)

    def action_bottom(self) -> None:
        self._move_to(self.line_count - 1)

    def action_next_section(self) -> None:
        self._to_section(range(self._cursor + 1, self.line_count))

    def action_previous_section(self) -> None:
        self._to_section(range(self._cursor - 1, -1, -1))

    def action_word_right(self) -> None:
        self._to_word(1)

    def action_word_left(self) -> None:
        self._to_word(-1)

    def _to_word(self, by: int) -> None:
        """The next word, over the end of the line too."""
        line, word = self._cursor, self._word
        while 0 <= line < self.line_count:
            start, end = self._line_starts[line], self._line_end(line)
            words = [(start + found.start(), start + found.end()) for found in _WORD.finditer(self._text[start:end])]
            left = [each for each in words if word is None or (each > word if by > 0 else each < word)]
            if left:
                self._move_to(line)
                self._word = left[0] if by > 0 else left[-1]
                self._look_changed()
                return
            line += by

    def action_toggle_mark(self) -> None:
        self._mark = self._under_cursor if self._mark is None else None
        self._look_changed()
        marking = "Marking: lines with j k, words with the arrows; a attaches them; v ends."
        self.post_message(self.Said(marking if self._mark is not None else ""))

    def action_find_next(self) -> None:
        self._step_hit(1)

    def action_find_previous(self) -> None:
        self._step_hit(-1)

    def _step_hit(self, by: int) -> None:
        if not self._hits:
            self.post_message(self.Said("Nothing was searched for: / finds words in all documents."))
            return
        end = self._line_end(self._cursor)
        if by > 0:
            place = bisect_right(self._hits, (end, len(self._text)))
        else:
            place = bisect_left(self._hits, (self.cursor_offset, 0)) - 1
        place %= len(self._hits)
        self.go_to_hit(place)
        self.post_message(self.Said(f"hit {place + 1} of {len(self._hits)}"))

    def _to_section(self, lines: range) -> None:
        for line in lines:
            if self.headings.match(self._text[self._line_starts[line] : self._line_end(line)]):
                self._move_to(line, top=True)
                return
        self.post_message(self.Said("No further heading in this document."))

    # ---- moving ------------------------------------------------------------------------------------------------------

    def _move_page(self, direction: int) -> None:
        """A page with two rows of overlap; the cursor goes along."""
        page = max(1, self.size.height - 2)
        row = self._rows.first_of_line(self._cursor) + direction * page
        self.scroll_to(y=self.scroll_offset.y + direction * page, animate=False, immediate=True, force=True)
        row = max(0, min(len(self._rows) - 1, row))
        self._move_to(self._rows.lines[row])

    def _move_to(self, line: int, *, top: bool = False) -> None:
        line = max(0, min(self.line_count - 1, line))
        old, self._cursor = self._cursor, line
        walked, self._word = self._word is not None, None
        if self._mark is not None or walked:
            self._look_changed()
        elif line != old:
            self._refresh_line(old)
            self._refresh_line(line)
        self._scroll_to_cursor(top=top, step=abs(line - old) == 1)
        if line != old:
            self.post_message(self.CursorMoved(self, self.cursor_offset))

    def _scroll_to_cursor(self, *, top: bool = False, step: bool = False) -> None:
        """Line by line over the edge, the text jumps by two thirds: one repaint in two dozen keys, not one at each, and
        a third of what was read stays in sight."""
        first = self._rows.first_of_line(self._cursor)
        last = self._rows.first_of_line(self._cursor + 1) - 1
        here, height = self.scroll_offset.y, max(1, self.size.height)
        target = here
        if top or first < here:
            target = first
        elif last >= here + height:
            target = min(first, last - height + 1)
        if step and not top and target != here:
            target = first - height // 3 if target > here else last - 2 * height // 3
            target = max(0, min(first, max(last - height + 1, target), self.max_scroll_y))
        if target != here:
            self.scroll_to(y=target, animate=False, immediate=True, force=True)

    def _refresh_line(self, line: int) -> None:
        """Only the gutter tells where the cursor is: a line down sends a few dozen bytes, not two whole rows."""
        first = self._rows.first_of_line(line)
        count = self._rows.first_of_line(line + 1) - first
        self.refresh(Region(0, first - self.scroll_offset.y, self._gutter, count))

    # ---- drawing -----------------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        self._wrap_anew()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._look_changed()

    def on_focus(self) -> None:
        self._refresh_line(self._cursor)

    def on_blur(self) -> None:
        self._refresh_line(self._cursor)

    @property
    def _gutter(self) -> int:
        return len(str(self.line_count)) + 3

    def _wrap_anew(self) -> None:
        if not self.size.width:
            return  # not laid out yet: a long text is wrapped once, when its width is known
        width = max(8, self.size.width - self._gutter - 1)
        self._rows = wrap(self._text, self._line_starts, width)
        self.virtual_size = Size(self.size.width, len(self._rows))
        self._look_changed()
        self._scroll_to_cursor()

    def _look_changed(self) -> None:
        self._look += 1
        self.refresh()

    def _index_spans(self) -> None:
        """Spans in the order of their starts. Which of them a line shows is found when the line is drawn."""
        shown = [*self._spans, *(Span(start, end, "hit") for start, end in self._hits)]
        if self._focus_span is not None:
            shown.append(self._focus_span)
        shown.sort(key=_START)
        self._ordered = shown
        self._starts = list(map(_START, shown))
        self._longest = max((span.end - span.start for span in shown), default=0)

    def _spans_on(self, line: int) -> list[Span]:
        start, end = self._line_starts[line], self._line_end(line)
        first, last = bisect_left(self._starts, start - self._longest), bisect_right(self._starts, end)
        return [span for span in self._ordered[first:last] if span.end > start or span.start >= start]

    def render_line(self, y: int) -> Strip:
        row = self.scroll_offset.y + y
        width = self.size.width
        if row >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        line = self._rows.lines[row]
        here = line == self._cursor
        if here:
            return self._draw(row, line, width, here=True)
        key = (row, self._look)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._draw(row, line, width, here=False)
        return strip

    def _draw(self, row: int, line: int, width: int, *, here: bool) -> Strip:
        base = self.rich_style
        start, end = self._rows.starts[row], self._rows.ends[row]
        spans: Sequence[Span] = self._spans_on(line)
        shown = self.marked_span or self._word
        if shown is not None and shown[0] < end and start < shown[1]:
            spans = [*spans, Span(*shown, "marked")]
        first = row == 0 or self._rows.lines[row - 1] != line
        gutter = self._gutter_text(line, first=first, here=here, spans=spans)
        segments = [Segment(gutter[:-1], base + (_CURSOR if here and self.has_focus else _GUTTER)), Segment(" ", base)]
        segments += self._styled(start, end, spans, base)
        return Strip(segments).adjust_cell_length(width, base)

    def _gutter_text(self, line: int, *, first: bool, here: bool, spans: Sequence[Span]) -> str:
        cursor = ("▸" if self.has_focus else "▹") if here and first else " "
        number = str(line + 1) if first else ""
        evidence = "¶" if any(span.kind == "evidence" for span in spans) else " "
        return f"{cursor}{number:>{self._gutter - 3}}{evidence} "

    def _styled(self, start: int, end: int, spans: Sequence[Span], style: Style) -> list[Segment]:
        edges = {start, end}
        for span in spans:
            edges |= {edge for edge in (span.start, span.end) if start < edge < end}
        cuts = sorted(edges)
        segments: list[Segment] = []
        column = 0
        for low, high in pairwise(cuts):
            here = style
            for span in spans:
                if span.start <= low and high <= span.end:
                    here = here + _STYLES[span.kind]
            words = self._text[low:high]
            if "\t" in words:
                words = (" " * column + words).expandtabs(_TAB)[column:]
            column += len(words)
            segments.append(Segment(words, here))
        return segments

    def _line_end(self, line: int) -> int:
        return self._line_starts[line + 1] - 1 if line + 1 < self.line_count else len(self._text)

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        words = self._text[start:end]
        lead = len(words) - len(words.lstrip())
        return start + lead, max(start + lead, start + len(words.rstrip()))
