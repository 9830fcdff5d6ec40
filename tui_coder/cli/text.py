"""Plain text for a terminal or a pipe: tables cut to a terminal's width, and nothing that it would obey."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TextIO

from tui_coder.domain.text import canonical

_GAP = "  "
_ELLIPSIS = "…"
_LEAST = 6
"""Cells under which no column is squeezed."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. A `firm` one is never cut: people type what stands there. One that `wraps` goes on below."""

    title: str
    right: bool = False
    firm: bool = False
    wraps: bool = False


def one_line(text: str) -> str:
    """The text on one line: line ends and tabs become blanks, what a terminal would obey becomes a picture of it."""
    if text.isascii() and text.isprintable():
        return text
    return canonical(text).text.replace("\n", " ").replace("\t", " ")


def lines_of(text: str) -> list[str]:
    """The lines of a document, each harmless."""
    return [one_line(line) for line in text.split("\n")]


def cells(text: str) -> int:
    """How many columns of a terminal a harmless text takes."""
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def _cells_of(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, width: int) -> str:
    """The beginning of a text that fits, with an ellipsis where something is left out."""
    if cells(text) <= width:
        return text
    kept, taken = [], 0
    for character in text:
        taken += _cells_of(character)
        if taken > width - 1:
            break
        kept.append(character)
    return "".join(kept) + _ELLIPSIS if width > 0 else ""


def terminal_width() -> int:
    """Of the terminal: COLUMNS, where the shell tells it."""
    return shutil.get_terminal_size().columns


def width_of(stream: TextIO) -> int:
    """How wide what is written there may be: what goes into a file or to another program is whole."""
    return terminal_width() if stream.isatty() else sys.maxsize


def table(columns: Sequence[Column], rows: Iterable[Sequence[object]], width: int) -> list[str]:
    """A heading and the rows, no line wider than `width` cells; None is shown as -."""
    texts = [["-" if cell is None else one_line(str(cell)) for cell in row] for row in rows]
    titles = [column.title for column in columns]
    wide = [max(map(cells, column)) for column in zip(titles, *texts, strict=True)]
    _squeeze(wide, columns, width)
    return [line for row in [titles, *texts] for line in _row(columns, row, wide, width)]


def _squeeze(wide: list[int], columns: Sequence[Column], width: int) -> None:
    """Take cells from the widest columns until the row fits or nothing more can be taken."""
    while sum(wide) + len(_GAP) * (len(wide) - 1) > width:
        soft = [at for at, column in enumerate(columns) if not column.firm and wide[at] > _LEAST]
        if not soft:
            return
        wide[max(soft, key=lambda at: wide[at])] -= 1


def _row(columns: Sequence[Column], texts: Sequence[str], wide: Sequence[int], width: int) -> Iterator[str]:
    """The row on one line, or on as many as its longest wrapping cell takes."""
    folded = [
        paragraph(text, room) if column.wraps else [cut(text, room)]
        for column, text, room in zip(columns, texts, wide, strict=True)
    ]
    for parts in zip_longest(*folded, fillvalue=""):
        line = _GAP.join(_padded(part, column, room) for part, column, room in zip(parts, columns, wide, strict=True))
        yield cut(line.rstrip(), width)


def _padded(text: str, column: Column, room: int) -> str:
    padding = " " * (room - cells(text))
    return padding + text if column.right else text + padding


def paragraph(text: str, width: int, indent: str = "", hang: str = "") -> list[str]:
    """The text in lines of at most `width` cells, broken at blanks; the second and later ones stand in by `hang`."""
    lines, line = [], ""
    for word in one_line(text).split():
        longer = f"{line} {word}" if line else indent + word
        if line and cells(longer) > width:
            lines.append(line)
            longer = indent + hang + word
        line = cut(longer, width)
    return [*lines, line] if line else lines
