"""Which notes of a code name which other codes of the case."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from tui_coder.domain.codebook import Note
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.edits.references import Coded

_AFTER_ALL = "\U0010ffff"

Namings = Mapping[tuple[int, int], Note]
"""By the places of two codes, the first note of the one that names the other."""


def namings(codes: Sequence[Coded], notes: Sequence[Sequence[Note]]) -> Namings:
    """The notes of each code (`notes` stand in the order of `codes`) that name another code of ICD-10-CM.

    A case has hundreds of pairs and notes name ranges, so the codes are looked up in their order, not pair by pair.
    """
    ordered = sorted((each.line.code, place) for place, each in enumerate(codes) if _can_be_named(each))
    bare = [code for code, _ in ordered]
    found: dict[tuple[int, int], Note] = {}
    for one, of_code in enumerate(notes):
        for note in of_code:
            for span in note.codes:
                begins, ends = bisect_left(bare, span.first), bisect_right(bare, span.last + _AFTER_ALL)
                for code, other in ordered[begins:ends]:
                    if other != one and (not span.only or span.covers(code)):
                        found.setdefault((one, other), note)
    return found


def _can_be_named(each: Coded) -> bool:
    return each.line.system is CodeSystem.ICD10CM
