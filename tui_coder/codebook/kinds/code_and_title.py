"""The codes files of CMS: a code, blanks, its long title; no headers.

ICD-10-CM and ICD-10-PCS in eight columns, ICD-9-CM version 32 (Windows-1252) in six for diagnoses and five for
procedures: the column in which the titles begin tells the system.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tui_coder.codebook.blanks import plain
from tui_coder.codebook.edition import Edition, Listed
from tui_coder.codebook.handed_out import HandedOut, Loaded, Rejections
from tui_coder.codebook.kinds import Hear
from tui_coder.codebook.kinds.keeping import US_WORK, Publication, keep
from tui_coder.codebook.kinds.shapes import icd10_of, mostly
from tui_coder.codebook.lines import head_lines, numbered_lines
from tui_coder.codebook.releases import dated
from tui_coder.codebook.shelf import Shelf
from tui_coder.domain.codes import CodeSystem

FORM = "codes file"
FULLNESS = 1


def _in_columns(width: int, character: str, lengths: range) -> re.Pattern[str]:
    """Codes of these lengths, filled up with blanks to `width` columns, then the title."""
    columns = "|".join(rf"{character}{{{length}}} {{{width - length}}}" for length in lengths)
    return re.compile(rf"(?=\S*\d)({columns})(\S.*)")


_ICD10 = _in_columns(8, "[0-9A-Z]", range(3, 8))
_ICD9 = _in_columns(6, "[0-9VE]", range(3, 6))
_ICD9_PROCEDURES = _in_columns(5, "[0-9]", range(2, 5))
_FORMS = (_ICD10, _ICD9, _ICD9_PROCEDURES)


def recognises(handed: HandedOut) -> bool:
    return _form(handed) is not None


def _form(handed: HandedOut) -> re.Pattern[str] | None:
    lines = head_lines(handed, 1000)
    form = next((form for form in _FORMS if mostly(form, lines)), None)
    return None if form is _ICD9 and _looks_like_cpt(handed, lines) else form


def _looks_like_cpt(handed: HandedOut, lines: Sequence[str]) -> bool:
    """Files of CPT have the columns of ICD-9-CM diagnoses, but none of their codes is shorter than five digits."""
    matches = [_ICD9.fullmatch(line.rstrip()) for line in lines]
    shorter = any(match and (" " * 2 in match[1] or not match[1][0].isdigit()) for match in matches)
    return not shorter and handed.stated.system != CodeSystem.ICD9CM


def load(handed: HandedOut, shelf: Shelf, on_progress: Hear) -> Loaded:
    form = _form(handed)
    assert form is not None, "load is asked only for what recognises took"
    system = _system(form, handed)
    rejections = Rejections()
    publication = Publication(
        system=system,
        dated=dated(system, handed),
        publisher="CMS",
        licence=US_WORK,
        form=FORM,
        edition=Edition(codes=_read(handed, form, rejections)),
        fullness=FULLNESS,
        source=handed.place,
        rejections=rejections,
    )
    return keep(handed, shelf, publication, on_progress)


def _system(form: re.Pattern[str], handed: HandedOut) -> CodeSystem:
    if form is _ICD9:
        return CodeSystem.ICD9CM
    if form is _ICD9_PROCEDURES:
        return CodeSystem.ICD9PCS
    matches = (form.fullmatch(line.rstrip()) for line in head_lines(handed, 1000))
    return icd10_of((match[1].strip() for match in matches if match), handed)


def _read(handed: HandedOut, form: re.Pattern[str], rejections: Rejections) -> list[Listed]:
    codes: dict[str, Listed] = {}
    for number, line in numbered_lines(handed):
        match = form.fullmatch(line.rstrip())
        code = match[1].strip() if match else ""
        if match is None:
            if line.strip():
                rejections.add(number, "is no line of a codes file")
        elif code in codes:
            rejections.add(number, f"{code} stands twice")
        else:
            codes[code] = Listed(code, plain(match[2]))
    return list(codes.values())
