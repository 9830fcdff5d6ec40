"""The General Equivalence Mappings as CMS publishes them: source code, target code, five flags, a line each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.handed_out import HandedOut, Loaded, Rejections
from tui_coder.codebook.kinds import Hear
from tui_coder.codebook.kinds.keeping import US_WORK
from tui_coder.codebook.kinds.shapes import mostly
from tui_coder.codebook.lines import head_lines, numbered_lines
from tui_coder.codebook.shelf import Shelf, Told

KIND = "gems-"
_LINE = re.compile(r"([0-9A-Z]{3,7}) +([0-9A-Z]{3,7}|NoDx|NoPCS|NoProc) +([01]{3}\d\d)")
_ICD10_DIAGNOSIS = re.compile(r"[A-Z]\d[0-9A-Z]{1,5}")
_PROCEDURE = 7
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")


def recognises(handed: HandedOut) -> bool:
    return mostly(_LINE, head_lines(handed))


def load(handed: HandedOut, shelf: Shelf, on_progress: Hear) -> Loaded:
    year = handed.stated.release or next(iter(_YEAR.findall(handed.name) or _YEAR.findall(handed.place)), "undated")
    direction = _direction(match.groups() for line in head_lines(handed) if (match := _LINE.fullmatch(line.rstrip())))
    rejections = Rejections()
    count = 0

    def write(folder: Path) -> None:
        nonlocal count
        with (folder / "mappings.txt").open("w", encoding="ascii") as file:
            for number, line in numbered_lines(handed):
                match = _LINE.fullmatch(line.rstrip())
                if match is None:
                    rejections.add(number, "is no line of the mappings: source code, target code, five flags")
                else:
                    file.write(f"{' '.join(match.groups())}\n")
                    count += 1
        if not count:
            raise CodeBookError(f"{handed.place} holds no mapping; nothing was changed.")

    title = f"General Equivalence Mappings {direction} {year}"
    manifest: Told = {
        "kind": f"{KIND}{direction}", "release": year, "title": title, "format": 1, "publisher": "CMS",
        "licence": US_WORK, "source": handed.place,
    }  # fmt: skip
    shelf.keep(f"{KIND}{direction}", year, manifest, write)
    return Loaded(
        place=handed.place, what=title, codes=count, rejections=rejections.count, rejected=rejections.first,
        unit="mappings",
    )  # fmt: skip


def _direction(rows: Iterable[tuple[str, ...]]) -> str:
    """From and to which system: seven characters of a procedure, a letter and a digit of an ICD-10 diagnosis."""
    known = [(source, target) for source, target, _ in rows]
    if sum(len(source) == _PROCEDURE and source[0].isdigit() for source, _ in known) * 2 > len(known):
        return "icd10pcs-icd9pcs"
    if sum(len(target) == _PROCEDURE and target[0].isdigit() for _, target in known) * 2 > len(known):
        return "icd9pcs-icd10pcs"
    from_ten = sum(_ICD10_DIAGNOSIS.fullmatch(source) is not None for source, _ in known)
    to_ten = sum(_ICD10_DIAGNOSIS.fullmatch(target) is not None for _, target in known)
    return "icd10cm-icd9cm" if from_ten > to_ten else "icd9cm-icd10cm"
