"""CPT as a licensed site receives it from the AMA: tab-separated or fixed text of codes and their descriptors.

The long, medium and short descriptors come in files of their own; loaded one after the other they make one release:
the longest is the title, the others are searched as well. CPT is copyright of the AMA: none of it is part of this
program, and what a site loads stays in its own folders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tui_coder.codebook.changes import codes_of
from tui_coder.codebook.edition import Edition, Listed
from tui_coder.codebook.handed_out import HandedOut, Loaded, Rejections
from tui_coder.codebook.kinds import Hear
from tui_coder.codebook.kinds.keeping import Publication, keep, standing
from tui_coder.codebook.kinds.shapes import ORDER_LINE
from tui_coder.codebook.lines import head_lines, numbered_lines
from tui_coder.codebook.releases import dated
from tui_coder.codebook.shelf import Shelf
from tui_coder.domain.codes import CodeSystem

_LICENCE = "Copyright American Medical Association; used under this site's own licence, not to be passed on"
_LINE = re.compile(r"(?:\d+\t)?(\d{5}|\d{4}[AFTUM])(?:\t| )(?:\d{8}\t)?(\S.*)")
_NEEDED = 0.7


def recognises(handed: HandedOut) -> bool:
    lines = _after_preface(head_lines(handed, 400))
    texts = [match[2] for match in map(_LINE.fullmatch, lines) if match]
    if any(map(ORDER_LINE.fullmatch, lines)):  # its order numbers have the form of codes
        return False
    return bool(lines) and len(texts) >= _NEEDED * len(lines) and all(_is_text(text) for text in texts)


def _after_preface(lines: list[str]) -> list[str]:
    first = next((place for place, line in enumerate(lines) if _LINE.fullmatch(line)), len(lines))
    return lines[first:]


def _is_text(text: str) -> bool:
    return "\t" not in text and any(letter.isalpha() for letter in text)


def load(handed: HandedOut, shelf: Shelf, on_progress: Hear) -> Loaded:
    release = dated(CodeSystem.CPT, handed)
    rejections = Rejections()
    codes = dict(_read(handed, rejections))
    stands = standing(shelf, CodeSystem.CPT, release.name)
    known = {each.code: each for each in codes_of(stands)} if stands else {}
    merged = {**known, **{code: _with(known.get(code), code, text) for code, text in codes.items()}}
    publication = Publication(
        system=CodeSystem.CPT,
        dated=release,
        publisher="American Medical Association",
        licence=_LICENCE,
        form="descriptor files",
        edition=Edition(codes=[merged[code] for code in sorted(merged)]),
        fullness=1,
        source=handed.place,
        rejections=rejections,
    )
    return keep(handed, shelf, publication, on_progress)


def _read(handed: HandedOut, rejections: Rejections) -> Iterator[tuple[str, str]]:
    began = False
    seen: set[str] = set()
    for number, line in numbered_lines(handed):
        match = _LINE.fullmatch(line.rstrip())
        began = began or match is not None
        if match is None:
            if began and line.strip():
                rejections.add(number, "is no line of a code and its descriptor")
        elif match[1] in seen:
            rejections.add(number, f"{match[1]} stands twice")
        else:
            seen.add(match[1])
            yield match[1], " ".join(match[2].split())


def _with(known: Listed | None, code: str, text: str) -> Listed:
    texts = {text} if known is None else {text, known.title, *known.terms}
    longest, *others = sorted(texts, key=lambda each: (-len(each), each))
    return Listed(code, longest, terms=tuple(others))
