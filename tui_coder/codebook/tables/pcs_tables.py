"""The tables of ICD-10-PCS: which values a further character may take, and what they are called.

A table is named by the first three characters; each of its rows lists values that go with one another.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple
from xml.etree.ElementTree import Element, ParseError, iterparse

from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.read_only_file import ReadOnlyFile
from tui_coder.domain.pcs import Axis, PcsValue
from tui_coder.resources import sqlite_module

FORMAT = 1
LENGTH = 7
_SCHEMA = """
create table label (table_code text not null, position integer not null, axis text not null, character text not null,
                    label text not null, primary key (table_code, position, axis, character, label)) without rowid;
create table row (table_code text not null, positions text not null);
create index row_by_table on row (table_code);
"""


class TableRow(NamedTuple):
    """A row of a table: for each position from 1 the axis and its (character, label) pairs."""

    table: str
    axes: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def read_tables(stream: BinaryIO) -> Iterator[TableRow]:
    """Every row of every table. Raises CodeBookError on damaged XML and on rows that lack a position."""
    try:
        for _, element in iterparse(stream):
            if element.tag == "pcsTable":
                yield from _rows(element)
                element.clear()
    except ParseError as error:
        raise CodeBookError(f"The ICD-10-PCS tables are damaged XML: {error}. Get the file again.") from error


def _rows(table: Element) -> Iterator[TableRow]:
    common = [_axis(axis) for axis in table.findall("axis")]
    codes = "".join(values[0][0] for _, values in common if values)
    for row in table.findall("pcsRow"):
        axes = (*common, *(_axis(axis) for axis in row.findall("axis")))
        if len(axes) != LENGTH or not all(values for _, values in axes):
            raise CodeBookError(f"Table {codes} of the ICD-10-PCS tables has a row without all seven characters.")
        yield TableRow(codes, axes)


def _axis(axis: Element) -> tuple[str, tuple[tuple[str, str], ...]]:
    title = axis.find("title")
    labels = tuple((label.get("code", ""), " ".join((label.text or "").split())) for label in axis.findall("label"))
    return " ".join(((title.text if title is not None else "") or "").split()), labels


def write_tables(path: Path, rows: Iterator[TableRow]) -> int:
    """Write all tables into a new file; returns how many there are. Raises CodeBookError where there is none."""
    connection = sqlite_module().connect(path, isolation_level=None)
    tables: set[str] = set()
    try:
        connection.executescript("pragma journal_mode=off; pragma synchronous=off;")
        connection.executescript(_SCHEMA)
        connection.execute("begin")
        for row in rows:
            tables.add(row.table)
            positions = [[axis, "".join(character for character, _ in values)] for axis, values in row.axes]
            connection.execute("insert into row values (?,?)", (row.table, json.dumps(positions)))
            for position, (axis, values) in enumerate(row.axes, start=1):
                labels = ((row.table, position, axis, character, label) for character, label in values)
                connection.executemany("insert or ignore into label values (?,?,?,?,?)", labels)
        if not tables:
            raise CodeBookError("The file holds no table of ICD-10-PCS; nothing was changed.")
        connection.execute("commit")
    finally:
        connection.close()
    return len(tables)


class PcsTables:
    """The tables of a release. All methods raise CodeBookError where the file is damaged."""

    def __init__(self, path: Path) -> None:
        self._file = ReadOnlyFile(path, "The ICD-10-PCS tables", "Load the tables again.")

    def close(self) -> None:
        self._file.close()

    def axis(self, start: str) -> Axis:
        """The next character after the ones chosen: what it tells and the values that go with all of them."""
        place = len(start)
        if place < 3:
            return self._before_the_table(start)
        name = ""
        characters: set[str] = set()
        for (told,) in self._file.rows("select positions from row where table_code = ?", start[:3]):
            positions = json.loads(told)
            if all(start[n] in positions[n][1] for n in range(3, place)):
                name = positions[place][0]
                characters.update(positions[place][1])
        labels = self._labels(start[:3], place + 1)
        return Axis(name, tuple(PcsValue(each, labels.get(each, "")) for each in sorted(characters)))

    def _before_the_table(self, start: str) -> Axis:
        rows = self._file.rows(
            "select distinct axis, character, label from label where position = ? and table_code like ? order by 2",
            len(start) + 1,
            f"{start}%",
        )
        values = {character: PcsValue(character, label) for _, character, label in rows}
        return Axis(rows[0][0] if rows else "", tuple(values.values()))

    def _labels(self, table: str, position: int) -> dict[str, str]:
        rows = self._file.rows(
            "select character, label from label where table_code = ? and position = ?", table, position
        )
        return dict(rows)
