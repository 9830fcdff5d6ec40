"""Medically unlikely edits, as CMS publishes them by quarter: CSV under a notice of the AMA.

Code, value, adjudication indicator (MAI 1 line, 2 date of service by policy, 3 date of service clinical), rationale.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.handed_out import HandedOut, Loaded, Rejections
from tui_coder.codebook.kinds import Hear
from tui_coder.codebook.kinds.keeping_tables import keep_table, of_quarter
from tui_coder.codebook.sheets import rows
from tui_coder.codebook.shelf import Shelf

COLUMNS = ("code", "value", "mai", "rationale")
_HEADER = re.compile(rb"MUE Values|hcpcs_code,mue_units,mue_mai")
_CODE = re.compile(r"[0-9A-Z]{5}")
_WHOSE = (
    (re.compile(r"outpatient|hospital|oph", re.IGNORECASE), "hospital"),
    (re.compile(r"practitioner|pra", re.IGNORECASE), "practitioner"),
    (re.compile(r"dme|supplier", re.IGNORECASE), "supplier"),
)


def recognises(handed: HandedOut) -> bool:
    return _HEADER.search(handed.head[:8000]) is not None


def load(handed: HandedOut, shelf: Shelf, on_progress: Hear) -> Loaded:
    whose = _whose(handed)
    return keep_table(
        handed, shelf, f"ncci-mue-{whose}", f"NCCI MUE values ({whose})", of_quarter(handed), COLUMNS, COLUMNS[:1],
        lambda rejections: _rows(handed, rejections), on_progress, unit="values",
    )  # fmt: skip


def _whose(handed: HandedOut) -> str:
    """The heading of the value column tells, else the name."""
    heading = re.search(r"([\w /]{0,60})MUE Values", handed.head[:8000].decode("utf-8", "replace"))
    for told in (heading[1] if heading else "", handed.name, handed.place):
        for pattern, whose in _WHOSE:
            if pattern.search(told):
                return whose
    raise CodeBookError(
        f"{handed.place} holds MUE values, but neither its heading nor its name tells of whom (practitioner, "
        "outpatient hospital, DME supplier): keep the publisher's name and load it again."
    )


def _rows(handed: HandedOut, rejections: Rejections) -> Iterator[Sequence[str]]:
    begun = False
    for number, cells in rows(handed):
        code, value, indicator, *rationale = [*cells, "", "", ""][:4]
        if _CODE.fullmatch(code) and value.isdigit() and indicator[:1] in ("1", "2", "3"):
            begun = True
            yield code, value, indicator[0], "".join(rationale)
        elif begun:
            rejections.add(number, "is no MUE value: a code, a number, an adjudication indicator 1, 2 or 3")
