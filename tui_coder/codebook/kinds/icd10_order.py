"""The order file of ICD-10-CM and ICD-10-PCS, as CMS publishes it: every header and code in fixed columns.

1-5 order number, 7-13 code, 15 0 header or 1 valid for submission, 17-76 short title, 78- long title
"""

from __future__ import annotations

from tui_coder.codebook.blanks import plain
from tui_coder.codebook.building_site import Progress
from tui_coder.codebook.edition import Edition, Listed
from tui_coder.codebook.handed_out import HandedOut, Loaded, Rejections
from tui_coder.codebook.kinds import Hear
from tui_coder.codebook.kinds.keeping import NCHS, US_WORK, Publication, keep
from tui_coder.codebook.kinds.shapes import ORDER_LINE, icd10_of, mostly
from tui_coder.codebook.lines import head_lines, numbered_lines
from tui_coder.codebook.releases import dated
from tui_coder.codebook.shelf import Shelf
from tui_coder.domain.codes import CodeSystem

FORM = "order file"
FULLNESS = 2
_LINES_BETWEEN_NOTICES = 20_000


def recognises(handed: HandedOut) -> bool:
    return mostly(ORDER_LINE, head_lines(handed))


def load(handed: HandedOut, shelf: Shelf, on_progress: Hear) -> Loaded:
    system = _system(handed)
    release = dated(system, handed)
    rejections = Rejections()
    edition = Edition(codes=read_order(handed, rejections, on_progress))
    publication = Publication(
        system=system,
        dated=release,
        publisher="CMS" if system is CodeSystem.ICD10PCS else NCHS,
        licence=US_WORK,
        form=FORM,
        edition=edition,
        fullness=FULLNESS,
        source=handed.place,
        rejections=rejections,
    )
    return keep(handed, shelf, publication, on_progress)


def _system(handed: HandedOut) -> CodeSystem:
    matches = (ORDER_LINE.fullmatch(line) for line in head_lines(handed, 1000))
    return icd10_of((match[2] for match in matches if match), handed)


def read_order(handed: HandedOut, rejections: Rejections, on_progress: Hear) -> list[Listed]:
    """Every entry in the order of the file; what is no line of an order file, or repeats a code, is rejected."""
    codes: list[Listed] = []
    seen: set[str] = set()
    for number, line in numbered_lines(handed):
        match = ORDER_LINE.fullmatch(line)
        if match is None:
            if line.strip():
                rejections.add(number, "is no line of an order file")
            continue
        _, code, flag, short, long = match.groups()
        if code in seen:
            rejections.add(number, f"{code} stands twice")
            continue
        seen.add(code)
        codes.append(listed(code, flag == "1", long, short))
        if number % _LINES_BETWEEN_NOTICES == 0:
            on_progress(Progress(handed.name, number, 0, f"{handed.name}: {number:,} lines read"))
    return codes


def listed(code: str, billable: bool, long: str, short: str) -> Listed:
    """An entry under its long title; the short one is searched as well where it differs."""
    title, other = plain(long), plain(short.rstrip())
    return Listed(code, title, billable, terms=(other,) if other and other != title else ())
