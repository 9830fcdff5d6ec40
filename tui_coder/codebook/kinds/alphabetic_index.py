"""An alphabetic index as XML: to diseases, of external causes, the neoplasm and drug tables, and that of ICD-10-PCS."""

from __future__ import annotations

import re
from pathlib import Path

from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.handed_out import HandedOut, Loaded
from tui_coder.codebook.index.book import FORMAT, write_index
from tui_coder.codebook.index.reading import IndexHead, has_entities, read_index
from tui_coder.codebook.kinds import Hear
from tui_coder.codebook.kinds.keeping import NCHS, US_WORK
from tui_coder.codebook.releases import dated
from tui_coder.codebook.shelf import Shelf, Told
from tui_coder.domain.codes import CodeSystem

_ROOT = re.compile(rb"<(ICD10(?:CM|PCS))\.index[\s>]")
_VERSION = re.compile(rb"<version>\s*([^<]{1,40}?)\s*</version>")


def recognises(handed: HandedOut) -> bool:
    return _ROOT.search(handed.head) is not None


def load(handed: HandedOut, shelf: Shelf, on_progress: Hear) -> Loaded:
    if has_entities(handed.head):
        raise CodeBookError(f"{handed.place} declares entities, which no index does: it was not read.")
    root, version = _ROOT.search(handed.head), _VERSION.search(handed.head)
    system = CodeSystem.ICD10PCS if root and root[1] == b"ICD10PCS" else CodeSystem.ICD10CM
    release = dated(system, handed, version[1].decode("utf-8", "replace") if version else "")
    kind, label = _kind(handed.head, system)
    count = 0

    def write(folder: Path) -> None:
        nonlocal count
        head = IndexHead()
        with handed.open() as stream:
            count = write_index(folder / "index.sqlite", label, head, read_index(stream, head))

    manifest: Told = {
        "kind": kind, "release": release.name, "title": f"{label} {release.name}", "format": FORMAT,
        "publisher": "CMS" if system is CodeSystem.ICD10PCS else NCHS, "licence": US_WORK, "source": handed.place,
        "valid_from": release.first, "valid_to": release.last,
    }  # fmt: skip
    shelf.keep(kind, release.name, manifest, write)
    return Loaded(place=handed.place, what=f"{label} {release.name}", codes=count, unit="terms")


def _kind(head: bytes, system: CodeSystem) -> tuple[str, str]:
    """The folder on the shelf and what people call the book; the heads of a table and the title tell."""
    if system is CodeSystem.ICD10PCS:
        return "index-icd10pcs", "Index of ICD-10-PCS"
    start = head[:4000].lower()
    if b"<head" in start and b"neoplasm" in start:
        return "index-neoplasms", "Table of Neoplasms"
    if b"<head" in start and b"substance" in start:
        return "index-drugs", "Table of Drugs and Chemicals"
    if b"external cause" in start:
        return "index-external-causes", "Index of External Causes"
    return "index-diseases", "Index to Diseases and Injuries"
