"""CSV rows one at a time, so that one broken quote costs one row and not the rest of the file (RFC 4180)."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from tui_coder.interchange.lines import TextLine
from tui_coder.interchange.plain_text import bad_byte

LONGEST_LINE = 1024 * 1024
"""Characters of one line."""

_MOST_LINES = 2000
_LONGEST_RECORD = LONGEST_LINE
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Record:
    """One row, counted as a spreadsheet counts: the header is row 1. Cells are text, never typed."""

    row: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class BrokenRecord:
    """A row that cannot be told into cells."""

    row: int
    reason: str


class _End(Enum):
    """How a line leaves the quotes."""

    CLOSED = auto()
    OPEN = auto()
    MISPLACED = auto()


def csv_records(lines: Iterator[TextLine]) -> Iterator[Record | BrokenRecord]:
    """The rows of a comma separated file; reading goes on behind a broken one."""
    ahead: deque[TextLine] = deque()
    row = 0
    while (first := _next(ahead, lines)) is not None:
        row += 1
        taken, end = _whole_record(first, ahead, lines)
        if end is _End.CLOSED:
            yield _record(row, taken)
            continue
        # Where the quote went wrong cannot be known: the lines behind the first are read again as rows.
        ahead.extendleft(reversed(taken[1:]))
        yield BrokenRecord(row, _QUOTE_REASONS[end])


_QUOTE_REASONS = {
    _End.OPEN: 'a cell opens with a quotation mark that is never closed; close it, or write it twice ("").',
    _End.MISPLACED: 'a quotation mark inside a quoted cell must be written twice ("").',
}


def _next(ahead: deque[TextLine], lines: Iterator[TextLine]) -> TextLine | None:
    return ahead.popleft() if ahead else next(lines, None)


def _whole_record(first: TextLine, ahead: deque[TextLine], lines: Iterator[TextLine]) -> tuple[list[TextLine], _End]:
    """The lines of the row that begins with `first`: more than one where a quoted cell holds line breaks."""
    taken = [first]
    end = _end_of_quotes(first.text, inside=False)
    size = len(first.text)
    while end is _End.OPEN and len(taken) < _MOST_LINES and size <= _LONGEST_RECORD:
        following = _next(ahead, lines)
        if following is None:
            break
        taken.append(following)
        size += len(following.text)
        end = _End.OPEN if following.too_long else _end_of_quotes(following.text, inside=True)
    return taken, end


def _end_of_quotes(line: str, inside: bool) -> _End:
    """Where the line's end stands. A mark opens a quoted cell only as the cell's first character."""
    if '"' not in line:
        return _End.OPEN if inside else _End.CLOSED
    at = 0
    while True:
        if not inside:
            if not line.startswith('"', at):
                at = line.find(",", at) + 1
                if not at:
                    return _End.CLOSED
                continue
            at += 1
        closing = line.find('"', at)
        if closing < 0:
            return _End.OPEN
        following = line[closing + 1 : closing + 2]
        at, inside = closing + 2, following == '"'
        if following in ("", "\r"):
            return _End.CLOSED
        if following not in ('"', ","):
            return _End.MISPLACED


def _record(row: int, taken: list[TextLine]) -> Record | BrokenRecord:
    if taken[0].too_long:
        return BrokenRecord(row, f"the line is longer than {LONGEST_LINE:,} characters; is this a worklist?")
    for line in taken:
        bad = None if line.text.isascii() else _SURROGATE.search(line.text)
        if bad:
            position = line.start + len(line.text[: bad.start()].encode("utf-8", "surrogateescape"))
            return BrokenRecord(row, bad_byte(ord(bad[0]) & 0xFF, position))
    try:
        cells = next(csv.reader(["\n".join(line.text for line in taken)], strict=True))
    except csv.Error:
        return BrokenRecord(row, _uncut(taken))
    return Record(row, cells)


def _uncut(taken: list[TextLine]) -> str:
    if any("\r" in line.text[:-1] for line in taken):
        return "a carriage return stands between cells; save the file with ordinary line ends (LF or CR LF)."
    return f"a cell is longer than {csv.field_size_limit():,} characters; is this a worklist?"
