"""The columns of a table: how they share a width, and how one row is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui_coder.ui.safe import cell_fit

Row = TypeVar("Row")

MARKS = 3
"""Cells in front of the columns: the cursor's mark, the tag, a space."""

CURSOR, TAG, WAITING = "▸", "*", "·"


@dataclass(frozen=True, slots=True)
class Cell:
    """Untrusted text and the component class of the table in which it is shown ("" = as the row)."""

    text: str
    style: str = ""


@dataclass(frozen=True, kw_only=True)
class Column(Generic[Row]):
    """One column. Either `width` cells wide, or from `min` to `max` cells and sharing what is left over.

    `drop` says how soon the column goes when the table is too narrow: the highest first, 0 never. `narrow` is what
    stands in a cell that is too narrow for the whole; without it the beginning does.
    """

    key: str
    title: str
    cell: Callable[[Row], str | Cell]
    width: int | None = None
    min: int = 4
    max: int | None = None
    align: Literal["left", "right"] = "left"
    drop: int = 0
    narrow: Callable[[Row], str] | None = None

    @property
    def least(self) -> int:
        return self.min if self.width is None else self.width


@dataclass(frozen=True)
class Layout(Generic[Row]):
    """Which columns are shown, each with its cells, and the cells between two of them."""

    columns: tuple[tuple[Column[Row], int], ...]
    gap: int

    @property
    def shown(self) -> tuple[str, ...]:
        return tuple(column.key for column, _ in self.columns)


def lay_out(columns: Sequence[Column[Row]], width: int) -> Layout[Row]:
    """Share `width` cells between the columns. Air between them goes before a column does."""
    room = max(0, width - MARKS)
    kept = list(columns)
    gap = 2 if _least(kept, 2) <= room else 1
    while _least(kept, gap) > room and any(column.drop for column in kept):
        goes = max(range(len(kept)), key=lambda at: (kept[at].drop, at))
        del kept[goes]
    widths = {column.key: column.least for column in kept}
    spare = room - _least(kept, gap)
    growing = [column for column in kept if column.width is None]
    while spare > 0 and growing:
        growing = [each for each in growing if each.max is None or widths[each.key] < each.max]
        for column in growing[:spare]:
            widths[column.key] += 1
        spare -= len(growing[:spare])
    return Layout(tuple((column, widths[column.key]) for column in kept), gap)


def _least(columns: Sequence[Column[Row]], gap: int) -> int:
    return sum(column.least for column in columns) + gap * max(0, len(columns) - 1)


# ---- drawing ---------------------------------------------------------------------------------------------------------


def header_strip(layout: Layout[Row], style: Style, width: int) -> Strip:
    """The titles over the columns."""
    return _strip(_cells(layout, ((column.title, style) for column, _ in layout.columns), (" " * MARKS, style)), width)


def row_strip(
    layout: Layout[Row], row: Row, marks: tuple[str, Style], style: Style, width: int,
    styled: Callable[[str], Style] | None = None,
) -> Strip:  # fmt: skip
    """One row. `styled` finds the style of a component class; without it the whole row is in `style`."""

    def look(column: Column[Row], cells: int) -> tuple[str, Style]:
        cell = column.cell(row)
        text, named = (cell, "") if isinstance(cell, str) else (cell.text, cell.style)
        if column.narrow is not None and cell_len(text) > cells:
            text = column.narrow(row)
        return text, styled(named) if styled is not None and named else style

    return _strip(_cells(layout, (look(*each) for each in layout.columns), marks), width, style)


def waiting_strip(style: Style, width: int) -> Strip:
    """A row that has not come yet."""
    return _strip([(" " * MARKS + WAITING, style)], width)


def rule_strip(words: str, style: Style, width: int) -> Strip:
    """A line across the table with words set into its right end."""
    told = f" {words} ──" if words else ""
    told = cell_fit(told, min(cell_len(told), width))
    return _strip([("─" * (width - cell_len(told)) + told, style)], width)


def _cells(
    layout: Layout[Row], texts: Iterable[tuple[str, Style]], marks: tuple[str, Style]
) -> Iterable[tuple[str, Style]]:
    yield marks
    between = ""
    for (column, cells), (text, style) in zip(layout.columns, texts, strict=True):
        fitted = cell_fit(text, cells)
        if column.align == "right":
            words = fitted.rstrip()
            fitted = fitted[len(words) :] + words
        yield between + fitted, style
        between = " " * layout.gap


def _strip(parts: Iterable[tuple[str, Style]], width: int, rest: Style | None = None) -> Strip:
    """Neighbours of one style become one segment: fewer control sequences on the line."""
    segments: list[Segment] = []
    for text, style in parts:
        if segments and segments[-1].style == style:
            segments[-1] = Segment(segments[-1].text + text, style)
        else:
            segments.append(Segment(text, style))
    strip = Strip(segments)
    if strip.cell_length > width:
        return strip.crop(0, width)
    return strip.extend_cell_length(width, rest or (segments[-1].style if segments else None))
