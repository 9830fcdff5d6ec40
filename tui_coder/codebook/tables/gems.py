"""The General Equivalence Mappings: a file per direction, some megabytes of lines in the order of the source codes.

Both layouts are read as they are: the publisher's (`25040   E1129   10000`) and that of the package that carries
them (`"25040","E1129","10000",...`). A code is looked up in the mapped file; nothing is built.
"""

from __future__ import annotations

import mmap
import re
from pathlib import Path

from tui_coder.codebook.errors import CodeBookError
from tui_coder.domain.codes import CodeSystem
from tui_coder.domain.crosswalk import Equivalence

DIRECTIONS: dict[str, tuple[CodeSystem, CodeSystem]] = {
    "icd9cm-icd10cm": (CodeSystem.ICD9CM, CodeSystem.ICD10CM),
    "icd10cm-icd9cm": (CodeSystem.ICD10CM, CodeSystem.ICD9CM),
    "icd9pcs-icd10pcs": (CodeSystem.ICD9PCS, CodeSystem.ICD10PCS),
    "icd10pcs-icd9pcs": (CodeSystem.ICD10PCS, CodeSystem.ICD9PCS),
}
LINE = re.compile(rb'^"?([0-9A-Z]{3,7})"?[\s,]+"?([0-9A-Za-z]{3,7})"?[\s,]+"?([01]{3}[0-9]{2})\b', re.MULTILINE)
_NO_TARGET = frozenset({"NODX", "NOPCS", "NOPROC"})


def mappings(path: Path, direction: str, code: str) -> tuple[Equivalence, ...]:
    """What the file of one direction says of a bare code, in its order. Raises CodeBookError where it is unreadable."""
    source_system, target_system = DIRECTIONS[direction]
    if not re.fullmatch(r"[0-9A-Z]{3,7}", code):
        return ()
    of_code = re.compile(rb'^"?' + code.encode() + rb'"?[\s,]', re.MULTILINE)
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            found = [LINE.match(content, start.start()) for start in of_code.finditer(content)]
            rows = [tuple(part.decode("ascii") for part in each.groups()) for each in found if each is not None]
    except (OSError, ValueError) as error:
        raise CodeBookError(f"The mappings {path} cannot be read: {error}. Load or install them again.") from error
    return tuple(_equivalence(source_system, source, target_system, target, flags) for source, target, flags in rows)


def _equivalence(
    source_system: CodeSystem, source: str, target_system: CodeSystem, target: str, flags: str
) -> Equivalence:
    """Flags: approximate, no map, combination, scenario, choice list (CMS, GEMs user's guide)."""
    approximate, no_map, combination, scenario, choice = map(int, flags)
    none = bool(no_map) or target.upper() in _NO_TARGET
    return Equivalence(
        source_system=source_system,
        source=source,
        target_system=target_system,
        target="" if none else target,
        approximate=bool(approximate),
        combination=bool(combination),
        scenario=scenario,
        choice=choice,
    )
