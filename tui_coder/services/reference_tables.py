"""Reference tables, shipped or loaded on this machine. A table that is not there answers None, never "no"."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

from tui_coder.codebook.shelf import Shelf, told
from tui_coder.codebook.shelved import nearest
from tui_coder.codebook.tables import shipped
from tui_coder.codebook.tables.lookup_table import FORMAT, PART, LookupTable

KINDS = (
    "poa-exempt", "medical-necessity", "hcpcs-modifiers", "modifier-bypass", "modifier-numbers", "add-on-codes",
    "icd10cm-edit-flags", "place-of-service", "ncci-ptp-practitioner", "ncci-ptp-hospital", "ncci-mue-practitioner",
    "ncci-mue-hospital", "ncci-mue-supplier", "icd10pcs-tables", "index-diseases", "index-neoplasms", "index-drugs",
    "index-external-causes", "index-icd10pcs", "gems-icd9cm-icd10cm", "gems-icd10cm-icd9cm", "gems-icd9pcs-icd10pcs",
    "gems-icd10pcs-icd9pcs",
)  # fmt: skip


class ReferenceTables:
    """`site` is the folder of what was loaded, which need not exist. All methods raise CodeBookError where a file is
    damaged."""

    def __init__(self, site: Path) -> None:
        self._shelf = Shelf(site)
        self._open: dict[Path, LookupTable] = {}
        self._opening = threading.Lock()

    def close(self) -> None:
        with self._opening:
            for each in self._open.values():
                each.close()
            self._open.clear()

    def listed(self) -> tuple[dict[str, object], ...]:
        """What each manifest says: kind, release, title, publisher, source, licence, valid_from, valid_to.

        First what is shipped, then what was loaded.
        """
        loaded = (told(folder) for kind in KINDS for folder in self._shelf.releases(kind))
        return (*(dict(manifest) for _, manifest in shipped.manifests()), *loaded)

    def newest(self, kind: str) -> LookupTable | None:
        """The newest loaded table of a kind."""
        return self._covering(kind, None)

    def poa_exempt(self, code: str, on: date | None) -> bool | None:
        """Whether a diagnosis carries no POA indicator (R18, CMS list); None where no list of the date is loaded."""
        table = self._covering("poa-exempt", on)
        return None if table is None else bool(table.find(code))

    def in_force(self, kind: str, on: date) -> tuple[LookupTable, str] | None:
        """The loaded table of a kind that covers a day, with its title."""
        table = self._covering(kind, on)
        if table is None:
            return None
        titles = [str(told(folder)["title"]) for folder in self._shelf.releases(kind) if _covers(told(folder), on)]
        return table, titles[-1]

    def _covering(self, kind: str, on: date | None) -> LookupTable | None:
        """The table in force on a date; without a date the newest."""
        if on is not None and not any(_covers(told(folder), on) for folder in self._shelf.releases(kind)):
            return None
        path = nearest(self._shelf, kind, PART, FORMAT, on)
        if path is None:
            return None
        with self._opening:
            if path not in self._open:
                self._open[path] = LookupTable(path, kind)
            return self._open[path]


def _covers(manifest: dict[str, object], on: date) -> bool:
    first, last = manifest.get("valid_from"), manifest.get("valid_to")
    return isinstance(first, date) and isinstance(last, date) and first <= on <= last
