"""Draws a list of rows line by line: titles, the rows that are seen, and a rule that tells which they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic

from rich.style import Style
from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from tui_coder.ui.safe import plain
from tui_coder.ui.widgets.columns import (
    CURSOR,
    MARKS,
    TAG,
    Column,
    Layout,
    header_strip,
    lay_out,
    row_strip,
    rule_strip,
    waiting_strip,
)
from tui_coder.ui.widgets.pages import PageSource, Row
from tui_coder.ui.widgets.row_list import RowList, View
from tui_coder.ui.widgets.tags import Tags

MUTED, STRONG, ACCENT = "work-table--muted", "work-table--strong", "work-table--accent"
GOOD, WARNING, ERROR = "work-table--good", "work-table--warning", "work-table--error"
"""What a `Cell` may look like. Colour only repeats what its words say."""


class RowsView(Widget, Generic[Row]):
    """Paints as little as it can: a cursor that moves among the seen rows costs two lines.

    Not a ScrollView, because the length of the list is not known until late, if ever.
    """

    ALLOW_SELECT: ClassVar[bool] = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "work-table--header", "work-table--cursor", "work-table--tag", "work-table--rule", "work-table--waiting",
        MUTED, STRONG, ACCENT, GOOD, WARNING, ERROR,
    }  # fmt: skip

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        source: PageSource[Row] | None,
        empty: Content,
        tag_limit: int,
        id: str | None,
        classes: str | None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._columns = tuple(columns)
        self._columns_shown: Layout[Row] = lay_out(self._columns, 0)
        self._list: RowList[Row] = RowList(source)
        self._tags: Tags[Row] = Tags(tag_limit)
        self._empty = empty
        self._fault = ""
        self._shows_waiting = False
        self._painted: tuple[View, frozenset[str], str] = (self._list.view, frozenset(), "")
        self._drawn: LRUCache[tuple[str, bool, bool], Strip] = LRUCache(512)

    @property
    def columns_shown(self) -> tuple[str, ...]:
        """The keys of the columns that fit."""
        return self._columns_shown.shown

    @property
    def position(self) -> str:
        """Which rows are seen, as far as it is known: "1-40 of …", "1-40 of 1,204", "~801-840 of 1,204"."""
        return "" if self._shows_waiting else self._list.position

    def set_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Show other columns of the same rows."""
        self._columns = tuple(columns)
        self._lay_out()

    def on_focus(self) -> None:
        self._drawn.clear()  # the cursor looks different

    def on_blur(self) -> None:
        self._drawn.clear()

    def notify_style_update(self) -> None:
        self._drawn.clear()
        super().notify_style_update()

    def _lay_out(self) -> None:
        self._columns_shown = lay_out(self._columns, self.size.width)
        self.paint_anew()

    # ---- what must be painted ----------------------------------------------------------------------------------------

    def paint_anew(self) -> None:
        """Everything may look different."""
        self._drawn.clear()
        self._painted = (self._list.view, self._tags.keys, self._words_on_rule())
        self.refresh()

    def paint_changes(self) -> None:
        """Paint what differs from what is on screen."""
        (view, tags, words), (old, old_tags, old_words) = now, self._painted = (
            (self._list.view, self._tags.keys, self._words_on_rule()), self._painted,
        )  # fmt: skip
        self._painted = now
        if view.version != old.version:
            self.paint_anew()
            return
        if words != old_words:
            self._refresh_lines(self.size.height - 1)
        if (view.top, view.first, view.end) != (old.top, old.first, old.end):
            self._refresh_lines(1, self._list.height)
            return
        changed = {old.cursor, view.cursor} if old.cursor != view.cursor else set()
        if tags is not old_tags:
            flipped = tags ^ old_tags
            rows = ((place, self._row_at(place)) for place in range(view.first, view.end))
            changed |= {place for place, row in rows if row is not None and row.key in flipped}
        for place in changed:
            self._refresh_lines(1 + place - view.top)

    def _refresh_lines(self, y: int, count: int = 1) -> None:
        self.refresh(Region(0, y, self.size.width, count))

    # ---- lines -------------------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y == 0:
            return header_strip(self._columns_shown, self.get_component_rich_style("work-table--header"), width)
        if y == self.size.height - 1:
            return rule_strip(self._words_on_rule(), self.get_component_rich_style("work-table--rule"), width)
        if self._shows_waiting:
            return self._waiting_line(width)
        window = self._list.window
        if self._fault and window is None:
            return self._line_of_words(plain(self._fault), y - 2, width)
        if window is None:
            return Strip.blank(width, self.rich_style)
        if window.is_empty_list:
            return self._line_of_words(self._empty, y - 2, width)
        place = self._list.top + y - 1
        row = window.at(place)
        if row is not None:
            return self._row_line(row, place == self._list.cursor, width)
        return self._waiting_line(width) if window.may_hold(place) == place else Strip.blank(width, self.rich_style)

    def _row_line(self, row: Row, at_cursor: bool, width: int) -> Strip:
        tagged = row.key in self._tags.keys
        strip = self._drawn.get((row.key, at_cursor, tagged))
        if strip is not None:
            return strip
        marks = f"{CURSOR if at_cursor else ' '}{TAG if tagged else ' '} "
        if at_cursor:
            style = self.get_component_rich_style("work-table--cursor")
            strip = row_strip(self._columns_shown, row, (marks, style), style, width)
        else:
            style = self.rich_style
            mark_style = self.get_component_rich_style("work-table--tag") if tagged else style
            strip = row_strip(self._columns_shown, row, (marks, mark_style), style, width, self._look_of)
        self._drawn[row.key, at_cursor, tagged] = strip
        return strip

    def _look_of(self, component_class: str) -> Style:
        return self.get_component_rich_style(component_class)

    def _waiting_line(self, width: int) -> Strip:
        return waiting_strip(self.get_component_rich_style("work-table--waiting"), width)

    def _line_of_words(self, words: Content, line: int, width: int) -> Strip:
        lines = Visual.to_strips(self, words, max(1, width - 2 * MARKS), None, self.visual_style)
        if not 0 <= line < len(lines):
            return Strip.blank(width, self.rich_style)
        margin = Strip.blank(MARKS, self.rich_style)
        return Strip.join([margin, lines[line]]).adjust_cell_length(width, self.rich_style)

    def _words_on_rule(self) -> str:
        tagged = f"{len(self._tags.keys):,} tagged" if self._tags.keys else ""
        fault = self._fault if self._list.window is not None else ""
        return " ── ".join(words for words in (fault, tagged, self.position) if words)

    def _row_at(self, place: int) -> Row | None:
        return self._list.window.at(place) if self._list.window is not None else None
