"""Loading what a publisher handed out onto a site's shelf: every file by its kind, and a report of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from tui_coder.codebook.building_site import uncollected
from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.handed_out import HandedOut, Loaded, Stated
from tui_coder.codebook.kinds import Hear, Kind, kinds
from tui_coder.codebook.sheets import is_workbook, rows
from tui_coder.codebook.shelf import Shelf
from tui_coder.codebook.unpacking import handed_out

_PAPERS = (b"%PDF-", b"<xs:schema", b"<xsd:schema")


@dataclass(frozen=True)
class NotTaken:
    """A file, or an archive, of which nothing was taken, and why."""

    place: str
    reason: str


@dataclass(frozen=True)
class LoadReport:
    """What came of a load. `passed_over` are files that belong to a publication and hold no codes: its papers."""

    loaded: tuple[Loaded, ...]
    rejected: tuple[NotTaken, ...]
    passed_over: tuple[NotTaken, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing was rejected: no file and no line."""
        return not self.rejected and not any(each.rejections for each in self.loaded)


def load(path: Path, shelf: Shelf, stated: Stated, on_progress: Hear) -> LoadReport:
    """Load every file of a kind this program knows; what cannot be read is reported, and the rest goes on.

    Each file is taken whole or not at all; a load that is interrupted leaves whole releases behind.
    """
    rejected: list[NotTaken] = []

    def refused(error: CodeBookError) -> None:
        rejected.append(NotTaken(path.name, str(error)))

    try:
        files = [replace(each, stated=stated) for each in handed_out(path, refused)]
    except CodeBookError as error:
        refused(error)
        files = []
    sorting = _sorted(files)
    loaded: list[Loaded] = []
    for kind, handed in sorting.known:
        try:
            with uncollected():
                loaded.append(kind.load(handed, shelf, on_progress))
        except CodeBookError as error:
            rejected.append(NotTaken(handed.place, str(error)))
    rejected += [NotTaken(each.place, _unknown(each)) for each in sorting.unknown]
    return LoadReport(tuple(loaded), tuple(rejected), sorting.passed_over)


@dataclass(frozen=True)
class _Sorting:
    known: Sequence[tuple[Kind, HandedOut]]
    unknown: Sequence[HandedOut]
    passed_over: tuple[NotTaken, ...]


def _sorted(files: Iterable[HandedOut]) -> _Sorting:
    """Files by kind in the order of loading; text before workbooks, which often say the same once more."""
    known: list[tuple[int, Kind, HandedOut]] = []
    unknown: list[HandedOut] = []
    passed_over: list[NotTaken] = []
    every = list(enumerate(kinds()))
    for handed in sorted(files, key=lambda each: (is_workbook(each), each.place)):
        twin = next((each for _, _, each in known if is_workbook(handed) and _stem(each) == _stem(handed)), None)
        if twin is not None:
            passed_over.append(NotTaken(handed.place, f"holds the same as {twin.name}"))
            continue
        number, kind = next(((number, kind) for number, kind in every if kind.recognises(handed)), (0, None))
        if kind is None:
            unknown.append(handed)
        else:
            known.append((number, kind, handed))
    groups = {_archive(handed) for _, _, handed in known}
    papers = [each for each in unknown if groups and (_is_paper(each) or _archive(each) in groups - {""})]
    passed_over += [NotTaken(each.place, "holds no list of codes this program knows") for each in papers]
    known.sort(key=lambda each: (each[0], each[2].place))
    return _Sorting(
        known=[(kind, handed) for _, kind, handed in known],
        unknown=[each for each in unknown if each not in papers],
        passed_over=tuple(passed_over),
    )


def _stem(handed: HandedOut) -> str:
    return str(PurePath(handed.place).with_suffix(""))


def _archive(handed: HandedOut) -> str:
    """The archive a file came in; empty for a file that lay by itself."""
    archive, inside, _ = handed.place.rpartition(": ")
    return archive if inside else ""


def _is_paper(handed: HandedOut) -> bool:
    return any(mark in handed.head[:2000] for mark in _PAPERS)


def _unknown(handed: HandedOut) -> str:
    if is_workbook(handed):
        try:
            next(rows(handed), None)
        except CodeBookError as error:
            return str(error)
    return (
        f"{handed.place} is none of the files this program knows (order, codes, addenda and tabular files of ICD-10, "
        "ICD-9-CM lists, HCPCS Level II, CPT descriptors, reference tables): nothing of it was loaded."
    )
