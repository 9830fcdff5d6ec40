"""What arrives from outside, before the store knows it: encounters with charts, and what was turned away."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from tui_coder.domain.encounter import Encounter
from tui_coder.domain.refusals import Malformed
from tui_coder.domain.text import canonical


@dataclass(frozen=True, slots=True)
class IncomingDocument:
    """A document of an arriving chart. `name` is its identity there: the same name again is a new version.

    `text` is canonical, `sha256` the hex digest of that text in UTF-8, so that what is stored can be proved
    at any time; `controls` counts the characters that the canonical form replaced. `authored_at` without an
    offset is the wall clock of the importing machine.
    """

    name: str
    title: str
    type: str
    text: str
    sha256: str
    author: str = ""
    authored_at: datetime | None = None
    controls: int = 0

    @classmethod
    def of(
        cls, name: str, source: str, *, title: str, type: str = "", author: str = "",
        authored_at: datetime | None = None,
    ) -> IncomingDocument:  # fmt: skip
        """The document as it will be kept. Raises Malformed where `source` is not readable text."""
        if "\0" in source:
            place = source.index("\0") + 1
            raise Malformed(f"character {place:,} is NUL, so this is not plain text; export it as UTF-8.")
        clean = canonical(source)
        if not any(map(str.isalnum, clean.text)):
            raise Malformed("the document is empty; supply its text or take it out of the list of documents.")
        digest = hashlib.sha256(clean.text.encode()).hexdigest()
        return cls(name, title, type, clean.text, digest, author, authored_at, clean.controls)


@dataclass(frozen=True, slots=True)
class IncomingEncounter:
    """An encounter taken whole: its facts, what the queue is told of it, its chart, and where it was read.

    `priority` (0-9, 9 first), `due` and `minutes` are None where the source leaves them open.
    `origin_where` is a place in `origin_file`: "row 12" as a spreadsheet counts, or "line 3".
    """

    encounter: Encounter
    priority: int | None
    due: date | None
    minutes: int | None
    documents: tuple[IncomingDocument, ...]
    origin_file: str
    origin_where: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """What was not taken, and one sentence: why, and what to do. It holds no patient's name or birth date."""

    file: str
    where: str
    reason: str
