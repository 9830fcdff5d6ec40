"""worklist.csv: one row per encounter, its chart in text files beside it.

UTF-8 (or UTF-16 with its byte order mark), comma separated, header row required, columns in any order,
unknown ones reported and ignored; cells are text, whatever they look like. The columns are `registrar.FACTS`,
`documents` (file names relative to the CSV, separated by ";") and `document_type` (one, or one per document).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from tui_coder.domain.intake import IncomingEncounter, Rejection
from tui_coder.domain.refusals import Malformed
from tui_coder.interchange import cells
from tui_coder.interchange.chart_files import ChartFolder
from tui_coder.interchange.csv_records import LONGEST_LINE, BrokenRecord, Record, csv_records
from tui_coder.interchange.files import MEGABYTE, open_ordinary, shown, size_of
from tui_coder.interchange.lines import text_lines
from tui_coder.interchange.plain_text import must_be_text
from tui_coder.interchange.reading import REPORT_EVERY, Conventions, Progress, Reading
from tui_coder.interchange.registrar import FACTS, Registrar

COLUMNS = (*FACTS, "documents", "document_type")
LARGEST_WORKLIST = 512 * MEGABYTE
_LONGEST_LIST = 20_000
_MOST_NAMES_TOLD = 20


def read_worklist(path: Path, conventions: Conventions) -> Iterator[Reading]:
    """Each row of the file as an encounter or a rejection, in order, and progress in between.

    A header that cannot be used is the one rejection of its file. Raises Malformed where the file is no text
    or too large, OSError where the disk fails.
    """
    with open_ordinary(path, "the worklist", LARGEST_WORKLIST) as source:
        yield from _Worklist(path, source, conventions).read()


@dataclass(frozen=True, slots=True)
class _Header:
    width: int
    places: Mapping[str, int]
    ignored: tuple[str, ...]


class _Worklist:
    def __init__(self, path: Path, source: BinaryIO, conventions: Conventions) -> None:
        self._file = shown(path)
        self._source = source
        self._total = size_of(path)
        self._charts = ChartFolder(path.parent)
        self._registrar = Registrar(self._file, conventions)

    def read(self) -> Iterator[Reading]:
        must_be_text(self._source.read(8), "the worklist")
        self._source.seek(0)
        records = csv_records(text_lines(self._source, LONGEST_LINE))
        row = 0
        try:
            header = _header(next(records, None))
            row = 1
            yield self._progress(row, header.ignored)
            for record in records:
                row = record.row
                if isinstance(record, BrokenRecord):
                    yield Rejection(self._file, f"row {row}", record.reason)
                elif any(map(str.strip, record.cells)):
                    yield self._encounter(record, header)
                if row % REPORT_EVERY == 0:
                    yield self._progress(row)
        except Malformed as fault:
            yield Rejection(self._file, f"row {row + 1}", str(fault))
        yield self._progress(row)

    def _encounter(self, record: Record, header: _Header) -> IncomingEncounter | Rejection:
        try:
            fields = _fields(record, header)
            admitted = self._registrar.admit(fields, "row", record.row)
            names = _listed("documents", fields)
            types = _listed("document_type", fields)
            documents = self._charts.read(filter(None, names), types if any(types) else ())
            return replace(admitted, documents=documents)
        except Malformed as fault:
            return Rejection(self._file, f"row {record.row}", str(fault))

    def _progress(self, row: int, ignored: tuple[str, ...] = ()) -> Progress:
        done = min(self._source.tell(), self._total)
        return Progress(self._file, done, self._total, max(0, row - 1), ignored)


def _header(record: Record | BrokenRecord | None) -> _Header:
    """Raises Malformed, repeating no cell: where the header is missing, the first row is a patient's."""
    if record is None:
        raise Malformed(f"the file is empty; its first row must be a header with {_wanted()}.")
    if isinstance(record, BrokenRecord):
        raise Malformed(f"the header cannot be read: {record.reason}")
    names = ["_".join(cell.split()).lower() for cell in record.cells]
    known = [name for name in names if name in COLUMNS]
    for name in known:
        if known.count(name) > 1:
            raise Malformed(f"the header names {name} twice; keep one of the columns.")
    missing = [name for name in ("account", "setting") if name not in known]
    if missing:
        raise Malformed(f"the header lacks {' and '.join(missing)}; {_remedy(record.cells)}")
    if "service_date" not in known and not {"admit_date", "discharge_date"} <= set(known):
        raise Malformed("the header lacks service_date; give it, or admit_date and discharge_date.")
    ignored = [
        cells.visible(cell) for cell, name in zip(record.cells, names, strict=True) if name and name not in COLUMNS
    ]
    places = {name: names.index(name) for name in known}
    return _Header(len(names), places, tuple(dict.fromkeys(ignored))[:_MOST_NAMES_TOLD])


def _wanted() -> str:
    return "at least account, setting and service_date"


def _remedy(cells_of_header: list[str]) -> str:
    if len(cells_of_header) == 1:
        for mark, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
            if mark in cells_of_header[0]:
                return f"the file is separated by {name}; save it separated by commas."
    return f"the first row must be a header with {_wanted()}."


def _fields(record: Record, header: _Header) -> dict[str, str]:
    given = record.cells
    if len(given) < header.width or any(given[header.width :]):
        raise Malformed(
            f"the row has {len(given)} cells and the header {header.width}; "
            "put quotation marks around a value that holds a comma."
        )
    return {name: given[place] for name, place in header.places.items()}


def _listed(column: str, fields: Mapping[str, str]) -> list[str]:
    """The parts between semicolons; blanks inside a file's name are part of it."""
    value = fields.get(column, "")
    if len(value) > _LONGEST_LIST:
        size = f"{len(value):,} characters, and {_LONGEST_LIST:,} are taken"
        raise Malformed(f"{column} has {size}; shorten it.")
    return [cells.all_visible(column, part.strip()) for part in value.split(";")]
