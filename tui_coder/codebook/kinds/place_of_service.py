"""The place of service codes of CMS, as a FHIR code system (CC0) carries them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from xml.etree.ElementTree import ParseError, iterparse

from tui_coder.codebook.errors import CodeBookError
from tui_coder.codebook.handed_out import HandedOut, Loaded, Rejections
from tui_coder.codebook.index.reading import has_entities
from tui_coder.codebook.kinds import Hear
from tui_coder.codebook.kinds.keeping_tables import keep_table
from tui_coder.codebook.releases import Dated
from tui_coder.codebook.shelf import Shelf

COLUMNS = ("code", "title", "definition")
_ROOT = re.compile(rb"<CodeSystem[\s>].{0,400}?Place_of_Service", re.DOTALL)
_VERSION = re.compile(rb'<version value="(\d{8})"')
_FHIR = "{http://hl7.org/fhir}"


def recognises(handed: HandedOut) -> bool:
    return _ROOT.search(handed.head[:8000]) is not None


def load(handed: HandedOut, shelf: Shelf, on_progress: Hear) -> Loaded:
    if has_entities(handed.head):
        raise CodeBookError(f"{handed.place} declares entities, which no code system does: it was not read.")
    version = _VERSION.search(handed.head[:8000])
    name = version[1].decode() if version else "undated"
    release = Dated(handed.stated.release or name, handed.stated.first or date(1900, 1, 1), date(9999, 12, 31))
    return keep_table(
        handed, shelf, "place-of-service", "Place of service codes", release, COLUMNS, COLUMNS[:1],
        lambda rejections: _rows(handed, rejections), on_progress, unit="codes",
    )  # fmt: skip


def _rows(handed: HandedOut, rejections: Rejections) -> Iterator[Sequence[str]]:
    try:
        with handed.open() as stream:
            for _, element in iterparse(stream):
                if element.tag == f"{_FHIR}concept":
                    told = {each.tag: each.get("value", "") for each in element}
                    code = told.get(f"{_FHIR}code", "")
                    if re.fullmatch(r"\d\d", code):
                        yield code, told.get(f"{_FHIR}display", ""), told.get(f"{_FHIR}definition", "")
                    element.clear()
    except ParseError as error:
        raise CodeBookError(f"{handed.place} is damaged XML: {error}. Nothing was loaded.") from error
