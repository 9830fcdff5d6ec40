"""The tables of ICD-10-PCS as XML, as CMS publishes them: they name the values of each character."""

from __future__ import annotations

import re
from pathlib import Path

from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.handed_out import HandedOut, Loaded
from tui_coder.codebook.index.reading import has_entities
from tui_coder.codebook.kinds import Hear
from tui_coder.codebook.kinds.keeping import US_WORK
from tui_coder.codebook.releases import dated
from tui_coder.codebook.shelf import Shelf, Told
from tui_coder.codebook.tables.pcs_tables import FORMAT, read_tables, write_tables
from tui_coder.domain.codes import CodeSystem

KIND = "icd10pcs-tables"
_ROOT = re.compile(rb"<ICD10PCS\.tabular[\s>]")
_VERSION = re.compile(rb"<version>\s*([^<]{1,40}?)\s*</version>")


def recognises(handed: HandedOut) -> bool:
    return _ROOT.search(handed.head) is not None


def load(handed: HandedOut, shelf: Shelf, on_progress: Hear) -> Loaded:
    if has_entities(handed.head):
        raise CodeBookError(f"{handed.place} declares entities, which no table does: it was not read.")
    version = _VERSION.search(handed.head)
    release = dated(CodeSystem.ICD10PCS, handed, version[1].decode("utf-8", "replace") if version else "")
    count = 0

    def write(folder: Path) -> None:
        nonlocal count
        with handed.open() as stream:
            count = write_tables(folder / "tables.sqlite", read_tables(stream))

    manifest: Told = {
        "kind": KIND, "release": release.name, "title": f"ICD-10-PCS tables {release.name}", "format": FORMAT,
        "publisher": "CMS", "licence": US_WORK, "source": handed.place, "valid_from": release.first,
        "valid_to": release.last,
    }  # fmt: skip
    shelf.keep(KIND, release.name, manifest, write)
    return Loaded(place=handed.place, what=f"ICD-10-PCS tables {release.name}", codes=count, unit="tables")
