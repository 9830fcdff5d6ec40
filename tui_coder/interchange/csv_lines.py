"""CSV that goes out: what a spreadsheet would take for a formula stays text."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

_OBEYED = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run as a formula by spreadsheets (OWASP, "CSV Injection")."""


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The rows as CSV (RFC 4180), each without its end of line; one may hold several lines within quotes.

    A text that a spreadsheet would obey gets an apostrophe in front, which spreadsheets do not show. None is empty.
    """
    for row in rows:
        line = StringIO()
        csv.writer(line, lineterminator="").writerow([_cell(value) for value in row])
        yield line.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(_OBEYED):
        return f"'{value}"
    return value
