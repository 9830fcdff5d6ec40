"""The tables the edits ask: those a site loaded, and the diagnosis flags that are shipped."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.tables import shipped
from tui_coder.codebook.tables.lookup_table import LookupTable
from tui_coder.domain.claim_terms import Modifier
from tui_coder.domain.edits.references import EditTable
from tui_coder.services.claim_lists import ClaimLists
from tui_coder.services.reference_tables import ReferenceTables

_LOADED_FLAGS = "icd10cm-edit-flags"
_SHIPPED_FLAGS = "diagnosis-flags"
_MOST_REMEMBERED = 50_000


class DiagnosisFlags(NamedTuple):
    """What an editor's table says of a diagnosis on a day. `unacceptable` is None before the day it is known from."""

    lowest_age: int
    highest_age: int
    manifestation: bool
    unacceptable: bool | None
    table: str


class EditTables:
    """`site` is the folder of what was loaded, None where nothing can be.

    A table that is damaged answers as one that is not there: what it would say is not checked, and `doctor` names it.
    """

    def __init__(self, site: Path | None) -> None:
        folder = site or Path(os.devnull)  # which holds nothing, on every system
        self._tables = ReferenceTables(folder)
        self._claim_lists = ClaimLists(folder)
        self._asked: dict[tuple[str, date], EditTable | None] = {}

    def close(self) -> None:
        self._tables.close()
        self._claim_lists.close()
        self._asked.clear()

    def table(self, kind: str, on: date) -> EditTable | None:
        """The loaded table of a kind in force on a day, remembering its answers; None where there is none."""
        key = (kind, on)
        if key not in self._asked:
            try:
                found = self._tables.in_force(kind, on)
            except CodeBookError:
                found = None
            self._asked[key] = _Remembering(*found) if found else None
        return self._asked[key]

    def modifier(self, code: str) -> Modifier | None:
        try:
            return self._claim_lists.modifier(code)
        except CodeBookError:
            return None

    def poa_exempt(self, code: str, on: date) -> bool | None:
        table = self.table("poa-exempt", on)
        return None if table is None else bool(table.find(code))

    def flags(self, code: str, on: date, *, in_force: bool) -> DiagnosisFlags | None:
        """What an editor's table says of a bare code of ICD-10-CM on the day.

        A code without a row has no flag only where it is known to be `in_force`; else nothing is known of it.
        """
        loaded = self.table(_LOADED_FLAGS, on)
        if loaded is not None:
            rows = [row for row in loaded.find(code) if _within(row["first"], row["last"], f"{on:%Y%m%d}")]
            return _of_row(rows[0], loaded.title) if rows else None
        return self._shipped.flags(code, on, in_force=in_force)

    @cached_property
    def _shipped(self) -> _ShippedFlags:
        return _ShippedFlags()


class _Remembering:
    """A table that looks each key up once."""

    def __init__(self, table: LookupTable, title: str) -> None:
        self._table = table
        self.title = title
        self._known: dict[tuple[str, ...], tuple[Mapping[str, str], ...]] = {}

    def find(self, *key: str) -> tuple[Mapping[str, str], ...]:
        if key not in self._known:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            try:
                self._known[key] = self._table.find(*key)
            except CodeBookError:
                return ()
        return self._known[key]


def _of_row(row: Mapping[str, str], title: str) -> DiagnosisFlags:
    return DiagnosisFlags(
        int(row["lowest_age"]), int(row["highest_age"]), row["manifestation"] == "1",
        row["unacceptable_principal"] == "1", title,
    )  # fmt: skip


def _within(first: str, last: str, day: str) -> bool:
    return (first or "0") <= day and (last in ("", "*") or day <= last)


class _ShippedFlags:
    """Only codes with a flag stand in the file: every other one of the days it covers has none."""

    def __init__(self) -> None:
        ((_, told),) = shipped.manifests(_SHIPPED_FLAGS)
        self._title = str(told["title"])
        first, last, unacceptable = told["valid_from"], told["valid_to"], told["unacceptable_from"]
        assert isinstance(first, date)
        assert isinstance(last, date)
        assert isinstance(unacceptable, date)
        self._first, self._last, self._unacceptable_from = first, last, unacceptable
        self._spans: dict[str, list[tuple[str, str, DiagnosisFlags]]] = {}
        kinds: dict[tuple[str, ...], DiagnosisFlags] = {}  # thousands of codes share a few dozen sets of flags
        for code, begins, ends, *told_of in shipped.rows(shipped.files(_SHIPPED_FLAGS)["flags"]):
            key = tuple(told_of)
            if key not in kinds:
                lowest, highest, manifestation, bars = told_of
                kinds[key] = DiagnosisFlags(int(lowest), int(highest), manifestation == "Y", bars == "Y", self._title)
            self._spans.setdefault(code, []).append((begins, ends, kinds[key]))

    def flags(self, code: str, on: date, *, in_force: bool) -> DiagnosisFlags | None:
        if not self._first <= on <= self._last:
            return None
        day = on.isoformat()
        spans = (flags for begins, ends, flags in self._spans.get(code, ()) if _within(begins, ends, day))
        found = next(spans, DiagnosisFlags(0, 124, False, False, self._title) if in_force else None)
        return found if found is None or on >= self._unacceptable_from else found._replace(unacceptable=None)
