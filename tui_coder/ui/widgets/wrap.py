"""Lines of a document cut into rows of a given width, by cells; offsets into the text stay true."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

_WORDS = re.compile(r"\s*\S+|\s+")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a wrapped text: row `n` is text[starts[n]:ends[n]] and belongs to line `lines[n]` (from 0)."""

    starts: Sequence[int]
    ends: Sequence[int]
    lines: Sequence[int]

    def __len__(self) -> int:
        return len(self.starts)

    def row_of(self, offset: int) -> int:
        """The row that holds an offset of the text."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def first_of_line(self, line: int) -> int:
        """The first row of a line."""
        low, high = 0, len(self.lines)
        while low < high:
            middle = (low + high) // 2
            if self.lines[middle] < line:
                low = middle + 1
            else:
                high = middle
        return low


def wrap(text: str, line_starts: Sequence[int], width: int) -> Rows:
    """Cut at blanks where possible, inside a word only where the word alone is too wide."""
    starts: list[int] = []
    ends: list[int] = []
    lines: list[int] = []
    last = len(line_starts) - 1
    plain_cells = text.isascii() and "\t" not in text
    for line, start in enumerate(line_starts):
        end = line_starts[line + 1] - 1 if line < last else len(text)
        if end - start <= width and (plain_cells or _cells(text[start:end]) <= width):
            starts.append(start)
            ends.append(end)
            lines.append(line)
            continue
        cuts = _plain_cuts if plain_cells else _cuts
        for cut_start, cut_end in cuts(text[start:end], max(1, width)):
            starts.append(start + cut_start)
            ends.append(start + cut_end)
            lines.append(line)
    return Rows(starts, ends, lines)


def _cells(text: str) -> int:
    return cell_len(text) + text.count("\t") * 7


def _plain_cuts(line: str, width: int) -> Iterator[tuple[int, int]]:
    """What `_cuts` says of a line whose characters are a cell each, ten times as fast: long notes have those."""
    start = 0
    while len(line) - start > width:
        cut = start + width
        if line[cut] != " ":
            cut = line.rfind(" ", start, cut)
        while cut > start and line[cut - 1] == " ":
            cut -= 1
        if cut <= start:
            cut = start + width
        yield start, cut
        start = cut
    yield start, len(line)


def _cuts(line: str, width: int) -> Iterator[tuple[int, int]]:
    start = end = 0
    used = 0
    for found in _WORDS.finditer(line):
        cells = _cells(found[0])
        if used and used + cells > width:
            yield start, end
            start, used = end, 0
            # The blanks in front of a word stay with the row before it on screen; the offsets keep them.
        if cells > width:
            for place in range(found.start(), found.end()):
                step = _cells(line[place])
                if used and used + step > width:
                    yield start, place
                    start, used = place, 0
                used += step
            end = found.end()
            continue
        end = found.end()
        used += cells
    yield start, len(line)
