"""The rows of a table a publisher hands out as CSV, tab-separated text or an Excel workbook: cells as text."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence

from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.handed_out import HandedOut
from tui_coder.codebook.lines import head_lines, numbered_lines

_WORKBOOK = b"PK\x03\x04"
_MOST_UNPACKED = 256 << 20
_HEADER_WITHIN = 40

Row = tuple[int, list[str]]


def is_workbook(handed: HandedOut) -> bool:
    """Whether the file is an Office document: archives of other content never come as one file."""
    return handed.head.startswith(_WORKBOOK)


def rows(handed: HandedOut) -> Iterator[Row]:
    """Every row that is not blank, with its number from 1 in the file; cells are stripped.

    Of a workbook the first sheet. Raises CodeBookError where it is damaged or cannot be read here.
    """
    return _workbook_rows(handed) if is_workbook(handed) else _text_rows(handed)


def head_rows(handed: HandedOut) -> list[list[str]]:
    """The first rows, for recognising a table. Never raises: of what cannot be read there are none."""
    try:
        if not is_workbook(handed):
            lines = head_lines(handed)
            return [_stripped(row) for row in csv.reader(lines, delimiter=_delimiter(lines))]
        return [row for _, row in zip(range(_HEADER_WITHIN), (cells for _, cells in rows(handed)), strict=False)]
    except (CodeBookError, csv.Error):
        return []


def column(header: Sequence[str], *names: str) -> int | None:
    """The place of the first of these names in a header, whatever its case and blanks."""
    plain = ["".join(name.lower().split()) for name in header]
    return next((plain.index(name) for name in names if name in plain), None)


def found_header(told: Sequence[Sequence[str]], is_header: Callable[[Sequence[str]], bool]) -> Sequence[str] | None:
    return next((row for row in told[:_HEADER_WITHIN] if is_header(row)), None)


def _text_rows(handed: HandedOut) -> Iterator[Row]:
    lines = numbered_lines(handed)
    reader = csv.reader((f"{line}\n" for _, line in lines), delimiter=_delimiter(head_lines(handed)))
    began = 1
    try:
        for cells in reader:
            row = _stripped(cells)
            if any(row):
                yield began, row
            began = reader.line_num + 1
    except csv.Error as error:
        raise CodeBookError(f"{handed.place}, line {began:,}: no sound table ({error}). Nothing was loaded.") from error


def _delimiter(lines: Sequence[str]) -> str:
    """What parts the cells: the sign that most lines hold."""
    return max("\t|,", key=lambda sign: sum(1 for line in lines if sign in line))


def _stripped(cells: Sequence[str]) -> list[str]:
    return [cell.strip() for cell in cells]


def _workbook_rows(handed: HandedOut) -> Iterator[Row]:
    calamine = _reader(handed)
    with handed.open() as stream:
        content = stream.read()
    _check_size(handed, content)
    try:
        sheet = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        for number, cells in enumerate(sheet.iter_rows(), start=sheet.start[0] + 1 if sheet.start else 1):
            row = [_text(cell) for cell in cells]
            if any(row):
                yield number, row
    except calamine.CalamineError as error:
        raise CodeBookError(f"{handed.place} is no sound Excel workbook: {error}. Fetch it again.") from error


def _reader(handed: HandedOut):  # type: ignore[no-untyped-def]
    try:
        import python_calamine
    except ImportError as error:
        raise CodeBookError(
            f"{handed.place} is an Excel workbook: run pip install 'tui-coder[xlsx]', or load the text file that "
            "its publisher hands out with it."
        ) from error
    return python_calamine


def _check_size(handed: HandedOut, content: bytes) -> None:
    """Its reader unpacks a workbook into memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            size = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise CodeBookError(f"{handed.place} is no sound Excel workbook: {error}. Fetch it again.") from error
    if size > _MOST_UNPACKED:
        raise CodeBookError(f"{handed.place} unpacks to {size >> 20:,} MB, more than a list of codes holds: not read.")


def _text(cell: object) -> str:
    """A cell as it was typed: Excel keeps 20020701 as the number 20020701.0."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
