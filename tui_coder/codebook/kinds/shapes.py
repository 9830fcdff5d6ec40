"""Telling layouts and code systems from the first lines of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tui_coder.codebook.handed_out import HandedOut
from tui_coder.domain.codes import CodeSystem

ORDER_LINE = re.compile(r"(\d{5}) ([0-9A-Z]{3,7}) {1,5}([01]) (.{60}) (\S.*)")
"""A line of the order files: order number, code, flag, short title, long title."""


def mostly(line: re.Pattern[str], lines: Sequence[str]) -> bool:
    """Whether the lines of a file's head have a form, damaged ones aside: at least half of them."""
    fitting = sum(1 for each in lines if line.fullmatch(each.rstrip()))
    return bool(lines) and 2 * fitting >= len(lines)


def icd10_of(codes: Iterable[str], handed: HandedOut) -> CodeSystem:
    """ICD-10-CM or ICD-10-PCS: what the person states, else what the codes show, else what the name says.

    A code of ICD-10-PCS has seven characters and its headers three, the first of them mostly a digit.
    """
    if handed.stated.system in (CodeSystem.ICD10CM, CodeSystem.ICD10PCS):
        return CodeSystem(handed.stated.system)
    known = set(codes)
    if any(code[0].isdigit() for code in known):
        return CodeSystem.ICD10PCS
    if any(len(code) not in (3, 7) or "O" in code[:1] or "I" in code[:1] for code in known):
        return CodeSystem.ICD10CM
    return CodeSystem.ICD10PCS if "pcs" in handed.place.lower() else CodeSystem.ICD10CM
