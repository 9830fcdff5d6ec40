"""A file in the layout of HCPCS Level II that holds modifiers alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tui_coder.codebook.handed_out import HandedOut, Loaded, Rejections
from tui_coder.codebook.kinds import Hear
from tui_coder.codebook.kinds.keeping_tables import keep_table, of_quarter
from tui_coder.codebook.sheets import column, head_rows, rows
from tui_coder.codebook.shelf import Shelf

COLUMNS = ("modifier", "type", "category", "title")
_MODIFIER = re.compile(r"[A-Z][A-Z0-9]")


def recognises(handed: HandedOut) -> bool:
    header, *told = head_rows(handed) or [[]]
    place = column(header, "hcpc", "hcpcs")
    if place is None or column(header, "longdescription") is None or not told:
        return False
    return all(len(cells) > place and _MODIFIER.fullmatch(cells[place]) for cells in told)


def load(handed: HandedOut, shelf: Shelf, on_progress: Hear) -> Loaded:
    return keep_table(
        handed, shelf, "hcpcs-modifiers", "HCPCS modifiers", of_quarter(handed), COLUMNS, COLUMNS[:1],
        lambda rejections: _rows(handed, rejections), on_progress, unit="modifiers",
    )  # fmt: skip


def _rows(handed: HandedOut, rejections: Rejections) -> Iterator[Sequence[str]]:
    header: Sequence[str] = ()
    for number, cells in rows(handed):
        if not header:
            header = cells
            continue
        code, title = column(header, "hcpc", "hcpcs"), column(header, "longdescription")
        if code is None or title is None or len(cells) <= max(code, title) or not _MODIFIER.fullmatch(cells[code]):
            rejections.add(number, "is no modifier of HCPCS: two characters and a description are expected")
        else:
            yield cells[code], "HCPCS", "", cells[title]
