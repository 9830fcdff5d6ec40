"""NCCI procedure-to-procedure edits, as CMS publishes them by quarter: tab-separated text under some lines of heading.

column 1, column 2, * where the pair stood before 1996, effective date, deletion date (* none), modifier indicator
(0 not allowed, 1 allowed, 9 not applicable), rationale. A table of the same columns under a line of names is read too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.handed_out import HandedOut, Loaded, Rejections
from tui_coder.codebook.kinds import Hear
from tui_coder.codebook.kinds.keeping_tables import keep_table, of_quarter
from tui_coder.codebook.lines import head_lines, numbered_lines
from tui_coder.codebook.shelf import Shelf

COLUMNS = ("column1", "column2", "effective", "deletion", "indicator", "rationale")
_PAIR = re.compile(r"([0-9A-Z]{5})\t([0-9A-Z]{5})\t(\*?)\t(\d{8})?\t(\d{8}|\*|)\t([019])\t([^\t]*)(?:\t.*)?", re.DOTALL)
_NAMED = ("column1", "column2", "deletion_date", "modifier_indicator")
_NAMED_PAIR = re.compile(r"([0-9A-Z]{5})\t([0-9A-Z]{5})\t(\d{8}|\*|)\t([019])\t([^\t]*)")
_OF_HOSPITALS = re.compile(r"ccioph|hospital|outpatient|opps", re.IGNORECASE)
_OF_PRACTITIONERS = re.compile(r"ccipra|practitioner|physician", re.IGNORECASE)


def recognises(handed: HandedOut) -> bool:
    lines = head_lines(handed)
    if any(line.lower().split("\t")[: len(_NAMED)] == list(_NAMED) for line in lines[:5]):
        return True
    return any(_PAIR.fullmatch(line) for line in lines) and any("Column 1" in line for line in lines[:8])


def load(handed: HandedOut, shelf: Shelf, on_progress: Hear) -> Loaded:
    whose = _whose(handed)
    return keep_table(
        handed, shelf, f"ncci-ptp-{whose}", f"NCCI PTP edits ({whose})", of_quarter(handed), COLUMNS, COLUMNS[:2],
        lambda rejections: _rows(handed, rejections), on_progress, unit="pairs",
    )  # fmt: skip


def _whose(handed: HandedOut) -> str:
    """Practitioner and outpatient hospital edits have one layout: only their names tell them apart."""
    for name in (handed.name, handed.place):
        if _OF_HOSPITALS.search(name):
            return "hospital"
        if _OF_PRACTITIONERS.search(name):
            return "practitioner"
    raise CodeBookError(
        f"{handed.place} holds NCCI pairs, but neither its content nor its name tells whether of practitioners or of "
        "hospitals: keep the publisher's name (ccipra..., ccioph...) and load it again."
    )


def _rows(handed: HandedOut, rejections: Rejections) -> Iterator[Sequence[str]]:
    begun = False  # what stands above the first pair is heading
    for number, line in numbered_lines(handed):
        if pair := _PAIR.fullmatch(line):
            first, second, prior, effective, deletion, indicator, rationale = pair.groups()
            begun = True
            yield (
                first,
                second,
                effective or ("19960101" if prior else ""),
                "" if deletion == "*" else deletion,
                indicator,
                rationale.strip(),
            )
        elif named := _NAMED_PAIR.fullmatch(line):
            begun = True
            first, second, deletion, indicator, rationale = named.groups()
            yield first, second, "", "" if deletion == "*" else deletion, indicator, rationale.strip()
        elif begun and line.strip():
            rejections.add(number, "is no pair: two codes, dates, a modifier indicator 0, 1 or 9, a rationale")
