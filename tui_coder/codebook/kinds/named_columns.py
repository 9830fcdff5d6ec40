"""Small reference tables under a line of column names: each is known by its names alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tui_coder.codebook.handed_out import HandedOut, Loaded, Rejections
from tui_coder.codebook.kinds import Hear
from tui_coder.codebook.kinds.keeping_tables import keep_table, of_quarter
from tui_coder.codebook.releases import Dated
from tui_coder.codebook.sheets import head_rows, rows
from tui_coder.codebook.shelf import Shelf
from tui_coder.domain.codes import bare


@dataclass(frozen=True)
class _Table:
    """`header` are the names it is known by, in order; `columns` what they are called here, the first ones the key.

    `code` is what the first cell of a row must be.
    """

    kind: str
    label: str
    unit: str
    header: tuple[str, ...]
    columns: tuple[str, ...]
    key: int
    code: re.Pattern[str]


_ANY_CODE = re.compile(r"[0-9A-Z]{3,7}")
_MODIFIER = re.compile(r"[0-9A-Z#]{2}")
_TABLES = (
    _Table("poa-exempt", "POA exempt diagnoses", "codes", ("order", "poaexemptcode", "description"),
           ("order", "code", "title"), 2, re.compile(r"\d{1,6}")),
    _Table("medical-necessity", "Coverage policies", "pairs",
           ("code", "diagnosis", "policy", "covers", "from", "to"),
           ("code", "diagnosis", "policy", "covers", "first", "last"), 1, re.compile(r"[0-9A-Z]{5}")),
    _Table("hcpcs-modifiers", "HCPCS modifiers", "modifiers",
           ("mod_code", "mod_type", "mod_category", "mod_description"),
           ("modifier", "type", "category", "title"), 1, _MODIFIER),
    _Table("modifier-bypass", "Modifiers of the I/OCE", "modifiers", ("modifier", "from", "to", "ncci_bypass"),
           ("modifier", "first", "last", "ncci_bypass"), 1, _MODIFIER),
    _Table("modifier-numbers", "Modifier numbers", "modifiers", ("modifier",), ("modifier",), 1, _MODIFIER),
    _Table("add-on-codes", "NCCI add-on codes", "pairs", ("type", "addon", "primary", "from", "to"),
           ("type", "addon", "primary_code", "first", "last"), 2, re.compile(r"[123]")),
    _Table("icd10cm-edit-flags", "ICD-10-CM edit flags of the I/OCE", "codes",
           ("code", "from", "to", "lo_age", "hi_age", "external_cause", "manifestation", "code_first",
            "unacceptable_pdx", "mental_health"),
           ("code", "first", "last", "lowest_age", "highest_age", "external_cause", "manifestation", "code_first",
            "unacceptable_principal", "mental_health"), 1, _ANY_CODE),
)  # fmt: skip
COVERS = ("covered", "excluded")
_FISCAL_YEAR = re.compile(r"order(\d\d)$")
_CHANGES = re.compile(r"(?:add|delete|revise)[a-z]*codes", re.IGNORECASE)


def recognises(handed: HandedOut) -> bool:
    return _table_of(handed) is not None


def load(handed: HandedOut, shelf: Shelf, on_progress: Hear) -> Loaded:
    table = _table_of(handed)
    assert table is not None
    if table.kind == "poa-exempt" and _CHANGES.search(handed.name):
        return Loaded(
            place=handed.place, what=f"{table.label}, changes", codes=0, unit=table.unit,
            notices=("the full list of the year holds these changes; nothing was kept of it.",),
        )  # fmt: skip
    return keep_table(
        handed, shelf, table.kind, table.label, _release(handed, table), table.columns,
        [name for name in table.columns[: table.key] if name != "order"],
        lambda rejections: _rows(handed, table, rejections), on_progress, unit=table.unit,
    )  # fmt: skip


def _names(handed: HandedOut) -> tuple[str, ...]:
    told = head_rows(handed)
    return tuple("".join(name.lower().split()) for name in told[0]) if told else ()


def _table_of(handed: HandedOut) -> _Table | None:
    names = _names(handed)
    plain = tuple(_FISCAL_YEAR.sub("order", name) for name in names)
    return next((table for table in _TABLES if plain == table.header), None)


def _release(handed: HandedOut, table: _Table) -> Dated:
    """The POA list names its fiscal year in the heading of its first column; CMS's own tables say it in their name."""
    year = _FISCAL_YEAR.match(next(iter(_names(handed)), ""))
    if year is not None and not handed.stated.release:
        number = 2000 + int(year[1])
        return Dated(str(number), date(number - 1, 10, 1), date(number, 9, 30))
    if table.kind in ("medical-necessity", "modifier-numbers", "modifier-bypass", "add-on-codes", "icd10cm-edit-flags"):
        stated = handed.stated
        return Dated(stated.release or "undated", stated.first or date(1900, 1, 1), stated.last or date(9999, 12, 31))
    return of_quarter(handed)


def _rows(handed: HandedOut, table: _Table, rejections: Rejections) -> Iterator[Sequence[str]]:
    for number, cells in rows(handed):
        if tuple(_FISCAL_YEAR.sub("order", "".join(name.lower().split())) for name in cells) == table.header:
            continue
        if len(cells) != len(table.columns) or not table.code.fullmatch(cells[0]):
            rejections.add(number, f"is no row of {table.label}: {len(table.columns)} cells are expected")
        elif table.kind == "poa-exempt":
            yield cells[0], bare(cells[1]), cells[2]
        elif table.kind == "medical-necessity":
            if cells[3] not in COVERS:
                rejections.add(number, f"says '{cells[3]}' under covers: it may be {' or '.join(COVERS)}")
            else:
                yield cells[0], bare(cells[1]), *cells[2:]
        else:
            yield cells
